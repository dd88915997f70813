"""From outside to inside: the salt, signing up, signing in, the recovery code.

Whoever stands outside learns nothing by asking: a login that nobody has and a wrong passphrase
are answered alike, after the same work.
"""

from dataclasses import dataclass, field

from sqlmodel import Session, select

from app.accounts.admission import RECOVER, SIGN_UP, FirstAccountCode, Visitor, has_accounts
from app.accounts.credentials import is_match, keep, new_token, salt_of
from app.accounts.models import Account
from app.accounts.sessions import open_session
from app.accounts.state import account_state
from app.accounts.wire import AccountState, Recovery, SignIn, SignUp, SignUpMode
from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import AccountId, MemberId
from app.core.secret import ServerKey
from app.log.wire import read_posted
from app.log.writer import Writer
from app.spaces.invitations import admit_by_link


@dataclass(frozen=True, slots=True)
class Admitted:
    """A new session: its token, for the cookie alone, and what the device needs."""

    token: bytes = field(repr=False)
    state: AccountState


class Door:
    """The way in. `by_invitation`: nobody makes an account without a code."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        key: ServerKey,
        writer: Writer,
        by_invitation: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._key = key
        self._writer = writer
        self._by_invitation = by_invitation
        self._first_code = FirstAccountCode()

    def announce(self) -> None:
        """Print a code for the first account, where one is needed.

        After every start and every deletion: an empty server must let its host in.
        """
        if self.mode() == "first_account":
            self._first_code.announce()

    def mode(self) -> SignUpMode:
        """Who may sign up at this moment."""
        if not self._by_invitation:
            return "open"
        with self._database.read() as session:
            return "invitation" if has_accounts(session) else "first_account"

    def salt(self, visitor: Visitor, login: str) -> bytes:
        """The login's salt, or the one that it would get. Raises `slow_down`."""
        with self._database.write() as session:
            visitor.spend_salt(session, self._key, self._clock.now_ms(), login)
        made_up = salt_of(self._key, login)
        with self._database.read() as session:
            account = _find_account(session, login)
        return made_up if account is None else account.salt

    def sign_up(self, visitor: Visitor, wanted: SignUp) -> Admitted:
        """Make account, vault and personal space at once.

        Raises Refused: `slow_down`, `invitation_needed`, `login_taken`, `id_used`, `malformed`,
        `clock`, `bad_signature`, or the code of the rule that refused the space.
        """
        with self._database.write() as session:
            SIGN_UP.spend(session, self._key, self._clock.now_ms(), visitor.address)
        [genesis] = read_posted([wanted.genesis])
        with self._writer.turn() as turn:
            if self._by_invitation:
                self._check_invitation(turn.session, wanted.invitation)
            account = self._add_account(turn.session, wanted)
            opened = turn.open_space(
                genesis,
                account_id=AccountId(account.account_id),
                member_id=MemberId(wanted.member),
                sk_wrap=wanted.sk_wrap,
            )
            if opened.space_id != wanted.space:
                raise Refused("malformed", "another space's event")
            admitted = self._admit(turn.session, account, wanted.device, recovery_only=False)
        self._first_code.forget()
        return admitted

    def sign_in(self, visitor: Visitor, wanted: SignIn) -> Admitted:
        """Raises Refused: `slow_down`, or `no_match` alike for no account and a wrong AUTH."""
        with self._database.write() as session:
            visitor.spend_sign_in(session, self._key, self._clock.now_ms(), wanted.login)
        with self._database.write() as session:
            account = _find_account(session, wanted.login)
            matches = is_match(account.auth_hash if account else None, wanted.auth)
            if account is None or not matches:
                raise Refused("no_match")
            return self._admit(session, account, wanted.device, recovery_only=False)

    def recover(self, visitor: Visitor, wanted: Recovery) -> Admitted:
        """A session that may only set a new passphrase. Raises Refused like `sign_in`."""
        with self._database.write() as session:
            RECOVER.spend(session, self._key, self._clock.now_ms(), visitor.address)
        with self._database.write() as session:
            account = _find_account(session, wanted.login)
            matches = is_match(account.rauth_hash if account else None, wanted.rauth)
            if account is None or not matches:
                raise Refused("no_match")
            return self._admit(session, account, wanted.device, recovery_only=True)

    def _check_invitation(self, session: Session, given: str | None) -> None:
        """The host's code makes the first account, a member's link one more.

        Raises `invitation_needed`.
        """
        if given is not None and "." in given:
            admit_by_link(session, given, self._clock.now_ms())
        else:
            self._first_code.check(session, given)

    def _add_account(self, session: Session, wanted: SignUp) -> Account:
        if _find_account(session, wanted.login) is not None:
            raise Refused("login_taken")
        if wanted.salt != salt_of(self._key, wanted.login):
            raise Refused("malformed", "not the salt of this login")
        if session.get(Account, wanted.account) is not None:
            raise Refused("id_used")
        account = Account(
            account_id=wanted.account,
            login=wanted.login,
            profile=wanted.profile,
            salt=wanted.salt,
            auth_hash=keep(wanted.auth),
            rauth_hash=keep(wanted.rauth),
            ak_pw=wanted.ak_pw,
            ak_rc=wanted.ak_rc,
            vault_revision=wanted.vault.revision,
            vault=wanted.vault.envelope,
        )
        session.add(account)
        # Now, because the session's row refers to it and nothing else orders the two.
        session.flush()
        return account

    def _admit(
        self, session: Session, account: Account, device: str, *, recovery_only: bool
    ) -> Admitted:
        token = new_token()
        open_session(
            session,
            AccountId(account.account_id),
            token,
            device,
            self._clock.now_ms(),
            recovery_only=recovery_only,
        )
        return Admitted(token, account_state(session, account))


def _find_account(session: Session, login: str) -> Account | None:
    return session.exec(select(Account).where(Account.login == login)).one_or_none()
