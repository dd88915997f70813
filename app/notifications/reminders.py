"""Reminders: moments that a person's phones register, under ids that say nothing."""

from sqlmodel import Session, col, delete, func, select

from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import AccountId
from app.core.limits import MAX_REMINDER_MS, MAX_REMINDERS
from app.core.secret import ServerKey
from app.log.access import Asker
from app.notifications import queue
from app.notifications.models import Reminder
from app.notifications.service import CHANGE
from app.notifications.wire import ReminderState

# How many come due in one transaction.
_AT_A_TIME = 100


class Reminders:
    """One account's reminders: list, set, take back."""

    def __init__(self, *, database: Database, clock: Clock, key: ServerKey) -> None:
        self._database = database
        self._clock = clock
        self._key = key

    def list_own(self, asker: Asker) -> list[ReminderState]:
        """Those that are still to come, the nearest first."""
        with self._database.read() as session:
            rows = session.exec(
                select(Reminder)
                .where(Reminder.account_id == asker.check(session).account_id)
                .order_by(col(Reminder.due_ms), col(Reminder.reminder_id))
            )
            return [ReminderState(id=row.reminder_id, due_ms=row.due_ms) for row in rows]

    def put(self, asker: Asker, reminder_id: bytes, due_ms: int) -> None:
        """Set one, or move it. A moment in the past is now.

        Raises Refused: `malformed` beyond 400 days, `too_many_reminders`, `slow_down`.
        """
        now_ms = self._clock.now_ms()
        if due_ms > now_ms + MAX_REMINDER_MS:
            raise Refused("malformed", "more than 400 days ahead")
        with self._database.write() as session:
            account_id = asker.check(session).account_id
            CHANGE.spend(session, self._key, now_ms, account_id)
            row = session.get(Reminder, (account_id, reminder_id))
            if row is not None:
                row.due_ms = due_ms
                return
            if _count(session, account_id) >= MAX_REMINDERS:
                raise Refused("too_many_reminders")
            session.add(Reminder(account_id=account_id, reminder_id=reminder_id, due_ms=due_ms))

    def take_back(self, asker: Asker, reminder_id: bytes) -> None:
        """The thing is done or off. The same where there is none."""
        with self._database.write() as session:
            session.execute(
                delete(Reminder).where(
                    col(Reminder.account_id) == asker.check(session).account_id,
                    col(Reminder.reminder_id) == reminder_id,
                )
            )


def is_due(session: Session, now_ms: int) -> bool:
    """Whether a reminder's moment has come."""
    due = select(Reminder.account_id).where(Reminder.due_ms <= now_ms).limit(1)
    return session.exec(due).first() is not None


def come_due(session: Session, now_ms: int) -> None:
    """Turn reminders whose moment has come into notes. Each is used up by it."""
    rows = session.exec(
        select(Reminder)
        .where(Reminder.due_ms <= now_ms)
        .order_by(col(Reminder.due_ms))
        .limit(_AT_A_TIME)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        queue.wake(session, AccountId(row.account_id), "reminders", now_ms)
        session.delete(row)


def _count(session: Session, account_id: AccountId) -> int:
    counted = select(func.count()).select_from(Reminder).where(Reminder.account_id == account_id)
    return session.exec(counted).one()
