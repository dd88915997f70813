"""Words of people as plain text: dates, what a terminal can show, and a whole agreement."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from app.client.in_force import InForce

# In the order in which an agreement is read; the title stands above.
_HEADINGS = {
    "what": "",
    "why": "Why it matters to the one who wrote it",
    "why_you": "Why it may matter to the other",
    "kept_looks_like": "What keeping it looks like",
    "exceptions": "Exceptions and grey areas",
    "help": "Help each gives",
    "if_missed": "When it is missed",
    "if_kept_missed": "If it keeps being missed",
}
_DAYS = {"starts": "From", "ends": "Until", "review": "First review"}


def agreement_text(agreement: InForce, names: Mapping[UUID, str]) -> str:
    """An agreement with both names and dates; the signatures were verified before."""
    state = "Agreed by both, paused" if agreement.paused else "Agreed by both"
    words = agreement.words
    lines = [state] if words is None else [f"{state}: {plain(words.title)}"]
    if words is None:
        lines.append("Its words are not in this file.")
    else:
        for name, heading in _HEADINGS.items():
            if text := plain(words.texts[name]).strip():
                lines += ["", *([heading] if heading else []), text]
        days = [f"{label} {words.days[name]}" for name, label in _DAYS.items() if words.days[name]]
        lines += ["", *days] if days else []
    lines.append("")
    for signature in agreement.signatures:
        name = plain(names.get(signature.member, "You"))
        lines.append(f"Signed by {name}, {date_of(signature.at_ms)}")
    return "\n".join(lines)


def date_of(at_ms: int) -> str:
    """UTC to the minute; a writer's clock may say any number at all."""
    try:
        return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return f"at {at_ms} ms"


def plain(text: str) -> str:
    """The words without what would steer a terminal, or cannot be written to one."""
    return "".join(c if c in "\n\t" or _is_shown(c) else f"\\u{ord(c):04x}" for c in text)


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs"}
