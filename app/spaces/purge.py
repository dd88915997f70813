"""What has run out is deleted: closed spaces after 30 days, invitations after theirs.

It runs when the server starts and every hour from then on. Nothing depends on the minute: routes
treat as gone whatever has run out, and a closed space takes nothing new from the start.
"""

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select
from starlette.concurrency import run_in_threadpool

from app.core.clock import SECOND_MS, Clock
from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import SpaceId
from app.core.limits import CLOSED_SPACE_MS, PURGE_EVERY_MS
from app.log.models import SpaceRow
from app.log.writer import Writer
from app.spaces.invitations import Invitation, forget_expired
from app.spaces.verbs import SpaceKind

log = logging.getLogger(__name__)


class Purge:
    """The job. `run` does all that is due by the clock at this moment."""

    def __init__(self, *, database: Database, clock: Clock, writer: Writer) -> None:
        self._database = database
        self._clock = clock
        self._writer = writer

    def run(self) -> None:
        """Delete what is due, one transaction a space, so that nobody's writing waits for long."""
        now_ms = self._clock.now_ms()
        with self._database.read() as session:
            over = _list_over(session, now_ms)
            has_expired = _has_expired(session, now_ms)
        if has_expired:
            with self._writer.turn() as turn:
                forget_expired(turn.session, now_ms)
        with self._database.read() as session:
            abandoned = _list_abandoned(session)
        for space_id in abandoned:
            with self._writer.turn() as turn:
                turn.close_space(space_id)
        for space_id in over:
            with self._writer.turn() as turn:
                turn.delete_space(space_id)
        if over or has_expired:
            # The deleted rows would otherwise stay readable in the write-ahead log.
            self._database.truncate_log()

    async def keep_running(self) -> None:
        """Run now and every hour. What goes wrong once is written to the log and tried again."""
        while True:
            try:
                await run_in_threadpool(self.run)
            except (SQLAlchemyError, Refused):
                log.exception("what has run out could not be deleted")
            await asyncio.sleep(PURGE_EVERY_MS / SECOND_MS)


def _list_over(session: Session, now_ms: int) -> Sequence[SpaceId]:
    """The spaces whose 30 days are over."""
    rows = session.exec(
        select(SpaceRow.space_id).where(col(SpaceRow.closed_ms) <= now_ms - CLOSED_SPACE_MS)
    )
    return [SpaceId(space_id) for space_id in rows]


def _list_abandoned(session: Session) -> Sequence[SpaceId]:
    """Shared spaces that were opened and never joined, and that nobody can join any more."""
    pending = select(Invitation.space_id).where(col(Invitation.space_id).is_not(None))
    rows = session.exec(
        select(SpaceRow.space_id).where(
            SpaceRow.kind == SpaceKind.SHARED,
            SpaceRow.seq == 1,
            col(SpaceRow.closed).is_(False),
            col(SpaceRow.space_id).not_in(pending),
        )
    )
    return [SpaceId(space_id) for space_id in rows]


def _has_expired(session: Session, now_ms: int) -> bool:
    expired = select(Invitation.invitation_id).where(Invitation.expires_ms <= now_ms).limit(1)
    return session.exec(expired).first() is not None
