"""A phone's socket, as bytes: it sends what a test says and keeps nothing."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from app.client.canonical import b64
from app.client.events import Item
from app.client.wire import Page, item_json, read_page
from tests.log.signing import Line
from tests.log.world import Person

SUBPROTOCOL = "goldseam.1"
PATIENCE_SECONDS = 10
Json = dict[str, Any]


class Wire:
    """One open socket. Every wait ends after ten seconds with an error."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def send(self, frame: Json | str | bytes) -> None:
        self.connection.send(json.dumps(frame) if isinstance(frame, dict) else frame)

    def receive(self) -> Json:
        frame: Json = json.loads(self.connection.recv(PATIENCE_SECONDS))
        return frame

    def follow(self, line: Line, after: int = 0, head: bytes | None = None) -> None:
        self.send(
            {
                "type": "follow",
                "space": str(line.space),
                "after": after,
                "head": None if head is None else b64(head),
            }
        )

    def append(self, line: Line, items: Sequence[Item], ref: str = "r", **more: Any) -> None:
        sent = [item_json(item) for item in items]
        frame = {"type": "append", "ref": ref, "space": str(line.space), "items": sent, **more}
        self.send(frame)

    def page(self, line: Line) -> Page:
        """The next frame, which is a page of this space."""
        frame = self.receive()
        assert (frame.pop("type"), frame.pop("space")) == ("page", str(line.space)), frame
        assert set(frame) == {"events", "seq", "head"}
        return read_page(frame)

    def close_code(self) -> int | None:
        """Read until the server closes; frames that were under way are dropped."""
        with suppress(ConnectionClosed):
            while True:
                self.connection.recv(PATIENCE_SECONDS)
        return self.connection.close_code


@contextmanager
def dialled(
    server_url: str,
    person: Person | None,
    *,
    origin: str | None = None,
    subprotocols: Sequence[str] = (SUBPROTOCOL,),
) -> Iterator[Wire]:
    """A socket to this server, closed at the end of the block."""
    with connect(
        server_url.replace("http", "ws", 1) + "/api/socket",
        origin=None if origin is None else Origin(origin),
        subprotocols=[Subprotocol(name) for name in subprotocols] or None,
        additional_headers={} if person is None else {"Cookie": person.cookie},
        compression=None,
        max_size=1024 * 1024,
        open_timeout=PATIENCE_SECONDS,
    ) as connection:
        yield Wire(connection)


def refused(ref: str | None, status: int, code: str) -> Json:
    return {"type": "refused", "ref": ref, "status": status, "code": code}
