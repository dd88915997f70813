"""The rules of limits: one person's own, changed and retired by them, acknowledged by the other.

There is no acceptance: a limit needs nobody's consent (clinical guide §4).
"""

from collections.abc import Mapping
from dataclasses import replace

from app.agreements.verbs import (
    LIMIT_ACKNOWLEDGED,
    LIMIT_ERASED,
    LIMIT_RETIRED,
    LIMIT_SHARED,
    LimitAcknowledged,
)
from app.log.erasure import decide_erased
from app.log.events import Event
from app.log.objects import Facts, ObjectState
from app.log.rules import Refusal, Rule, Situation

KIND = "limit"


class LimitFacts(Facts):
    """`acknowledged`: the newest version was. `retired`: its owner has let go of it."""

    acknowledged: bool = False
    retired: bool = False


def decide_shared(situation: Situation, event: Event) -> ObjectState | Refusal:
    """A first version, or the owner's next."""
    state = situation.object or ObjectState(KIND, 0, event.member, LimitFacts())
    facts = LimitFacts.of(state)
    if event.member != state.author:
        return Refusal("not_author")
    if facts.retired:
        return Refusal("retired")
    if event.rev != state.rev + 1:
        return Refusal("stale")
    return replace(state, rev=event.rev, facts=LimitFacts())


def decide_acknowledged(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The other person has seen the newest version; said once of each."""
    state, version = situation.object, situation.version
    if state is None or version is None:
        return Refusal("unknown_version")
    facts = LimitFacts.of(state)
    if event.member == state.author:
        return Refusal("not_recipient")
    if facts.retired:
        return Refusal("retired")
    if event.rev != state.rev or LimitAcknowledged.of(event).env_hash != version.env_hash:
        return Refusal("stale")
    if version.erased:
        return Refusal("taken_back")
    if facts.acknowledged:
        return Refusal("already_acknowledged")
    return replace(state, facts=facts.model_copy(update={"acknowledged": True}))


def decide_retired(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The owner lets go of it, for good: another limit is another object."""
    state = situation.object
    if state is None:
        return Refusal("unknown_version")
    facts = LimitFacts.of(state)
    if event.member != state.author:
        return Refusal("not_author")
    if event.rev != 0:
        return Refusal("stale")
    if facts.retired:
        return Refusal("already_retired")
    return replace(state, facts=facts.model_copy(update={"retired": True}))


RULES: Mapping[str, Rule] = {
    LIMIT_SHARED.name: Rule(LIMIT_SHARED, KIND, decide_shared, LimitFacts),
    LIMIT_ACKNOWLEDGED.name: Rule(LIMIT_ACKNOWLEDGED, KIND, decide_acknowledged, LimitFacts),
    LIMIT_RETIRED.name: Rule(LIMIT_RETIRED, KIND, decide_retired, LimitFacts),
    LIMIT_ERASED.name: Rule(LIMIT_ERASED, KIND, decide_erased, LimitFacts, erases=True),
}
