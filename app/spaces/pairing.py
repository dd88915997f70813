"""Pairing: the mailbox in which two phones leave what makes them one space (protocol.md §8).

Each act is one transaction that first asks again whether the session still stands. What the two
phones say is sealed under keys that travel in the link; here it is judged by who brings it, and
by when. Declining tells the server nothing: the invitation runs out.
"""

from dataclasses import dataclass

from sqlmodel import Session

from app.core.allowance import Allowance
from app.core.clock import DAY_MS, SECOND_MS, Clock
from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import AccountId, MemberId, SpaceId
from app.core.limits import INVITATION_MS, MAX_INVITATIONS
from app.core.secret import ServerKey
from app.log.access import Asker
from app.log.batch import Item
from app.log.models import EventRow, SpaceRow
from app.log.turn import ALREADY_STORED, CREATED, Outcome
from app.log.wire import read_posted
from app.log.writer import Writer
from app.spaces.invitations import (
    Invitation,
    find_by_link,
    find_own,
    forget_expired,
    list_own,
)
from app.spaces.wire import (
    Genesis,
    Joining,
    NewInvitation,
    Opening,
    OwnInvitation,
    ShownInvitation,
    Step,
)

# Making: nobody means twenty people a day, and every wrong try at the digits costs one.
MAKE = Allowance("invitation", burst=20, refill_ms=DAY_MS // 20)
# A link holds 128 random bits, so only the load is bounded. Whoever is signed in has an allowance
# of their own (T13); a phone that waits for an answer looks every two seconds.
LOOK = Allowance("link by", burst=120, refill_ms=SECOND_MS)
LOOK_ADDRESS = Allowance("link from", burst=120, refill_ms=SECOND_MS // 2)


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever brings a link: where from, and as whom, if they say so."""

    address: str
    asker: Asker | None

    def account(self, session: Session) -> AccountId | None:
        """The account of a session that stands; a link may be read without one."""
        if self.asker is None:
            return None
        try:
            return self.asker.check(session).account_id
        except Refused:
            return None

    def check_claimer(self, session: Session, invitation: Invitation) -> None:
        """Raises `claimed` for all but the account that claimed it.

        A session that ended is told so: it may have been that account's.
        """
        if self.asker is None or (self.asker.check(session).account_id != invitation.claimed_by):
            raise Refused("claimed")


class Pairing:
    """The acts of pairing, by the inviter's session or by who presents A_i."""

    def __init__(self, *, database: Database, clock: Clock, key: ServerKey, writer: Writer) -> None:
        self._database = database
        self._clock = clock
        self._key = key
        self._writer = writer

    def invite(self, asker: Asker, wanted: NewInvitation) -> tuple[int, int]:
        """Keep a new invitation; gives 201, or 200 for the same one again, and when it runs out.

        Raises Refused: `id_used`, `too_many_invitations`, `slow_down`.
        """
        now_ms = self._clock.now_ms()
        with self._database.write() as session:
            account_id = asker.check(session).account_id
            forget_expired(session, now_ms)
            known = session.get(Invitation, wanted.id)
            if known is not None:
                if (known.account_id, known.auth_hash, known.m1) != (
                    account_id,
                    wanted.auth,
                    wanted.m1,
                ):
                    raise Refused("id_used")
                return ALREADY_STORED, known.expires_ms
            if len(list_own(session, account_id, now_ms)) >= MAX_INVITATIONS:
                raise Refused("too_many_invitations")
            MAKE.spend(session, self._key, now_ms, account_id)
            made = Invitation(
                invitation_id=wanted.id,
                account_id=account_id,
                auth_hash=wanted.auth,
                m1=wanted.m1,
                expires_ms=now_ms + INVITATION_MS,
            )
            session.add(made)
            return CREATED, made.expires_ms

    def list_own(self, asker: Asker) -> list[OwnInvitation]:
        """The inviter's own invitations, with what has come for them."""
        with self._database.read() as session:
            account_id = asker.check(session).account_id
            return [_own(row) for row in list_own(session, account_id, self._clock.now_ms())]

    def read(self, guest: Guest, invitation_id: bytes, auth: bytes) -> ShownInvitation:
        """What the link shows. Raises Refused: `not_found`, `claimed`, `slow_down`."""
        with self._database.write() as session:
            self._spend(session, guest.account(session), guest.address)
        with self._database.read() as session:
            row = find_by_link(session, invitation_id, auth, self._clock.now_ms())
            if row.claimed_by is not None:
                guest.check_claimer(session, row)
            return _shown(session, row)

    def claim(self, asker: Asker, invitation_id: bytes, auth: bytes, m2: bytes) -> ShownInvitation:
        """Answer M1 with M2: the first one stands, and the same one again changes nothing.

        Raises Refused: `not_found`, `own_invitation`, `claimed`, `slow_down`.
        """
        self._spend_as(asker)
        now_ms = self._clock.now_ms()
        with self._database.write() as session:
            account_id = asker.check(session).account_id
            row = find_by_link(session, invitation_id, auth, now_ms)
            if row.account_id == account_id:
                raise Refused("own_invitation")
            if row.claimed_by is None:
                row.claimed_by, row.m2 = account_id, m2
                row.expires_ms = now_ms + INVITATION_MS
            elif (row.claimed_by, row.m2) != (account_id, m2):
                raise Refused("claimed")
            return _shown(session, row)

    def answer(self, asker: Asker, invitation_id: bytes, nonce: bytes) -> None:
        """Show N to the phone whose M2 stands. Raises Refused: `not_found`, `frozen`."""
        with self._database.write() as session:
            row = self._find_own(session, asker, invitation_id)
            if row.claimed_by is None or row.nonce not in {None, nonce}:
                raise Refused("frozen")
            row.nonce = nonce

    def open(self, asker: Asker, invitation_id: bytes, wanted: Opening) -> Outcome:
        """Open the shared space for both, once: with N shown, and for whoever claimed.

        Raises Refused: `not_found`, `frozen`, `malformed`, `id_used`, `clock`, `bad_signature`,
        or the code of the rule (`genesis`, `weak_key` …).
        """
        [genesis] = read_posted([wanted.genesis])
        with self._writer.turn() as turn:
            row = self._find_own(turn.session, asker, invitation_id)
            if row.space_id is not None:
                return _opened_before(turn.session, SpaceId(row.space_id), genesis)
            if row.claimed_by is None or row.nonce is None:
                raise Refused("frozen")
            opened = turn.open_space(
                genesis,
                account_id=AccountId(row.account_id),
                member_id=MemberId(wanted.member),
                sk_wrap=wanted.sk_wrap,
                invited=AccountId(row.claimed_by),
            )
            if opened.space_id != wanted.space:
                raise Refused("malformed", "another space's event")
            row.space_id, row.pair_wrap = wanted.space, wanted.pair_wrap
            return Outcome(CREATED, opened.seq, opened.head)

    def join(self, asker: Asker, invitation_id: bytes, auth: bytes, wanted: Joining) -> Outcome:
        """Take one's place in the space; with it the invitation ends and is deleted.

        Raises Refused: `not_found`, `claimed`, `frozen`, or what an append is refused with.
        """
        self._spend_as(asker)
        [joined] = read_posted([wanted.joined])
        with self._writer.turn() as turn:
            account_id = asker.check(turn.session).account_id
            row = find_by_link(turn.session, invitation_id, auth, self._clock.now_ms())
            if row.claimed_by not in {None, account_id}:
                raise Refused("claimed")
            if row.space_id is None:
                raise Refused("frozen")
            outcome = turn.join(SpaceId(row.space_id), account_id, joined, wanted.sk_wrap)
            turn.session.delete(row)
        # What it held would otherwise stay readable in the write-ahead log.
        self._database.truncate_log()
        return outcome

    def cancel(self, asker: Asker, invitation_id: bytes) -> None:
        """End an invitation; also when it is gone already. Raises `frozen` once it is opened."""
        with self._database.write() as session:
            account_id = asker.check(session).account_id
            row = find_own(session, invitation_id, account_id, self._clock.now_ms())
            if row is None:
                return
            if row.space_id is not None:
                raise Refused("frozen")
            session.delete(row)
        self._database.truncate_log()

    def _find_own(self, session: Session, asker: Asker, invitation_id: bytes) -> Invitation:
        account_id = asker.check(session).account_id
        row = find_own(session, invitation_id, account_id, self._clock.now_ms())
        if row is None:
            raise Refused("not_found")
        return row

    def _spend_as(self, asker: Asker) -> None:
        """In a transaction of its own: a wrong try is refused and must count all the same."""
        with self._database.write() as session:
            self._spend(session, asker.check(session).account_id, "")

    def _spend(self, session: Session, account_id: AccountId | None, address: str) -> None:
        now_ms = self._clock.now_ms()
        if account_id is not None:
            LOOK.spend(session, self._key, now_ms, account_id)
        else:
            LOOK_ADDRESS.spend(session, self._key, now_ms, address)


def _step(row: Invitation) -> Step:
    if row.space_id is not None:
        return "opened"
    if row.nonce is not None:
        return "answered"
    return "open" if row.claimed_by is None else "claimed"


def _own(row: Invitation) -> OwnInvitation:
    return OwnInvitation(
        id=row.invitation_id,
        step=_step(row),
        expires_ms=row.expires_ms,
        m1=row.m1,
        m2=row.m2,
        nonce=row.nonce,
        space=row.space_id,
    )


def _shown(session: Session, row: Invitation) -> ShownInvitation:
    first = None if row.space_id is None else session.get(EventRow, (row.space_id, 1))
    return ShownInvitation(
        step=_step(row),
        expires_ms=row.expires_ms,
        m1=row.m1,
        m2=row.m2,
        nonce=row.nonce,
        space=row.space_id,
        genesis=None if first is None else Genesis(event=first.event, sig=first.sig),
        pair_wrap=row.pair_wrap,
    )


def _opened_before(session: Session, space_id: SpaceId, genesis: Item) -> Outcome:
    """The answer to the same opening again. Raises `frozen` for another one."""
    first = session.get_one(EventRow, (space_id, 1))
    if (first.event, first.sig) != (genesis.event, genesis.sig):
        raise Refused("frozen")
    space = session.get_one(SpaceRow, space_id)
    return Outcome(ALREADY_STORED, space.seq, space.head)
