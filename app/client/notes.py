"""What a person sees of their personal space: the log folded, bodies opened, faults named.

Nothing here is a silent gap: a body that is missing or does not open is `damaged`, and an event
that this version cannot use is a card.
"""

from dataclasses import dataclass
from uuid import UUID

from app.client.content import (
    Content,
    Damaged,
    Kept,
    NoteVersion,
    Profile,
    ThanksDraft,
    open_body,
)
from app.client.events import Event
from app.client.items import ObjectState
from app.client.keys import SpaceKeys
from app.client.log import SpaceLog


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
class MySide:
    """Notes newest first; drafts of thanks and what is in the jar, oldest first."""

    notes: tuple[Note, ...]
    profile: Profile | None
    damaged: tuple[Damaged, ...]
    cards: tuple[Event, ...]
    drafts: tuple[ThanksDraft, ...] = ()
    jar: tuple[Kept, ...] = ()

    def find(self, object_id: UUID) -> Note | None:
        return next((note for note in self.notes if note.object == object_id), None)


def read_side(log: SpaceLog, keys: SpaceKeys) -> MySide:
    """Everything in the log that the keys open."""
    standing, cards = log.fold()
    notes: list[Note] = []
    newest: list[tuple[int, Content]] = []
    damaged: list[Damaged] = []
    for object_id, state in standing.objects.items():
        opened = open_versions(log, keys, state)
        damaged += [found for _, found in opened if isinstance(found, Damaged)]
        if state.versions[state.rev].erased:
            continue
        versions = [found for _, found in opened if isinstance(found, NoteVersion)]
        if versions:
            notes.append(_note(object_id, versions))
        newest += [(put.seq, found) for put, found in opened if not isinstance(found, Damaged)][-1:]
    newest.sort(key=lambda row: row[0])
    notes.sort(key=lambda note: note.heads[0].written_ms, reverse=True)
    damaged.sort(key=lambda fault: fault.seq)
    return MySide(
        tuple(notes),
        next((found for _, found in reversed(newest) if isinstance(found, Profile)), None),
        tuple(damaged),
        tuple(cards),
        tuple(found for _, found in newest if isinstance(found, ThanksDraft)),
        tuple(found for _, found in newest if isinstance(found, Kept)),
    )


def _note(object_id: UUID, versions: list[NoteVersion]) -> Note:
    replaced = {rev for version in versions for rev in version.replaces if rev < version.rev}
    heads = [version for version in versions if version.rev not in replaced]
    return Note(object_id, tuple(reversed(heads)), tuple(versions))


def open_versions(
    log: SpaceLog, keys: SpaceKeys, state: ObjectState
) -> list[tuple[Event, Content]]:
    """What stands of an object, oldest first."""
    return [
        (version.put, open_body(log.body_of(version.put), keys, version.put))
        for version in state.versions.values()
        if not version.erased
    ]
