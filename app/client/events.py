"""Signed events (protocol.md §6): strict bytes in, one frozen value out, and back again.

`build(parse(b)) == b` for every `b` that `parse` takes. What `object` and `rev` may be is for the
verb's rule (`items`), not for the reader.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.client.canonical import (
    SAFE_LIMIT,
    T,
    exact,
    number,
    split_labelled,
    text_of,
    u8,
    u16,
    u32,
    u64,
    utf8,
    uuid_of,
)
from app.client.errors import MalformedError
from app.client.keys import verify

ZERO_HASH: Final = bytes(32)
KEY_GEN: Final = 1
PERSONAL: Final = 1
SHARED: Final = 2
SPACE_OPENED: Final = "space.opened"
ITEM_PUT: Final = "item.put"
ITEM_ERASED: Final = "item.erased"

_VERB = re.compile(r"[a-z_]{1,32}\.[a-z_]{1,32}")
_EVENT_FIELDS = 12
# space.opened: kind and th, then three fields a member.
_OPENED_FIELDS = 2
_MEMBER_FIELDS = 3
_MEMBERS_BY_KIND = {PERSONAL: 1, SHARED: 2}


@dataclass(frozen=True)
class MemberEntry:
    """A member as the genesis names them; both keys are 32 bytes."""

    member: UUID
    ed_pub: bytes
    x_pub: bytes


@dataclass(frozen=True)
class SpaceOpened:
    kind: int
    th: bytes
    members: tuple[MemberEntry, ...]


@dataclass(frozen=True)
class ItemPut:
    pass


@dataclass(frozen=True)
class ItemErased:
    env_hash: bytes


@dataclass(frozen=True)
class UnknownClear:
    """The clear fields of a verb that this version does not know, unread."""

    fields: tuple[bytes, ...]


Clear = SpaceOpened | ItemPut | ItemErased | UnknownClear


@dataclass(frozen=True)
class Event:
    """One line of a space's log. `at_ms` is the writer's clock; `env_hash` is empty or 32 bytes."""

    space: UUID
    event_id: UUID
    seq: int
    prev: bytes
    member: UUID
    at_ms: int
    verb: str
    object: UUID
    rev: int
    env_hash: bytes
    clear: Clear
    key_gen: int = KEY_GEN


@dataclass(frozen=True)
class Item:
    """An event as it travels: the signed bytes themselves, never rebuilt from anything."""

    event: bytes
    sig: bytes
    body: bytes | None

    @property
    def head(self) -> bytes:
        return head_of(self.event, self.sig)


def head_of(event: bytes, sig: bytes) -> bytes:
    return hashlib.sha256(T("gs1:head", event, sig)).digest()


def verify_event(event: bytes, sig: bytes, ed_pub: bytes) -> None:
    """`signature` or `weak_key` unless this key signed this event."""
    verify(ed_pub, sig, event)


def build(event: Event) -> bytes:
    """The bytes to sign. Writes what it is given: only `parse` judges."""
    return T(
        "gs1:event",
        event.space.bytes,
        event.event_id.bytes,
        u64(event.seq),
        event.prev,
        event.member.bytes,
        u16(event.key_gen),
        u64(event.at_ms),
        utf8(event.verb),
        event.object.bytes,
        u32(event.rev),
        event.env_hash,
        T("gs1:aux", utf8(event.verb), *_clear_fields(event.clear)),
    )


def parse(data: bytes) -> Event:
    """The event in these bytes, or `malformed`."""
    fields = split_labelled("gs1:event", data)
    if len(fields) != _EVENT_FIELDS:
        raise MalformedError("an event has twelve fields")
    verb = _read_verb(fields[7])
    event = Event(
        space=uuid_of(fields[0]),
        event_id=uuid_of(fields[1]),
        seq=number(fields[2], 8),
        prev=exact(fields[3], 32),
        member=uuid_of(fields[4]),
        key_gen=number(fields[5], 2),
        at_ms=number(fields[6], 8),
        verb=verb,
        object=uuid_of(fields[8]),
        rev=number(fields[9], 4),
        env_hash=fields[10],
        clear=_read_clear(verb, fields[11]),
    )
    _check_place(event)
    _check_body(event)
    return event


def _read_verb(field: bytes) -> str:
    verb = text_of(field)
    if _VERB.fullmatch(verb) is None:
        raise MalformedError("a verb is two words of a-z and _ with a dot between")
    return verb


def _check_place(event: Event) -> None:
    if not 1 <= event.seq < SAFE_LIMIT:
        raise MalformedError("seq starts at 1")
    if (event.prev == ZERO_HASH) != (event.seq == 1):
        raise MalformedError("prev is zero at seq 1 and nowhere else")
    if event.key_gen != KEY_GEN:
        raise MalformedError("key_gen is 1 in this version")


def _check_body(event: Event) -> None:
    if len(event.env_hash) not in (0, 32):
        raise MalformedError("env_hash is empty or 32 bytes")
    match event.clear:
        case ItemPut() if not event.env_hash:
            raise MalformedError("item.put has a body")
        case SpaceOpened() | ItemErased() if event.env_hash:
            raise MalformedError(f"{event.verb} has no body")


def _clear_fields(clear: Clear) -> tuple[bytes, ...]:
    match clear:
        case SpaceOpened(kind, th, members):
            entries = (part for m in members for part in (m.member.bytes, m.ed_pub, m.x_pub))
            return (u8(kind), th, *entries)
        case ItemPut():
            return ()
        case ItemErased(env_hash):
            return (env_hash,)
        case UnknownClear(fields):
            return fields


def _read_clear(verb: str, aux: bytes) -> Clear:
    fields = split_labelled("gs1:aux", aux)
    if not fields or fields[0] != utf8(verb):
        raise MalformedError("aux begins with the event's verb")
    rest = fields[1:]
    match verb:
        case "space.opened":
            return _read_opened(rest)
        case "item.put":
            _expect_count(rest, 0)
            return ItemPut()
        case "item.erased":
            _expect_count(rest, 1)
            return ItemErased(exact(rest[0], 32))
        case _:
            return UnknownClear(tuple(rest))


def _read_opened(fields: list[bytes]) -> SpaceOpened:
    if len(fields) < _OPENED_FIELDS:
        raise MalformedError("space.opened has a kind and a th")
    kind, th = number(fields[0], 1), exact(fields[1], 32)
    if kind not in _MEMBERS_BY_KIND:
        raise MalformedError("a space is personal or shared")
    _expect_count(fields, _OPENED_FIELDS + _MEMBER_FIELDS * _MEMBERS_BY_KIND[kind])
    members = tuple(
        MemberEntry(uuid_of(fields[at]), exact(fields[at + 1], 32), exact(fields[at + 2], 32))
        for at in range(_OPENED_FIELDS, len(fields), _MEMBER_FIELDS)
    )
    return SpaceOpened(kind, th, members)


def _expect_count(fields: list[bytes], count: int) -> None:
    if len(fields) != count:
        raise MalformedError(f"aux has {len(fields)} clear fields, not {count}")
