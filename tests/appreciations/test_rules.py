"""The rules of appreciations, explored: both people, every order, every rev and hash."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest

from app.appreciations import rules as appreciations
from app.appreciations.rules import AppreciationFacts, decide_taken_in
from app.appreciations.verbs import (
    AppreciationAnswered,
    AppreciationErased,
    AppreciationGiven,
    AppreciationTakenIn,
)
from app.core.ids import MemberId, ObjectId
from app.log.events import Event
from app.log.rules import Refusal, Situation
from app.spaces import rules as spaces
from tests.log.exploring import FOUND, MEMBERS, Model, Said, explore, joining, opening, stand
from tests.log.folding import Folded, Rules
from tests.log.mutants import each_mutant

DEPTH = 7
THANKS = ObjectId(b"T" * 16)
REVS = range(5)


def _hash(rev: int) -> bytes:
    """Of the body under this rev, whoever wrote it."""
    return bytes([rev]) * 32


@dataclass(frozen=True)
class Known:
    """What the protocol says of one appreciation: who gave it, and what became of each body."""

    giver: MemberId | None = None
    authors: tuple[MemberId, ...] = ()
    erased: tuple[bool, ...] = ()
    taken_in: bool = False

    @property
    def answer(self) -> int | None:
        """The rev of the answer that stands."""
        standing = [rev for rev, gone in enumerate(self.erased, 1) if rev > 1 and not gone]
        assert len(standing) <= 1
        return standing[0] if standing else None

    def expected(self, event: Event) -> "Known | str":
        """In plain words: what stands after the event, or the code of its refusal."""
        match event.clear:
            case AppreciationGiven():
                if self.giver is not None:
                    return "already_given"
                return self._with(event) if event.rev == 1 else "stale"
            case AppreciationErased(env_hash=named):
                return self._without(event, named)
            case AppreciationTakenIn(env_hash=named) | AppreciationAnswered(env_hash=named):
                return self._received(event, named)
        raise AssertionError(event.verb)

    def _received(self, event: Event, named: bytes) -> "Known | str":
        taking_in = event.verb == "appreciation.taken_in"
        if self.giver is None:
            return "unknown_version"
        if event.member == self.giver:
            return "not_recipient"
        if named != _hash(1) or (taking_in and event.rev != 1):
            return "stale"
        if self.erased[0]:
            return "taken_back"
        if taking_in:
            return "already_taken_in" if self.taken_in else replace(self, taken_in=True)
        if self.answer is not None:
            return "already_answered"
        return self._with(event) if event.rev == len(self.erased) + 1 else "stale"

    def _with(self, event: Event) -> "Known":
        return replace(
            self,
            giver=self.giver or event.member,
            authors=(*self.authors, event.member),
            erased=(*self.erased, False),
        )

    def _without(self, event: Event, named: bytes) -> "Known | str":
        at = event.rev - 1
        if not 0 <= at < len(self.erased):
            return "unknown_version"
        if event.member != self.authors[at]:
            return "not_author"
        if named != _hash(event.rev):
            return "stale"
        if self.erased[at]:
            return "already_erased"
        return replace(self, erased=(*self.erased[:at], True, *self.erased[at + 1 :]))


def _events() -> list[Event]:
    """Everything that either of the two could sign about one appreciation."""
    events = []
    for say, rev in product(map(Said, MEMBERS), REVS):
        events.append(say("appreciation.given", AppreciationGiven(), THANKS, rev, _hash(rev)))
        for named in map(_hash, REVS):
            taken_in, answered = (
                AppreciationTakenIn(env_hash=named),
                AppreciationAnswered(env_hash=named),
            )
            erased = AppreciationErased(env_hash=named)
            events += [
                say("appreciation.taken_in", taken_in, THANKS, rev),
                say("appreciation.answered", answered, THANKS, rev, _hash(rev)),
                say("appreciation.erased", erased, THANKS, rev),
            ]
    return events


EVENTS = _events()


def _compare(folded: Folded, model: Model) -> None:
    assert isinstance(model, Known)
    state = folded.objects[THANKS]
    facts = AppreciationFacts.of(state)
    assert (state.kind, state.author) == ("appreciation", model.giver)
    assert state.rev == len(model.erased)
    assert folded.erased(THANKS) == [rev for rev, gone in enumerate(model.erased, 1) if gone]
    assert (facts.taken_in, facts.taken_back) == (model.taken_in, model.erased[0])
    assert facts.answered == (model.answer is not None)


def _check(rules: Rules) -> int:
    """Raises one of FOUND where the rules and the protocol part; the number of questions."""
    bodiless = replace(EVENTS[0], rev=1, env_hash=None)
    decided = rules["appreciation.given"].decide(Situation(None, None, None), bodiless)
    assert decided == Refusal("stale")
    start = stand(Folded({**spaces.RULES, **rules}), opening(), joining())
    return explore(start, Known(), EVENTS, DEPTH, _compare)


MUTANTS = each_mutant(appreciations)


def test_the_rules_are_the_protocol_s_in_every_reachable_state() -> None:
    assert _check(appreciations.RULES) > 5_000


def test_there_are_mutants_of_every_rule() -> None:
    """Those of erasing itself are tried in `tests/log/test_erasure.py`."""
    assert len(MUTANTS) == 48


@pytest.mark.parametrize("scope", MUTANTS)
def test_a_seeded_fault_is_found(scope: dict[str, Any]) -> None:
    with pytest.raises(FOUND):
        _check(scope["RULES"])


def test_a_rule_is_asked_about_its_own_verb_alone() -> None:
    rules = {**spaces.RULES, **appreciations.RULES}
    given = replace(EVENTS[0], rev=1, env_hash=_hash(1))
    folded = stand(Folded(rules), opening(), joining(), given)
    situation = Situation(space=None, object=folded.objects[THANKS], version=None)
    with pytest.raises(TypeError):
        decide_taken_in(situation, replace(given, member=MEMBERS[1]))
