"""Inside the write transaction: what only the stored rows can tell, and then the new rows.

The checks stand in the order of protocol.md §6 (`checks.py`); the allowance is the last before the
rule. An append is all or nothing: a refusal leaves the block by an exception, and the transaction
with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from app.core.errors import Refused
from app.core.ids import AccountId, MemberId, ObjectId, SpaceId
from app.log import checks
from app.log.batch import Entry, Item, is_envelope_length, read_item
from app.log.events import Event
from app.log.models import BodyRow, EventRow, ObjectRow, SpaceRow
from app.log.objects import Facts
from app.log.rules import Rule, verbs_of
from app.log.store import Store
from app.spaces.facts import has_left
from app.spaces.invitations import Invitation
from app.spaces.models import Membership, find_membership, list_keys
from app.spaces.verbs import SPACE_JOINED, SPACE_LEFT, MemberKeys, SpaceKind, SpaceOpened

# Told what was newly said, in the transaction that stores it, and the time.
Notice = Callable[[Session, Sequence[Event], int], None]

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


@dataclass(frozen=True, slots=True)
class Annex:
    """What another room keeps of a space beside its log, and what becomes of it.

    Both are called inside the transaction. `close`: somebody has left, or the space was closed.
    `delete`: every row of the space goes.
    """

    close: Callable[["Turn", SpaceId], None]
    delete: Callable[["Turn", SpaceId], None]


class Turn:
    """One write transaction.

    `session` is open to the rows of other rooms (sign-up adds its own); the rows of spaces are
    written by the methods here alone. `touched` are the spaces to wake once it is committed;
    `notice` is told of what is appended and was not said before (a repair is not); `annexes` are
    what other rooms keep of a space.
    """

    def __init__(
        self,
        session: Session,
        now_ms: int,
        rules: Mapping[str, Rule],
        notice: Notice,
        annexes: Sequence[Annex] = (),
    ) -> None:
        self.session = session
        self.touched: set[SpaceId] = set()
        self._notice = notice
        self._annexes = annexes
        self._now_ms = now_ms
        self._rules = rules
        self._verbs = verbs_of(rules)
        self._store = Store(session, now_ms, rules)

    def append(
        self, space_id: SpaceId, member_id: MemberId, entries: Sequence[Entry], *, repair: bool
    ) -> Outcome:
        """Store what is new of a chained batch that `member_id` posted.

        A leading run that is stored already, with the same event and signature, is skipped: a
        phone that lost the answer sends the same bytes again and is told where the space stands.
        """
        return self._append(space_id, member_id, entries, repair=repair, is_joining=False)

    def join(self, space_id: SpaceId, account_id: AccountId, item: Item, sk_wrap: bytes) -> Outcome:
        """The invited person comes in: `space.joined`, and the space's key under their own.

        Raises Refused: `not_found` (not invited here), `malformed` (also another verb), and like
        `append`. The caller ends the invitation in the same transaction.
        """
        membership = find_membership(self.session, account_id, space_id)
        if membership is None:
            raise Refused("not_found")
        _check_wrap(sk_wrap)
        entry = read_item(item, self._verbs)
        if entry.event.verb != SPACE_JOINED.name or entry.event.space != space_id:
            raise Refused("malformed", "not joining this space")
        member_id = MemberId(membership.member_id)
        outcome = self._append(space_id, member_id, [entry], repair=False, is_joining=True)
        if membership.sk_wrap is None:
            membership.sk_wrap = sk_wrap
        return outcome

    def open_space(
        self,
        item: Item,
        *,
        account_id: AccountId,
        member_id: MemberId,
        sk_wrap: bytes,
        invited: AccountId | None = None,
    ) -> SpaceHead:
        """Open a space for the account that signed its first event.

        A shared space is opened with the account that was `invited`: it gets the other place,
        without a key until it joins. Raises Refused: `malformed` (also the other kind of space),
        `id_used` (the space exists), `clock`, `bad_signature`, or the code of the rule
        (`weak_key`, `genesis` …). The caller compares `space_id`.
        """
        entry, opened = self._read_first(item, member_id)
        if (opened.kind is SpaceKind.SHARED) != (invited is not None):
            raise Refused("malformed", "not this kind of space")
        _check_wrap(sk_wrap)
        space_id = entry.event.space
        if self.session.get(SpaceRow, space_id) is not None:
            raise Refused("id_used")
        checks.check_clock(self._now_ms, 0, [entry], repair=False)
        own = next(keys for keys in opened.members if keys.member == member_id)
        checks.check_signatures([entry], {member_id: own.ed_pub})
        space = SpaceRow(space_id=space_id, kind=opened.kind, seq=0, head=entry.event.prev, at_ms=0)
        self.session.add(space)
        self._store.add(space, entry, posted_by=member_id, repaired=False)
        self._admit(space_id, own, account_id, sk_wrap)
        if invited is not None:
            # The rule has seen to it that the inviter is first and the two are not the same.
            self._admit(space_id, opened.members[1], invited, None)
        self.session.flush()
        return SpaceHead(space_id, space.seq, space.head)

    def close_space(self, space_id: SpaceId) -> None:
        """Nothing more is written here, and a pending invitation to it ends. Wakes nobody (R13).

        Raises `not_found` for a space that is gone.
        """
        self._close(self.lock(space_id))

    def drop_membership(self, space_id: SpaceId, account_id: AccountId) -> None:
        """Give up one's place with its wrap and reading; with the last one the space's rows go.

        Wakes nobody. The caller has seen to it that the space is closed.
        """
        membership = find_membership(self.session, account_id, space_id)
        if membership is not None:
            self.session.delete(membership)
            self.session.flush()
        if not list_keys(self.session, space_id):
            self._delete_rows(space_id)

    def delete_space(self, space_id: SpaceId) -> None:
        """Delete every row of the space. Whoever follows it is told by the next delivery."""
        self._delete_rows(space_id)
        self.touched.add(space_id)

    def lock(self, space_id: SpaceId) -> SpaceRow:
        """The space's row, for this transaction alone. Raises `not_found` for one that is gone."""
        space = self.session.exec(
            select(SpaceRow).where(SpaceRow.space_id == space_id).with_for_update()
        ).one_or_none()
        if space is None:
            raise Refused("not_found")
        return space

    def keep_facts(self, space_id: SpaceId, object_id: ObjectId, facts: Facts) -> None:
        """What a domain knows of its own object beside the log; the space is locked."""
        row = self.session.get_one(ObjectRow, (space_id, object_id))
        row.facts = facts.model_dump_json()

    def _append(
        self,
        space_id: SpaceId,
        member_id: MemberId,
        entries: Sequence[Entry],
        *,
        repair: bool,
        is_joining: bool,
    ) -> Outcome:
        session = self.session
        space = self.lock(space_id)
        keys = list_keys(session, space_id)
        fresh = checks.without_stored(session, space_id, entries)
        if not fresh:
            return Outcome(ALREADY_STORED, space.seq, space.head)
        checks.check_ids(session, space_id, fresh)
        checks.check_place(space, fresh[0].event)
        if space.closed:
            checks.check_takes_back(fresh, self._rules)
        checks.check_authors(fresh, set(keys) if repair else {member_id})
        is_left = has_left(self._store.find_space(space_id))
        checks.check_clock(self._now_ms, space.at_ms, fresh, repair=repair, is_left=is_left)
        checks.check_signatures(fresh, keys)
        if not space.closed:
            checks.check_allowance(session, self._now_ms, space_id, member_id, fresh, repair=repair)
        if not is_joining:
            checks.check_joined(session, space_id, member_id, fresh)
        for entry in fresh:
            self._store.add(space, entry, posted_by=member_id, repaired=repair)
        if not repair:
            self._notice(session, [entry.event for entry in fresh], self._now_ms)
        if any(entry.event.verb == SPACE_LEFT.name for entry in fresh):
            self._close(space)
        elif not space.closed:
            self.touched.add(space_id)
        return Outcome(CREATED, space.seq, space.head)

    def _admit(
        self, space_id: SpaceId, keys: MemberKeys, account_id: AccountId, sk_wrap: bytes | None
    ) -> None:
        self.session.add(
            Membership(
                space_id=space_id,
                member_id=keys.member,
                account_id=account_id,
                ed_pub=keys.ed_pub,
                x_pub=keys.x_pub,
                sk_wrap=sk_wrap,
            )
        )

    def _close(self, space: SpaceRow) -> None:
        if not space.closed:
            space.closed, space.closed_ms = True, self._now_ms
        self._end_invitation(SpaceId(space.space_id))
        for annex in self._annexes:
            annex.close(self, SpaceId(space.space_id))

    def _end_invitation(self, space_id: SpaceId) -> None:
        self.session.execute(delete(Invitation).where(col(Invitation.space_id) == space_id))

    def _delete_rows(self, space_id: SpaceId) -> None:
        for annex in self._annexes:
            annex.delete(self, space_id)
        for table in (BodyRow, EventRow, ObjectRow, Membership, SpaceRow):
            self.session.execute(delete(table).where(col(table.space_id) == space_id))
        self._end_invitation(space_id)

    def _read_first(self, item: Item, member_id: MemberId) -> tuple[Entry, SpaceOpened]:
        entry = read_item(item, self._verbs)
        opened = entry.event.clear
        if not isinstance(opened, SpaceOpened) or entry.event.seq != 1:
            raise Refused("malformed", "not the first event of a space")
        if entry.event.member != member_id or member_id not in {m.member for m in opened.members}:
            raise Refused("malformed", "not this member's space")
        return entry, opened


def _check_wrap(sk_wrap: bytes) -> None:
    if not is_envelope_length(len(sk_wrap)):
        raise Refused("malformed", "not the length of an envelope")
