"""The network between a device and an honest server, in the hands of somebody who is not.

The server behind is the real one; what a device sends is recorded, and answers and frames are
changed on their way back. Without a change everything passes as it is: that is the honest twin.
"""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from app.client.api import Api
from app.client.socket import Connect, Connection, connect_socket

Json = dict[str, Any]
Change = Callable[[Json], Json]

# They describe the bytes as the server sent them, not as they are after a change.
_ABOUT_THE_BYTES = {"content-length", "content-encoding", "transfer-encoding"}


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    body: Json


class Tampering(httpx.BaseTransport):
    """Give it to a device as its `transport`, and say with `on` which answers to change."""

    def __init__(self) -> None:
        self._honest = httpx.HTTPTransport(verify=False)
        self._changes: list[tuple[re.Pattern[str], Change]] = []
        self.sent: list[Sent] = []

    def on(self, request: str, change: Change) -> Self:
        """`request` is a pattern of method and path, such as `POST /api/salts`."""
        self._changes.append((re.compile(request), change))
        return self

    def honest(self) -> None:
        """From now on everything passes as it is."""
        self._changes.clear()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        body = json.loads(request.read() or b"{}")
        self.sent.append(Sent(request.method, path, body))
        answer = self._honest.handle_request(request)
        content = answer.read()
        answer.close()
        for pattern, change in self._changes:
            if answer.is_success and pattern.fullmatch(f"{request.method} {path}"):
                content = json.dumps(change(json.loads(content))).encode()
        headers = [(k, v) for k, v in answer.headers.multi_items() if k not in _ABOUT_THE_BYTES]
        return httpx.Response(answer.status_code, headers=headers, content=content)

    def close(self) -> None:
        self._honest.close()


class _TamperedConnection:
    def __init__(self, opening: AbstractContextManager[Connection], change: Change) -> None:
        self._opening = opening
        self._change = change

    def __enter__(self) -> Self:
        self._connection = self._opening.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opening.__exit__(kind, error, trace)

    def send(self, message: str) -> None:
        self._connection.send(message)

    def recv(self, timeout: float | None = None) -> str:
        return json.dumps(self._change(json.loads(self._connection.recv(timeout))))


def tampered_socket(change: Change) -> Connect:
    """A way to open sockets whose frames are changed on arrival."""

    def connect(api: Api) -> AbstractContextManager[Connection]:
        return _TamperedConnection(connect_socket(api), change)

    return connect
