"""The rules of agreements, explored: both people, every order, old words and new."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from app.agreements import rules as agreements
from app.agreements.facts import AgreementFacts
from app.agreements.verbs import (
    AgreementAccepted,
    AgreementErased,
    AgreementPaused,
    AgreementProposed,
    AgreementResumed,
    AgreementReviewed,
    AgreementWithdrawn,
    Outcome,
)
from app.core.clock import DAY_MS
from app.core.ids import ObjectId
from app.log.events import Event
from app.log.rules import Refusal, Situation
from app.spaces import rules as spaces
from tests.agreements.known import ZERO, Known, hash_of, in_force_by_signatures
from tests.log.exploring import FOUND, MEMBERS, Model, Said, explore, joining, opening, stand
from tests.log.folding import Folded, Rules
from tests.log.mutants import each_mutant

DEPTH = 5
AGREEMENT = ObjectId(b"G" * 16)
NEXT_MS = 30 * DAY_MS


def _proposals() -> list[Event]:
    words = [
        (AgreementProposed(base=base, deep=deep), rev)
        for base, deep, rev in product(
            (ZERO, hash_of(1), hash_of(2), hash_of(9)), (False, True), (1, 2, 3)
        )
        if not (deep and rev == 3)
    ]
    return [
        say("agreement.proposed", clear, AGREEMENT, rev, hash_of(rev))
        for say, (clear, rev) in product(map(Said, MEMBERS), words)
    ]


def _about_versions() -> list[Event]:
    events = []
    for say, rev, named in product(map(Said, MEMBERS), (0, 1, 2, 3), map(hash_of, (1, 2, 3))):
        accepted = say("agreement.accepted", AgreementAccepted(env_hash=named), AGREEMENT, rev)
        erased = say("agreement.erased", AgreementErased(env_hash=named), AGREEMENT, rev)
        events += [accepted, replace(accepted, at_ms=DAY_MS), erased]
    return events


def _reviews() -> list[Event]:
    endings = [
        (Outcome.KEPT, NEXT_MS, 0),
        (Outcome.KEPT, 90 * DAY_MS, 0),
        (Outcome.KEPT, NEXT_MS, NEXT_MS),
        (Outcome.KEPT, 90 * DAY_MS + 1, 0),
        (Outcome.RETIRED, 0, 0),
    ]
    events = []
    for say, rev, named, (outcome, next_ms, at_ms) in product(
        map(Said, MEMBERS), (1, 2), map(hash_of, (1, 2)), endings
    ):
        clear = AgreementReviewed(env_hash=named, outcome=outcome, next_ms=next_ms)
        said = say("agreement.reviewed", clear, AGREEMENT, rev)
        events.append(replace(said, at_ms=at_ms))
    return events


def _alone() -> list[Event]:
    events = []
    for say, rev in product(map(Said, MEMBERS), (0, 1)):
        events += [
            say("agreement.paused", AgreementPaused(), AGREEMENT, rev),
            say("agreement.resumed", AgreementResumed(), AGREEMENT, rev),
            say("agreement.withdrawn", AgreementWithdrawn(), AGREEMENT, rev),
        ]
    return events


EVENTS = [*_proposals(), *_about_versions(), *_reviews(), *_alone()]


def _compare(folded: Folded, model: Model) -> None:
    assert isinstance(model, Known)
    state = folded.objects[AGREEMENT]
    facts = AgreementFacts.of(state)
    assert (state.kind, state.rev) == ("agreement", len(model.versions))
    assert facts.in_force == model.holds
    assert {(pause.by, pause.rev) for pause in facts.paused} == model.pauses
    revs = range(1, len(model.versions) + 1)
    assert [facts.is_open(rev) for rev in revs] == [model.is_open(rev) for rev in revs]
    review = facts.review and (facts.review.by, facts.review.outcome, facts.review.next_ms)
    assert review == model.review
    assert folded.erased(AGREEMENT) == [rev for rev in revs if model.versions[rev - 1].erased]
    holds = None if facts.paused else facts.in_force
    assert holds == in_force_by_signatures(model.said)


def _check(rules: Rules, depth: int = DEPTH) -> int:
    """Raises one of FOUND where the rules and the protocol part; the number of questions."""
    bodiless = replace(EVENTS[0], env_hash=None)
    decided = rules["agreement.proposed"].decide(Situation(None, None, None), bodiless)
    assert decided == Refusal("stale")
    start = stand(Folded({**spaces.RULES, **rules}), opening(), joining())
    return explore(start, Known(), EVENTS, depth, _compare)


MUTANTS = each_mutant(agreements)


def test_in_force_exactly_while_two_signatures_stand_over_the_same_words() -> None:
    asked = _check(agreements.RULES)
    print(f"agreements: {asked} questions to depth {DEPTH}")
    assert asked > 100_000


def test_there_are_mutants_of_every_rule() -> None:
    assert len(MUTANTS) == 108


@pytest.mark.parametrize("scope", MUTANTS)
def test_a_seeded_fault_is_found(scope: dict[str, Any]) -> None:
    with pytest.raises(FOUND):
        _check(scope["RULES"])
