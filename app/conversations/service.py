"""Sealed answers: put, withdrawn, read, and opened in the moment when there are two.

Each write is one transaction with the space locked, which first asks again whether session and
membership still stand. Nobody is told of a first answer: no event, no wake-up, no note (T9).
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from app.conversations.answer_rules import (
    Put,
    decide_answer,
    decide_withdrawn,
    wait_of,
    without_waiting,
)
from app.conversations.facts import ConversationFacts
from app.conversations.models import AnswerRow
from app.conversations.records import Record, parse_record
from app.conversations.rules import KIND
from app.conversations.wire import Answers, HeldAnswer, Kept, SealedAnswer
from app.core.allowance import Allowance
from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import MemberId, ObjectId, SpaceId
from app.core.limits import ANSWER_REFILL_MS, ANSWERS_AT_ONCE
from app.core.secret import ServerKey
from app.log.access import Asker
from app.log.batch import is_envelope_length
from app.log.canonical import envelope_hash
from app.log.events import MalformedError, is_signed_by
from app.log.models import ObjectRow
from app.log.rules import Refusal
from app.log.turn import ALREADY_STORED, CREATED, Annex, Turn
from app.log.writer import Writer

PUTS = Allowance("answer", burst=ANSWERS_AT_ONCE, refill_ms=ANSWER_REFILL_MS)


@dataclass(frozen=True, slots=True)
class Place:
    """One opening of one conversation."""

    space: SpaceId
    conversation: ObjectId
    opening: int


class Conversations:
    """What people do beside the log. `on_opened` is told of two answers, once they are on disk."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        key: ServerKey,
        writer: Writer,
        on_opened: Callable[[SpaceId, ObjectId, int], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._key = key
        self._writer = writer
        self._on_opened = on_opened

    def put(self, asker: Asker, place: Place, sent: SealedAnswer) -> tuple[int, Kept]:
        """Keep an answer; gives 201, or 200 for the same bytes again.

        Raises Refused in the order of protocol.md §7: `not_found`, `malformed`, `space_closed`,
        the rule's code, `slow_down`.
        """
        access = asker.access(place.space)
        with self._database.read() as session:
            membership = access(session)
            _facts_of(session, place)
        record = _read(sent, place, MemberId(membership.member_id))
        is_signed = is_signed_by(membership.ed_pub, sent.record, sent.sig)
        with self._writer.turn() as turn:
            access(turn.session)
            space = turn.lock(place.space)
            facts = _facts_of(turn.session, place)
            who = facts.people.index(record.member)
            row = turn.session.get(AnswerRow, _key_of(place, record.member))
            if row is not None and _is_same(row, sent):
                return ALREADY_STORED, _kept(facts, place, who)
            if space.closed:
                raise Refused("space_closed")
            put = Put(who, place.opening, record.rev, envelope_hash(sent.record), is_signed)
            now_ms = self._clock.now_ms()
            decided = _or_refused(decide_answer(facts, put, now_ms))
            PUTS.spend(turn.session, self._key, now_ms, place.space, record.member)
            turn.session.merge(_row_of(place, record.member, sent))
            turn.keep_facts(place.space, place.conversation, decided)
            kept = _kept(decided, place, who)
        if kept.open:
            self._on_opened(place.space, place.conversation, place.opening)
        return CREATED, kept

    def withdraw(self, asker: Asker, place: Place) -> None:
        """Take one's own answer out again; nothing happens where there is none.

        In a closed space, where nothing waits any more, the words of an opened answer go and its
        record stays (R14). Raises Refused: `not_found`, and before that `frozen` once both are in,
        `told` once it was said.
        """
        access = asker.access(place.space)
        with self._writer.turn() as turn:
            member_id = MemberId(access(turn.session).member_id)
            if turn.lock(place.space).closed:
                _take_back(turn.session, place, member_id)
                return
            facts = _facts_of(turn.session, place)
            who, now_ms = facts.people.index(member_id), self._clock.now_ms()
            decided = _or_refused(decide_withdrawn(facts, who, place.opening, now_ms))
            if decided is not facts:
                turn.session.delete(turn.session.get_one(AnswerRow, _key_of(place, member_id)))
                turn.keep_facts(place.space, place.conversation, decided)

    def read(self, asker: Asker, place: Place) -> Answers:
        """What this person may know of an opening. Raises `not_found`."""
        with self._database.read() as session:
            member_id = MemberId(asker.access(place.space)(session).member_id)
            facts = _facts_of(session, place)
            who = facts.people.index(member_id)
            opening, theirs = facts.opening(place.opening), None
            mine = session.get(AnswerRow, _key_of(place, member_id))
            if opening.is_fixed(1 - who):
                other = MemberId(facts.people[1 - who])
                theirs = session.get(AnswerRow, _key_of(place, other))
            held = opening.held[who]
            return Answers(
                mine=None if mine is None else _held_of(mine),
                theirs=None if theirs is None else _held_of(theirs),
                rev=0 if held is None else held.rev,
                second=opening.second == who,
                wait_ms=wait_of(held, self._clock.now_ms()),
            )


def _close(turn: Turn, space_id: SpaceId) -> None:
    """Somebody leaves: what has not opened goes, with everything that is known of it."""
    conversations = turn.session.exec(
        select(ObjectRow).where(ObjectRow.space_id == space_id, ObjectRow.kind == KIND)
    ).all()
    for row in conversations:
        facts = ConversationFacts.model_validate_json(row.facts or "")
        left = without_waiting(facts)
        if left == facts:
            continue
        for number, opening in enumerate(left.openings, start=1):
            gone = [facts.people[who] for who in (0, 1) if opening.record(who) is None]
            turn.session.execute(
                delete(AnswerRow).where(
                    col(AnswerRow.space_id) == space_id,
                    col(AnswerRow.conversation_id) == row.object_id,
                    col(AnswerRow.opening) == number,
                    col(AnswerRow.member_id).in_(gone),
                )
            )
        turn.keep_facts(space_id, ObjectId(row.object_id), left)


def _delete(turn: Turn, space_id: SpaceId) -> None:
    turn.session.execute(delete(AnswerRow).where(col(AnswerRow.space_id) == space_id))


# What becomes of the answers of a space, for the writer.
ANSWERS = Annex(close=_close, delete=_delete)


def _facts_of(session: Session, place: Place) -> ConversationFacts:
    row = session.get(ObjectRow, (place.space, place.conversation))
    if row is None or row.kind != KIND:
        raise Refused("not_found")
    return ConversationFacts.model_validate_json(row.facts or "")


def _read(sent: SealedAnswer, place: Place, member_id: MemberId) -> Record:
    """The record, if it is this person's answer to this opening. Raises `malformed`."""
    try:
        record = parse_record(sent.record)
    except MalformedError as fault:
        raise Refused("malformed", str(fault)) from None
    if Place(record.space, record.conversation, record.opening) != place:
        raise Refused("malformed", "the record is about something else")
    if record.member != member_id:
        raise Refused("malformed", "the record is somebody else's")
    if record.env_hash != envelope_hash(sent.body):
        raise Refused("malformed", "the body is not the one that the record names")
    if not is_envelope_length(len(sent.body)):
        raise Refused("malformed", "not the length of an envelope")
    return record


def _key_of(place: Place, member_id: MemberId) -> tuple[SpaceId, ObjectId, int, MemberId]:
    return (place.space, place.conversation, place.opening, member_id)


def _row_of(place: Place, member_id: MemberId, sent: SealedAnswer) -> AnswerRow:
    return AnswerRow(
        space_id=place.space,
        conversation_id=place.conversation,
        opening=place.opening,
        member_id=member_id,
        record=sent.record,
        sig=sent.sig,
        sealed=sent.body,
    )


def _take_back(session: Session, place: Place, member_id: MemberId) -> None:
    row = session.get(AnswerRow, _key_of(place, member_id))
    if row is not None:
        row.sealed = b""


def _is_same(row: AnswerRow, sent: SealedAnswer) -> bool:
    return (row.record, row.sig, row.sealed) == (sent.record, sent.sig, sent.body)


def _held_of(row: AnswerRow) -> HeldAnswer:
    return HeldAnswer(record=row.record, sig=row.sig, body=row.sealed or None)


def _kept(facts: ConversationFacts, place: Place, who: int) -> Kept:
    opening = facts.opening(place.opening)
    held = opening.held[who]
    return Kept(
        rev=0 if held is None else held.rev,
        open=opening.is_fixed(1 - who),
        second=opening.second == who,
    )


def _or_refused(decided: ConversationFacts | Refusal) -> ConversationFacts:
    if isinstance(decided, Refusal):
        raise Refused(decided.code, decided.detail)
    return decided
