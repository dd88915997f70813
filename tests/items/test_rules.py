"""The rule of items, explored: every reachable state to a small depth, every event in each."""

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from app.core.ids import MemberId, ObjectId
from app.items import rules as items
from app.items.verbs import ItemErased, ItemPut
from app.log.erasure import decide_erased
from app.log.events import Event
from app.log.rules import Situation
from app.spaces import rules as spaces
from app.spaces.verbs import SpaceKind
from tests.log.exploring import FOUND, INVITER, MEMBERS, Model, Said, explore, opening, stand
from tests.log.folding import Folded, Rules
from tests.log.mutants import each_mutant

DEPTH = 7
NOTE = ObjectId(b"N" * 16)
REVS = range(6)


def _hash(rev: int) -> bytes:
    return bytes([rev]) * 32


@dataclass(frozen=True)
class Known:
    """What the protocol says has happened to one object: its author, and each version's body."""

    author: MemberId | None = None
    erased: tuple[bool, ...] = ()

    def expected(self, event: Event) -> "Known | str":
        """§6 in plain words: what stands after the event, or the code of its refusal."""
        newest = len(self.erased)
        foreign = self.author is not None and event.member != self.author
        if event.verb == "item.put":
            if foreign:
                return "not_author"
            if event.rev != newest + 1:
                return "stale"
            return Known(event.member, (*self.erased, False))
        if not 1 <= event.rev <= newest:
            return "unknown_version"
        if foreign:
            return "not_author"
        if ItemErased.of(event).env_hash != _hash(event.rev):
            return "stale"
        if self.erased[event.rev - 1]:
            return "already_erased"
        changed = (*self.erased[: event.rev - 1], True, *self.erased[event.rev :])
        return Known(self.author, changed)


def _events() -> list[Event]:
    """Everything that either of the two could sign about one item."""
    events = []
    for say, rev in product(map(Said, MEMBERS), REVS):
        events.append(say("item.put", ItemPut(), NOTE, rev, _hash(rev)))
        events += [
            say("item.erased", ItemErased(env_hash=named), NOTE, rev) for named in map(_hash, REVS)
        ]
    return events


EVENTS = _events()


def _compare(folded: Folded, model: Model) -> None:
    assert isinstance(model, Known)
    state = folded.objects[NOTE]
    assert (state.kind, state.author, state.rev) == ("item", model.author, len(model.erased))
    assert folded.erased(NOTE) == [rev for rev, gone in enumerate(model.erased, 1) if gone]


def _check(rules: Rules) -> int:
    """Raises one of FOUND where the rule and the protocol part; the number of questions."""
    personal = opening(kind=SpaceKind.PERSONAL, th=bytes(32), members=(INVITER,))
    start = stand(Folded({**spaces.RULES, **rules}), personal)
    return explore(start, Known(), EVENTS, DEPTH, _compare)


MUTANTS = each_mutant(items)


def test_the_rule_is_the_protocol_s_in_every_reachable_state() -> None:
    assert _check(items.RULES) > 2_000


def test_there_are_mutants_of_every_rule() -> None:
    """Those of erasing itself are tried in `tests/log/test_erasure.py`."""
    assert len(MUTANTS) == 12


@pytest.mark.parametrize("scope", MUTANTS)
def test_a_seeded_fault_is_found(scope: dict[str, Any]) -> None:
    with pytest.raises(FOUND):
        _check(scope["RULES"])


def test_only_erasing_erases() -> None:
    assert [name for name, rule in items.RULES.items() if rule.erases] == ["item.erased"]


def test_a_rule_is_asked_about_its_own_verb_alone() -> None:
    with pytest.raises(TypeError):
        decide_erased(Situation(space=None, object=None, version=None), EVENTS[0])
