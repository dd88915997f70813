"""What stands inside sealed bodies: the kinds of plaintext, as they are read.

A body that is missing or does not open is `Damaged`, and so is one of another shape or version:
nothing is a silent gap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.client import contexts
from app.client.agreement_content import AGREED_KINDS, AgreementContent, read_agreed
from app.client.canonical import SAFE_LIMIT, parse_uuid
from app.client.envelope import SPACE_EPOCH, open_envelope
from app.client.errors import EnvelopeError, MalformedError, TextError
from app.client.events import Event
from app.client.keys import SpaceKeys
from app.client.names import check_name
from app.client.talk_content import TalkContent, read_own, read_spoken
from app.client.talk_verbs import TALK_VERBS
from app.client.verbs import ANSWERED, GIVEN

ORDINARY: Final = "ordinary"
BODY: Final = "body"
GLAZES: Final = frozenset({"celadon", "indigo", "plum", "persimmon", "moss", "slate"})


@dataclass(frozen=True)
class NoteVersion:
    """`written_ms` is the writer's clock; `event_id` is that of the event that brought it."""

    rev: int
    event_id: UUID
    title: str
    text: str
    written_ms: int
    device_id: str
    device_kind: str
    replaces: frozenset[int]
    env_hash: bytes


@dataclass(frozen=True)
class Profile:
    object: UUID
    name: str
    glaze: str
    recovery_checked: bool


@dataclass(frozen=True)
class Words:
    """Thanks in three parts; what is given says something in at least one."""

    did: str
    changed: str = ""
    shows: str = ""
    about: str = ORDINARY

    @property
    def is_blank(self) -> bool:
        return not any(part.strip() for part in (self.did, self.changed, self.shows))


@dataclass(frozen=True)
class ThanksDraft:
    """Thanks that nobody else has seen."""

    object: UUID
    words: Words


@dataclass(frozen=True)
class Kept:
    """A copy in one's own jar of what was once given: it stays when the giver takes it back."""

    object: UUID
    space: UUID
    thanks: UUID
    giver_name: str
    words: Words
    given_ms: int


@dataclass(frozen=True)
class MemberCard:
    """What a member says of themselves in a shared space."""

    name: str
    glaze: str
    body_words: bool


@dataclass(frozen=True)
class AnswerLine:
    text: str


@dataclass(frozen=True)
class OfTheApp:
    """What a person's devices agree on about the app itself; there are no words in it."""

    object: UUID
    kind: str


@dataclass(frozen=True)
class Damaged:
    """A version that cannot be read, and why.

    `missing`: the server gives no body that was not erased. `body`: it does not open, for the
    envelope's reason `code`. `unknown`: it opens, and was written with a newer app.
    """

    object: UUID
    seq: int
    reason: str
    code: str = ""


Content = (
    NoteVersion
    | Profile
    | ThanksDraft
    | Kept
    | Words
    | AnswerLine
    | MemberCard
    | OfTheApp
    | TalkContent
    | AgreementContent
    | Damaged
)


def open_body(body: bytes | None, keys: SpaceKeys, put: Event) -> Content:
    """What an event brought, or why that cannot be read."""
    if body is None:
        return Damaged(put.object, put.seq, "missing")
    context = contexts.body(put.space, put.object, put.member, put.verb, put.rev)
    try:
        plaintext = open_envelope(keys.obj, context, body, SPACE_EPOCH)
    except EnvelopeError as fault:
        return Damaged(put.object, put.seq, "body", fault.code)
    content = _read(plaintext, put)
    return Damaged(put.object, put.seq, "unknown") if content is None else content


def _read(plaintext: Mapping[str, Any], put: Event) -> Content | None:
    """Each verb brings its own kinds: a note under the verb of thanks is not read as either."""
    if put.verb in TALK_VERBS:
        return read_spoken(plaintext)
    if put.verb in AGREED_KINDS:
        return read_agreed(plaintext, put.verb)
    if put.verb in {GIVEN, ANSWERED}:
        return _read_thanks(plaintext) if put.verb == GIVEN else _read_answer(plaintext)
    match plaintext.get("t"):
        case "note":
            return _read_note(plaintext, put)
        case "profile":
            return _read_profile(plaintext, put)
        case "member":
            return _read_member(plaintext)
        case "thanks_draft":
            return _read_draft(plaintext, put)
        case "jar":
            return _read_kept(plaintext, put)
        case "inbox" | "push_offer" | "us_time" | "passphrase" as kind if plaintext["v"] == 1:
            return OfTheApp(put.object, kind)
        case _:
            return read_own(plaintext)


def _read_note(plaintext: Mapping[str, Any], put: Event) -> NoteVersion | None:
    match plaintext:
        case {
            "v": 1,
            "title": str(title),
            "text": str(text),
            "written_ms": int(written_ms),
            "device": {"id": str(device_id), "name": str(kind)},
            "replaces": list(replaces),
        } if _are_revs(replaces) and 0 <= written_ms < SAFE_LIMIT:
            return NoteVersion(
                rev=put.rev,
                event_id=put.event_id,
                title=title,
                text=text,
                written_ms=written_ms,
                device_id=device_id,
                device_kind=kind,
                replaces=frozenset(replaces),
                env_hash=put.env_hash,
            )
        case _:
            return None


def _read_profile(plaintext: Mapping[str, Any], put: Event) -> Profile | None:
    match plaintext:
        case {"v": 1, "name": str(name), "glaze": str(glaze), "recovery_checked": bool(checked)}:
            return Profile(put.object, name, glaze, checked)
        case _:
            return None


def _read_words(plaintext: Mapping[str, Any], kind: str) -> Words | None:
    match plaintext:
        case {
            "t": str(found),
            "v": 1,
            "did": str(did),
            "changed": str(changed),
            "shows": str(shows),
            "about": str(about),
        } if found == kind and about in {ORDINARY, BODY}:
            return Words(did, changed, shows, about)
        case _:
            return None


def _read_thanks(plaintext: Mapping[str, Any]) -> Words | None:
    words = _read_words(plaintext, "thanks")
    return None if words is None or words.is_blank else words


def _read_draft(plaintext: Mapping[str, Any], put: Event) -> ThanksDraft | None:
    words, replaces = _read_words(plaintext, "thanks_draft"), plaintext.get("replaces")
    if words is None or not isinstance(replaces, list) or not _are_revs(replaces):
        return None
    return ThanksDraft(put.object, words)


def _read_answer(plaintext: Mapping[str, Any]) -> AnswerLine | None:
    match plaintext:
        case {"t": "thanks_answer", "v": 1, "text": str(text)} if text.strip():
            return AnswerLine(text)
        case _:
            return None


def _read_member(plaintext: Mapping[str, Any]) -> MemberCard | None:
    match plaintext:
        case {"v": 1, "name": str(name), "glaze": str(glaze), "body_words": bool(body_words)} if (
            _is_name(name) and glaze in GLAZES
        ):
            return MemberCard(name, glaze, body_words)
        case _:
            return None


def _read_kept(plaintext: Mapping[str, Any], put: Event) -> Kept | None:
    match plaintext:
        case {
            "v": 1,
            "space": str(space),
            "thanks": str(thanks),
            "from": str(giver_name),
            "did": str(did),
            "changed": str(changed),
            "shows": str(shows),
            "given_ms": int(given_ms),
        } if _is_name(giver_name) and 0 <= given_ms < SAFE_LIMIT:
            words = Words(did, changed, shows)
            try:
                ids = parse_uuid(space), parse_uuid(thanks)
            except MalformedError:
                return None
            return Kept(put.object, *ids, giver_name, words, given_ms)
        case _:
            return None


def _is_name(text: str) -> bool:
    """It comes from somebody else's phone: checked like one that was typed here."""
    try:
        return check_name(text) == text
    except TextError:
        return False


def _are_revs(values: Sequence[object]) -> bool:
    return all(isinstance(value, int) and not isinstance(value, bool) for value in values)
