"""Inside the write transaction: what only the stored rows can tell, and then the new rows.

The checks stand in the order of protocol.md §6; the allowance is the last before the rule.
An append is all or nothing: a refusal leaves the block by an exception, and the transaction with
it. Each check goes over the whole batch before the next one begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from app.core.clock import MINUTE_MS
from app.core.errors import Refused, slow_down
from app.core.ids import AccountId, MemberId, SpaceId
from app.core.limits import CLOCK_SLACK_MS, EVENTS_A_MINUTE, REPAIRS_A_MINUTE
from app.log.batch import Entry, Item, is_entry_signed_by, is_envelope_length, read_item
from app.log.events import Event
from app.log.models import BodyRow, EventRow, ObjectRow, SpaceRow
from app.log.rules import ObjectState, Refusal, Rule, Situation, Version, judge, verbs_of
from app.spaces.models import Membership, list_keys
from app.spaces.verbs import SpaceOpened

CREATED = 201
ALREADY_STORED = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """201 when something was stored, 200 when all of it already was; and where the space stands."""

    status: int
    seq: int
    head: bytes


@dataclass(frozen=True, slots=True)
class SpaceHead:
    """A space that was opened, and where it stands."""

    space_id: SpaceId
    seq: int
    head: bytes


class Turn:
    """One write transaction.

    `session` is open to the rows of other rooms (sign-up adds its own); the rows of spaces are
    written by the methods here alone.
    """

    def __init__(self, session: Session, now_ms: int, rules: Mapping[str, Rule]) -> None:
        self.session = session
        self.touched: set[SpaceId] = set()
        self._now_ms = now_ms
        self._rules = rules

    def append(
        self, space_id: SpaceId, member_id: MemberId, entries: Sequence[Entry], *, repair: bool
    ) -> Outcome:
        """Store what is new of a chained batch that `member_id` posted.

        A leading run that is stored already, with the same event and signature, is skipped: a
        phone that lost the answer sends the same bytes again and is told where the space stands.
        """
        space = self._lock(space_id)
        keys = list_keys(self.session, space_id)
        fresh = self._without_stored(space_id, entries)
        if not fresh:
            return Outcome(ALREADY_STORED, space.seq, space.head)
        self._check_ids(space_id, fresh)
        _check_place(space, fresh[0].event)
        if space.closed:
            raise Refused("space_closed")
        _check_authors(fresh, set(keys) if repair else {member_id})
        self._check_clock(space.at_ms, fresh, repair=repair)
        _check_signatures(fresh, keys)
        self._check_allowance(space_id, member_id, len(fresh), repair=repair)
        for entry in fresh:
            self._decide_and_store(space, entry, posted_by=member_id, repaired=repair)
        self.touched.add(space_id)
        return Outcome(CREATED, space.seq, space.head)

    def open_space(
        self, item: Item, *, account_id: AccountId, member_id: MemberId, sk_wrap: bytes
    ) -> SpaceHead:
        """Open a space for the account that signed its first event.

        Raises Refused: `malformed`, `id_used` (the space exists), `clock`, `bad_signature`, or
        the code of the rule (`weak_key`, `genesis` …). The caller compares `space_id`.
        """
        entry, opened = self._read_first(item, member_id)
        if not is_envelope_length(len(sk_wrap)):
            raise Refused("malformed", "not the length of an envelope")
        space_id = entry.event.space
        if self.session.get(SpaceRow, space_id) is not None:
            raise Refused("id_used")
        self._check_clock(0, [entry], repair=False)
        own = next(keys for keys in opened.members if keys.member == member_id)
        _check_signatures([entry], {member_id: own.ed_pub})
        space = SpaceRow(space_id=space_id, kind=opened.kind, seq=0, head=entry.event.prev, at_ms=0)
        self.session.add(space)
        self._decide_and_store(space, entry, posted_by=member_id, repaired=False)
        self.session.add(
            Membership(
                space_id=space_id,
                member_id=member_id,
                account_id=account_id,
                ed_pub=own.ed_pub,
                x_pub=own.x_pub,
                sk_wrap=sk_wrap,
            )
        )
        self.session.flush()
        return SpaceHead(space_id, space.seq, space.head)

    def delete_space(self, space_id: SpaceId) -> None:
        """Delete every row of the space. Whoever follows it is told by the next delivery."""
        for table in (BodyRow, EventRow, ObjectRow, Membership, SpaceRow):
            self.session.execute(delete(table).where(col(table.space_id) == space_id))
        self.touched.add(space_id)

    def _lock(self, space_id: SpaceId) -> SpaceRow:
        space = self.session.exec(
            select(SpaceRow).where(SpaceRow.space_id == space_id).with_for_update()
        ).one_or_none()
        if space is None:
            raise Refused("not_found")
        return space

    def _without_stored(self, space_id: SpaceId, entries: Sequence[Entry]) -> Sequence[Entry]:
        for at, entry in enumerate(entries):
            row = self.session.get(EventRow, (space_id, entry.event.seq))
            if row is None or (row.event, row.sig) != (entry.item.event, entry.item.sig):
                return entries[at:]
        return ()

    def _check_ids(self, space_id: SpaceId, entries: Sequence[Entry]) -> None:
        ids = [entry.event.event_id for entry in entries]
        used = self.session.exec(
            select(EventRow.seq)
            .where(EventRow.space_id == space_id, col(EventRow.event_id).in_(ids))
            .limit(1)
        ).first()
        if used is not None or len(set(ids)) != len(ids):
            raise Refused("id_used")

    def _check_clock(self, previous_ms: int, entries: Sequence[Entry], *, repair: bool) -> None:
        """A date is never before the previous event's, nor far ahead of ours.

        A new event's is not far behind ours either; a repaired one keeps its date.
        """
        earliest_ms = 0 if repair else self._now_ms - CLOCK_SLACK_MS
        for entry in entries:
            at_ms = entry.event.at_ms
            if not max(previous_ms, earliest_ms) <= at_ms <= self._now_ms + CLOCK_SLACK_MS:
                raise Refused("clock")
            previous_ms = at_ms

    def _check_allowance(
        self, space_id: SpaceId, member_id: MemberId, count: int, *, repair: bool
    ) -> None:
        """At most so many events in any minute, counted by who posts.

        Repairs have an allowance of their own, counted in posts: a post may heal twenty events,
        but each one moves the head, and the other person has to get in between.
        """
        limit = REPAIRS_A_MINUTE if repair else EVENTS_A_MINUTE
        recent = select(EventRow.arrived_ms).where(
            EventRow.space_id == space_id,
            EventRow.posted_by == member_id,
            EventRow.repaired == repair,
            EventRow.arrived_ms > self._now_ms - MINUTE_MS,
        )
        times = sorted(self.session.exec(recent.distinct() if repair else recent))
        excess = len(times) + (1 if repair else count) - limit
        if excess > 0:
            # When the oldest `excess` of them are a minute old, this post fits.
            raise slow_down(times[excess - 1] + MINUTE_MS - self._now_ms)

    def _decide_and_store(
        self, space: SpaceRow, entry: Entry, *, posted_by: MemberId, repaired: bool
    ) -> None:
        event = entry.event
        row = self.session.get(ObjectRow, (event.space, event.object))
        body = self._find_body(event)
        situation = Situation(
            space_opened=space.seq > 0,
            object=_state_of(row) if row else None,
            version=_version_of(body) if body else None,
        )
        decided = judge(self._rules, situation, event)
        if isinstance(decided, Refusal):
            raise Refused(decided.code)
        if body is not None and self._rules[event.verb].erases:
            body.sealed, body.erased = None, True
        self._store_event(entry, posted_by=posted_by, repaired=repaired)
        self._store_object(event, row, decided)
        space.seq, space.head, space.at_ms = event.seq, entry.head, event.at_ms
        self.session.flush()

    def _find_body(self, event: Event) -> BodyRow | None:
        return self.session.exec(
            select(BodyRow).where(
                BodyRow.space_id == event.space,
                BodyRow.object_id == event.object,
                BodyRow.rev == event.rev,
            )
        ).one_or_none()

    def _store_event(self, entry: Entry, *, posted_by: MemberId, repaired: bool) -> None:
        event, item = entry.event, entry.item
        self.session.add(
            EventRow(
                space_id=event.space,
                seq=event.seq,
                event_id=event.event_id,
                event=item.event,
                sig=item.sig,
                posted_by=posted_by,
                arrived_ms=self._now_ms,
                repaired=repaired,
            )
        )
        if event.env_hash is not None:
            self.session.add(
                BodyRow(
                    space_id=event.space,
                    seq=event.seq,
                    object_id=event.object,
                    rev=event.rev,
                    author=event.member,
                    env_hash=event.env_hash,
                    sealed=item.envelope,
                )
            )

    def _store_object(self, event: Event, row: ObjectRow | None, state: ObjectState) -> None:
        if row is None:
            self.session.add(
                ObjectRow(
                    space_id=event.space,
                    object_id=event.object,
                    kind=state.kind,
                    rev=state.rev,
                    author=state.author,
                )
            )
        else:
            row.kind, row.rev, row.author = state.kind, state.rev, state.author

    def _read_first(self, item: Item, member_id: MemberId) -> tuple[Entry, SpaceOpened]:
        entry = read_item(item, verbs_of(self._rules))
        opened = entry.event.clear
        if not isinstance(opened, SpaceOpened) or entry.event.seq != 1:
            raise Refused("malformed", "not the first event of a space")
        if entry.event.member != member_id or member_id not in {m.member for m in opened.members}:
            raise Refused("malformed", "not this member's space")
        return entry, opened


def _check_place(space: SpaceRow, first: Event) -> None:
    if first.seq != space.seq + 1 or first.prev != space.head:
        raise Refused("head_moved")


def _check_authors(entries: Sequence[Entry], authors: set[MemberId]) -> None:
    if any(entry.event.member not in authors for entry in entries):
        raise Refused("not_author")


def _check_signatures(entries: Sequence[Entry], keys: Mapping[MemberId, bytes]) -> None:
    if not all(is_entry_signed_by(entry, keys[entry.event.member]) for entry in entries):
        raise Refused("bad_signature")


def _state_of(row: ObjectRow) -> ObjectState:
    return ObjectState(row.kind, row.rev, MemberId(row.author))


def _version_of(row: BodyRow) -> Version:
    return Version(row.rev, row.env_hash, MemberId(row.author), row.erased)
