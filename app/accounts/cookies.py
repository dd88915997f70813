"""The two cookies, and how their names and flags follow the scheme.

`__Host-` and Secure need https; over plain http on this computer some browsers would drop them.
"""

from typing import Annotated

from fastapi import Depends, Response
from starlette.requests import HTTPConnection

from app.accounts.credentials import new_device_cookie
from app.core.clock import SECOND_MS
from app.core.limits import SESSION_MS
from app.core.wire import decode_b64, encode_b64
from app.settings import Settings

SESSION_COOKIE = "goldseam"
DEVICE_COOKIE = "goldseam-device"
_SECURE_PREFIX = "__Host-"


def read_session_token(connection: HTTPConnection) -> bytes | None:
    """The session's token, or None if the cookie is absent or not ours."""
    return _read(connection, SESSION_COOKIE)


def read_device_cookie(connection: HTTPConnection) -> bytes | None:
    """The device cookie's bytes, not yet proven to be ours."""
    return _read(connection, DEVICE_COOKIE)


def cookie_name(settings: Settings, name: str) -> str:
    """The cookie's name on this server's scheme."""
    return _SECURE_PREFIX + name if settings.is_production else name


class Jar:
    """The cookies of one answer."""

    def __init__(self, connection: HTTPConnection, response: Response) -> None:
        self._connection = connection
        self._response = response
        self._settings: Settings = connection.app.state.settings

    def keep_session(self, token: bytes, age_ms: int = SESSION_MS) -> None:
        """Give the device this session."""
        self._set(SESSION_COOKIE, token, age_ms)

    def renew_session(self) -> None:
        """Let the cookie that the device sent run for its full time again."""
        token = read_session_token(self._connection)
        if token is not None:
            self.keep_session(token)

    def know_device(self, login: str) -> None:
        """Let the device keep a sign-in allowance of its own; it survives signing out."""
        key = self._connection.app.state.key
        self._set(DEVICE_COOKIE, new_device_cookie(key, login), SESSION_MS)

    def forget_session(self) -> None:
        """Take the session's cookie back."""
        self._set(SESSION_COOKIE, b"", 0)

    def forget_device(self) -> None:
        """Take the device's cookie back: the account it names is gone."""
        self._set(DEVICE_COOKIE, b"", 0)

    def _set(self, name: str, value: bytes, age_ms: int) -> None:
        self._response.set_cookie(
            cookie_name(self._settings, name),
            encode_b64(value),
            max_age=age_ms // SECOND_MS,
            path="/",
            secure=self._settings.is_production,
            httponly=True,
            samesite="strict",
        )


JarDep = Annotated[Jar, Depends(Jar)]


def _read(connection: HTTPConnection, name: str) -> bytes | None:
    text = connection.cookies.get(cookie_name(connection.app.state.settings, name))
    if not text:
        return None
    try:
        return decode_b64(text)
    except ValueError:
        return None
