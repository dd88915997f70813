"""The rules of limits, requests and agreements, read from the protocol, not from the server."""

from dataclasses import replace
from typing import Final, TypeVar
from uuid import UUID

from app.client.agreed import Agreement, Limit, Proposed, Request
from app.client.agreement_verbs import (
    KEPT,
    RETIRED,
    AgreementAccepted,
    AgreementErased,
    AgreementPaused,
    AgreementProposed,
    AgreementResumed,
    AgreementReviewed,
    LimitAcknowledged,
    LimitErased,
    LimitShared,
    RequestAnswered,
    RequestAsked,
    RequestErased,
)
from app.client.errors import RuleError
from app.client.events import ZERO_HASH, Event
from app.client.items import ObjectState, Version, erase_version

LIMIT: Final = "limit"
REQUEST: Final = "request"
AGREEMENT: Final = "agreement"
DAY_MS: Final = 24 * 60 * 60_000
LONGEST_REVIEW_MS: Final = 90 * DAY_MS
_Kind = TypeVar("_Kind", Limit, Request, Agreement)


def decide_limit(state: ObjectState | None, event: Event) -> ObjectState:
    """The limit after this event, or a `RuleError`."""
    if isinstance(event.clear, LimitShared):
        return _share(state, event)
    if isinstance(event.clear, LimitAcknowledged):
        return _acknowledge(state, event, event.clear.env_hash)
    if isinstance(event.clear, LimitErased):
        return erase_version(state, event, event.clear.env_hash)
    state, limit = _known(state, Limit)
    _own(state, event)
    _no_version(event)
    if limit.retired:
        raise RuleError("already_retired", "its owner has let go of it")
    return replace(state, agreed=replace(limit, retired=True))


def _share(state: ObjectState | None, event: Event) -> ObjectState:
    if state is None:
        _next_rev(0, event)
        return ObjectState(event.member, 1, {1: Version(event)}, kind=LIMIT, agreed=Limit())
    state, limit = _known(state, Limit)
    _own(state, event)
    if limit.retired:
        raise RuleError("retired", "its owner has let go of it")
    _next_rev(state.rev, event)
    return replace(state.with_version(event.rev, Version(event)), agreed=Limit())


def _acknowledge(state: ObjectState | None, event: Event, env_hash: bytes) -> ObjectState:
    state, limit = _known(state, Limit)
    version = _version(state, event)
    _other(state, event)
    if limit.retired:
        raise RuleError("retired", "its owner has let go of it")
    if event.rev != state.rev or env_hash != version.put.env_hash:
        raise RuleError("stale", "it names other words than the newest")
    if version.erased:
        raise RuleError("taken_back", "the words were taken back")
    if limit.acknowledged:
        raise RuleError("already_acknowledged", "this version is acknowledged")
    return replace(state, agreed=replace(limit, acknowledged=True))


def decide_request(state: ObjectState | None, event: Event) -> ObjectState:
    """The request after this event, or a `RuleError`."""
    if isinstance(event.clear, RequestAsked):
        return _ask(state, event)
    if isinstance(event.clear, RequestAnswered):
        return _answer(state, event, event.clear.env_hash)
    if isinstance(event.clear, RequestErased):
        return erase_version(state, event, event.clear.env_hash)
    state, request = _known(state, Request)
    _own(state, event)
    _no_version(event)
    if request.withdrawn:
        raise RuleError("already_withdrawn", "it is asked no longer")
    return replace(state, agreed=replace(request, withdrawn=True))


def _ask(state: ObjectState | None, event: Event) -> ObjectState:
    asked = Request(event.rev)
    if state is None:
        _next_rev(0, event)
        return ObjectState(event.member, 1, {1: Version(event)}, kind=REQUEST, agreed=asked)
    state, request = _known(state, Request)
    _own(state, event)
    if request.withdrawn:
        raise RuleError("withdrawn", "it is asked no longer")
    _next_rev(state.rev, event)
    return replace(state.with_version(event.rev, Version(event)), agreed=asked)


def _answer(state: ObjectState | None, event: Event, env_hash: bytes) -> ObjectState:
    state, request = _known(state, Request)
    _other(state, event)
    if request.withdrawn:
        raise RuleError("withdrawn", "it is asked no longer")
    asked = state.versions[request.asked]
    if env_hash != asked.put.env_hash:
        raise RuleError("stale", "it answers other words than the newest")
    if asked.erased:
        raise RuleError("taken_back", "the words were taken back")
    _next_rev(state.rev, event)
    return state.with_version(event.rev, Version(event))


def decide_agreement(state: ObjectState | None, event: Event) -> ObjectState:
    """The agreement after this event, or a `RuleError`."""
    match event.clear:
        case AgreementProposed(base, deep):
            return _propose(state, event, base, deep=deep)
        case AgreementAccepted(env_hash):
            return _accept(state, event, env_hash)
        case AgreementErased(env_hash):
            return _erase(state, event, env_hash)
        case AgreementReviewed(env_hash, outcome, next_ms):
            return _review(state, event, env_hash, (event.member, outcome, next_ms))
        case AgreementPaused():
            return _pause(state, event)
        case AgreementResumed():
            return _resume(state, event)
        case _:
            return _withdraw(state, event)


def _propose(state: ObjectState | None, event: Event, base: bytes, *, deep: bool) -> ObjectState:
    proposed = Proposed(base, event.env_hash, deep, event.at_ms)
    if state is None:
        if base != ZERO_HASH:
            raise RuleError("stale", "the first words start from none")
        _next_rev(0, event)
        agreed = Agreement((proposed,))
        return ObjectState(event.member, 1, {1: Version(event)}, kind=AGREEMENT, agreed=agreed)
    state, agreement = _known(state, Agreement)
    if base not in {each.env_hash for each in agreement.proposals}:
        raise RuleError("unknown_version", "it starts from words that are not there")
    _next_rev(state.rev, event)
    proposals = (*agreement.proposals, proposed)
    return replace(
        state.with_version(event.rev, Version(event)),
        agreed=replace(agreement, proposals=proposals),
    )


def _accept(state: ObjectState | None, event: Event, env_hash: bytes) -> ObjectState:
    state, agreement = _known(state, Agreement)
    version = _version(state, event)
    author = version.put.member
    if event.member == author:
        raise RuleError("not_recipient", "the other person accepts")
    if env_hash != version.put.env_hash:
        raise RuleError("stale", "it names other words")
    if version.erased:
        raise RuleError("taken_back", "the words were taken back")
    if agreement.in_force == event.rev:
        raise RuleError("already_accepted", "these words are in force")
    if event.rev not in agreement.open_revs(_erased(state)):
        raise RuleError("replaced", "other words have taken their place")
    proposed = agreement.proposals[event.rev - 1]
    if proposed.deep and event.at_ms < proposed.at_ms + DAY_MS:
        raise RuleError("too_soon", "deep words rest a day")
    paused = {w: rev for w, rev in agreement.paused.items() if w == author and rev >= event.rev}
    agreed = Agreement(agreement.proposals, event.rev, event.at_ms, paused=paused)
    return replace(state, agreed=agreed)


def _pause(state: ObjectState | None, event: Event) -> ObjectState:
    if state is None or not isinstance(state.agreed, Agreement) or state.agreed.in_force is None:
        raise RuleError("not_in_force", "nothing is in force")
    _no_version(event)
    if event.member in state.agreed.paused:
        raise RuleError("already_paused", "this person pauses already")
    paused = {**state.agreed.paused, event.member: state.rev}
    return replace(state, agreed=replace(state.agreed, paused=paused))


def _resume(state: ObjectState | None, event: Event) -> ObjectState:
    agreed = None if state is None else state.agreed
    if state is None or not isinstance(agreed, Agreement) or event.member not in agreed.paused:
        raise RuleError("not_paused", "this person does not pause")
    _no_version(event)
    paused = {who: rev for who, rev in agreed.paused.items() if who != event.member}
    return replace(state, agreed=replace(agreed, paused=paused))


def _withdraw(state: ObjectState | None, event: Event) -> ObjectState:
    state, agreement = _known(state, Agreement)
    _no_version(event)
    if agreement.in_force is None and not agreement.open_revs(_erased(state)):
        raise RuleError("already_withdrawn", "nothing holds and nothing is suggested")
    return replace(state, agreed=agreement.closed())


def _review(
    state: ObjectState | None, event: Event, env_hash: bytes, said: tuple[UUID, int, int]
) -> ObjectState:
    state, agreement = _known(state, Agreement)
    version = _version(state, event)
    _, outcome, next_ms = said
    if agreement.in_force != event.rev:
        raise RuleError("not_in_force", "these words are not in force")
    if env_hash != version.put.env_hash:
        raise RuleError("stale", "it names other words")
    if outcome == KEPT and next_ms <= event.at_ms:
        raise RuleError("too_soon", "the next review is to come")
    if next_ms > event.at_ms + LONGEST_REVIEW_MS:
        raise RuleError("too_late", "a review comes within ninety days")
    if agreement.review == said:
        raise RuleError("already_reviewed", "this person has said so")
    if agreement.review is None or agreement.review[1:] != said[1:]:
        return replace(state, agreed=replace(agreement, review=said))
    if outcome == RETIRED:
        return replace(state, agreed=agreement.closed())
    return replace(state, agreed=replace(agreement, review=None, next_review_ms=next_ms))


def _erase(state: ObjectState | None, event: Event, env_hash: bytes) -> ObjectState:
    without = erase_version(state, event, env_hash)
    if isinstance(without.agreed, Agreement) and without.agreed.in_force == event.rev:
        raise RuleError("in_force", "words that both signed stay while they hold")
    return without


def _erased(state: ObjectState) -> set[int]:
    return {rev for rev, version in state.versions.items() if version.erased}


def _known(state: ObjectState | None, kind: type[_Kind]) -> tuple[ObjectState, _Kind]:
    if state is None or not isinstance(state.agreed, kind):
        raise RuleError("unknown_version", "there is no such object")
    return state, state.agreed


def _version(state: ObjectState, event: Event) -> Version:
    version = state.versions.get(event.rev)
    if version is None:
        raise RuleError("unknown_version", "there is no such version")
    return version


def _own(state: ObjectState, event: Event) -> None:
    if event.member != state.author:
        raise RuleError("not_author", "it is another person's")


def _other(state: ObjectState, event: Event) -> None:
    if event.member == state.author:
        raise RuleError("not_recipient", "it is this person's own")


def _next_rev(rev: int, event: Event) -> None:
    if event.rev != rev + 1:
        raise RuleError("stale", f"the next rev is {rev + 1}")


def _no_version(event: Event) -> None:
    if event.rev != 0:
        raise RuleError("stale", f"{event.verb} brings no version")
