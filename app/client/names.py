"""What a person types to be known by: names, login names, passphrases (protocol.md §3, §4)."""

import re
import unicodedata
from typing import Final

from app.client.errors import TextError

MAX_NAME_CODE_POINTS: Final = 40
PASSPHRASE_BYTES: Final = range(12, 1025)

# Every code point with the Unicode property Bidi_Control: they can make a name read as another.
_BIDI_CONTROL = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_LOGIN = re.compile(r"[a-z0-9._-]{3,32}")
# Only A to Z: str.lower would also fold letters that are not in the alphabet of login names.
_FOLD = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def check_name(text: str) -> str:
    """The name itself, if it is one; `bad_name` if not, also when it is not NFC."""
    if not 1 <= len(text) <= MAX_NAME_CODE_POINTS:
        raise TextError("bad_name", "a name has 1 to 40 characters")
    if not unicodedata.is_normalized("NFC", text):
        raise TextError("bad_name", "a name is in Unicode form NFC")
    if any(unicodedata.category(c) in ("Cc", "Cs") or c in _BIDI_CONTROL for c in text):
        raise TextError("bad_name", "a name has no control characters")
    return text


def typed_name(text: str) -> str:
    """The name in NFC, as a person's keyboard need not give it."""
    return check_name(unicodedata.normalize("NFC", text))


def fold_login(text: str) -> str:
    """The login name with A to Z folded, or `bad_login`."""
    folded = text.translate(_FOLD)
    if _LOGIN.fullmatch(folded) is None:
        raise TextError("bad_login", "a login name is 3 to 32 of a-z 0-9 . _ -")
    return folded


def passphrase_bytes(text: str) -> bytes:
    """NFKC in UTF-8, not trimmed; 12 to 1,024 bytes after that, else `bad_passphrase_length`."""
    try:
        data = unicodedata.normalize("NFKC", text).encode()
    except UnicodeEncodeError:
        raise TextError("lone_surrogate", "a passphrase is well-formed text") from None
    if len(data) not in PASSPHRASE_BYTES:
        raise TextError("bad_passphrase_length", "a passphrase has 12 to 1,024 bytes")
    return data
