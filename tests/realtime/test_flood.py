"""Sockets that send too much, too large, or take nothing (T13)."""

import secrets
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from app.core.clock import MINUTE_MS
from app.core.errors import Refused
from app.core.limits import FRAMES_A_MINUTE, MAX_FRAME_BYTES
from app.realtime.hub import Pace
from tests.conftest import FakeClock, running
from tests.log.conftest import Side
from tests.log.sharing import join_couple, leaving, open_couple
from tests.log.signing import Line, Member
from tests.log.world import World
from tests.realtime.conftest import Dial
from tests.realtime.wire import Wire, dialled

LARGEST = 70 + 65_536 + 16


@pytest.mark.parametrize("frame", ["", "{", "[]", "null", '{"type":"hello"}', b"{}", "x" * 1000])
def test_what_is_no_frame_closes_the_socket(wire: Wire, frame: str | bytes) -> None:
    wire.send(frame)
    assert wire.close_code() == 4400


def test_a_frame_over_a_mebibyte_closes_the_socket(wire: Wire) -> None:
    wire.send(" " * (MAX_FRAME_BYTES + 1))
    assert wire.close_code() == 1009


def test_t13_a_minute_s_frames_are_taken_and_one_more_closes_the_socket(
    side: Side, dial: Dial
) -> None:
    wire = dial(side.person)
    for _ in range(FRAMES_A_MINUTE):
        wire.append(side.line, [])
        assert wire.receive()["code"] == "malformed"
    wire.append(side.line, [])
    assert wire.close_code() == 4429
    again = dial(side.person)
    again.follow(side.line)
    assert again.page(side.line).seq == 1


def test_t13_flooding_sockets_do_not_keep_another_from_writing(
    world: World, side: Side, dial: Dial, server_url: str
) -> None:
    """Three sockets send all they can, while somebody else writes and is answered."""
    flooder, member = world.person(), Member()
    line = world.open_space(flooder, member)
    stop = threading.Event()

    def flood() -> None:
        batch = line.copy().notes(member, 20)
        while not stop.is_set():
            with dialled(server_url, flooder) as wire:
                for _ in range(FRAMES_A_MINUTE + 1):
                    wire.append(line.elsewhere(), batch)
                assert wire.close_code() == 4429

    floods = [threading.Thread(target=flood) for _ in range(3)]
    for thread in floods:
        thread.start()
    try:
        wire = dial(side.person)
        wire.follow(side.line)
        wire.page(side.line)
        for number in range(10):
            sent = side.line.put(side.member)
            wire.append(side.line, [sent], str(number))
            frames = {frame["type"]: frame for frame in (wire.receive(), wire.receive())}
            assert (frames["appended"]["status"], frames["page"]["seq"]) == (201, number + 2)
    finally:
        stop.set()
        for thread in floods:
            thread.join()


@pytest.fixture
def silent(server_url: str, side: Side) -> Iterator[socket.socket]:
    """An open socket of that person which takes nothing, behind a small buffer."""
    address = urlsplit(server_url)
    assert address.hostname is not None
    with socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.settimeout(10)
        raw.connect((address.hostname, address.port))
        raw.sendall(
            f"GET /api/socket HTTP/1.1\r\nHost: {address.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {'A' * 22}==\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: goldseam.1\r\n"
            f"Cookie: {side.person.cookie}\r\n\r\n".encode()
        )
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += raw.recv(1)
        assert answer.startswith(b"HTTP/1.1 101")
        yield raw


def _masked(text: str) -> bytes:
    """A text frame of a client, of 126 to 65,535 bytes."""
    data, mask = text.encode(), secrets.token_bytes(4)
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
    return b"\x81" + bytes([0x80 | 126]) + struct.pack("!H", len(data)) + mask + masked


def _write_megabytes(world: World, side: Side) -> None:
    for _ in range(8):
        sent = [side.line.put(side.member, body=bytes(LARGEST)) for _ in range(7)]
        world.post(side.person, side.line, sent)
        world.clock.advance(MINUTE_MS)


@pytest.fixture
def dropped(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Readers have 0.3 s to take a page; set when the hub has forgotten one."""
    event, hub = threading.Event(), app.state.hub
    hub.pace, leave = Pace(send_timeout_ms=300), hub.leave

    def leave_and_tell(*who: object) -> None:
        leave(*who)
        event.set()

    monkeypatch.setattr(hub, "leave", leave_and_tell)
    return event


def test_t13_a_reader_that_takes_nothing_is_dropped(
    world: World, side: Side, dial: Dial, silent: socket.socket, dropped: threading.Event
) -> None:
    """It costs a page, not the log; others are served meanwhile."""
    _write_megabytes(world, side)
    padding = " " * 60
    silent.sendall(
        _masked(f'{{"type":"follow","space":"{side.line.space}","after":0,"head":null{padding}}}')
    )
    stranger = world.person()
    line = world.open_space(stranger, Member())
    wire = dial(stranger)
    wire.follow(line)
    assert wire.page(line).seq == 1
    assert dropped.wait(timeout=10)


def test_a_reader_that_takes_its_time_gets_everything(world: World, side: Side, wire: Wire) -> None:
    """The twin: the same log, read page by page."""
    _write_megabytes(world, side)
    wire.follow(side.line)
    count = 0
    while count < side.line.seq:
        count += len(wire.page(side.line).events)
    assert count == side.line.seq


def test_a_server_that_stops_says_that_it_is_restarting(app: FastAPI, clock: FakeClock) -> None:
    world = World.of(app, clock)
    person = world.person()
    with ExitStack() as sockets:
        with running(app) as url:
            wire = sockets.enter_context(dialled(url, person))
            wire.append(world.open_space(person, Member()), [])
            wire.receive()
        assert wire.close_code() == 1012


def test_t13_a_partner_who_floods_does_not_keep_the_other_from_leaving(
    world: World, server_url: str
) -> None:
    """Two sockets write events and repairs as fast as they are answered, on the newest head."""
    couple = join_couple(world, open_couple(world))
    leaver, flooder = couple.sides
    stop = threading.Event()

    def read_to_the_head() -> Line:
        page = world.page(couple.line)
        return replace(couple.line, seq=page.seq, head=page.head)

    def flood(*, repair: bool) -> None:
        while not stop.is_set():
            with dialled(server_url, flooder.person) as wire:
                for _ in range(FRAMES_A_MINUTE):
                    line = read_to_the_head()
                    wire.append(line, [line.put(flooder.member)], repair=repair)
                    wire.receive()

    def leave() -> str:
        line = read_to_the_head()
        try:
            world.post(leaver.person, line, [leaving(line, leaver.member)])
        except Refused as refused:
            return refused.code
        return "left"

    floods = [threading.Thread(target=flood, kwargs={"repair": kind}) for kind in (False, True)]
    for thread in floods:
        thread.start()
    try:
        assert set(iter(leave, "left")) <= {"head_moved"}
    finally:
        stop.set()
        for thread in floods:
            thread.join()
    late = read_to_the_head().put(flooder.member)
    assert world.refusal(flooder.person, couple.line, [late]) == "space_closed"
