"""What is said in guided conversations, and what a person keeps of a guide on My side.

Readers give None for another shape or version. What a `check` asked has no shape: it is never
written down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.client.agreement_content import AgreementDraft, read_draft
from app.client.canonical import SAFE_LIMIT, parse_uuid
from app.client.errors import MalformedError


@dataclass(frozen=True)
class Invitation:
    """To which guide, with a note or none."""

    guide: str
    version: int
    note: str


@dataclass(frozen=True)
class Piece:
    """One piece of a turn; said aloud it needs no text."""

    text: str
    aloud: bool


@dataclass(frozen=True)
class SealedWords:
    """An answer by field; a pass has none."""

    is_pass: bool
    words: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A chosen line; `step` is the guide's own id."""

    conversation: UUID
    step: str
    text: str


@dataclass(frozen=True)
class Run:
    """Where this person is in a guide; alone without a space and a conversation."""

    guide: str
    version: int
    space: UUID | None
    conversation: UUID | None
    step: str
    ended: bool
    started_ms: int


@dataclass(frozen=True)
class GuidePage:
    """What this person wrote in one private step; nothing where it is on paper."""

    run: UUID
    step: str
    words: Mapping[str, str]
    paper: bool


@dataclass(frozen=True)
class KeptLine:
    guide: str
    run: UUID | None
    text: str


@dataclass(frozen=True)
class Closed:
    """What this person has closed for themselves (R18)."""

    joint: bool
    deep: bool


TalkContent = Invitation | Piece | Line | Run | GuidePage | KeptLine | AgreementDraft | Closed


def read_spoken(plaintext: Mapping[str, Any]) -> Invitation | Piece | None:
    """The body of a conversation's own verbs."""
    match plaintext:
        case {
            "t": "conversation",
            "v": 1,
            "guide": str(guide),
            "version": int(version),
            "note": str(note),
        }:
            return Invitation(guide, version, note)
        case {"t": "turn", "v": 1, "text": str(text), "aloud": bool(aloud)} if (
            aloud or text.strip()
        ):
            return Piece(text, aloud)
        case _:
            return None


def read_sealed(plaintext: Mapping[str, Any]) -> SealedWords | None:
    """What a sealed answer says."""
    match plaintext:
        case {"t": "answer", "v": 1, "pass": bool(is_pass), "words": dict(words)} if _are_texts(
            words
        ) and not (is_pass and words):
            return SealedWords(is_pass, words)
        case _:
            return None


def read_own(plaintext: Mapping[str, Any]) -> TalkContent | None:
    """An item about a guide, on the shared table or on My side."""
    if plaintext["v"] != 1 or not _has_revs(plaintext):
        return None
    try:
        match plaintext["t"]:
            case "line":
                return _read_line(plaintext)
            case "run":
                return _read_run(plaintext)
            case "page":
                return _read_page(plaintext)
            case "kept":
                return _read_kept(plaintext)
            case "agreement_draft":
                return read_draft(plaintext)
            case "closed":
                return _read_closed(plaintext)
            case _:
                return None
    except MalformedError:
        return None


def _read_line(plaintext: Mapping[str, Any]) -> Line | None:
    match plaintext:
        case {"conversation": str(talk), "step": str(step), "text": str(text)} if text.strip():
            return Line(parse_uuid(talk), step, text)
        case _:
            return None


def _read_run(plaintext: Mapping[str, Any]) -> Run | None:
    match plaintext:
        case {
            "guide": str(guide),
            "version": int(version),
            "space": space,
            "conversation": talk,
            "step": str(step),
            "ended": bool(ended),
            "started_ms": int(started_ms),
            "replaces": list(),
        } if (space is None) == (talk is None) and 0 <= started_ms < SAFE_LIMIT:
            return Run(guide, version, _id(space), _id(talk), step, ended, started_ms)
        case _:
            return None


def _read_page(plaintext: Mapping[str, Any]) -> GuidePage | None:
    match plaintext:
        case {
            "run": str(run),
            "step": str(step),
            "words": dict(words),
            "paper": bool(paper),
            "replaces": list(),
        } if _are_texts(words):
            return GuidePage(parse_uuid(run), step, words, paper)
        case _:
            return None


def _read_kept(plaintext: Mapping[str, Any]) -> KeptLine | None:
    match plaintext:
        case {"guide": str(guide), "run": run, "text": str(text)}:
            return KeptLine(guide, _id(run), text)
        case _:
            return None


def _read_closed(plaintext: Mapping[str, Any]) -> Closed | None:
    match plaintext:
        case {"joint": bool(joint), "deep": bool(deep)}:
            return Closed(joint, deep)
        case _:
            return None


def _id(value: object) -> UUID | None:
    return None if value is None else parse_uuid(value)


def _are_texts(words: Mapping[Any, object]) -> bool:
    return all(isinstance(part, str) for pair in words.items() for part in pair)


def _has_revs(plaintext: Mapping[str, Any]) -> bool:
    replaces: object = plaintext.get("replaces", [])
    return isinstance(replaces, Sequence) and all(
        isinstance(rev, int) and not isinstance(rev, bool) for rev in replaces
    )
