"""Posted items, judged by themselves: everything that can be said without the database.

What the server checks of an envelope is its length (one of the nine that a padding bucket gives)
and that it is the one the event names. Version, suite and epoch are for the reader to judge: the
server cannot tell a good envelope from a bad one, and does not begin to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.core.errors import Refused
from app.core.ids import MemberId, SpaceId
from app.log.canonical import envelope_hash, head_of
from app.log.events import SIG_BYTES, Event, MalformedError, Verb, is_signed_by, parse_event

_HEADER_BYTES = 70
_TAG_BYTES = 16
_ENVELOPE_LENGTHS = frozenset(_HEADER_BYTES + 2**power + _TAG_BYTES for power in range(8, 17))


@dataclass(frozen=True, slots=True)
class Item:
    """The signed bytes, the signature and the sealed body, as posted."""

    event: bytes
    sig: bytes
    envelope: bytes | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An item that has been read: what it says, and the head after it.

    `signed_by` is the key by which it is already known to be signed; None says nothing.
    """

    item: Item
    event: Event
    head: bytes
    signed_by: bytes | None = None


def is_envelope_length(size: int) -> bool:
    """Whether an envelope can have this many bytes (protocol.md §5)."""
    return size in _ENVELOPE_LENGTHS


def read_item(item: Item, verbs: Mapping[str, Verb], *, repair: bool = False) -> Entry:
    """Read one item by itself. Raises `malformed`."""
    try:
        event = parse_event(item.event, verbs)
    except MalformedError as fault:
        raise Refused("malformed", str(fault)) from None
    if len(item.sig) != SIG_BYTES:
        raise Refused("malformed", "not a signature")
    _check_body(item.envelope, event.env_hash, repair=repair)
    return Entry(item, event, head_of(item.event, item.sig))


def read_batch(
    items: Sequence[Item], space_id: SpaceId, verbs: Mapping[str, Verb], *, repair: bool
) -> list[Entry]:
    """Read the items of one append, whose size is known to be in bounds. Raises `malformed`.

    The items must be chained: each names the head after the one before it. A break inside the
    batch is malformed and not `head_moved`, because no reading to the head could mend it.
    """
    if not items:
        raise Refused("malformed", "nothing to append")
    entries = [read_item(item, verbs, repair=repair) for item in items]
    if any(entry.event.space != space_id for entry in entries):
        raise Refused("malformed", "an event of another space")
    for before, after in pairwise(entries):
        if after.event.seq != before.event.seq + 1 or after.event.prev != before.head:
            raise Refused("malformed", "the items are not chained")
    return entries


def verify_entries(entries: Sequence[Entry], keys: Mapping[MemberId, bytes]) -> list[Entry]:
    """Note by which key each entry is signed. About 0.1 ms each: done before the write lock."""
    return [
        replace(entry, signed_by=key)
        if (key := keys.get(entry.event.member)) is not None and is_entry_signed_by(entry, key)
        else entry
        for entry in entries
    ]


def is_entry_signed_by(entry: Entry, ed_pub: bytes) -> bool:
    """Whether this key signed the entry; computed only where it is not yet known."""
    return entry.signed_by == ed_pub or is_signed_by(ed_pub, entry.item.event, entry.item.sig)


def _check_body(envelope: bytes | None, env_hash: bytes | None, *, repair: bool) -> None:
    """A body stands where the event names one, and is that one.

    A repair may lack it: the phone that heals the server no longer has what was erased.
    """
    if envelope is None:
        if env_hash is not None and not repair:
            raise Refused("malformed", "the body is missing")
        return
    if env_hash is None or envelope_hash(envelope) != env_hash:
        raise Refused("malformed", "the body is not the one that the event names")
    if not is_envelope_length(len(envelope)):
        raise Refused("malformed", "not the length of an envelope")
