"""The rules of agreements: in force while two people's signatures stand over the same words.

Whoever proposes signs first, the other's acceptance names the hash of that very version. A new
proposal changes nothing of what holds. Either person pauses or withdraws alone, at once.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.agreements.facts import AgreementFacts, Pause, Proposal, Review
from app.agreements.limit_rules import RULES as LIMIT_RULES
from app.agreements.request_rules import RULES as REQUEST_RULES
from app.agreements.verbs import (
    AGREEMENT_ACCEPTED,
    AGREEMENT_ERASED,
    AGREEMENT_PAUSED,
    AGREEMENT_PROPOSED,
    AGREEMENT_RESUMED,
    AGREEMENT_REVIEWED,
    AGREEMENT_WITHDRAWN,
    AgreementAccepted,
    AgreementProposed,
    AgreementReviewed,
    Outcome,
)
from app.core.clock import DAY_MS
from app.log.canonical import ZERO_HASH
from app.log.erasure import decide_erased
from app.log.events import Event
from app.log.objects import ObjectState
from app.log.rules import Refusal, Rule, Situation

KIND = "agreement"
# Deep words rest a day between the two signatures; a review comes back within 90 (guide §4).
REST_MS = DAY_MS
MAX_REVIEW_MS = 90 * DAY_MS


def decide_proposed(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Words to agree on, by either person, on top of a version that both can see."""
    proposed = AgreementProposed.of(event)
    state = situation.object or ObjectState(KIND, 0, event.member, AgreementFacts())
    facts = AgreementFacts.of(state)
    if event.env_hash is None:
        return Refusal("stale")
    if not facts.proposals and proposed.base != ZERO_HASH:
        return Refusal("stale")
    if facts.proposals and proposed.base not in {each.env_hash for each in facts.proposals}:
        return Refusal("unknown_version")
    if event.rev != state.rev + 1:
        return Refusal("stale")
    added = Proposal(
        author=event.member,
        env_hash=event.env_hash,
        base=proposed.base,
        deep=proposed.deep,
        at_ms=event.at_ms,
    )
    proposals = (*facts.proposals, added)
    return replace(state, rev=event.rev, facts=facts.model_copy(update={"proposals": proposals}))


def decide_accepted(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The second signature over these words: they hold from now on, whatever held before.

    A pause that the first person said after they had signed stays: their pause is the newer word.
    """
    state = situation.object
    facts = AgreementFacts.of(state) if state is not None else AgreementFacts()
    proposal = facts.proposal(event.rev)
    if state is None or proposal is None:
        return Refusal("unknown_version")
    if event.member == proposal.author:
        return Refusal("not_recipient")
    if AgreementAccepted.of(event).env_hash != proposal.env_hash:
        return Refusal("stale")
    if proposal.erased:
        return Refusal("taken_back")
    if facts.in_force == event.rev:
        return Refusal("already_accepted")
    if not facts.is_open(event.rev):
        return Refusal("replaced")
    if proposal.deep and event.at_ms < proposal.at_ms + REST_MS:
        return Refusal("too_soon")
    paused = tuple(p for p in facts.paused if p.by == proposal.author and p.rev >= event.rev)
    agreed = AgreementFacts(proposals=facts.proposals, in_force=event.rev, paused=paused)
    return replace(state, facts=agreed)


def decide_paused(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Either person, at once: it does not hold until they take their pause back."""
    state = situation.object
    facts = AgreementFacts.of(state) if state is not None else AgreementFacts()
    if state is None or facts.in_force is None:
        return Refusal("not_in_force")
    if event.rev != 0:
        return Refusal("stale")
    if facts.has_paused(event.member):
        return Refusal("already_paused")
    paused = (*facts.paused, Pause(by=event.member, rev=state.rev))
    return replace(state, facts=facts.model_copy(update={"paused": paused}))


def decide_resumed(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Whoever paused ends their own pause, never the other's."""
    state = situation.object
    facts = AgreementFacts.of(state) if state is not None else AgreementFacts()
    if state is None or not facts.has_paused(event.member):
        return Refusal("not_paused")
    if event.rev != 0:
        return Refusal("stale")
    paused = tuple(pause for pause in facts.paused if pause.by != event.member)
    return replace(state, facts=facts.model_copy(update={"paused": paused}))


def decide_withdrawn(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Either person, from any state, without a reason."""
    state = situation.object
    if state is None:
        return Refusal("unknown_version")
    facts = AgreementFacts.of(state)
    if event.rev != 0:
        return Refusal("stale")
    if facts.in_force is None and not facts.is_anything_open:
        return Refusal("already_withdrawn")
    return replace(state, facts=facts.closed())


def decide_reviewed(situation: Situation, event: Event) -> ObjectState | Refusal:
    """How one person would end the review; said alike by both, it ends so."""
    reviewed = AgreementReviewed.of(event)
    state = situation.object
    facts = AgreementFacts.of(state) if state is not None else AgreementFacts()
    proposal = facts.proposal(event.rev)
    if state is None or proposal is None:
        return Refusal("unknown_version")
    if facts.in_force != event.rev:
        return Refusal("not_in_force")
    if reviewed.env_hash != proposal.env_hash:
        return Refusal("stale")
    if reviewed.outcome is Outcome.KEPT and reviewed.next_ms <= event.at_ms:
        return Refusal("too_soon")
    if reviewed.next_ms > event.at_ms + MAX_REVIEW_MS:
        return Refusal("too_late")
    said = Review(by=event.member, outcome=reviewed.outcome, next_ms=reviewed.next_ms)
    if facts.review == said:
        return Refusal("already_reviewed")
    if facts.review is None or facts.review.model_copy(update={"by": said.by}) != said:
        return replace(state, facts=facts.model_copy(update={"review": said}))
    if reviewed.outcome is Outcome.RETIRED:
        return replace(state, facts=facts.closed())
    return replace(state, facts=facts.model_copy(update={"review": None}))


def decide_taken_out(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The author takes words out of the history, but not while both are bound by them."""
    state = decide_erased(situation, event)
    if isinstance(state, Refusal):
        return state
    facts = AgreementFacts.of(state)
    if facts.in_force == event.rev:
        return Refusal("in_force")
    proposals = facts.without_words(event.rev)
    return replace(state, facts=facts.model_copy(update={"proposals": proposals}))


RULES: Mapping[str, Rule] = {
    **LIMIT_RULES,
    **REQUEST_RULES,
    AGREEMENT_PROPOSED.name: Rule(AGREEMENT_PROPOSED, KIND, decide_proposed, AgreementFacts),
    AGREEMENT_ACCEPTED.name: Rule(AGREEMENT_ACCEPTED, KIND, decide_accepted, AgreementFacts),
    AGREEMENT_PAUSED.name: Rule(AGREEMENT_PAUSED, KIND, decide_paused, AgreementFacts),
    AGREEMENT_RESUMED.name: Rule(AGREEMENT_RESUMED, KIND, decide_resumed, AgreementFacts),
    AGREEMENT_WITHDRAWN.name: Rule(AGREEMENT_WITHDRAWN, KIND, decide_withdrawn, AgreementFacts),
    AGREEMENT_REVIEWED.name: Rule(AGREEMENT_REVIEWED, KIND, decide_reviewed, AgreementFacts),
    AGREEMENT_ERASED.name: Rule(
        AGREEMENT_ERASED, KIND, decide_taken_out, AgreementFacts, erases=True
    ),
}
