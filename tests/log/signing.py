"""People who sign, and lines of events that they sign: built with the independent client."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.client import events, verbs
from app.client.canonical import b64
from app.client.clear import ClearFields
from app.client.events import Event, Item
from app.client.verbs import ItemErased, ItemPut, MemberEntry, SpaceOpened
from app.core.clock import Clock
from app.core.ids import MemberId, SpaceId
from app.log.wire import PostedItem

# Ids and bodies need to differ and nothing more; a failed test can be run again as it was.
_DICE = random.Random(1)
SMALLEST = 70 + 256 + 16


def new_uuid() -> UUID:
    return UUID(bytes=_DICE.randbytes(16), version=4)


def sealed(size: int = SMALLEST) -> bytes:
    """Bytes that the server cannot tell from an envelope."""
    return _DICE.randbytes(size)


@dataclass(frozen=True)
class Member:
    """Somebody with a place in a space and the key that speaks for them."""

    id: UUID = field(default_factory=new_uuid)
    key: Ed25519PrivateKey = field(
        default_factory=lambda: Ed25519PrivateKey.from_private_bytes(_DICE.randbytes(32)),
        repr=False,
    )

    @property
    def member_id(self) -> MemberId:
        return MemberId(self.id.bytes)

    @property
    def ed_pub(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def entry(self) -> MemberEntry:
        return MemberEntry(self.id, self.ed_pub, hashlib.sha256(self.ed_pub).digest())

    def sign(self, event: Event, body: bytes | None = None) -> Item:
        signed = events.build(event)
        return Item(signed, self.key.sign(signed), body)


@dataclass
class Line:
    """What a phone knows of a space: where it ends. Events are made for the place behind it."""

    space: UUID
    clock: Clock
    seq: int = 0
    head: bytes = events.ZERO_HASH
    at_ms: int = 0

    @property
    def space_id(self) -> SpaceId:
        return SpaceId(self.space.bytes)

    def copy(self) -> "Line":
        """Another phone that knows the same."""
        return replace(self)

    def elsewhere(self) -> "Line":
        """The same in a space that nobody has."""
        return replace(self, space=new_uuid())

    def event(
        self,
        member: Member,
        clear: ClearFields,
        *,
        verb: str,
        target: UUID,
        rev: int,
        env_hash: bytes = b"",
    ) -> Event:
        """The event that goes here; a test changes what it is about with `dataclasses.replace`."""
        return Event(
            space=self.space,
            event_id=new_uuid(),
            seq=self.seq + 1,
            prev=self.head,
            member=member.id,
            at_ms=self.clock.now_ms(),
            verb=verb,
            object=target,
            rev=rev,
            env_hash=env_hash,
            clear=clear,
        )

    def opening(self, member: Member) -> Event:
        clear = SpaceOpened(verbs.PERSONAL, bytes(32), (member.entry,))
        return self.event(member, clear, verb=verbs.SPACE_OPENED, target=self.space, rev=0)

    def putting(self, member: Member, target: UUID, rev: int, body: bytes) -> Event:
        env_hash = hashlib.sha256(body).digest()
        return self.event(
            member, ItemPut(), verb=verbs.ITEM_PUT, target=target, rev=rev, env_hash=env_hash
        )

    def erasing(self, member: Member, target: UUID, rev: int, body: bytes) -> Event:
        clear = ItemErased(hashlib.sha256(body).digest())
        return self.event(member, clear, verb=verbs.ITEM_ERASED, target=target, rev=rev)

    def add(self, item: Item) -> Item:
        """Go on from behind this item, as a phone does that signs several at once."""
        self.seq, self.head, self.at_ms = self.seq + 1, item.head, events.parse(item.event).at_ms
        return item

    def say(
        self,
        member: Member,
        clear: ClearFields,
        *,
        verb: str,
        target: UUID,
        rev: int,
        body: bytes | None = None,
    ) -> Item:
        """Any event, signed for the next place."""
        env_hash = b"" if body is None else hashlib.sha256(body).digest()
        event = self.event(member, clear, verb=verb, target=target, rev=rev, env_hash=env_hash)
        return self.add(member.sign(event, body))

    def put(
        self, member: Member, target: UUID | None = None, rev: int = 1, body: bytes | None = None
    ) -> Item:
        body = sealed() if body is None else body
        event = self.putting(member, target or new_uuid(), rev, body)
        return self.add(member.sign(event, body))

    def erase(self, member: Member, target: UUID, rev: int, body: bytes) -> Item:
        return self.add(member.sign(self.erasing(member, target, rev, body)))

    def notes(self, member: Member, count: int) -> list[Item]:
        return [self.put(member) for _ in range(count)]


def posted(items: Sequence[Item]) -> list[PostedItem]:
    """Items as they arrive."""
    return [
        PostedItem(
            event=b64(item.event),
            sig=b64(item.sig),
            body=None if item.body is None else b64(item.body),
        )
        for item in items
    ]
