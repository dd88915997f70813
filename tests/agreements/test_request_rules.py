"""The rules of requests, explored: whoever asks and whoever answers, every order."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest

from app.agreements import request_rules as requests
from app.agreements.request_rules import RequestFacts
from app.agreements.verbs import RequestAnswered, RequestAsked, RequestErased, RequestWithdrawn
from app.core.ids import MemberId, ObjectId
from app.log.events import Event
from app.log.rules import Refusal, Situation
from app.spaces import rules as spaces
from tests.log.exploring import FOUND, MEMBERS, Model, Said, explore, joining, opening, stand
from tests.log.folding import Folded, Rules
from tests.log.mutants import each_mutant

DEPTH = 6
REQUEST = ObjectId(b"R" * 16)
REVS = range(5)


def _hash(rev: int) -> bytes:
    return bytes([rev]) * 32


@dataclass(frozen=True)
class Known:
    """Who asks, who wrote each version, and which of them were erased."""

    asker: MemberId | None = None
    authors: tuple[MemberId, ...] = ()
    erased: frozenset[int] = frozenset()
    withdrawn: bool = False

    @property
    def asked(self) -> int:
        """The rev of the newest words that were asked."""
        return max(rev for rev, who in enumerate(self.authors, 1) if who == self.asker)

    def expected(self, event: Event) -> "Known | str":
        match event.clear:
            case RequestAsked():
                if self.asker not in (None, event.member):
                    return "not_author"
                return "withdrawn" if self.withdrawn else self._with(event)
            case RequestAnswered(env_hash=named):
                return self._answered(event, named)
            case RequestErased(env_hash=named):
                return self._erased(event, named)
        if self.asker is None:
            return "unknown_version"
        if event.member != self.asker:
            return "not_author"
        if event.rev != 0:
            return "stale"
        return "already_withdrawn" if self.withdrawn else replace(self, withdrawn=True)

    def _answered(self, event: Event, named: bytes) -> "Known | str":
        if self.asker is None:
            return "unknown_version"
        if event.member == self.asker:
            return "not_recipient"
        if self.withdrawn:
            return "withdrawn"
        if named != _hash(self.asked):
            return "stale"
        return "taken_back" if self.asked in self.erased else self._with(event)

    def _with(self, event: Event) -> "Known | str":
        if event.rev != len(self.authors) + 1:
            return "stale"
        return replace(
            self, asker=self.asker or event.member, authors=(*self.authors, event.member)
        )

    def _erased(self, event: Event, named: bytes) -> "Known | str":
        if not 1 <= event.rev <= len(self.authors):
            return "unknown_version"
        if event.member != self.authors[event.rev - 1]:
            return "not_author"
        if named != _hash(event.rev):
            return "stale"
        if event.rev in self.erased:
            return "already_erased"
        return replace(self, erased=self.erased | {event.rev})


def _events() -> list[Event]:
    events = []
    for say, rev in product(map(Said, MEMBERS), REVS):
        events.append(say("request.asked", RequestAsked(), REQUEST, rev, _hash(rev)))
        events.append(say("request.withdrawn", RequestWithdrawn(), REQUEST, rev))
        for named in map(_hash, REVS):
            answered = RequestAnswered(env_hash=named)
            events.append(say("request.answered", answered, REQUEST, rev, _hash(rev)))
            events.append(say("request.erased", RequestErased(env_hash=named), REQUEST, rev))
    return events


EVENTS = _events()
MUTANTS = each_mutant(requests)


def _compare(folded: Folded, model: Model) -> None:
    assert isinstance(model, Known)
    state = folded.objects[REQUEST]
    facts = RequestFacts.of(state)
    assert (state.kind, state.author, state.rev) == ("request", model.asker, len(model.authors))
    assert (facts.asked_rev, facts.withdrawn) == (model.asked, model.withdrawn)
    assert facts.taken_back == (model.asked in model.erased)
    assert folded.erased(REQUEST) == sorted(model.erased)


def _check(rules: Rules) -> int:
    bodiless = replace(EVENTS[0], rev=1, env_hash=None)
    decided = rules["request.asked"].decide(Situation(None, None, None), bodiless)
    assert decided == Refusal("stale")
    start = stand(Folded({**spaces.RULES, **rules}), opening(), joining())
    return explore(start, Known(), EVENTS, DEPTH, _compare)


def test_a_request_is_answered_by_the_other_person_alone_and_the_newest_answer_counts() -> None:
    assert _check(requests.RULES) > 3_000


def test_there_are_mutants_of_every_rule() -> None:
    assert len(MUTANTS) == 44


@pytest.mark.parametrize("scope", MUTANTS)
def test_a_seeded_fault_is_found(scope: dict[str, Any]) -> None:
    with pytest.raises(FOUND):
        _check(scope["RULES"])
