"""What a signed-in person can do with their account.

Each act is one transaction that first asks again whether the session still stands, so that
nothing is done for a device that was revoked a moment ago. What ended is told after the commit.
"""

from collections.abc import Callable, Sequence

from sqlmodel import Session

from app.accounts import sessions
from app.accounts.admission import CONFIRM, VAULT
from app.accounts.credentials import is_match, keep
from app.accounts.models import Account, AccountSession
from app.accounts.sessions import SignedIn
from app.accounts.state import account_state
from app.accounts.wire import AccountState, Deletion, PasswordChange, RecoveryChange, VaultWrite
from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import SessionId, SpaceId
from app.core.limits import SESSION_MS
from app.core.secret import ServerKey
from app.log.writer import Writer
from app.spaces.models import list_memberships

CLOSE_SIGNED_OUT = 4401
CLOSE_REVOKED = 4403

# Told which sessions ended and with which code their sockets close. Called after the commit.
OnEnded = Callable[[Sequence[SessionId], int], None]


class Accounts:
    """The acts of an account.

    `on_ended` closes the sockets of sessions that ended; `on_vault` is told whose vault another
    device wrote; `on_deleted` is told that an account is gone, which may have been the last.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        key: ServerKey,
        writer: Writer,
        on_ended: OnEnded,
        on_vault: Callable[[Sequence[SessionId]], None],
        on_deleted: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._key = key
        self._writer = writer
        self._on_ended = on_ended
        self._on_vault = on_vault
        self._on_deleted = on_deleted

    def state(self, who: SignedIn) -> AccountState:
        """Raises `signed_out` or `revoked` if the session ended meanwhile, as all of these do."""
        with self._database.read() as session:
            return account_state(session, self._account_of(session, who))

    def change_password(self, who: SignedIn, wanted: PasswordChange) -> AccountState:
        """Re-wrap the account's key and sign every other device out, in one transaction (R2).

        A session that came by the recovery code proves nothing more, but must bring a new code,
        and is an ordinary one from then on. Raises `malformed`, `slow_down`, `no_match` (403).
        """
        if who.recovery_only:
            complete = None not in (wanted.rauth, wanted.ak_rc) and wanted.auth_now is None
        else:
            complete = wanted.rauth is wanted.ak_rc is None and wanted.auth_now is not None
        if not complete:
            raise Refused("malformed", "not the fields of this kind of session")
        if wanted.auth_now is not None:
            self._spend_confirm(who)
        with self._database.write() as session:
            account = self._account_of(session, who)
            if wanted.auth_now is not None:
                _confirm(account, wanted.auth_now)
            account.auth_hash, account.ak_pw = keep(wanted.auth), wanted.ak_pw
            if wanted.rauth is not None and wanted.ak_rc is not None:
                account.rauth_hash, account.ak_rc = keep(wanted.rauth), wanted.ak_rc
                self._make_ordinary(session, who)
            ended = sessions.end_other_sessions(session, who.account_id, kept=who.session_id)
            state = account_state(session, account)
        self._on_ended(ended, CLOSE_SIGNED_OUT)
        return state

    def change_recovery(self, who: SignedIn, wanted: RecoveryChange) -> AccountState:
        """Replace the recovery code. Raises `slow_down`, `no_match` (403)."""
        self._spend_confirm(who)
        with self._database.write() as session:
            account = self._account_of(session, who)
            _confirm(account, wanted.auth_now)
            account.rauth_hash, account.ak_rc = keep(wanted.rauth), wanted.ak_rc
            return account_state(session, account)

    def write_vault(self, who: SignedIn, wanted: VaultWrite) -> None:
        """Replace the vault, and tell the account's other devices once it is kept.

        Raises `malformed`, `slow_down`, or `vault_moved` when another device wrote it since: read
        it, merge, write again.
        """
        if wanted.revision <= wanted.replaces:
            raise Refused("malformed", "the revision must rise")
        with self._database.write() as session:
            account = self._account_of(session, who)
            VAULT.spend(session, self._key, self._clock.now_ms(), who.account_id)
            if wanted.replaces != account.vault_revision:
                raise Refused("vault_moved")
            account.vault_revision, account.vault = wanted.revision, wanted.envelope
            devices = sessions.list_sessions(session, who.account_id)
            others = [
                SessionId(row.session_id) for row in devices if row.session_id != who.session_id
            ]
        self._on_vault(others)

    def delete(self, who: SignedIn, wanted: Deletion) -> None:
        """Delete the account and everything of it, at once (R15).

        Its tokens are remembered as ended, so that every device wipes. A shared space is closed,
        and its rows go with the other person's place in it, or with the 30 days. Raises
        `slow_down`, `no_match` (403).
        """
        self._spend_confirm(who)
        with self._writer.turn() as turn:
            account = self._account_of(turn.session, who)
            _confirm(account, wanted.auth_now)
            now_ms = self._clock.now_ms()
            ended = sessions.mark_all_deleted(turn.session, who.account_id, now_ms)
            for membership in list_memberships(turn.session, who.account_id):
                turn.close_space(SpaceId(membership.space_id))
                turn.drop_membership(SpaceId(membership.space_id), who.account_id)
            # Its sessions and the invitations that it made or claimed go with it.
            turn.session.delete(account)
        self._on_ended(ended, CLOSE_REVOKED)
        # The deleted rows would otherwise stay readable in the write-ahead log.
        self._database.truncate_log()
        self._on_deleted()

    def list_sessions(self, who: SignedIn) -> Sequence[AccountSession]:
        """The account's sessions, newest use first."""
        with self._database.read() as session:
            self._account_of(session, who)
            return sessions.list_sessions(session, who.account_id)

    def sign_out(self, who: SignedIn) -> None:
        """End this session."""
        with self._database.write() as session:
            sessions.end_session(session, who.session_id)
        self._on_ended([who.session_id], CLOSE_SIGNED_OUT)

    def revoke(self, who: SignedIn, session_id: SessionId) -> None:
        """End another device's session: it signs out and deletes at its next contact.

        Raises `not_found`, alike for no such session and for somebody else's.
        """
        with self._database.write() as session:
            self._account_of(session, who)
            sessions.revoke_session(session, who.account_id, session_id)
        self._on_ended([session_id], CLOSE_REVOKED)

    def _account_of(self, session: Session, who: SignedIn) -> Account:
        sessions.check_session(session, who.token_hash, self._clock.now_ms())
        account = session.get(Account, who.account_id)
        if account is None:
            raise Refused("signed_out")
        return account

    def _spend_confirm(self, who: SignedIn) -> None:
        """In a transaction of its own: a wrong try is refused and must count all the same."""
        with self._database.write() as session:
            CONFIRM.spend(session, self._key, self._clock.now_ms(), who.session_id)

    def _make_ordinary(self, session: Session, who: SignedIn) -> None:
        row = session.get_one(AccountSession, who.session_id)
        row.recovery_only, row.expires_ms = False, self._clock.now_ms() + SESSION_MS


def _confirm(account: Account, auth_now: bytes) -> None:
    if not is_match(account.auth_hash, auth_now):
        raise Refused("no_match", status=403)
