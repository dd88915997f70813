"""The rules of appreciations: one gives, the other takes in or answers, each takes back their own.

Rev 1 is the thanks; each answer is the next rev, and at most one of them stands. Taking the thanks
back leaves a standing answer as it is: it is the other person's.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.appreciations.verbs import (
    APPRECIATION_ANSWERED,
    APPRECIATION_ERASED,
    APPRECIATION_GIVEN,
    APPRECIATION_TAKEN_IN,
    AppreciationAnswered,
    AppreciationTakenIn,
)
from app.core.wire import B64_32
from app.log.erasure import decide_erased
from app.log.events import Event
from app.log.objects import Facts, ObjectState
from app.log.rules import Refusal, Rule, Situation

KIND = "appreciation"


class AppreciationFacts(Facts):
    """`env_hash` of the thanks, and what has become of it. `answered`: an answer stands."""

    env_hash: B64_32
    taken_in: bool = False
    taken_back: bool = False
    answered: bool = False


def decide_given(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Thanks are given once, under an id of their own, and never revised."""
    if situation.object is not None:
        return Refusal("already_given")
    if event.rev != 1 or event.env_hash is None:
        return Refusal("stale")
    return ObjectState(KIND, 1, event.member, AppreciationFacts(env_hash=event.env_hash))


def decide_taken_in(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The recipient says so once, of thanks that still stand."""
    state = situation.object
    if state is None:
        return Refusal("unknown_version")
    facts = AppreciationFacts.of(state)
    if event.member == state.author:
        return Refusal("not_recipient")
    if event.rev != 1 or AppreciationTakenIn.of(event).env_hash != facts.env_hash:
        return Refusal("stale")
    if facts.taken_back:
        return Refusal("taken_back")
    if facts.taken_in:
        return Refusal("already_taken_in")
    return replace(state, facts=facts.model_copy(update={"taken_in": True}))


def decide_answered(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The recipient answers thanks that still stand; another answer only after taking one back."""
    state = situation.object
    if state is None:
        return Refusal("unknown_version")
    facts = AppreciationFacts.of(state)
    if event.member == state.author:
        return Refusal("not_recipient")
    if AppreciationAnswered.of(event).env_hash != facts.env_hash:
        return Refusal("stale")
    if facts.taken_back:
        return Refusal("taken_back")
    if facts.answered:
        return Refusal("already_answered")
    if event.rev != state.rev + 1:
        return Refusal("stale")
    return replace(state, rev=event.rev, facts=facts.model_copy(update={"answered": True}))


def decide_taken_back(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Whoever wrote a version takes back its body: the thanks, or the answer that stands."""
    state = decide_erased(situation, event)
    if isinstance(state, Refusal):
        return state
    gone = {"taken_back": True} if event.rev == 1 else {"answered": False}
    return replace(state, facts=AppreciationFacts.of(state).model_copy(update=gone))


RULES: Mapping[str, Rule] = {
    APPRECIATION_GIVEN.name: Rule(APPRECIATION_GIVEN, KIND, decide_given, AppreciationFacts),
    APPRECIATION_TAKEN_IN.name: Rule(
        APPRECIATION_TAKEN_IN, KIND, decide_taken_in, AppreciationFacts
    ),
    APPRECIATION_ANSWERED.name: Rule(
        APPRECIATION_ANSWERED, KIND, decide_answered, AppreciationFacts
    ),
    APPRECIATION_ERASED.name: Rule(
        APPRECIATION_ERASED, KIND, decide_taken_back, AppreciationFacts, erases=True
    ),
}
