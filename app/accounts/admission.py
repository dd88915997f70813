"""Who may try: sign-in allowances, and who may make an account (protocol.md §4, §9 T13).

A phone that has signed in before holds a device cookie and spends an allowance of its own, so
that no flood from elsewhere, not even from the same household's address, keeps a person out.
"""

import logging
import secrets
import threading
from dataclasses import dataclass

from sqlmodel import Session, select
from starlette.requests import HTTPConnection

from app.accounts.cookies import read_device_cookie
from app.accounts.credentials import known_device
from app.accounts.models import Account
from app.core.address import address_of
from app.core.allowance import Allowance
from app.core.clock import MINUTE_MS, SECOND_MS
from app.core.errors import Refused
from app.core.secret import ServerKey

log = logging.getLogger(__name__)

# Guessing one login from one address: ten tries, then one a minute.
SIGN_IN = Allowance("sign-in", burst=10, refill_ms=MINUTE_MS)
# Guessing many logins from one address; a household or a small office stays below.
SIGN_IN_ADDRESS = Allowance("sign-in from", burst=100, refill_ms=10 * SECOND_MS)
# Guessing one login from many addresses. One address reaches a tenth of it.
SIGN_IN_LOGIN = Allowance("sign-in to", burst=100, refill_ms=MINUTE_MS)
# A device that has signed in to this login before: its own, whatever else goes on.
SIGN_IN_DEVICE = Allowance("sign-in on", burst=20, refill_ms=5 * SECOND_MS)
# A recovery code has 160 random bits: nobody guesses one, only the load is bounded.
RECOVER = Allowance("recover", burst=20, refill_ms=30 * SECOND_MS)
# Salts are the same for known and unknown logins; the bound is on the load.
SALT = Allowance("salt", burst=120, refill_ms=SECOND_MS)
SALT_DEVICE = Allowance("salt on", burst=60, refill_ms=SECOND_MS)
# Accounts and invitation codes tried from one address.
SIGN_UP = Allowance("sign-up", burst=60, refill_ms=MINUTE_MS)
# Trying the present passphrase from inside a session; each session has its own.
CONFIRM = Allowance("confirm", burst=10, refill_ms=MINUTE_MS)
# Vault writes: once a day and at sign-out is ordinary, pairing writes a few at once.
VAULT = Allowance("vault", burst=60, refill_ms=10 * SECOND_MS)

_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_GROUPS = 4
_GROUP_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a try comes from: an address, and a device cookie that is not yet proven."""

    address: str
    device_cookie: bytes | None

    @classmethod
    def of(cls, connection: HTTPConnection) -> "Visitor":
        return cls(address_of(connection), read_device_cookie(connection))

    def spend_sign_in(self, session: Session, key: ServerKey, now_ms: int, login: str) -> None:
        """Raises `slow_down` when this device, address or login has tried too often."""
        device = known_device(key, login, self.device_cookie)
        if device is not None:
            SIGN_IN_DEVICE.spend(session, key, now_ms, login, device)
            return
        SIGN_IN.spend(session, key, now_ms, login, self.address)
        SIGN_IN_ADDRESS.spend(session, key, now_ms, self.address)
        SIGN_IN_LOGIN.spend(session, key, now_ms, login)

    def spend_salt(self, session: Session, key: ServerKey, now_ms: int, login: str) -> None:
        """Raises `slow_down` when this device or address has asked too often."""
        device = known_device(key, login, self.device_cookie)
        if device is not None:
            SALT_DEVICE.spend(session, key, now_ms, login, device)
        else:
            SALT.spend(session, key, now_ms, self.address)


class FirstAccountCode:
    """The one-time code in the server's log that lets whoever runs it make the first account.

    It is kept in memory alone: a new start, while there is still no account, prints a new one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._code: str | None = None

    def announce(self) -> None:
        """Print a code, unless one is waiting already."""
        with self._lock:
            if self._code is not None:
                return
            groups = [
                "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_GROUP_LENGTH))
                for _ in range(_CODE_GROUPS)
            ]
            self._code = "".join(groups)
        log.warning("first account: sign up with the one-time code %s", "-".join(groups))

    def check(self, session: Session, given: str | None) -> None:
        """Raises `invitation_needed` unless there is no account yet and this is the code.

        Asked inside the write transaction that makes the account, so that it works once.
        """
        if has_accounts(session) or given is None or self._code is None:
            raise Refused("invitation_needed")
        folded = "".join(given.split()).replace("-", "").upper()
        if not secrets.compare_digest(folded.encode(), self._code.encode()):
            raise Refused("invitation_needed")

    def forget(self) -> None:
        """The account is made: the code is worth nothing any more."""
        with self._lock:
            self._code = None


def has_accounts(session: Session) -> bool:
    """Whether anybody has an account here."""
    return session.exec(select(Account.account_id).limit(1)).first() is not None
