"""Own events of a line that the server left, as intents again (protocol.md §6, "After a loss")."""

from app.client import contexts
from app.client.agree_intent import agree_again
from app.client.agreement_verbs import AGREEMENT_VERBS
from app.client.envelope import SPACE_EPOCH, open_envelope
from app.client.errors import EnvelopeError
from app.client.events import Event
from app.client.items import ObjectState
from app.client.keys import SpaceKeys
from app.client.log import SpaceLog
from app.client.outbox import Answer, Erase, Give, Intent, Put, TakeIn, Talk
from app.client.talk_verbs import TALK_VERBS, Invited, Said
from app.client.verbs import Answered, Given
from app.client.verbs import TakenIn as TakenInClear
from app.client.wire import Json


def intents_of(log: SpaceLog, keys: SpaceKeys, after: int) -> list[Intent]:
    """Our own events after `after` as intents again, to be put back on another line of the log.

    A version whose body is gone or does not open cannot be put back, and is left out.
    """
    objects = log.objects()
    own = [event for event in log.events[after:] if event.member == log.pin.own.member]
    found = (_intent_of(event, log, keys, objects.get(event.object)) for event in own)
    return [intent for intent in found if intent is not None]


def _intent_of(
    event: Event, log: SpaceLog, keys: SpaceKeys, state: ObjectState | None
) -> Intent | None:
    if state is None:
        return None
    match event.clear:
        case _ if event.verb.endswith(".erased") and event.rev in state.versions:
            return Erase(event.event_id, event.object, state.versions[event.rev].put.event_id)
        case TakenInClear():
            return TakeIn(event.event_id, event.object)
        case _ if event.env_hash:
            return _again(event, log.body_of(event), keys, state)
        case _ if event.verb in AGREEMENT_VERBS:
            return agree_again(event, state, None)
        case clear if event.verb in TALK_VERBS:
            return Talk(event.event_id, event.object, clear)
        case _:
            return None


def _again(event: Event, body: bytes | None, keys: SpaceKeys, state: ObjectState) -> Intent | None:
    context = contexts.body(event.space, event.object, event.member, event.verb, event.rev)
    try:
        plaintext = open_envelope(keys.obj, context, body or b"", SPACE_EPOCH)
    except EnvelopeError:
        return None
    match event.clear:
        case Given():
            return Give(event.event_id, event.object, plaintext)
        case Answered():
            return Answer(event.event_id, event.object, plaintext)
        case Invited() | Said():
            return Talk(event.event_id, event.object, event.clear, plaintext)
        case _ if event.verb in AGREEMENT_VERBS:
            return agree_again(event, state, plaintext)
        case _:
            return _put_again(event, plaintext, state)


def _put_again(event: Event, plaintext: Json, state: ObjectState) -> Put:
    revs = plaintext.pop("replaces", None)
    if not isinstance(revs, list):
        return Put(event.event_id, event.object, plaintext)
    replaced = tuple(
        state.versions[rev].put.event_id
        for rev in revs
        if isinstance(rev, int) and rev in state.versions
    )
    return Put(event.event_id, event.object, plaintext, replaced)
