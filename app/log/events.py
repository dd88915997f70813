"""The signed event (protocol.md §6), read strictly from the bytes that were signed.

    event = T("gs1:event", space, event_id, u64 seq, prev32, member, u16 key_gen, u64 at_ms,
              verb, object, u32 rev, env_hash32 | "", aux)
    aux   = T("gs1:aux", verb, clear fields of that verb…)

Every reader parses these bytes and never rebuilds them from JSON. A verb that this version does
not know is still a well-formed event: phones show it as a card, the server's rules refuse it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict

from app.core.ids import ID_BYTES, EventId, MemberId, ObjectId, SpaceId
from app.core.wire import MAX_SAFE_INT
from app.log.canonical import ZERO_HASH, CanonicalError, decode

HASH_BYTES = 32
SIG_BYTES = 64
KEY_GEN = 1

_VERB = re.compile(rb"[a-z_]{1,32}\.[a-z_]{1,32}")
_FIELDS = 12


class MalformedError(ValueError):
    """Bytes that are not an event of this version."""


class ClearFields(BaseModel):
    """The clear fields of one verb. Each subclass names its verb and reads its own fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        """Read the fields behind the verb in `aux`. Raises ValueError for any other shape."""
        raise NotImplementedError

    @classmethod
    def of(cls, event: "Event") -> Self:
        """The event's clear fields, in a rule that is only ever asked about its own verb."""
        if not isinstance(event.clear, cls):
            raise TypeError(f"{event.verb} is not a verb of {cls.__name__}")
        return event.clear


@dataclass(frozen=True, slots=True)
class Verb:
    """One row of the table of verbs.

    `has_body`: the event carries the hash of a sealed body; otherwise that field is empty. What
    object and rev may be is for the verb's rule to say, not for the reader.
    """

    name: str
    clear: type[ClearFields]
    has_body: bool


@dataclass(frozen=True, slots=True)
class Event:
    """What the signed bytes say. `clear` is None where the verb is unknown."""

    space: SpaceId
    event_id: EventId
    seq: int
    prev: bytes
    member: MemberId
    at_ms: int
    verb: str
    object: ObjectId
    rev: int
    env_hash: bytes | None
    clear: ClearFields | None


def parse_event(data: bytes, verbs: Mapping[str, Verb]) -> Event:
    """Read the signed bytes. Raises MalformedError for anything that §6 does not allow."""
    try:
        fields = decode(data, "gs1:event")
        if len(fields) != _FIELDS:
            raise MalformedError("an event has twelve fields")
        space, event_id, seq, prev, member, key_gen, at_ms, verb, target, rev, env_hash, aux = (
            fields
        )
        if not _VERB.fullmatch(verb):
            raise MalformedError("not a verb")
        if _number(key_gen, 2) != KEY_GEN:
            raise MalformedError("another generation of keys")
        event = Event(
            space=SpaceId(_sized(space, ID_BYTES)),
            event_id=EventId(_sized(event_id, ID_BYTES)),
            seq=_number(seq, 8),
            prev=_sized(prev, HASH_BYTES),
            member=MemberId(_sized(member, ID_BYTES)),
            at_ms=_number(at_ms, 8),
            verb=verb.decode("ascii"),
            object=ObjectId(_sized(target, ID_BYTES)),
            rev=_number(rev, 4),
            env_hash=_sized(env_hash, HASH_BYTES) if env_hash else None,
            clear=_read_aux(aux, verb, verbs),
        )
    except CanonicalError as fault:
        raise MalformedError(str(fault)) from None
    _check_shape(event, verbs.get(event.verb))
    return event


def is_signed_by(ed_pub: bytes, event: bytes, sig: bytes) -> bool:
    """Whether this Ed25519 key made this signature over exactly these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(ed_pub).verify(sig, event)
    except (InvalidSignature, ValueError):
        return False
    return True


def _read_aux(aux: bytes, verb: bytes, verbs: Mapping[str, Verb]) -> ClearFields | None:
    repeated, *fields = decode(aux, "gs1:aux") or (b"",)
    if repeated != verb:
        raise MalformedError("aux begins with another verb")
    known = verbs.get(verb.decode("ascii"))
    if known is None:
        return None
    try:
        return known.clear.from_fields(fields)
    except ValueError as fault:
        raise MalformedError(f"not the clear fields of {known.name}") from fault


def _check_shape(event: Event, verb: Verb | None) -> None:
    if not 1 <= event.seq <= MAX_SAFE_INT or event.at_ms > MAX_SAFE_INT:
        raise MalformedError("a number out of range")
    if (event.prev == ZERO_HASH) != (event.seq == 1):
        raise MalformedError("only the first event has no event before it")
    if verb is not None and verb.has_body != (event.env_hash is not None):
        raise MalformedError("a body where the verb has none, or none where it has one")


def _sized(field: bytes, size: int) -> bytes:
    if len(field) != size:
        raise MalformedError(f"a field of {size} bytes has {len(field)}")
    return field


def _number(field: bytes, size: int) -> int:
    return int.from_bytes(_sized(field, size), "big")
