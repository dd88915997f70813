"""The rules of limits, explored: the owner and the other person, every order."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest

from app.agreements import limit_rules as limits
from app.agreements.limit_rules import LimitFacts
from app.agreements.verbs import LimitAcknowledged, LimitErased, LimitRetired, LimitShared
from app.core.ids import MemberId, ObjectId
from app.log.events import Event
from app.spaces import rules as spaces
from tests.log.exploring import FOUND, MEMBERS, Model, Said, explore, joining, opening, stand
from tests.log.folding import Folded, Rules
from tests.log.mutants import each_mutant

DEPTH = 6
LIMIT = ObjectId(b"L" * 16)
REVS = range(4)


def _hash(rev: int) -> bytes:
    return bytes([rev]) * 32


@dataclass(frozen=True)
class Known:
    """Whose it is, whether each version's words stand, and whether the newest was acknowledged."""

    owner: MemberId | None = None
    erased: tuple[bool, ...] = ()
    acknowledged: bool = False
    retired: bool = False

    def expected(self, event: Event) -> "Known | str":
        match event.clear:
            case LimitShared():
                return self._shared(event)
            case LimitAcknowledged(env_hash=named):
                return self._acknowledged(event, named)
            case LimitErased(env_hash=named):
                return self._erased(event, named)
        if self.owner is None:
            return "unknown_version"
        if event.member != self.owner:
            return "not_author"
        if event.rev != 0:
            return "stale"
        return "already_retired" if self.retired else replace(self, retired=True)

    def _shared(self, event: Event) -> "Known | str":
        if self.owner not in (None, event.member):
            return "not_author"
        if self.retired:
            return "retired"
        if event.rev != len(self.erased) + 1:
            return "stale"
        return Known(owner=event.member, erased=(*self.erased, False))

    def _acknowledged(self, event: Event, named: bytes) -> "Known | str":
        if not 1 <= event.rev <= len(self.erased):
            return "unknown_version"
        if event.member == self.owner:
            return "not_recipient"
        if self.retired:
            return "retired"
        if event.rev != len(self.erased) or named != _hash(event.rev):
            return "stale"
        if self.erased[-1]:
            return "taken_back"
        return "already_acknowledged" if self.acknowledged else replace(self, acknowledged=True)

    def _erased(self, event: Event, named: bytes) -> "Known | str":
        at = event.rev - 1
        if not 0 <= at < len(self.erased):
            return "unknown_version"
        if event.member != self.owner:
            return "not_author"
        if named != _hash(event.rev):
            return "stale"
        if self.erased[at]:
            return "already_erased"
        return replace(self, erased=(*self.erased[:at], True, *self.erased[at + 1 :]))


def _events() -> list[Event]:
    events = []
    for say, rev in product(map(Said, MEMBERS), REVS):
        events.append(say("limit.shared", LimitShared(), LIMIT, rev, _hash(rev)))
        events.append(say("limit.retired", LimitRetired(), LIMIT, rev))
        for named in map(_hash, REVS):
            acknowledged = LimitAcknowledged(env_hash=named)
            events.append(say("limit.acknowledged", acknowledged, LIMIT, rev))
            events.append(say("limit.erased", LimitErased(env_hash=named), LIMIT, rev))
    return events


EVENTS = _events()
MUTANTS = each_mutant(limits)


def _compare(folded: Folded, model: Model) -> None:
    assert isinstance(model, Known)
    state = folded.objects[LIMIT]
    facts = LimitFacts.of(state)
    assert (state.kind, state.author, state.rev) == ("limit", model.owner, len(model.erased))
    assert (facts.acknowledged, facts.retired) == (model.acknowledged, model.retired)
    assert folded.erased(LIMIT) == [rev for rev, gone in enumerate(model.erased, 1) if gone]


def _check(rules: Rules) -> int:
    start = stand(Folded({**spaces.RULES, **rules}), opening(), joining())
    return explore(start, Known(), EVENTS, DEPTH, _compare)


def test_a_limit_is_its_owner_s_alone_and_the_other_can_only_acknowledge_it() -> None:
    assert _check(limits.RULES) > 3_000


def test_there_is_no_verb_that_accepts_or_refuses_a_limit() -> None:
    verbs = {"limit.shared", "limit.acknowledged", "limit.retired", "limit.erased"}
    assert set(limits.RULES) == verbs


def test_there_are_mutants_of_every_rule() -> None:
    assert len(MUTANTS) == 40


@pytest.mark.parametrize("scope", MUTANTS)
def test_a_seeded_fault_is_found(scope: dict[str, Any]) -> None:
    with pytest.raises(FOUND):
        _check(scope["RULES"])
