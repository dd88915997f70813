"""The rules of requests: one person asks, the other answers freely, and may answer anew.

Whether the answer is yes, another way or not now stands inside the sealed body: here a no weighs
exactly what a yes does.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.agreements.verbs import (
    REQUEST_ANSWERED,
    REQUEST_ASKED,
    REQUEST_ERASED,
    REQUEST_WITHDRAWN,
    RequestAnswered,
)
from app.core.wire import B64_32
from app.log.erasure import decide_erased
from app.log.events import Event
from app.log.objects import Facts, ObjectState
from app.log.rules import Refusal, Rule, Situation

KIND = "request"


class RequestFacts(Facts):
    """The newest words that were asked: their rev, hash, and whether they were taken back."""

    asked_rev: int
    asked_hash: B64_32
    taken_back: bool = False
    withdrawn: bool = False


def decide_asked(situation: Situation, event: Event) -> ObjectState | Refusal:
    """A first version, or the next by whoever asks."""
    if event.env_hash is None:
        return Refusal("stale")
    asked = RequestFacts(asked_rev=event.rev, asked_hash=event.env_hash)
    state = situation.object or ObjectState(KIND, 0, event.member, asked)
    if event.member != state.author:
        return Refusal("not_author")
    if RequestFacts.of(state).withdrawn:
        return Refusal("withdrawn")
    if event.rev != state.rev + 1:
        return Refusal("stale")
    return replace(state, rev=event.rev, facts=asked)


def decide_answered(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The other person answers the newest words; a later answer takes an earlier one's place."""
    state = situation.object
    if state is None:
        return Refusal("unknown_version")
    facts = RequestFacts.of(state)
    if event.member == state.author:
        return Refusal("not_recipient")
    if facts.withdrawn:
        return Refusal("withdrawn")
    if RequestAnswered.of(event).env_hash != facts.asked_hash:
        return Refusal("stale")
    if facts.taken_back:
        return Refusal("taken_back")
    if event.rev != state.rev + 1:
        return Refusal("stale")
    return replace(state, rev=event.rev)


def decide_withdrawn(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Whoever asked asks no longer."""
    state = situation.object
    if state is None:
        return Refusal("unknown_version")
    facts = RequestFacts.of(state)
    if event.member != state.author:
        return Refusal("not_author")
    if event.rev != 0:
        return Refusal("stale")
    if facts.withdrawn:
        return Refusal("already_withdrawn")
    return replace(state, facts=facts.model_copy(update={"withdrawn": True}))


def decide_taken_back(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Whoever wrote a version takes its words out of the history."""
    state = decide_erased(situation, event)
    if isinstance(state, Refusal):
        return state
    facts = RequestFacts.of(state)
    if event.rev != facts.asked_rev:
        return state
    return replace(state, facts=facts.model_copy(update={"taken_back": True}))


RULES: Mapping[str, Rule] = {
    REQUEST_ASKED.name: Rule(REQUEST_ASKED, KIND, decide_asked, RequestFacts),
    REQUEST_ANSWERED.name: Rule(REQUEST_ANSWERED, KIND, decide_answered, RequestFacts),
    REQUEST_WITHDRAWN.name: Rule(REQUEST_WITHDRAWN, KIND, decide_withdrawn, RequestFacts),
    REQUEST_ERASED.name: Rule(REQUEST_ERASED, KIND, decide_taken_back, RequestFacts, erases=True),
}
