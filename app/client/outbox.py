"""What a person meant to do, until the log has it (protocol.md §10).

An intent names versions by the event that brought them, never by rev: its place is known only at
sending, and after a branch the same words get another rev.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.client import contexts
from app.client.agree_intent import Agree, draw_up
from app.client.agreement_verbs import (
    AgreementErased,
    LimitErased,
    RequestErased,
)
from app.client.agreements import AGREEMENT, LIMIT, REQUEST
from app.client.appreciations import APPRECIATION
from app.client.clear import ClearFields, NamedVersion
from app.client.device import Device
from app.client.envelope import SPACE_EPOCH, seal
from app.client.errors import ClientError, RuleError
from app.client.events import Event, Item, build
from app.client.items import ITEM, ObjectState, find_version
from app.client.keys import MemberKeys, SpaceKeys
from app.client.log import SpaceLog
from app.client.talk_verbs import TalkErased
from app.client.talks import CONVERSATION
from app.client.verbs import Answered, Given, GivenErased, ItemErased, ItemPut, verb_of
from app.client.verbs import TakenIn as TakenInClear
from app.client.wire import Json

# The verb that takes back words of each kind of object.
ERASED: dict[str, type[NamedVersion]] = {
    ITEM: ItemErased,
    APPRECIATION: GivenErased,
    CONVERSATION: TalkErased,
    LIMIT: LimitErased,
    REQUEST: RequestErased,
    AGREEMENT: AgreementErased,
}
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


@dataclass(frozen=True)
class Give:
    """Words of thanks, put before the other person."""

    event_id: UUID
    object: UUID
    plaintext: Json


@dataclass(frozen=True)
class TakeIn:
    """Receive an appreciation without a word."""

    event_id: UUID
    object: UUID


@dataclass(frozen=True)
class Answer:
    """Receive an appreciation with a line."""

    event_id: UUID
    object: UUID
    plaintext: Json


@dataclass(frozen=True)
class Talk:
    """An act in a conversation; with words where its verb brings a body."""

    event_id: UUID
    object: UUID
    clear: ClearFields
    plaintext: Json | None = None


Intent = Put | Erase | Give | TakeIn | Answer | Talk | Agree


class RefusedIntentError(ClientError):
    """A rule refuses what was meant, with the rule's code: the words stay with the intent."""

    def __init__(self, intent: Intent, refused: RuleError) -> None:
        super().__init__(refused.code, refused.sentence)
        self.intent = intent


def still_open(intents: Iterable[Intent], log: SpaceLog) -> list[Intent]:
    """Without what the log has already, and without erasing what is not there or is erased."""
    objects = log.objects()
    return [intent for intent in intents if _is_open(intent, log, objects)]


def _is_open(intent: Intent, log: SpaceLog, objects: dict[UUID, ObjectState]) -> bool:
    if log.has(intent.event_id):
        return False
    state = objects.get(intent.object)
    match intent:
        case Erase(version=event_id):
            version = find_version(state, event_id)
            return version is not None and not version.erased
        case TakeIn():
            return state is None or not state.taken_in
        case _:
            return True


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
        self._standing, _ = log.fold()
        space = self._standing.space
        # The log never goes back in time; a clock that did is the server's to refuse. Behind a
        # leaving it stands still: nobody is told when somebody took back what (R13).
        is_left = space is not None and space.left_by is not None
        self._at_ms = log.at_ms if is_left else max(device.clock.now_ms(), log.at_ms)

    def sign_all(self, intents: Sequence[Intent]) -> list[Item]:
        """As many of the intents, in order, as one append takes; or a RefusedIntentError."""
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
        try:
            event, body = self._make(intent)
            self._standing.take(event)
        except RuleError as refused:
            raise RefusedIntentError(intent, refused) from refused
        data = build(event)
        item = Item(data, self._member_keys.sign(data), body)
        self._seq, self._head = event.seq, item.head
        return item

    def _make(self, intent: Intent) -> tuple[Event, bytes | None]:
        state = self._standing.objects.get(intent.object)
        newest = 0 if state is None else state.rev
        match intent:
            case Put():
                event = self._event(intent, newest + 1, ItemPut())
                return self._sealed(event, _placed(intent, state))
            case Give():
                event = self._event(intent, 1, Given())
                return self._sealed(event, intent.plaintext)
            case TakeIn():
                clear = TakenInClear(_given_hash(state))
                return self._event(intent, 1, clear), None
            case Answer():
                event = self._event(intent, newest + 1, Answered(_given_hash(state)))
                return self._sealed(event, intent.plaintext)
            case Talk():
                return self._talking(intent, newest)
            case Agree():
                drawn, rev = draw_up(intent, state)
                event = self._event(intent, rev, drawn)
                return self._worded(event, intent.plaintext)
            case Erase():
                return self._erasing(intent, state), None

    def _talking(self, intent: Talk, newest: int) -> tuple[Event, bytes | None]:
        """Words are the next version; everything else is about none."""
        rev = 0 if intent.plaintext is None else newest + 1
        event = self._event(intent, rev, intent.clear)
        return self._worded(event, intent.plaintext)

    def _erasing(self, intent: Erase, state: ObjectState | None) -> Event:
        version = find_version(state, intent.version)
        if state is None or version is None:
            raise RuleError("unknown_version", "there is no such version to erase")
        return self._event(intent, version.put.rev, ERASED[state.kind](version.put.env_hash))

    def _worded(self, event: Event, plaintext: Json | None) -> tuple[Event, bytes | None]:
        return (event, None) if plaintext is None else self._sealed(event, plaintext)

    def _sealed(self, event: Event, plaintext: Json) -> tuple[Event, bytes]:
        context = contexts.body(event.space, event.object, event.member, event.verb, event.rev)
        body = seal(self._keys.obj, context, plaintext, SPACE_EPOCH, self._device.random)
        return replace(event, env_hash=hashlib.sha256(body).digest()), body

    def _event(self, intent: Intent, rev: int, clear: ClearFields) -> Event:
        return Event(
            space=self._space,
            event_id=intent.event_id,
            seq=self._seq + 1,
            prev=self._head,
            member=self._member,
            at_ms=self._at_ms,
            verb=verb_of(clear),
            object=intent.object,
            rev=rev,
            env_hash=b"",
            clear=clear,
        )


def _placed(intent: Put, state: ObjectState | None) -> Json:
    """The plaintext with the revs that it replaces, which are known only now."""
    if intent.replaces is None:
        return intent.plaintext
    found = (find_version(state, event_id) for event_id in intent.replaces)
    return intent.plaintext | {"replaces": [v.put.rev for v in found if v is not None]}


def _given_hash(state: ObjectState | None) -> bytes:
    if state is None:
        raise RuleError("unknown_version", "there is no such appreciation")
    return state.versions[1].put.env_hash
