"""The door of every `/api` request, before any route: size, origin, version; and what it leaves.

A plain ASGI layer, because it must see bodies as they arrive and answers as they leave. Nothing
it logs names a person: method, the route's pattern, status and time taken.
"""

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import Refused, answer
from app.core.limits import MAX_REQUEST_BYTES, PROTOCOL
from app.core.origin import is_own_origin

log = logging.getLogger("app.access")

CLIENT_HEADER = "goldseam-client"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_MAX_DIGITS = 15


class Guard:
    """Refuses what no route need look at, and marks every answer as not to be kept."""

    def __init__(self, app: ASGIApp, *, public_origin: str | None) -> None:
        self._app = app
        self._public_origin = public_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_api_path(scope["path"]):
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            self._check(scope["method"], Headers(scope=scope))
            await self._app(scope, _bounded(receive), send_marked)
        except Refused as refused:
            await answer(refused)(scope, receive, send_marked)
        except Exception:
            log.exception("unexpected, in %s", route_of(scope))
            if status:
                raise
            await answer(Refused("server"))(scope, receive, send_marked)
        finally:
            elapsed_ms = (time.perf_counter() - began) * 1_000
            log.info("%s %s %d %.0f ms", scope["method"], route_of(scope), status, elapsed_ms)

    def _check(self, method: str, headers: Headers) -> None:
        """Raises Refused: `too_large`, `upgrade`, `wrong_origin`, `malformed`."""
        if _number(headers.get("content-length", "0")) > MAX_REQUEST_BYTES:
            raise Refused("too_large")
        check_client(headers)
        own = is_own_origin(headers.get("origin"), headers.get("host"), self._public_origin)
        if method not in _SAFE_METHODS and not own:
            raise Refused("wrong_origin")


def is_api_path(path: str) -> bool:
    """Whether a path belongs to the API, known or not."""
    return path == "/api" or path.startswith("/api/")


def check_client(headers: Headers) -> None:
    """Refuse a client older than this server speaks to: 426 `upgrade`, so that it reloads."""
    version = headers.get(CLIENT_HEADER)
    if version is not None and _number(version) < PROTOCOL:
        raise Refused("upgrade")


def _number(text: str) -> int:
    """A header's number. Raises `malformed` for anything but a few plain digits."""
    if len(text) > _MAX_DIGITS or not (text.isascii() and text.isdigit()):
        raise Refused("malformed")
    return int(text)


def route_of(scope: Scope) -> str:
    """The pattern of the route that answered, never the path: paths hold ids."""
    return str(getattr(scope.get("route"), "path", "unknown"))


def _bounded(receive: Receive) -> Receive:
    """Stop reading a body that announced no length once it is larger than any may be."""
    seen = 0

    async def receive_some() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_REQUEST_BYTES:
            # This class passes through FastAPI's body reader; any other becomes a plain 400.
            raise HTTPException(413)
        return message

    return receive_some
