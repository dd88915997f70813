"""Sealed bodies (protocol.md §5): bytes that only the right key opens, in the right place only.

Nothing here chooses an algorithm, an epoch or a context from the bytes it opens.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from hmac import compare_digest
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.client.canonical import SAFE_LIMIT, T, u32
from app.client.errors import EnvelopeError
from app.client.keys import hkdf

Random = Callable[[int], bytes]

SPACE_EPOCH: Final = 1
NO_EPOCH: Final = 0
BUCKETS: Final = tuple(256 << step for step in range(9))
MAX_JSON_BYTES: Final = BUCKETS[-1] - 4

_VERSION = 1
_SUITE = 1
_SALT_AT = 6
_COMMIT_AT = 38
_HEADER_BYTES = 70
_TAG_BYTES = 16


def seal(
    key: bytes,
    context: bytes,
    plaintext: Mapping[str, Any],
    epoch: int,
    random: Random = secrets.token_bytes,
) -> bytes:
    """The envelope; `too_long` past the largest bucket, `json` without string t and integer v."""
    if not _is_plaintext(plaintext):
        raise EnvelopeError("json", "a plaintext has a string t and an integer v")
    salt = random(32)
    cipher, nonce, commit = derive_cipher(key, salt, context)
    header = bytes([_VERSION, _SUITE]) + u32(epoch) + salt + commit
    return header + cipher.encrypt(nonce, _pad(_json_bytes(plaintext)), header + context)


def open_envelope(key: bytes, context: bytes, envelope: bytes, epoch: int) -> dict[str, Any]:
    """The plaintext, or the first of nine checks that does not hold, by name and in this order.

    A header that ends early has the name of the first field that is not whole.
    """
    if envelope[0:1] != bytes([_VERSION]):
        raise EnvelopeError("version")
    if envelope[1:2] != bytes([_SUITE]):
        raise EnvelopeError("suite")
    if envelope[2:_SALT_AT] != u32(epoch):
        raise EnvelopeError("epoch")
    if len(envelope) - _HEADER_BYTES - _TAG_BYTES not in BUCKETS:
        raise EnvelopeError("bucket")
    header, sealed = envelope[:_HEADER_BYTES], envelope[_HEADER_BYTES:]
    cipher, nonce, commit = derive_cipher(key, header[_SALT_AT:_COMMIT_AT], context)
    if not compare_digest(header[_COMMIT_AT:], commit):
        raise EnvelopeError("commit")
    try:
        padded = cipher.decrypt(nonce, sealed, header + context)
    except InvalidTag:
        raise EnvelopeError("tag") from None
    return _read_json(_unpad(padded))


def derive_cipher(key: bytes, salt: bytes, context: bytes) -> tuple[AESGCM, bytes, bytes]:
    """Cipher, nonce and commit of one envelope: all three are its own, from its 32-byte salt."""
    info = T("gs1:seal", hashlib.sha256(context).digest())
    okm = hkdf(key, info, salt=salt, length=76)
    return AESGCM(okm[:32]), okm[32:44], okm[44:]


def _bucket(length: int) -> int | None:
    """The smallest bucket for so many bytes of JSON behind their u32 length."""
    return next((bucket for bucket in BUCKETS if length + 4 <= bucket), None)


def _pad(text: bytes) -> bytes:
    bucket = _bucket(len(text))
    if bucket is None:
        raise EnvelopeError("too_long", "a sealed text has at most 65,532 bytes")
    return (u32(len(text)) + text).ljust(bucket, b"\0")


def _unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:4], "big")
    text, rest = padded[4 : 4 + length], padded[4 + length :]
    if len(text) != length:
        raise EnvelopeError("length")
    # A larger bucket than needed would be a second form of the same words.
    if _bucket(length) != len(padded) or any(rest):
        raise EnvelopeError("padding")
    return text


def _json_bytes(plaintext: Mapping[str, Any]) -> bytes:
    try:
        text = json.dumps(plaintext, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:
        raise EnvelopeError("json", "NaN and Infinity are not JSON") from None
    # Only a lone surrogate cannot be encoded; as \udc00 it is JSON that every reader takes.
    return text.encode(errors="backslashreplace")


def _no_constant(_: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")


def _read_json(text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise EnvelopeError("json") from None
    if not _is_plaintext(value):
        raise EnvelopeError("json")
    return value  # type: ignore[no-any-return]  # _is_plaintext said that it is a dict


def _is_plaintext(value: object) -> bool:
    if not isinstance(value, Mapping) or not isinstance(value.get("t"), str):
        return False
    v = value.get("v")
    # 1.0 is an integer to the phone, whose language has one kind of number.
    if isinstance(v, bool) or not isinstance(v, int | float):
        return False
    return abs(v) < SAFE_LIMIT and v == int(v)
