"""The rules of appreciations, read from the protocol without the server's code.

Rev 1 is what was given; every later rev is an answer of the other person, one standing at a time.
"""

from dataclasses import replace
from typing import Final

from app.client.errors import RuleError
from app.client.events import Event
from app.client.items import ObjectState, Version, erase_version
from app.client.verbs import Answered, Given, GivenErased, TakenIn

APPRECIATION: Final = "appreciation"


def decide(state: ObjectState | None, event: Event) -> ObjectState:
    """The appreciation after this event, or a `RuleError`."""
    match event.clear:
        case Given():
            return _give(state, event)
        case TakenIn(env_hash):
            return _take_in(state, event, env_hash)
        case Answered(env_hash):
            return _answer(state, event, env_hash)
        case GivenErased(env_hash):
            return erase_version(state, event, env_hash)
        case _:
            raise RuleError("unknown_verb", f"{event.verb} is not about an appreciation")


def standing_answer(state: ObjectState) -> Version | None:
    """The answer whose words still stand; there is at most one."""
    answers = (v for rev, v in state.versions.items() if rev > 1 and not v.erased)
    return next(answers, None)


def _give(state: ObjectState | None, event: Event) -> ObjectState:
    if state is not None:
        raise RuleError("already_given", "an appreciation is given once")
    if event.rev != 1:
        raise RuleError("stale", "an appreciation begins with rev 1")
    return ObjectState(event.member, 1, {1: Version(event)}, kind=APPRECIATION)


def _received(state: ObjectState | None, event: Event) -> ObjectState:
    if state is None:
        raise RuleError("unknown_version", "there is no such appreciation")
    if event.member == state.author:
        raise RuleError("not_recipient", "it was given by the same person")
    return state


def _take_in(state: ObjectState | None, event: Event, env_hash: bytes) -> ObjectState:
    state = _received(state, event)
    given = state.versions[1]
    if event.rev != 1 or env_hash != given.put.env_hash:
        raise RuleError("stale", "it names other words than those that were given")
    if given.erased:
        raise RuleError("taken_back", "the words were taken back")
    if state.taken_in:
        raise RuleError("already_taken_in", "it is taken in already")
    return replace(state, taken_in=True)


def _answer(state: ObjectState | None, event: Event, env_hash: bytes) -> ObjectState:
    state = _received(state, event)
    given = state.versions[1]
    if env_hash != given.put.env_hash:
        raise RuleError("stale", "it answers other words than those that were given")
    if given.erased:
        raise RuleError("taken_back", "the words were taken back")
    if standing_answer(state) is not None:
        raise RuleError("already_answered", "an answer stands already")
    if event.rev != state.rev + 1:
        raise RuleError("stale", f"the next rev is {state.rev + 1}")
    return state.with_version(event.rev, Version(event))
