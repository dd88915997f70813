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
    u16,
    u32,
    u64,
    utf8,
    uuid_of,
)
from app.client.clear import ClearFields
from app.client.errors import MalformedError
from app.client.keys import verify
from app.client.verbs import UnknownClear, read_clear

ZERO_HASH: Final = bytes(32)
KEY_GEN: Final = 1
_VERB = re.compile(r"[a-z_]{1,32}\.[a-z_]{1,32}")
_EVENT_FIELDS = 12


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
    clear: ClearFields
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
        T("gs1:aux", utf8(event.verb), *event.clear.fields()),
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
        clear=read_clear(verb, fields[11]),
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
    if isinstance(event.clear, UnknownClear):
        return
    if event.clear.brings_body != bool(event.env_hash):
        has = "a" if event.clear.brings_body else "no"
        raise MalformedError(f"{event.verb} has {has} body")
