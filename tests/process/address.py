"""Where a server process of a test listens, and when it answers there."""

import os
import socket
import time
from collections.abc import Callable
from itertools import count, islice

import httpx

START_SECONDS = 90
# Below those that systems hand out by themselves: whoever asks for any port gets none of these.
LOWEST_PORT = 20_000
# Each process of tests takes from a hundred of its own, so that two do not choose the same one.
OWN_PORTS = 100
_taken = count()


def free_port() -> int:
    """A port that nobody listens on, and another one each time."""
    first = LOWEST_PORT + os.getpid() % 100 * OWN_PORTS
    for number in islice(_taken, OWN_PORTS):
        port = first + number % OWN_PORTS
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise AssertionError("none of this process's ports is free")


def await_answer(url: str, is_running: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """Return once the server at this address answers.

    Raises AssertionError where its process ended instead, or did not answer within `seconds`.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert is_running(), "the server ended at its start"
        try:
            httpx.get(f"{url}/api/health", timeout=1, verify=False)
        except httpx.TransportError:
            time.sleep(0.03)  # A poll for another process's port, not a wait for an effect.
        else:
            return
    raise AssertionError("the server did not answer")
