"""Canonical bytes (protocol.md §3): one function for everything that is signed or hashed.

`T(label, f1 … fn) = lp(label) ‖ lp(f1) ‖ … ‖ lp(fn)` with `lp(b) = u16be(len b) ‖ b`. The lengths
make the bytes unambiguous: two different lists of fields never give the same bytes, and reading
them back gives the list or nothing. JSON is never signed.
"""

import hashlib

MAX_FIELD_BYTES = 65_535
ZERO_HASH = bytes(32)


class CanonicalError(ValueError):
    """Bytes that `encode` cannot have written."""


def encode(label: str, *fields: bytes) -> bytes:
    """`T(label, fields…)`. Raises ValueError for a field over 65,535 bytes."""
    return b"".join(_length_prefixed(field) for field in (label.encode(), *fields))


def decode(data: bytes, label: str) -> tuple[bytes, ...]:
    """The fields of `T(label, …)`. Raises CanonicalError unless every byte is accounted for."""
    parts: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + 2
        end = start + int.from_bytes(data[at:start], "big")
        if end > len(data):
            raise CanonicalError("a field is cut short")
        parts.append(data[start:end])
        at = end
    if not parts or parts[0] != label.encode():
        raise CanonicalError("another label")
    return tuple(parts[1:])


def head_of(event: bytes, sig: bytes) -> bytes:
    """The head after this event: what the next event names as `prev` (protocol.md §6)."""
    return hashlib.sha256(encode("gs1:head", event, sig)).digest()


def envelope_hash(envelope: bytes) -> bytes:
    """What an event says of its sealed body."""
    return hashlib.sha256(envelope).digest()


def u8(value: int) -> bytes:
    return value.to_bytes(1, "big")


def u16(value: int) -> bytes:
    return value.to_bytes(2, "big")


def u32(value: int) -> bytes:
    return value.to_bytes(4, "big")


def u64(value: int) -> bytes:
    return value.to_bytes(8, "big")


def _length_prefixed(field: bytes) -> bytes:
    if len(field) > MAX_FIELD_BYTES:
        raise ValueError(f"a field holds at most {MAX_FIELD_BYTES} bytes")
    return u16(len(field)) + field
