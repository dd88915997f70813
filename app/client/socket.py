"""The socket as a cursor on the log (protocol.md §1, §10): "I have the space up to N with head H".

Pages go through `SpaceLog.apply`, the same door as those of HTTP.
"""

import json
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Protocol, Self

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from app.client.api import Api
from app.client.canonical import b64, parse_uuid, unb64
from app.client.errors import ClosedError, DistrustError, MalformedError, OfflineError, RefusedError
from app.client.events import Event, Item
from app.client.log import SpaceLog
from app.client.wire import (
    Appended,
    Json,
    as_number,
    as_object,
    as_text,
    item_json,
    parse_json,
    read_appended,
    read_page,
)

SUBPROTOCOL = Subprotocol("goldseam.1")
MAX_FRAME_BYTES = 1024 * 1024
_CLOSED = {
    4400: "malformed",
    4401: "signed_out",
    4403: "revoked",
    4426: "upgrade",
    4429: "slow_down",
    1012: "restarting",
}


class Connection(Protocol):
    """What is needed of a socket; a test may put itself in between."""

    def send(self, message: str) -> None: ...
    def recv(self, timeout: float | None = None) -> str | bytes: ...


Connect = Callable[[Api], AbstractContextManager[Connection]]


def connect_socket(api: Api) -> AbstractContextManager[Connection]:
    """Opens the socket with this device's session. Raises OfflineError where that is refused."""
    try:
        return connect(
            api.base_url.replace("http", "ws", 1) + "/api/socket",
            origin=Origin(api.base_url),
            subprotocols=[SUBPROTOCOL],
            additional_headers={"Cookie": api.cookie_header()},
            compression=None,
            max_size=MAX_FRAME_BYTES,
        )
    except (OSError, WebSocketException):
        raise OfflineError from None


class Follower:
    """Follows one space while it is entered; the log is the caller's and moves with it."""

    _connection: Connection

    def __init__(self, opening: AbstractContextManager[Connection], log: SpaceLog) -> None:
        self._opening = opening
        self._log = log
        self._arrived: deque[list[Event]] = deque()
        self._refs = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._connection = stack.enter_context(self._opening)
            self._follow()
            self._opened = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.__exit__(kind, error, trace)

    def next(self, timeout_seconds: float = 10) -> list[Event]:
        """The events of the next frame: none for a heartbeat, an empty page or news of the account.

        Raises TimeoutError, ClosedError, and whatever `SpaceLog.apply` finds.
        """
        if self._arrived:
            return self._arrived.popleft()
        frame = self._receive(timeout_seconds)
        if frame.get("type") == "refused":
            raise _refusal(frame)
        return self._take(frame)

    def append(
        self, items: list[Item], *, repair: bool = False, timeout_seconds: float = 10
    ) -> Appended:
        """Appends over the socket; pages that come first are kept for `next`."""
        self._refs += 1
        ref = str(self._refs)
        self._send(
            {
                "type": "append",
                "ref": ref,
                "space": str(self._log.space),
                "items": [item_json(item) for item in items],
                "repair": repair,
            }
        )
        while True:
            frame = self._receive(timeout_seconds)
            if frame.get("ref") != ref:
                self._arrived.append(self._take(frame))
            elif frame.get("type") == "refused":
                raise _refusal(frame)
            else:
                return read_appended(as_number(frame.get("status")), frame)

    def _follow(self) -> None:
        log = self._log
        head = b64(log.head) if log.seq else None
        self._send({"type": "follow", "space": str(log.space), "after": log.seq, "head": head})

    def _take(self, frame: Json) -> list[Event]:
        if frame.get("type") == "account":
            # About the vault, which whoever holds this log reads at its own next contact.
            return []
        if parse_uuid(frame.get("space")) != self._log.space:
            raise DistrustError("space_unknown", "a frame is about another space")
        match as_text(frame.get("type")):
            case "page":
                return self._log.apply(read_page(frame))
            case "heartbeat":
                self._check_heartbeat(as_number(frame.get("seq")), unb64(frame.get("head"), 32))
                return []
            case _:
                raise MalformedError("a frame of no known type")

    def _check_heartbeat(self, seq: int, head: bytes) -> None:
        """A heartbeat ahead of us means a lost wake-up: ask again from where we are."""
        if seq > self._log.seq:
            self._follow()
        elif head != self._log.head_at(seq):
            raise DistrustError("head", "the server's head is not that of its events")

    def _send(self, frame: Json) -> None:
        try:
            self._connection.send(json.dumps(frame))
        except ConnectionClosed as closed:
            raise _closing(closed) from None

    def _receive(self, timeout_seconds: float) -> Json:
        try:
            return as_object(parse_json(self._connection.recv(timeout_seconds)))
        except ConnectionClosed as closed:
            raise _closing(closed) from None


def _refusal(frame: Json) -> RefusedError:
    return RefusedError(
        as_text(frame.get("code")), as_number(frame.get("status")), str(frame.get("detail", ""))
    )


def _closing(closed: ConnectionClosed) -> ClosedError:
    code = 1006 if closed.rcvd is None else closed.rcvd.code
    return ClosedError(_CLOSED.get(code, "closed"), f"the socket was closed with {code}")
