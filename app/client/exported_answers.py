"""Opened answers in an export file: an opened step belongs to both, so both records are in it.

The log proves which two records opened; where it does not name them yet, their signatures stand
for themselves. A file without them is whole: not every device has read them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.client.answers import Answer, Record, check_answer, open_answer
from app.client.canonical import parse_uuid
from app.client.errors import AnswerError, EnvelopeError
from app.client.keys import SpaceKeys
from app.client.log import SpaceLog
from app.client.talk_content import SealedWords, read_sealed
from app.client.turns import Talk
from app.client.verbs import MemberEntry
from app.client.wire import Json, answer_json, as_list, as_number, as_object, read_answer


@dataclass(frozen=True)
class ExportedOpening:
    """`mine` is of the person whose file it is."""

    conversation: UUID
    opening: int
    mine: Answer
    theirs: Answer


@dataclass(frozen=True)
class OpenedWords:
    """What both said; None where it does not open, or was taken back."""

    conversation: UUID
    opening: int
    mine: SealedWords | None
    theirs: SealedWords | None


def answers_json(openings: Sequence[ExportedOpening]) -> list[Json]:
    return [
        {
            "conversation": str(one.conversation),
            "opening": one.opening,
            "mine": answer_json(one.mine),
            "theirs": answer_json(one.theirs),
        }
        for one in openings
    ]


def read_openings(value: object) -> tuple[ExportedOpening, ...]:
    """The file's list, or nothing where it has none."""
    rows = [] if value is None else [as_object(row) for row in as_list(value)]
    return tuple(
        ExportedOpening(
            conversation=parse_uuid(row.get("conversation")),
            opening=as_number(row.get("opening")),
            mine=read_answer(row.get("mine")),
            theirs=read_answer(row.get("theirs")),
        )
        for row in rows
    )


def check_openings(log: SpaceLog, openings: Sequence[ExportedOpening]) -> None:
    """Both records of each: whose, where, body, signature, and the hash in the log.

    Raises AnswerError, MalformedError or SignatureError for the first fault.
    """
    for _ in _checked(log, openings):
        pass


def open_openings(
    log: SpaceLog, keys: SpaceKeys, openings: Sequence[ExportedOpening]
) -> tuple[OpenedWords, ...]:
    """The same, and what they say."""
    return tuple(
        OpenedWords(
            one.conversation,
            one.opening,
            _words(mine, one.mine, keys),
            _words(theirs, one.theirs, keys),
        )
        for one, mine, theirs in _checked(log, openings)
    )


def _checked(
    log: SpaceLog, openings: Sequence[ExportedOpening]
) -> Iterator[tuple[ExportedOpening, Record, Record]]:
    objects, pairing = log.objects(), log.pin.pairing
    for one in openings:
        state = objects.get(one.conversation)
        if state is None or state.talk is None or pairing is None:
            raise AnswerError("place", "answers to a conversation that is not in the file")
        yield (
            one,
            _check(log, state.talk, one, one.mine, log.pin.own),
            _check(log, state.talk, one, one.theirs, pairing.partner),
        )


def _check(
    log: SpaceLog, talk: Talk, one: ExportedOpening, answer: Answer, by: MemberEntry
) -> Record:
    named = talk.hashes.get(one.opening)
    of_log = None if named is None else named[talk.people.index(by.member)]
    place = Record(log.space, one.conversation, one.opening, by.member, 1, b"")
    if answer.body is None and not _has_left(log):
        raise AnswerError("body", "the words are missing, and nobody had left")
    return check_answer(answer, place, by.ed_pub, of_log)


def _has_left(log: SpaceLog) -> bool:
    """Words are taken back in a closed space alone (R14); anywhere else they are withheld."""
    space = log.fold()[0].space
    return space is not None and space.left_by is not None


def _words(record: Record, answer: Answer, keys: SpaceKeys) -> SealedWords | None:
    try:
        return None if answer.body is None else read_sealed(open_answer(record, answer.body, keys))
    except EnvelopeError:
        return None
