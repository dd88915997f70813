"""What a person meant to do, until the log has it (protocol.md §10).

An intent names versions by the event that brought them, never by rev: its place is known only at
sending, and after a branch the same words get another rev.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.client import contexts
from app.client.device import Device
from app.client.envelope import SPACE_EPOCH, open_envelope, seal
from app.client.errors import EnvelopeError
from app.client.events import Event, Item, build
from app.client.items import ObjectState, Version, decide
from app.client.keys import MemberKeys, SpaceKeys
from app.client.log import SpaceLog
from app.client.verbs import ITEM_ERASED, ITEM_PUT, Clear, ItemErased, ItemPut
from app.client.wire import Json

MAX_ITEMS = 20
MAX_APPEND_BYTES = 512 * 1024


@dataclass(frozen=True)
class Put:
    """New words for an object. `replaces` is None where the plaintext has no such field."""

    event_id: UUID
    object: UUID
    plaintext: Json
    replaces: tuple[UUID, ...] | None = None


@dataclass(frozen=True)
class Erase:
    """Erase the version that the event `version` brought."""

    event_id: UUID
    object: UUID
    version: UUID


Intent = Put | Erase


def still_open(intents: Iterable[Intent], log: SpaceLog) -> list[Intent]:
    """Without what the log has already, and without erasing what is not there or is erased."""
    objects, _ = log.objects()
    return [intent for intent in intents if _is_open(intent, log, objects)]


def _is_open(intent: Intent, log: SpaceLog, objects: dict[UUID, ObjectState]) -> bool:
    if log.has(intent.event_id):
        return False
    if isinstance(intent, Put):
        return True
    version = _version(objects.get(intent.object), intent.version)
    return version is not None and not version.erased


class Signer:
    """Chains and signs intents onto a log, in memory: the log itself does not move."""

    def __init__(
        self, log: SpaceLog, member_keys: MemberKeys, keys: SpaceKeys, device: Device
    ) -> None:
        self._space, self._member = log.space, log.pin.own.member
        self._member_keys = member_keys
        self._keys = keys
        self._device = device
        self._seq, self._head = log.seq, log.head
        # The log never goes back in time; a clock that did is the server's to refuse.
        self._at_ms = max(device.clock.now_ms(), log.at_ms)
        self._objects, _ = log.objects()

    def sign_all(self, intents: Sequence[Intent]) -> list[Item]:
        """As many of the intents, in order, as one append takes."""
        items: list[Item] = []
        size = 0
        for intent in intents[:MAX_ITEMS]:
            item = self._sign(intent)
            size += len(item.event) + len(item.sig) + len(item.body or b"")
            if size > MAX_APPEND_BYTES:
                break
            items.append(item)
        return items

    def _sign(self, intent: Intent) -> Item:
        event, body = self._put(intent) if isinstance(intent, Put) else self._erase(intent)
        data = build(event)
        item = Item(data, self._member_keys.sign(data), body)
        self._objects[event.object] = decide(self._objects.get(event.object), event)
        self._seq, self._head = event.seq, item.head
        return item

    def _put(self, intent: Put) -> tuple[Event, bytes]:
        state = self._objects.get(intent.object)
        plaintext = intent.plaintext
        if intent.replaces is not None:
            found = (_version(state, event_id) for event_id in intent.replaces)
            plaintext = plaintext | {"replaces": [v.put.rev for v in found if v is not None]}
        rev = 1 if state is None else state.rev + 1
        event = self._event(intent, ITEM_PUT, rev, ItemPut())
        context = contexts.body(event.space, event.object, event.member, event.verb, rev)
        body = seal(self._keys.obj, context, plaintext, SPACE_EPOCH, self._device.random)
        return replace(event, env_hash=hashlib.sha256(body).digest()), body

    def _erase(self, intent: Erase) -> tuple[Event, None]:
        version = _version(self._objects.get(intent.object), intent.version)
        if version is None:
            raise ValueError("still_open leaves no erasing of what is not there")
        clear = ItemErased(version.put.env_hash)
        return self._event(intent, ITEM_ERASED, version.put.rev, clear), None

    def _event(self, intent: Intent, verb: str, rev: int, clear: Clear) -> Event:
        return Event(
            space=self._space,
            event_id=intent.event_id,
            seq=self._seq + 1,
            prev=self._head,
            member=self._member,
            at_ms=self._at_ms,
            verb=verb,
            object=intent.object,
            rev=rev,
            env_hash=b"",
            clear=clear,
        )


def intents_of(log: SpaceLog, keys: SpaceKeys, after: int) -> list[Intent]:
    """Our own events after `after` as intents again, to be put back on another line of the log.

    A version whose body is gone or does not open cannot be put back, and is left out.
    """
    objects, _ = log.objects()
    own = [event for event in log.events[after:] if event.member == log.pin.own.member]
    found = (_intent_of(event, log, keys, objects.get(event.object)) for event in own)
    return [intent for intent in found if intent is not None]


def _intent_of(
    event: Event, log: SpaceLog, keys: SpaceKeys, state: ObjectState | None
) -> Intent | None:
    if state is None:
        return None
    match event.clear:
        case ItemErased() if event.rev in state.versions:
            return Erase(event.event_id, event.object, state.versions[event.rev].put.event_id)
        case ItemPut():
            return _put_again(event, log.body_of(event), keys, state)
        case _:
            return None


def _put_again(event: Event, body: bytes | None, keys: SpaceKeys, state: ObjectState) -> Put | None:
    context = contexts.body(event.space, event.object, event.member, event.verb, event.rev)
    try:
        plaintext = open_envelope(keys.obj, context, body or b"", SPACE_EPOCH)
    except EnvelopeError:
        return None
    revs = plaintext.pop("replaces", None)
    if not isinstance(revs, list):
        return Put(event.event_id, event.object, plaintext)
    replaced = tuple(
        state.versions[rev].put.event_id
        for rev in revs
        if isinstance(rev, int) and rev in state.versions
    )
    return Put(event.event_id, event.object, plaintext, replaced)


def _version(state: ObjectState | None, event_id: UUID) -> Version | None:
    versions = () if state is None else state.versions.values()
    return next((version for version in versions if version.put.event_id == event_id), None)
