"""What limits, requests and agreements say, and how they are begun on My side.

Readers give None for another shape or version. Days are YYYY-MM-DD, texts by their names in the
plaintext.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.client.wire import Json

TEXTS: Final = (
    "title",
    "what",
    "why",
    "why_you",
    "kept_looks_like",
    "exceptions",
    "help",
    "if_missed",
    "if_kept_missed",
    "reason",
)
DAYS: Final = ("starts", "ends", "review")
REPLIES: Final = frozenset({"yes", "another_way", "not_now"})
# The kind of words that each verb brings.
AGREED_KINDS: Final = {
    "limit.shared": "limit",
    "request.asked": "request",
    "request.answered": "request_answer",
    "agreement.proposed": "agreement",
}


@dataclass(frozen=True)
class Agreed:
    """A version of a limit, a request or an agreement; title and what say something."""

    kind: str
    category: str
    texts: Mapping[str, str]
    days: Mapping[str, str | None]

    @property
    def title(self) -> str:
        return self.texts["title"]


@dataclass(frozen=True)
class RequestReply:
    answer: str
    text: str


@dataclass(frozen=True)
class AgreementDraft:
    """The beginning of one; every text may be empty. `changes`: object and version, or None."""

    kind: str
    category: str
    texts: Mapping[str, str]
    days: Mapping[str, str | None]
    review_days: int | None
    guide: str | None
    changes: tuple[str, str] | None


AgreementContent = Agreed | RequestReply | AgreementDraft


def agreed_plaintext(kind: str, category: str, texts: Json, days: Json | None = None) -> Json:
    """Words as they are sealed; what is not said is empty."""
    said = {name: texts.get(name, "") for name in TEXTS}
    dated = {name: (days or {}).get(name) for name in DAYS}
    return {"t": kind, "v": 1, "category": category, **said, **dated}


def reply_plaintext(answer: str, text: str = "") -> Json:
    return {"t": "request_answer", "v": 1, "answer": answer, "text": text}


def read_agreed(plaintext: Mapping[str, Any], verb: str) -> Agreed | RequestReply | None:
    """The body of one of the verbs of `AGREED_KINDS`."""
    kind = AGREED_KINDS[verb]
    if (plaintext.get("t"), plaintext.get("v")) != (kind, 1):
        return None
    if kind == "request_answer":
        answer, text = plaintext.get("answer"), plaintext.get("text")
        known = isinstance(answer, str) and answer in REPLIES and isinstance(text, str)
        return RequestReply(str(answer), str(text)) if known else None
    words = _read_words(plaintext)
    if words is None or not all(words[1][name].strip() for name in ("title", "what")):
        return None
    return Agreed(kind, *words)


def read_draft(plaintext: Mapping[str, Any]) -> AgreementDraft | None:
    words = _read_words(plaintext)
    match plaintext:
        case {
            "kind": "agreement" | "limit" | "request" as kind,
            "review_days": int() | None as days,
            "guide": str() | None as guide,
            "changes": changes,
            "replaces": list(),
        } if words is not None:
            return AgreementDraft(kind, *words, days, guide, _read_changes(changes))
        case _:
            return None


def _read_words(
    plaintext: Mapping[str, Any],
) -> tuple[str, Mapping[str, str], Mapping[str, str | None]] | None:
    category = plaintext.get("category")
    texts = {name: plaintext.get(name) for name in TEXTS}
    days = {name: plaintext.get(name) for name in DAYS}
    if not isinstance(category, str) or not all(isinstance(text, str) for text in texts.values()):
        return None
    if not all(day is None or _is_day(day) for day in days.values()):
        return None
    return category, {name: str(text) for name, text in texts.items()}, days


def _read_changes(value: object) -> tuple[str, str] | None:
    match value:
        case {"object": str(target), "version": str(version)}:
            return target, version
        case _:
            return None


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
