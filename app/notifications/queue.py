"""The queue of notes. It lies in the subscriptions: each device has room for one that waits.

A person hears at most two notes between two looks: one, and one gentle reminder a day later, which
comes sooner if something new does; then silence, whatever a partner does. Only the moments that
a person set themselves ring in any case.

Everything here runs in the caller's write transaction. On a database with several writers the
rows are locked, so that two processes never take the same note.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from app.accounts.models import AccountSession
from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from app.core.ids import AccountId, SessionId
from app.notifications.models import PushChoice, PushSubscription
from app.notifications.quiet import QuietHours
from app.notifications.wire import Kind

# A burst is one note: what comes within this time of the first cause is part of it.
BUNDLE_MS = 30 * SECOND_MS
# However much happens, two notes to one device lie this far apart.
GAP_MS = 10 * MINUTE_MS
# When the gentle reminder comes, if nobody has looked.
REMIND_MS = DAY_MS
# A sender that took a note and is not heard of again loses it to the next one.
LEASE_MS = MINUTE_MS
# Trying again: after a minute, then twice as long each time, as the push service asks, never
# longer than six hours, and not at all a day after the note was due.
FIRST_RETRY_MS = MINUTE_MS
LONGEST_RETRY_MS = 6 * HOUR_MS
GIVE_UP_MS = DAY_MS
# Told once, reminded once.
SILENT = 2


@dataclass(frozen=True, slots=True)
class Job:
    """A note that one sender has taken until `hold_ms`, which nobody else's lease ends at."""

    session_id: SessionId
    endpoint: str
    p256dh: bytes
    auth: bytes
    due_ms: int
    hold_ms: int
    tries: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The push service took it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The push service knows this device no more."""


@dataclass(frozen=True, slots=True)
class Unwanted:
    """The push service will not have this note, and asking again would change nothing."""


@dataclass(frozen=True, slots=True)
class Later:
    """It could not be delivered now. `wait_ms` is what the push service asked for, at least 0."""

    wait_ms: int = 0


Outcome = Sent | Gone | Unwanted | Later


def wake(session: Session, account_id: AccountId, kind: Kind, now_ms: int) -> None:
    """Let the account's devices have a note, if the person wants to be woken for this kind."""
    choice = session.get(PushChoice, account_id)
    if choice is None or kind not in choice.kinds.split():
        return
    is_own = kind == "reminders"
    due_ms = now_ms if is_own else now_ms + BUNDLE_MS
    for row in _list_standing(session, account_id, now_ms):
        is_silent = row.rest >= SILENT and not is_own
        if not is_silent and (row.due_ms is None or due_ms < row.due_ms):
            row.due_ms = due_ms


def look(session: Session, account_id: AccountId) -> None:
    """The person has seen what there is: nothing waits any more, and they may be told anew."""
    for row in _list_told(session, account_id, lock=True):
        row.due_ms, row.tries, row.rest = None, 0, 0


def ask_again(session: Session, account_id: AccountId, now_ms: int) -> None:
    """The person chose other hours: what waits for the end of the old ones is looked at anew."""
    rows = session.exec(
        select(PushSubscription)
        .where(
            PushSubscription.account_id == account_id,
            # Not what a sender has taken, and not what a push service asked to have later.
            PushSubscription.hold_ms > now_ms + LEASE_MS,
            PushSubscription.tries == 0,
        )
        .with_for_update()
    )
    for row in rows:
        row.hold_ms = 0


def is_told(session: Session, account_id: AccountId) -> bool:
    """Whether looking would change anything."""
    return bool(_list_told(session, account_id, lock=False))


def is_due(session: Session, now_ms: int) -> bool:
    """Whether a note waits to be taken."""
    due = select(PushSubscription.session_id).where(
        col(PushSubscription.due_ms) <= now_ms, PushSubscription.hold_ms <= now_ms
    )
    return session.exec(due.limit(1)).first() is not None


def claim(session: Session, now_ms: int, limit: int) -> list[Job]:
    """Take up to `limit` notes that are due, oldest first; those of quiet hours are put off."""
    rows = session.exec(
        select(PushSubscription)
        .where(col(PushSubscription.due_ms) <= now_ms, PushSubscription.hold_ms <= now_ms)
        .order_by(col(PushSubscription.due_ms))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    jobs = []
    for row in rows:
        allowed_ms = _allowed_from(session, row, now_ms)
        if allowed_ms > now_ms:
            row.hold_ms = allowed_ms
        else:
            row.hold_ms = now_ms + LEASE_MS
            jobs.append(_job(row))
    return jobs


def finish(session: Session, job: Job, outcome: Outcome, now_ms: int) -> None:
    """Note what became of a note. Nothing, if the lease ran out or the device moved meanwhile."""
    row = session.exec(
        select(PushSubscription)
        .where(PushSubscription.session_id == job.session_id)
        .with_for_update()
    ).one_or_none()
    if row is None or (row.endpoint, row.hold_ms) != (job.endpoint, job.hold_ms):
        return
    match outcome:
        case Gone():
            session.delete(row)
        case Sent():
            _sent(row, job, now_ms)
        case Unwanted():
            _drop(row)
        case Later(wait_ms):
            _put_off(row, wait_ms, now_ms)


def _sent(row: PushSubscription, job: Job, now_ms: int) -> None:
    """The person has been told; a look or a new cause since the note was taken stays as it is."""
    is_same = row.due_ms == job.due_ms
    row.sent_ms = now_ms
    row.hold_ms, row.tries = 0, 0
    if is_same:
        row.rest = min(row.rest + 1, SILENT)
        row.due_ms = now_ms + REMIND_MS if row.rest < SILENT else None


def _put_off(row: PushSubscription, wait_ms: int, now_ms: int) -> None:
    wait_ms = max(wait_ms, FIRST_RETRY_MS << row.tries)
    again_ms = now_ms + min(wait_ms, LONGEST_RETRY_MS)
    if row.due_ms is None or again_ms > row.due_ms + GIVE_UP_MS:
        _drop(row)
    else:
        row.hold_ms, row.tries = again_ms, row.tries + 1


def _drop(row: PushSubscription) -> None:
    row.due_ms, row.hold_ms, row.tries = None, 0, 0


def _allowed_from(session: Session, row: PushSubscription, now_ms: int) -> int:
    """Now, or when the gap after the newest note and the person's quiet hours are over."""
    at_ms = max(now_ms, row.sent_ms + GAP_MS)
    choice = session.get(PushChoice, row.account_id)
    quiet = None if choice is None else quiet_hours(choice)
    return at_ms if quiet is None else quiet.end_of(at_ms)


def quiet_hours(choice: PushChoice) -> QuietHours | None:
    """The person's quiet hours, if they have any."""
    if choice.quiet_from is None or choice.quiet_to is None or choice.zone is None:
        return None
    return QuietHours(choice.quiet_from, choice.quiet_to, choice.zone)


def _job(row: PushSubscription) -> Job:
    return Job(
        session_id=SessionId(row.session_id),
        endpoint=row.endpoint,
        p256dh=row.p256dh,
        auth=row.auth,
        due_ms=row.due_ms or 0,
        hold_ms=row.hold_ms,
        tries=row.tries,
    )


def _list_standing(
    session: Session, account_id: AccountId, now_ms: int
) -> Sequence[PushSubscription]:
    """The account's devices whose session has not run out."""
    return session.exec(
        select(PushSubscription)
        .join(
            AccountSession,
            col(AccountSession.session_id) == col(PushSubscription.session_id),
        )
        .where(PushSubscription.account_id == account_id, AccountSession.expires_ms > now_ms)
        .with_for_update(of=PushSubscription)
    ).all()


def _list_told(
    session: Session, account_id: AccountId, *, lock: bool
) -> Sequence[PushSubscription]:
    """The account's devices that have been told something, or are about to be."""
    told = select(PushSubscription).where(
        PushSubscription.account_id == account_id,
        or_(col(PushSubscription.due_ms).is_not(None), PushSubscription.rest > 0),
    )
    return session.exec(told.with_for_update() if lock else told).all()
