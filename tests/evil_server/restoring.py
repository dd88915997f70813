"""A real server that can be stopped, restored from a backup, and started at the same address."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from app.backup import back_up, restore
from app.main import create_app
from app.server import make_config
from app.settings import Settings
from tests.conftest import FakeClock


@dataclass
class Town:
    """One address; `restore` is what whoever runs the server does after losing a disk."""

    settings: Settings
    clock: FakeClock
    listener: socket.socket
    backup: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def start(self) -> None:
        app = create_app(self.settings, clock=self.clock)
        self._server = uvicorn.Server(make_config(app, self.settings))
        # The original keeps listening between two servers, so a request waits instead of failing.
        self._thread = threading.Thread(target=self._server.run, args=([self.listener.dup()],))
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    def back_up(self) -> None:
        back_up(self.settings, self.backup)

    def restore(self) -> None:
        """Everything since the backup is lost, a day passes, and every session has ended."""
        self.stop()
        restore(self.settings, self.backup)
        self.clock.advance_seconds(24 * 60 * 60)
        self.start()


@contextmanager
def town_at(settings: Settings, clock: FakeClock, backup: Path) -> Iterator[Town]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        town = Town(settings, clock, listener, backup)
        town.start()
        try:
            yield town
        finally:
            town.stop()
