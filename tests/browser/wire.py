"""The cable between one device and the server: it can be pulled, and it remembers every byte.

Each device reaches the server through its own wire and so at its own port of localhost. Pulling it
cuts open sockets too, which a browser's own offline switch does not promise.
"""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

CHUNK_BYTES = 65_536
MASKED = 0x80


@dataclass
class Call:
    """One connection, with everything that went either way."""

    up: bytearray = field(default_factory=bytearray)
    down: bytearray = field(default_factory=bytearray)

    def said_up(self) -> bytes:
        """What the browser said; the frames of a WebSocket are unmasked."""
        head, end, rest = bytes(self.up).partition(b"\r\n\r\n")
        if b"upgrade: websocket" not in head.lower():
            return bytes(self.up)
        return head + end + b"\n".join(_frames(rest))


class Wire:
    """Forwards localhost connections to the server's port until it is cut."""

    def __init__(self, server_port: int) -> None:
        self.calls: list[Call] = []
        self.loses_answers = False
        self._server_port = server_port
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._whole = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address at which this device meets the app."""
        return f"http://localhost:{self.port}"

    def cut(self) -> None:
        """End every connection and answer no new one."""
        with self._lock:
            self._whole = False
            open_now = list(self._open)
        for each in open_now:
            _end(each)

    def mend(self) -> None:
        """Connect again; the browser notices by itself."""
        with self._lock:
            self._whole = True
            self.loses_answers = False

    def lose_answers(self) -> None:
        """Carry requests to the server and let no answer come back, until mended."""
        self.loses_answers = True

    def close(self) -> None:
        """Cut for good."""
        self.cut()
        # Closing alone would leave the accepting thread waiting.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def said_up(self) -> bytes:
        """Every byte this device sent."""
        return b"\n".join(call.said_up() for call in self.calls)

    def said_down(self) -> bytes:
        """Every byte this device was sent."""
        return b"\n".join(bytes(call.down) for call in self.calls)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._server_port))
        except OSError:
            near.close()
            return
        with self._lock:
            whole = self._whole
            self._open |= {near, far}
        if not whole:
            _end(near)
            _end(far)
        call = Call()
        self.calls.append(call)
        answers = threading.Thread(target=self._answer, args=(far, near, call.down), daemon=True)
        answers.start()
        _pump(near, far, call.up, lambda: True)
        answers.join()
        with self._lock:
            self._open -= {near, far}
        near.close()
        far.close()

    def _answer(self, far: socket.socket, near: socket.socket, record: bytearray) -> None:
        _pump(far, near, record, lambda: not self.loses_answers)


def _pump(
    source: socket.socket, target: socket.socket, record: bytearray, passes: Callable[[], bool]
) -> None:
    """Copy until one side ends; then end both, so that neither waits for the other."""
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK_BYTES):
            record += data
            if passes():
                target.sendall(data)
    _end(source)
    _end(target)


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _frames(data: bytes) -> list[bytes]:
    """The payloads of a client's WebSocket frames, unmasked (RFC 6455 §5.2)."""
    payloads = []
    at = 0
    while at + 2 <= len(data):
        masked, length = data[at + 1] & MASKED, data[at + 1] & 0x7F
        at += 2
        if length == 126:
            (length,) = struct.unpack_from(">H", data, at)
            at += 2
        elif length == 127:
            (length,) = struct.unpack_from(">Q", data, at)
            at += 8
        mask = data[at : at + 4] if masked else bytes(4)
        at += 4 if masked else 0
        body = data[at : at + length]
        payloads.append(bytes(byte ^ mask[index % 4] for index, byte in enumerate(body)))
        at += length
    return payloads
