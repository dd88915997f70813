"""A real server on a free port over a real SQLite file made by the migrations.

Only the clock is replaced (and randomness or the network where a test says so).
"""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from app.core.clock import SECOND_MS
from app.core.database import Database
from app.core.migrate import migrate
from app.main import create_app
from app.server import make_config
from app.settings import Settings

# 2026-05-12 18:00 UTC: within the validity of everything, and far from midnight and new year.
START_MS = 1_778_608_800_000


class FakeClock:
    """A clock that moves only when a test moves it."""

    def __init__(self, now_ms: int = START_MS) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        return self._now_ms

    def advance(self, ms: int) -> None:
        """Let `ms` milliseconds pass."""
        self._now_ms += ms

    def advance_seconds(self, seconds: int) -> None:
        self.advance(seconds * SECOND_MS)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what tests recorded about themselves, whether they passed or not."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A local server: open sign-up, everything in a temporary folder."""
    return Settings(data=tmp_path / "data", frontend=tmp_path / "frontend")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that the migrations have made, to be copied by each test."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_file(settings: Settings, empty_database: Path) -> Path:
    """A database of the test's own, in the place where the settings look for it."""
    settings.data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(empty_database, settings.database_path)
    return settings.database_path


@pytest.fixture
def database(database_file: Path, settings: Settings) -> Iterator[Database]:
    """The database without a server."""
    database = Database(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def app(settings: Settings, clock: FakeClock, database_file: Path) -> FastAPI:
    return create_app(settings, clock=clock)


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The app behind a real uvicorn on a free port, in a thread of its own; gives its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        server = uvicorn.Server(make_config(app, app.state.settings))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        port = listener.getsockname()[1]
        try:
            # The socket listens already: the first request waits until the server answers.
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def server_url(app: FastAPI) -> Iterator[str]:
    with running(app) as url:
        yield url


@pytest.fixture
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, verify=False, timeout=30) as client:
        yield client
