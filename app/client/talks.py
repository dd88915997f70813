"""The rules of guided conversations, read from the protocol without the server's code.

What waits on the server outside the log is not judged here: `told` and `opened_together` count as
they stand, and the records are checked when they are read (`answers`).
"""

from dataclasses import replace
from typing import Final
from uuid import UUID

from app.client.errors import RuleError
from app.client.events import Event
from app.client.items import ObjectState, Version, erase_version
from app.client.talk_verbs import (
    Accepted,
    Ended,
    Heard,
    Invited,
    OpenedTogether,
    Passed,
    Paused,
    Ready,
    Resumed,
    Said,
    TalkErased,
    Told,
)
from app.client.turns import Pause, Talk, Turn

CONVERSATION: Final = "conversation"
MINUTE_MS: Final = 60_000
SHORTEST_PAUSE_MS: Final = 20 * MINUTE_MS
LONGEST_PAUSE_MS: Final = 7 * 24 * 60 * MINUTE_MS


def decide(state: ObjectState | None, event: Event, people: tuple[UUID, ...]) -> ObjectState:
    """The conversation after this event, or a `RuleError`; `people` are the space's members."""
    clear = event.clear
    if isinstance(clear, Invited):
        return _invite(state, event, clear, people)
    if state is None or state.talk is None:
        raise RuleError("unknown_version", "there is no such conversation")
    if isinstance(clear, TalkErased):
        return erase_version(state, event, clear.env_hash)
    if state.talk.ended:
        raise RuleError("ended", "the conversation has ended")
    if isinstance(clear, Said):
        said = _say(_accepted(state.talk), event.member, clear)
        if event.rev != state.rev + 1:
            raise RuleError("stale", f"the next rev is {state.rev + 1}")
        return replace(state.with_version(event.rev, Version(event)), talk=said)
    if event.rev != 0:
        raise RuleError("stale", f"{event.verb} brings no version")
    return replace(state, talk=_change(state.talk, event))


def _invite(
    state: ObjectState | None, event: Event, invited: Invited, people: tuple[UUID, ...]
) -> ObjectState:
    if state is not None:
        raise RuleError("already_invited", "there is such a conversation")
    if event.rev != 1:
        raise RuleError("stale", "an invitation is rev 1")
    (other,) = (who for who in people if who != event.member)
    talk = Talk.begin(invited.plan, (event.member, other))
    return ObjectState(event.member, 1, {1: Version(event)}, kind=CONVERSATION, talk=talk)


def _accepted(talk: Talk) -> Talk:
    if not talk.accepted:
        raise RuleError("not_accepted", "the invitation was not accepted")
    return talk


def _change(talk: Talk, event: Event) -> Talk:
    if isinstance(event.clear, Accepted):
        return _accept(talk, event.member)
    if isinstance(event.clear, Ended):
        return _end(talk, event.member)
    return _go_on(_accepted(talk), event)


def _accept(talk: Talk, member: UUID) -> Talk:
    if member == talk.people[0]:
        raise RuleError("not_invited", "whoever invites does not accept")
    if talk.accepted:
        raise RuleError("already_accepted", "it is accepted already")
    return replace(talk, accepted=True)


def _end(talk: Talk, member: UUID) -> Talk:
    if not talk.accepted and member != talk.people[0]:
        raise RuleError("not_accepted", "a declined invitation is not answered")
    return replace(talk, ended=True)


def _go_on(talk: Talk, event: Event) -> Talk:
    match event.clear:
        case Paused(return_ms):
            return _pause(talk, event.at_ms, return_ms)
        case Resumed():
            return _resume(talk, event.at_ms)
        case Ready(step):
            return _ready(talk, event.member, step)
        case Passed(step):
            _turn_at(talk, step)
            return talk.next_step()
        case Heard(step, enough):
            return _hear(talk, event.member, step, enough=enough)
        case Told(opening):
            return _tell(talk, event.member, opening)
        case OpenedTogether(opening, inviter, invited):
            return _open(talk, opening, (inviter, invited))
        case _:
            raise RuleError("unknown_verb", f"{event.verb} is not about a conversation")


def _pause(talk: Talk, at_ms: int, return_ms: int) -> Talk:
    if talk.paused is not None:
        raise RuleError("already_paused", "it is paused already")
    if return_ms < at_ms + SHORTEST_PAUSE_MS:
        raise RuleError("too_soon", "a pause is at least twenty minutes")
    if return_ms > at_ms + LONGEST_PAUSE_MS:
        raise RuleError("too_late", "a pause is at most seven days")
    return replace(talk, paused=Pause(at_ms, return_ms))


def _resume(talk: Talk, at_ms: int) -> Talk:
    if talk.paused is None:
        raise RuleError("not_paused", "it is not paused")
    if at_ms < talk.paused.at_ms + SHORTEST_PAUSE_MS:
        raise RuleError("too_soon", "a pause is at least twenty minutes")
    return replace(talk, paused=None)


def _turn_at(talk: Talk, step: int) -> Turn:
    if talk.paused is not None:
        raise RuleError("paused", "the conversation is paused")
    if talk.turn is None or step != talk.done + 1:
        raise RuleError("not_now", "another step is to come")
    return talk.turn


def _ready(talk: Talk, member: UUID, step: int) -> Talk:
    turn = _turn_at(talk, step)
    if member in turn.ready:
        raise RuleError("already_ready", "this person has said so")
    return replace(talk, turn=replace(turn, ready=turn.ready | {member}))


def _both_ready(talk: Talk, step: int) -> Turn:
    turn = _turn_at(talk, step)
    if turn.ready != frozenset(talk.people):
        raise RuleError("not_ready", "both people say that they are ready first")
    return turn


def _say(talk: Talk, member: UUID, said: Said) -> Talk:
    return replace(talk, turn=_both_ready(talk, said.step).say(member, said.move))


def _hear(talk: Talk, member: UUID, step: int, *, enough: bool) -> Talk:
    turn = _both_ready(talk, step)
    heard = turn.hear(member, talk.plan[talk.done], enough=enough)
    return talk.next_step() if heard is None else replace(talk, turn=heard)


def _check_opening(talk: Talk, opening: int) -> None:
    if opening != talk.opening:
        raise RuleError("not_now", "another opening or step is to come")


def _tell(talk: Talk, member: UUID, opening: int) -> Talk:
    _check_opening(talk, opening)
    if member in talk.told:
        raise RuleError("already_told", "this person has said so")
    return replace(talk, told=talk.told | {member})


def _open(talk: Talk, opening: int, hashes: tuple[bytes, bytes]) -> Talk:
    _check_opening(talk, opening)
    known = {**talk.hashes, opening: hashes}
    return replace(talk.next_step(), opened=opening, told=frozenset(), hashes=known)
