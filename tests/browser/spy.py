"""Looks for words in bytes as a curious server would, in every form they could have taken."""

import base64
import json
from collections.abc import Mapping

# The shortest word that is looked for; of its base64 forms at least eight letters are compared.
SHORTEST_WORD_BYTES = 12


def forms(word: str) -> dict[str, bytes]:
    """The word as text, hex, base64 at each of its three alignments, JSON escapes and UTF-16."""
    raw = word.encode()
    assert len(raw) >= SHORTEST_WORD_BYTES, "too short to be told from chance"
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in word)
    found = {
        "text": raw,
        "json": json.dumps(word)[1:-1].encode(),
        "json escapes": escaped.encode(),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
    }
    for shift in range(3):
        found[f"base64+{shift}"] = base64_within(raw, shift)
        found[f"base64url+{shift}"] = (
            base64_within(raw, shift).replace(b"+", b"-").replace(b"/", b"_")
        )
    return found


def base64_within(raw: bytes, shift: int) -> bytes:
    """What base64 of a longer text surely holds where `raw` begins `shift` bytes into a group."""
    text = base64.b64encode(bytes(shift) + raw).rstrip(b"=")
    start = (0, 2, 3)[shift]
    # The last letter mixes in what follows, unless the text ends with a group.
    end = len(text) - (0 if (shift + len(raw)) % 3 == 0 else 1)
    return text[start:end]


def findings(words: Mapping[str, str], places: Mapping[str, bytes]) -> list[str]:
    """Every word that stands somewhere, as "field in place as form"."""
    return [
        f"{field} in {place} as {form}"
        for field, word in words.items()
        for form, needle in forms(word).items()
        for place, haystack in places.items()
        if needle in haystack
    ]
