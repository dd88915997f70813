"""Every state of a conversation between two people: the rules are the protocol's in all of them."""

import pytest

from app.conversations.facts import ConversationFacts
from tests.conversations.exploring import Explored, Shipped, acts, explore
from tests.conversations.model import Act, Known, Plan

# Repairs are asked about where there is one reveal: with two of them the states are too many.
PLANS: dict[str, tuple[Plan, bool]] = {
    "a reveal, restored too": ((("reveal", 0),), True),
    "two reveals": ((("reveal", 0), ("reveal", 0)), False),
    "turns, and a reveal": ((("turns", 2), ("reveal", 0)), False),
    "a reveal, and deeper turns": ((("reveal", 0), ("deeper", 1)), False),
}
# What nobody needs the other for, and what does not bring the conversation on. Passing a step gets
# past everything, so that it must not be the only way on.
ASIDE = {"time", "paused", "resumed", "ended", "invited", "withdraw", "told", "passed"}


def check(facts: ConversationFacts, known: Known) -> None:
    """In words of their own: nothing opens early, nothing is lost, and somebody can go on."""
    for number, reveal in enumerate(known.reveals, start=1):
        one = facts.opening(number)
        for who in (0, 1):
            if one.is_fixed(who) and known.reveals[number - 1].named is None:
                assert {answer.state for answer in reveal.answers} == {"in"}
            if reveal.answers[who].state == "in":
                assert one.record(who) is not None
    if known.accepted and not known.ended:
        assert isinstance(known.after(Act("ended", 0)), Known)
        assert isinstance(known.after(Act("ended", 1)), Known)
        assert known.step is None or _somebody_can_go_on(known)


def _somebody_can_go_on(known: Known) -> bool:
    """By an answer, an opening or a turn, once a pause, or a day after withdrawing, is over."""
    waited = known.after(Act("time"))
    assert isinstance(waited, Known)
    if waited.paused is not None:
        resumed = waited.after(Act("resumed", 1))
        assert isinstance(resumed, Known)
        waited = resumed
    return any(
        act.of not in ASIDE and not act.repair and isinstance(waited.after(act), Known)
        for act in acts(known.plan)
        if act.of != "put" or act.at > known.opened
    )


STATES = {
    "a reveal, restored too": 778,
    "two reveals": 700,
    "turns, and a reveal": 464,
    "a reveal, and deeper turns": 688,
}


@pytest.mark.parametrize("name", PLANS)
def test_the_rules_are_the_protocol_s_in_every_state(name: str) -> None:
    plan, repairs = PLANS[name]
    found: Explored = explore(plan, Shipped(), check, repairs=repairs)
    print(f"{name}: {found.states} states, {found.questions} questions")
    assert found.states == STATES[name]
