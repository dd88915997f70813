"""People and spaces behind a running server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from fastapi import FastAPI

from app.realtime.hub import Pace
from tests.conftest import FakeClock
from tests.log.conftest import Side, partner, side
from tests.log.world import Person, World
from tests.realtime.wire import Wire, dialled

__all__ = ["partner", "side"]

Dial = Callable[[Person | None], Wire]


@pytest.fixture
def world(app: FastAPI, clock: FakeClock, server_url: str) -> World:
    return World.of(app, clock)


@pytest.fixture
def unheard(app: FastAPI, clock: FakeClock, server_url: str) -> World:
    """The same database through a writer that wakes nobody: every wake-up is lost."""
    return World(app.state.database, clock)


@pytest.fixture
def dial(server_url: str) -> Iterator[Dial]:
    """Opens sockets; all of them are closed when the test ends."""
    with ExitStack() as stack:
        yield lambda person: stack.enter_context(dialled(server_url, person))


@pytest.fixture
def wire(dial: Dial, side: Side) -> Wire:
    """The socket of the person whose side it is."""
    return dial(side.person)


@pytest.fixture
def brisk(app: FastAPI) -> None:
    """Heartbeats twenty times a second."""
    app.state.hub.pace = Pace(heartbeat_ms=50)
