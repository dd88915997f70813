"""A database with people, spaces and the shipped writer: everything of the log but the network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, delete, select

from app.accounts.credentials import token_hash
from app.accounts.models import Account, AccountSession
from app.accounts.sessions import open_session
from app.agreements import rules as agreements
from app.appreciations import rules as appreciations
from app.client.canonical import b64
from app.client.events import Item
from app.conversations import rules as conversations
from app.conversations.service import ANSWERS
from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import AccountId, SessionId, SpaceId
from app.core.limits import INVITATION_MS
from app.items import rules as items
from app.log import batch
from app.log.access import Asker
from app.log.models import EventRow, SpaceRow
from app.log.stream import read_page
from app.log.turn import Outcome
from app.log.wire import Page
from app.log.writer import Writer
from app.spaces import rules as spaces
from app.spaces.invitations import Invitation
from app.spaces.models import Membership
from tests.conftest import FakeClock
from tests.log.signing import Line, Member, new_uuid, posted, sealed

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Person:
    """An account with one signed-in device."""

    account_id: AccountId
    session_id: SessionId
    token: bytes
    asker: Asker

    @property
    def cookie(self) -> str:
        """The header with which this device asks."""
        return f"goldseam={b64(self.token)}"


@dataclass
class World:
    """`woken` notes what the writer woke, and where the space stood for others at that moment.

    Over a running server, `of` shares its database and its writer, which wakes its sockets.
    """

    database: Database
    clock: FakeClock
    woken: list[tuple[SpaceId, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        domains = (items, spaces, appreciations, conversations, agreements)
        rules = {verb: rule for domain in domains for verb, rule in domain.RULES.items()}
        self.writer = Writer(self.database, self.clock, rules, self._note, annexes=[ANSWERS])

    @classmethod
    def of(cls, app: FastAPI, clock: FakeClock) -> "World":
        world = cls(app.state.database, clock)
        world.writer = app.state.writer
        return world

    def _note(self, space_id: SpaceId) -> None:
        with self.database.read() as session:
            space = session.get(SpaceRow, space_id)
            self.woken.append((space_id, -1 if space is None else space.seq))

    def person(self, *, recovery_only: bool = False) -> Person:
        account_id, token = AccountId(new_uuid().bytes), sealed(32)
        with self.database.write() as session:
            session.add(_account(account_id))
            session.flush()
            row = open_session(
                session,
                account_id,
                token,
                "phone",
                self.clock.now_ms(),
                recovery_only=recovery_only,
            )
            session_id = SessionId(row.session_id)
        asker = Asker(token_hash(token), self.clock)
        return Person(account_id, session_id, token, asker)

    def open_space(self, person: Person, member: Member) -> Line:
        """The person's own space, as sign-up opens it."""
        line = Line(new_uuid(), self.clock)
        item = line.add(member.sign(line.opening(member)))
        with self.writer.turn() as turn:
            turn.open_space(
                batch.Item(item.event, item.sig, None),
                account_id=person.account_id,
                member_id=member.member_id,
                sk_wrap=sealed(),
            )
        return line

    def admit(self, line: Line, person: Person, member: Member) -> None:
        """A second member of any space, as nothing but this test can make one."""
        with self.database.write() as session:
            session.add(
                Membership(
                    space_id=line.space_id,
                    member_id=member.member_id,
                    account_id=person.account_id,
                    ed_pub=member.ed_pub,
                    x_pub=bytes(32),
                    sk_wrap=sealed(),
                )
            )

    def open_shared(
        self, person: Person, member: Member, invited: Person | None, line: Line, first: Item
    ) -> None:
        """The space that `first` opens, as a pairing does it for the account `invited`."""
        with self.writer.turn() as turn:
            turn.open_space(
                batch.Item(first.event, first.sig, None),
                account_id=person.account_id,
                member_id=member.member_id,
                sk_wrap=sealed(),
                invited=invited.account_id if invited else None,
            )
            turn.session.add(self._invitation(person, line))
        line.add(first)

    def _invitation(self, person: Person, line: Line) -> Invitation:
        """Without it the job that deletes takes the space for one that nobody can join any more."""
        return Invitation(
            invitation_id=line.space.bytes,
            account_id=person.account_id,
            auth_hash=bytes(32),
            m1=sealed(),
            space_id=line.space_id,
            expires_ms=self.clock.now_ms() + INVITATION_MS,
        )

    def join(self, person: Person, line: Line, joined: Item, wrap: bytes | None = None) -> Outcome:
        """The invited account comes in, and the invitation ends."""
        with self.writer.turn() as turn:
            waiting = delete(Invitation).where(col(Invitation.space_id) == line.space_id)
            turn.session.execute(waiting)
            return turn.join(
                line.space_id,
                person.account_id,
                batch.Item(joined.event, joined.sig, joined.body),
                sealed() if wrap is None else wrap,
            )

    def end_session(self, person: Person) -> None:
        with self.database.write() as session:
            session.delete(session.get_one(AccountSession, person.session_id))

    def post(
        self, person: Person, line: Line, sent: Sequence[Item], *, repair: bool = False
    ) -> Outcome:
        access = person.asker.access(line.space_id)
        return self.writer.submit(line.space_id, access, posted(sent), repair=repair)

    def refusal(
        self, person: Person, line: Line, sent: Sequence[Item], *, repair: bool = False
    ) -> str:
        """The code with which this is refused; asserts that nothing was changed or told."""
        before, told = self.stored(line), len(self.woken)
        with pytest.raises(Refused) as refused:
            self.post(person, line, sent, repair=repair)
        assert (self.stored(line), len(self.woken)) == (before, told)
        return refused.value.code

    def stored(self, line: Line) -> list[tuple[int, bytes]]:
        """The seq and bytes of everything stored, and the space's own idea of its end."""
        with self.database.read() as session:
            rows = session.exec(
                select(EventRow)
                .where(EventRow.space_id == line.space_id)
                .order_by(col(EventRow.seq))
            )
            events = [(row.seq, row.event) for row in rows]
            space = session.get(SpaceRow, line.space_id)
        return events if space is None else [*events, (space.seq, space.head)]

    @property
    def file(self) -> Path:
        """The database's own file."""
        path = self.ask(lambda session: session.connection().engine.url.database)
        assert path is not None
        return Path(path)

    def owners(self, table: str) -> set[bytes]:
        """The spaces that have a row in this table."""
        query = f"SELECT space_id FROM {table}"
        rows = self.ask(lambda session: session.connection().exec_driver_sql(query).all())
        return {row[0] for row in rows}

    def page(self, line: Line, after: int = 0) -> Page:
        return self.ask(lambda session: read_page(session, line.space_id, after))

    def ask(self, question: Callable[[Session], _Answer]) -> _Answer:
        with self.database.read() as session:
            return question(session)


def _account(account_id: AccountId) -> Account:
    """An account that nobody can sign in to: only its sessions matter here."""
    return Account(
        account_id=account_id,
        login=account_id.hex(),
        profile=1,
        salt=bytes(16),
        auth_hash=bytes(33),
        rauth_hash=bytes(33),
        ak_pw=sealed(),
        ak_rc=sealed(),
        vault_revision=1,
        vault=sealed(),
    )
