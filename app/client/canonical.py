"""Canonical bytes (protocol.md §3): one way to write a value, one way to read it back.

`T` is used for associated data, HKDF info, hashes and signatures. Readers here take exactly what
the writers give and raise `MalformedError` for anything else.
"""

import base64
import binascii
import re
from typing import Final
from uuid import UUID

from app.client.errors import MalformedError

# A number that JavaScript holds exactly; seq, rev and at_ms stay below it.
SAFE_LIMIT: Final = 2**53
MAX_FIELD_BYTES: Final = 0xFFFF

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


def lp(field: bytes) -> bytes:
    """The field behind its length as u16."""
    if len(field) > MAX_FIELD_BYTES:
        raise MalformedError("a field is longer than 65,535 bytes")
    return len(field).to_bytes(2, "big") + field


def T(label: str, *fields: bytes) -> bytes:  # noqa: N802  # the protocol calls it T
    """`lp(label) ‖ lp(f1) ‖ … ‖ lp(fn)`."""
    return b"".join(map(lp, (utf8(label), *fields)))


def split(data: bytes) -> tuple[str, list[bytes]]:
    """Label and fields of what `T` wrote; a cut field or a missing label is `MalformedError`."""
    parts = []
    at = 0
    while at < len(data):
        start = at + 2
        end = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or end > len(data):
            raise MalformedError("a field is cut short")
        parts.append(data[start:end])
        at = end
    if not parts:
        raise MalformedError("there is no label")
    return text_of(parts[0]), parts[1:]


def split_labelled(label: str, data: bytes) -> list[bytes]:
    """The fields of what `T(label, …)` wrote."""
    found, fields = split(data)
    if found != label:
        raise MalformedError(f"the label is not {label}")
    return fields


def utf8(text: str) -> bytes:
    """UTF-8 of well-formed text; a lone surrogate has none."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise MalformedError("the text holds a lone surrogate") from None


def text_of(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise MalformedError("the bytes are not UTF-8") from None


def _unsigned(value: int, width: int) -> bytes:
    if not 0 <= value < min(SAFE_LIMIT, 1 << (8 * width)):
        raise MalformedError(f"the number does not fit u{8 * width}")
    return value.to_bytes(width, "big")


def u8(value: int) -> bytes:
    return _unsigned(value, 1)


def u16(value: int) -> bytes:
    return _unsigned(value, 2)


def u32(value: int) -> bytes:
    return _unsigned(value, 4)


def u64(value: int) -> bytes:
    """Eight bytes, and still below 2^53."""
    return _unsigned(value, 8)


def exact(field: bytes, width: int) -> bytes:
    """The field itself, if it has this width in bytes."""
    if len(field) != width:
        raise MalformedError(f"a field has {len(field)} bytes, not {width}")
    return field


def number(field: bytes, width: int) -> int:
    """The unsigned number in a field of this width; 2^53 and more is `MalformedError`."""
    value = int.from_bytes(exact(field, width), "big")
    if value >= SAFE_LIMIT:
        raise MalformedError("a number is 2^53 or more")
    return value


def uuid_of(field: bytes) -> UUID:
    return UUID(bytes=exact(field, 16))


def parse_uuid(text: object) -> UUID:
    """36 characters in lower case, the only form that JSON and addresses use."""
    if not isinstance(text, str) or _UUID.fullmatch(text) is None:
        raise MalformedError("an id is not a lower-case UUID")
    return UUID(text)


def b64(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: object, width: int | None = None) -> bytes:
    """Strict base64url: no padding, no other alphabet, no stray bits; `width` in bytes if known."""
    if not isinstance(text, str) or _BASE64URL.fullmatch(text) is None:
        raise MalformedError("a value is not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise MalformedError("a value is not base64url") from None
    # Stray bits in the last character would give one value several spellings.
    if b64(data) != text:
        raise MalformedError("a value is not canonical base64url")
    return data if width is None else exact(data, width)
