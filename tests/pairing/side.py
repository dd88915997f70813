"""One of two people who pair: a signed-in phone, a name, and the keys of one membership."""

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from app.client import events
from app.client.clear import ClearFields
from app.client.events import Event, Item
from app.client.keyring import wrap_space_key
from app.client.keys import MemberKeys, SpaceKeys
from app.client.verbs import ITEM_PUT, ItemPut, MemberEntry
from tests.accounts.phone import Phone
from tests.log.signing import sealed


@dataclass(frozen=True)
class Place:
    """Where the next event of a space goes."""

    space: UUID
    seq: int = 1
    prev: bytes = events.ZERO_HASH


def behind(item: Item) -> Place:
    """The place after this item."""
    event = events.parse(item.event)
    return Place(event.space, event.seq + 1, item.head)


def new_keys() -> MemberKeys:
    return MemberKeys(secrets.token_bytes(32), secrets.token_bytes(32))


@dataclass
class Side:
    """`once` is the X25519 key of this pairing alone."""

    phone: Phone
    name: str
    member: UUID = field(default_factory=uuid4)
    keys: MemberKeys = field(default_factory=new_keys)
    once: MemberKeys = field(default_factory=new_keys)

    @property
    def entry(self) -> MemberEntry:
        return MemberEntry(self.member, self.keys.ed_pub, self.keys.x_pub)

    def wrap(self, space: UUID, space_keys: SpaceKeys) -> bytes:
        ring = self.phone.enrolled.keyring
        return wrap_space_key(ring.keys, ring.account, space, space_keys, secrets.token_bytes)

    def sign(
        self, verb: str, clear: ClearFields, place: Place, *, at_ms: int | None = None
    ) -> Item:
        """An event about the space itself."""
        event = self._event(verb, clear, place)
        return self._signed(event if at_ms is None else replace(event, at_ms=at_ms))

    def note(self, place: Place) -> Item:
        """An ordinary item."""
        return self.say(ITEM_PUT, ItemPut(), place, uuid4(), sealed())

    def say(
        self, verb: str, clear: ClearFields, place: Place, target: UUID, body: bytes | None = None
    ) -> Item:
        """About an object: its first version, or a verb without one."""
        event = replace(self._event(verb, clear, place), object=target)
        if body is None:
            return self._signed(event)
        return self._signed(replace(event, rev=1, env_hash=hashlib.sha256(body).digest()), body)

    def _event(self, verb: str, clear: ClearFields, place: Place) -> Event:
        return Event(
            space=place.space,
            event_id=uuid4(),
            seq=place.seq,
            prev=place.prev,
            member=self.member,
            at_ms=self.phone.clock.now_ms(),
            verb=verb,
            object=place.space,
            rev=0,
            env_hash=b"",
            clear=clear,
        )

    def _signed(self, event: Event, body: bytes | None = None) -> Item:
        signed = events.build(event)
        return Item(signed, self.keys.sign(signed), body)
