"""What a person sees of their personal space: the log folded, bodies opened, faults named.

Nothing here is a silent gap: a body that is missing or does not open is `damaged`, and an event
that this version cannot use is a card.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.client import contexts
from app.client.canonical import SAFE_LIMIT
from app.client.device import Device
from app.client.envelope import SPACE_EPOCH, open_envelope
from app.client.errors import EnvelopeError
from app.client.events import Event
from app.client.items import ObjectState
from app.client.keys import SpaceKeys
from app.client.log import SpaceLog
from app.client.wire import Json


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
class Note:
    """A note as it stands.

    `heads` are the versions that no other replaces, newest first: two mean that two devices wrote
    without knowing of each other. `versions` are all whose body still stands, oldest first.
    """

    object: UUID
    heads: tuple[NoteVersion, ...]
    versions: tuple[NoteVersion, ...]

    @property
    def title(self) -> str:
        return self.heads[0].title

    @property
    def text(self) -> str:
        return self.heads[0].text


@dataclass(frozen=True)
class Profile:
    object: UUID
    name: str
    glaze: str
    recovery_checked: bool


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


Content = NoteVersion | Profile | Damaged


@dataclass(frozen=True)
class MySide:
    """Notes newest first."""

    notes: tuple[Note, ...]
    profile: Profile | None
    damaged: tuple[Damaged, ...]
    cards: tuple[Event, ...]

    def find(self, object_id: UUID) -> Note | None:
        return next((note for note in self.notes if note.object == object_id), None)


def note_plaintext(title: str, text: str, device: Device) -> Json:
    """The words of one version; what it replaces is filled in when its place is known."""
    return {
        "t": "note",
        "v": 1,
        "title": title,
        "text": text,
        "replaces": [],
        "device": {"id": str(device.id), "name": device.kind},
        "written_ms": device.clock.now_ms(),
    }


def profile_plaintext(name: str, glaze: str, *, recovery_checked: bool) -> Json:
    return {
        "t": "profile",
        "v": 1,
        "name": name,
        "glaze": glaze,
        "recovery_checked": recovery_checked,
    }


def read_side(log: SpaceLog, keys: SpaceKeys) -> MySide:
    """Everything in the log that the keys open."""
    standing, cards = log.fold()
    notes: list[Note] = []
    profiles: dict[int, Profile] = {}
    damaged: list[Damaged] = []
    for object_id, state in standing.objects.items():
        versions = []
        for put, item in _open_versions(log, keys, state):
            match item:
                case NoteVersion():
                    versions.append(item)
                case Profile():
                    profiles[put.seq] = item
                case Damaged():
                    damaged.append(item)
        if versions and not state.versions[state.rev].erased:
            notes.append(_note(object_id, versions))
    notes.sort(key=lambda note: note.heads[0].written_ms, reverse=True)
    damaged.sort(key=lambda fault: fault.seq)
    profile = profiles[max(profiles)] if profiles else None
    return MySide(tuple(notes), profile, tuple(damaged), tuple(cards))


def _note(object_id: UUID, versions: list[NoteVersion]) -> Note:
    replaced = {rev for version in versions for rev in version.replaces if rev < version.rev}
    heads = [version for version in versions if version.rev not in replaced]
    return Note(object_id, tuple(reversed(heads)), tuple(versions))


def _open_versions(
    log: SpaceLog, keys: SpaceKeys, state: ObjectState
) -> Iterator[tuple[Event, Content]]:
    for version in state.versions.values():
        if not version.erased:
            yield version.put, open_version(log.body_of(version.put), keys, version.put)


def open_version(body: bytes | None, keys: SpaceKeys, put: Event) -> Content:
    """What a put brought, or why that cannot be read."""
    if body is None:
        return Damaged(put.object, put.seq, "missing")
    context = contexts.body(put.space, put.object, put.member, put.verb, put.rev)
    try:
        plaintext = open_envelope(keys.obj, context, body, SPACE_EPOCH)
    except EnvelopeError as fault:
        return Damaged(put.object, put.seq, "body", fault.code)
    item = _read_item(plaintext, put)
    return Damaged(put.object, put.seq, "unknown") if item is None else item


def _read_item(plaintext: Mapping[str, Any], put: Event) -> Content | None:
    match plaintext:
        case {
            "t": "note",
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
        case {
            "t": "profile",
            "v": 1,
            "name": str(name),
            "glaze": str(glaze),
            "recovery_checked": bool(checked),
        }:
            return Profile(put.object, name, glaze, checked)
        case _:
            return None


def _are_revs(values: Sequence[object]) -> bool:
    return all(isinstance(value, int) and not isinstance(value, bool) for value in values)
