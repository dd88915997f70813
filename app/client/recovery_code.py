"""The recovery code as a person keeps it: nine groups of four characters (protocol.md §4)."""

import hashlib
import re
from typing import Final

from app.client.canonical import T
from app.client.errors import TextError

CODE_BYTES: Final = 20
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BODY_CHARACTERS = 32
_CHECK_CHARACTERS = 4
# What people write for what they see: small letters, and the letters that look like digits.
_READ_AS = {ord(c.lower()): c for c in _ALPHABET if c.isalpha()} | {
    ord(letter): digit for letter, digit in zip("OoIiLl", "001111", strict=True)
}


def write_code(secret: bytes) -> list[str]:
    """Nine groups for 20 bytes; the last group is the check."""
    text = _characters(secret, _BODY_CHARACTERS) + _check(secret)
    return [text[at : at + 4] for at in range(0, len(text), 4)]


def read_code(text: str) -> bytes:
    """The 20 bytes behind what a person typed, or `bad_code`."""
    characters = re.sub(r"[\s-]", "", text).translate(_READ_AS)
    if len(characters) != _BODY_CHARACTERS + _CHECK_CHARACTERS:
        raise TextError("bad_code", "a recovery code has nine groups of four characters")
    if any(c not in _ALPHABET for c in characters):
        raise TextError("bad_code", "a character is not in the alphabet of recovery codes")
    value = 0
    for c in characters[:_BODY_CHARACTERS]:
        value = value << 5 | _ALPHABET.index(c)
    secret = value.to_bytes(CODE_BYTES, "big")
    if characters[_BODY_CHARACTERS:] != _check(secret):
        raise TextError("bad_code", "the last group does not fit the others")
    return secret


def _check(secret: bytes) -> str:
    return _characters(hashlib.sha256(T("gs1:rc-check", secret)).digest(), _CHECK_CHARACTERS)


def _characters(data: bytes, count: int) -> str:
    """The first `count` times 5 bits of `data`."""
    value = int.from_bytes(data, "big") >> (8 * len(data) - 5 * count)
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(5 * (count - 1), -1, -5))
