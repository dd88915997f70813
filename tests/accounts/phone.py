"""A device as the server sees it: real keys and envelopes from the independent client.

Only the slow derivation is left out: the key that a passphrase would give is drawn at random.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from websockets.sync.client import ClientConnection, connect

from app.client.api import Api
from app.client.canonical import b64
from app.client.device import Device
from app.client.enrolment import NewAccount, enrol
from app.client.keyring import seal_vault, wrap_for_password, wrap_for_recovery
from app.client.keys import PROFILE, PasswordKeys, RecoveryKeys
from app.core.wire import decode_b64
from tests.conftest import FakeClock


def new_password() -> PasswordKeys:
    """What some passphrase would derive to."""
    return PasswordKeys(PROFILE, salt_eff=bytes(16), pmk=secrets.token_bytes(32))


@dataclass
class Phone:
    """One device of one person. `address` is where it seems to come from."""

    base_url: str
    clock: FakeClock
    login: str = "robin"
    address: str = "203.0.113.7"
    password: PasswordKeys = field(default_factory=new_password)
    account: NewAccount | None = None
    opened: list[httpx.Client] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.http = httpx.Client(
            base_url=self.base_url,
            headers={"X-Forwarded-For": self.address},
            timeout=30,
            verify=False,
        )
        self.opened.append(self.http)

    def close(self) -> None:
        """Hang up, with every other device that came from this one."""
        for client in self.opened:
            client.close()

    def stranger(self, login: str, *, address: str | None = None) -> "Phone":
        """Somebody else's device."""
        return Phone(self.base_url, self.clock, login, address or self.address, opened=self.opened)

    def another(self, *, address: str | None = None, with_cookies: bool = False) -> "Phone":
        """Another device of the same person; with cookies, the same one opened again."""
        other = Phone(
            self.base_url,
            self.clock,
            self.login,
            address or self.address,
            self.password,
            self.account,
            self.opened,
        )
        if with_cookies:
            other.http.cookies.update(self.http.cookies)
        return other

    def moved_to(self, base_url: str) -> "Phone":
        """The same device after the server came back under another address."""
        moved = self.another(with_cookies=True)
        moved.base_url = base_url
        moved.http.base_url = httpx.URL(base_url)
        return moved

    def salt(self) -> httpx.Response:
        return self.http.post("/api/salts", json={"login": self.login})

    def sign_up_body(self, **changed: Any) -> dict[str, Any]:
        """What a phone posts to sign up, with some fields changed."""
        salt = decode_b64(self.salt().json()["salt"])
        device = Device(Api(self.base_url), clock=self.clock)
        self.account = enrol(device, self.login, salt, self.password)
        device.api.close()
        return {"invitation": None, **self.account.body, **changed}

    def sign_up(self, **changed: Any) -> httpx.Response:
        return self.http.post("/api/accounts", json=self.sign_up_body(**changed))

    def sign_in(self, password: PasswordKeys | None = None) -> httpx.Response:
        body = {
            "login": self.login,
            "auth": b64((password or self.password).auth),
            "device": "tablet",
        }
        return self.http.post("/api/sessions", json=body)

    def recover(self, code: RecoveryKeys | None = None) -> httpx.Response:
        rauth = (code or self.enrolled.recovery).auth
        body = {"login": self.login, "rauth": b64(rauth), "device": "phone"}
        return self.http.post("/api/recoveries", json=body)

    def state(self) -> httpx.Response:
        return self.http.get("/api/account")

    def change_password(self, new: PasswordKeys, **changed: Any) -> httpx.Response:
        body = {
            "auth_now": b64(self.password.auth),
            "auth": b64(new.auth),
            "ak_pw": self.wrapped_for(new),
            "rauth": None,
            "ak_rc": None,
            **changed,
        }
        return self.http.put("/api/account/password", json=body)

    def change_recovery(self, code: RecoveryKeys, **changed: Any) -> httpx.Response:
        body = {"auth_now": b64(self.password.auth), **self.recovery_fields(code), **changed}
        return self.http.put("/api/account/recovery", json=body)

    def write_vault(self, *, replaces: int, revision: int) -> httpx.Response:
        ring = self.enrolled.keyring
        sealed = seal_vault(ring.keys, ring.account, revision, ring.vault, secrets.token_bytes)
        body = {"replaces": replaces, "revision": revision, "envelope": b64(sealed)}
        return self.http.put("/api/account/vault", json=body)

    def delete_account(self, password: PasswordKeys | None = None) -> httpx.Response:
        body = {"auth_now": b64((password or self.password).auth)}
        return self.http.post("/api/account/deletion", json=body)

    def sessions(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.http.get("/api/sessions").json()["sessions"]
        return rows

    def end_session(self, name: str) -> httpx.Response:
        return self.http.delete(f"/api/sessions/{name}")

    def events(self) -> httpx.Response:
        return self.http.get(f"/api/spaces/{self.space}/events")

    def socket(self) -> ClientConnection:
        """A socket with this device's cookies, following its personal space from the start."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies.jar)
        address = self.base_url.replace("http://", "ws://") + "/api/socket"
        return connect(
            address,
            additional_headers={"Cookie": cookies},
            subprotocols=["goldseam.1"],  # type: ignore[list-item]
            proxy=None,
        )

    @property
    def enrolled(self) -> NewAccount:
        """What this person made at sign-up."""
        if self.account is None:
            raise LookupError("this person has not signed up")
        return self.account

    @property
    def space(self) -> UUID:
        return self.enrolled.keyring.personal.space

    def wrapped_for(self, password: PasswordKeys) -> str:
        """The account's key sealed under another passphrase."""
        ring = self.enrolled.keyring
        return b64(
            wrap_for_password(ring.keys, ring.account, ring.salt, password, secrets.token_bytes)
        )

    def recovery_fields(self, code: RecoveryKeys) -> dict[str, Any]:
        """What the server keeps of a recovery code."""
        ring = self.enrolled.keyring
        sealed = wrap_for_recovery(ring.keys, ring.account, code, secrets.token_bytes)
        return {"rauth": b64(code.auth), "ak_rc": b64(sealed)}


def new_code() -> RecoveryKeys:
    """Another recovery code."""
    return RecoveryKeys(secrets.token_bytes(20))
