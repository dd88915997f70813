"""A push service on this machine, as strict as the real ones (RFC 8030, 8188, 8291, 8292).

It opens what was sealed for a device, so it stands for push service and browser in one. What is
wrong with a request is written into `faults`; answers other than 201 are asked for by a test.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import http_ece
from py_vapid import jwt

from app.client.canonical import b64
from app.core.clock import DAY_MS, SECOND_MS
from tests.conftest import FakeClock
from tests.notifications.device import Device


@dataclass(frozen=True)
class Note:
    """What came for a device: the opened payload, and what anybody on the way could see."""

    device: Device
    payload: bytes
    size: int
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What the service says instead of 201."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


class _Listener(ThreadingHTTPServer):
    """Has room for as many callers at once as two senders have notes under way."""

    request_queue_size = 64


class PushService:
    """Listens while inside its `with` block. `key` is the server's, as devices were given it."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.key = b""
        self.notes: list[Note] = []
        self.faults: list[str] = []
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.dies_at_next = False
        self._devices: dict[str, Device] = {}
        self._lock = threading.Condition()
        self._listen(0)

    def _listen(self, port: int) -> None:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.serve(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own name
                """Silent."""

        self._http = _Listener(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take no more connections."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def start_again(self) -> None:
        """On the same port."""
        self._listen(self._http.server_port)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def device(self) -> Device:
        """A browser that subscribes here."""
        path = f"/push/{len(self._devices)}"
        device = Device(self.origin + path)
        self._devices[path] = device
        return device

    def answer(self, device: Device, status: int, **headers: str) -> None:
        """Say this for the device from now on."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[urlsplit(device.endpoint).path] = Answer(status, named)

    def noted(self, device: Device) -> int:
        """How many notes reached the device."""
        return sum(note.device is device for note in self.notes)

    def await_note(self, device: Device) -> bool:
        """Wait until a note has reached the device; False if none does."""
        with self._lock:
            return self._lock.wait_for(lambda: self.noted(device) > 0, timeout=10)

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        """One request. Everything is checked before an answer is thought about."""
        if self.dies_at_next:
            # Killed in the middle: the body is not read, nothing is answered.
            self.dies_at_next = False
            self.stop()
            return
        body = request.rfile.read(int(request.headers["Content-Length"]))
        with self._lock:
            self.asked.append(request.path)
            answer = self.answers.get(request.path) or Answer(201)
            try:
                note = self._read(request, body)
            except (AssertionError, KeyError, ValueError) as fault:
                self.faults.append(f"{type(fault).__name__}: {fault}")
                answer = Answer(400)
            else:
                if answer.status == 201:
                    self.notes.append(note)
                    self._lock.notify_all()
        request.send_response(answer.status)
        for name, value in answer.headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def _read(self, request: BaseHTTPRequestHandler, body: bytes) -> Note:
        """The note in a request. Raises for anything that a push service would refuse."""
        headers = dict(request.headers.items())
        lower = {name.lower(): value for name, value in headers.items()}
        device = self._devices[request.path]
        assert lower["content-encoding"] == "aes128gcm", "encoding"
        assert lower["content-type"] == "application/octet-stream", "type"
        assert lower["ttl"] == "86400", "ttl"
        assert lower["urgency"] == "normal", "urgency"
        assert lower["topic"].isalnum(), "topic"
        assert len(lower["topic"]) <= 32, "topic"
        assert len(body) <= 4096, "size"
        self._check_vapid(lower["authorization"])
        payload = http_ece.decrypt(
            body, private_key=device.private, auth_secret=device.auth, version="aes128gcm"
        )
        return Note(device, payload, len(body), headers)

    def _check_vapid(self, authorization: str) -> None:
        scheme, _, rest = authorization.partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert scheme == "vapid", "scheme"
        assert parts["k"] == b64(self.key), "another server's key"
        # Raises where the signature is not by that key.
        claims = jwt.decode(parts["t"], parts["k"])
        now = self.clock.now_ms() // SECOND_MS
        assert claims["aud"] == self.origin, "audience"
        assert now < claims["exp"] <= now + DAY_MS // SECOND_MS, "expiry"
        assert claims["sub"].startswith(("mailto:", "https:")), "contact"
        assert set(claims) == {"aud", "exp", "sub"}, "claims"
