"""What two people see of the space they share: who is there, and the thanks on the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.client.appreciations import APPRECIATION
from app.client.content import AnswerLine, Content, Damaged, MemberCard, Words
from app.client.events import Event
from app.client.items import ObjectState
from app.client.keys import SpaceKeys
from app.client.log import SpaceLog
from app.client.notes import open_versions


@dataclass(frozen=True)
class ThanksAnswer:
    """A line back; `event_id` is that of the event that brought it."""

    event_id: UUID
    text: str
    written_ms: int


@dataclass(frozen=True)
class Thanks:
    """Words that were given and not taken back. `answer` may stand without a taking in."""

    object: UUID
    event_id: UUID
    giver: UUID
    words: Words
    given_ms: int
    taken_in: bool
    answer: ThanksAnswer | None


@dataclass(frozen=True)
class Table:
    """Thanks newest first. `members` says what each member wrote of themselves last, if they did.

    `member_objects` are the objects that hold it. `left_by` is who ended the space; nobody is told
    when. `opened` is all that stands, in the order of the log, with the event that brought it.
    """

    members: Mapping[UUID, MemberCard]
    member_objects: Mapping[UUID, UUID]
    thanks: tuple[Thanks, ...]
    damaged: tuple[Damaged, ...]
    cards: tuple[Event, ...]
    joined: bool
    left_by: UUID | None
    opened: tuple[tuple[Event, Content], ...]

    def find(self, object_id: UUID) -> Thanks | None:
        return next((thanks for thanks in self.thanks if thanks.object == object_id), None)


def read_table(log: SpaceLog, keys: SpaceKeys) -> Table:
    """Everything in the log that the keys open."""
    standing, cards = log.fold()
    thanks: list[Thanks] = []
    everything: list[tuple[Event, Content]] = []
    for state in standing.objects.values():
        opened = open_versions(log, keys, state)
        everything += opened
        if state.kind == APPRECIATION:
            thanks += _thanks_of(state, opened)
    thanks.sort(key=lambda found: found.given_ms, reverse=True)
    everything.sort(key=lambda row: row[0].seq)
    members = [(put, found) for put, found in everything if isinstance(found, MemberCard)]
    return Table(
        {put.member: card for put, card in members},
        {put.member: put.object for put, _ in members},
        tuple(thanks),
        tuple(found for _, found in everything if isinstance(found, Damaged)),
        tuple(cards),
        standing.space is not None and standing.space.joined,
        None if standing.space is None else standing.space.left_by,
        tuple(everything),
    )


def _thanks_of(state: ObjectState, opened: list[tuple[Event, Content]]) -> list[Thanks]:
    """One, or none where the words were taken back or cannot be read."""
    given = [(put, found) for put, found in opened if isinstance(found, Words)]
    answers = [(put, found) for put, found in opened if isinstance(found, AnswerLine)]
    return [
        Thanks(
            object=put.object,
            event_id=put.event_id,
            giver=put.member,
            words=words,
            given_ms=put.at_ms,
            taken_in=state.taken_in,
            answer=_answer_of(answers),
        )
        for put, words in given
    ]


def _answer_of(answers: list[tuple[Event, AnswerLine]]) -> ThanksAnswer | None:
    """The rule lets one stand at a time."""
    if not answers:
        return None
    put, line = answers[-1]
    return ThanksAnswer(put.event_id, line.text, put.at_ms)
