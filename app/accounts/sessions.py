"""Sessions: who a request speaks for, and how that ends.

A token that ended is refused in one of two ways. `signed_out`: the phone locks and keeps what it
holds. `revoked` (another device ended it, or the account is gone): it signs out and deletes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from app.accounts.credentials import token_hash
from app.accounts.models import AccountSession, EndedSession
from app.core.clock import DAY_MS, day_of
from app.core.errors import Refused
from app.core.ids import AccountId, SessionId, random_id
from app.core.limits import ENDED_MARK_DAYS, MAX_SESSIONS, RECOVERY_SESSION_MS, SESSION_MS


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that stands at this moment. Ask again before every delivery."""

    session_id: SessionId
    token_hash: bytes
    account_id: AccountId
    recovery_only: bool
    last_day: int


def check_session(session: Session, hashed_token: bytes, now_ms: int) -> SignedIn:
    """Who holds this token. Raises Refused: `revoked` or `signed_out`, both 401."""
    row = session.exec(
        select(AccountSession).where(AccountSession.token_hash == hashed_token)
    ).one_or_none()
    if row is not None and row.expires_ms > now_ms:
        return SignedIn(
            session_id=SessionId(row.session_id),
            token_hash=row.token_hash,
            account_id=AccountId(row.account_id),
            recovery_only=row.recovery_only,
            last_day=row.last_day,
        )
    mark = session.get(EndedSession, hashed_token)
    raise Refused("revoked" if mark is not None and mark.until_ms > now_ms else "signed_out")


def open_session(
    session: Session,
    account_id: AccountId,
    token: bytes,
    device: str,
    now_ms: int,
    *,
    recovery_only: bool,
) -> AccountSession:
    """Begin a session. What has run out is forgotten, and the oldest gives way to a new one."""
    _forget_expired(session, now_ms)
    standing = _list_rows(session, account_id)
    for row in standing[: max(0, len(standing) + 1 - MAX_SESSIONS)]:
        session.delete(row)
    row = AccountSession(
        session_id=random_id(),
        token_hash=token_hash(token),
        account_id=account_id,
        device=device,
        recovery_only=recovery_only,
        created_day=day_of(now_ms),
        last_day=day_of(now_ms),
        expires_ms=now_ms + (RECOVERY_SESSION_MS if recovery_only else SESSION_MS),
    )
    session.add(row)
    return row


def touch_session(session: Session, session_id: SessionId, now_ms: int) -> None:
    """Note the day of use and let the session stand for its full time again."""
    row = session.get(AccountSession, session_id)
    if row is not None and not row.recovery_only:
        row.last_day, row.expires_ms = day_of(now_ms), now_ms + SESSION_MS


def list_sessions(session: Session, account_id: AccountId) -> Sequence[AccountSession]:
    """The account's sessions, newest use first."""
    rows = _list_rows(session, account_id)
    return sorted(rows, key=lambda row: (row.last_day, row.created_day), reverse=True)


def end_session(session: Session, session_id: SessionId) -> None:
    """Sign out: the token is forgotten, whoever presents it again is `signed_out`."""
    session.execute(delete(AccountSession).where(col(AccountSession.session_id) == session_id))


def revoke_session(session: Session, account_id: AccountId, session_id: SessionId) -> None:
    """End another device's session; it is told `revoked` for as long as it would have stood.

    Raises `not_found`, alike for no such session and for somebody else's.
    """
    row = session.get(AccountSession, session_id)
    if row is None or row.account_id != account_id:
        raise Refused("not_found")
    session.add(EndedSession(token_hash=row.token_hash, until_ms=row.expires_ms))
    session.delete(row)


def end_other_sessions(session: Session, account_id: AccountId, kept: SessionId) -> list[SessionId]:
    """Sign every other device out, plainly. Gives the sessions that ended."""
    rows = [row for row in _list_rows(session, account_id) if row.session_id != kept]
    for row in rows:
        session.delete(row)
    return [SessionId(row.session_id) for row in rows]


def mark_all_deleted(session: Session, account_id: AccountId, now_ms: int) -> list[SessionId]:
    """Before an account goes: let every device of it learn that it must wipe."""
    rows = _list_rows(session, account_id)
    for row in rows:
        until_ms = now_ms + ENDED_MARK_DAYS * DAY_MS
        session.add(EndedSession(token_hash=row.token_hash, until_ms=until_ms))
        session.delete(row)
    return [SessionId(row.session_id) for row in rows]


def end_every_session(session: Session) -> None:
    """After a restore nobody is signed in: the backup may be older than a revocation."""
    session.execute(delete(AccountSession))


def _list_rows(session: Session, account_id: AccountId) -> Sequence[AccountSession]:
    """Oldest use first."""
    return session.exec(
        select(AccountSession)
        .where(AccountSession.account_id == account_id)
        .order_by(
            col(AccountSession.last_day),
            col(AccountSession.created_day),
            col(AccountSession.session_id),
        )
    ).all()


def _forget_expired(session: Session, now_ms: int) -> None:
    session.execute(delete(AccountSession).where(col(AccountSession.expires_ms) <= now_ms))
    session.execute(delete(EndedSession).where(col(EndedSession.until_ms) <= now_ms))
