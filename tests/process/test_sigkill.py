"""The real server, killed in the middle of its work, over and over (decision 1)."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.client.errors import OfflineError
from app.client.person import Person
from tests.browser.server import Server

KILLS = 50
WRITERS = 12
# One note for each writer between two kills: in all fewer than the 60 events of one minute, so
# that no machine is fast enough to be told to slow down.
NOTES_A_ROUND = 1
PASSPHRASE = "the plum tree by the wall"


class Writer:
    """A person who writes on whether or not the server is there, and notes what was confirmed."""

    def __init__(self, server: Server, number: int) -> None:
        self.login = f"writer-{number}"
        self.person = Person.sign_up(server.url, self.login, PASSPHRASE)
        self.written: list[str] = []
        self.acknowledged: list[str] = []

    def write(self, count: int, acknowledged: threading.Semaphore) -> None:
        """Queue some notes and send each; without a server they stay in the outbox."""
        for _ in range(count):
            title = f"{self.login} wrote {len(self.written)}"
            self.person.queue_note(title, "between two power cuts")
            self.written.append(title)
            if self.send():
                acknowledged.release()

    def send(self) -> bool:
        """Send all that waits. True means that the server said yes to each of them."""
        try:
            self.person.flush()
        except OfflineError:
            return False
        self.acknowledged = list(self.written)
        return True

    def found(self, server: Server) -> list[str]:
        """What a device that knows nothing yet reads."""
        with Person.sign_in(server.url, self.login, PASSPHRASE) as fresh:
            side = fresh.read()
        assert not side.damaged
        return [note.title for note in side.notes]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as running:
        yield running


@pytest.mark.timeout(600)
def test_killed_server_loses_nothing_and_doubles_nothing(
    server: Server, record_property: Callable[[str, object], None]
) -> None:
    """Fifty kills under writes: what was confirmed is there, and everything is there once.

    The counts are told at the end of the run whether or not it passes.
    """
    with ExitStack() as devices:
        writers = [Writer(server, number) for number in range(WRITERS)]
        for writer in writers:
            devices.enter_context(writer.person)
        for _ in range(KILLS):
            kill_under_writes(server, writers)
            server.start()
        for writer in writers:
            assert writer.send()

    acknowledged = sum(len(writer.acknowledged) for writer in writers)
    found = Counter(title for writer in writers for title in writer.found(server))
    lost = [title for writer in writers for title in writer.acknowledged if not found[title]]
    doubled = [title for title, times in found.items() if times > 1]
    record_property(
        f"{KILLS} kills",
        f"{acknowledged} acknowledged, {found.total()} found, "
        f"{len(lost)} lost, {len(doubled)} doubled",
    )
    assert acknowledged == KILLS * WRITERS * NOTES_A_ROUND
    assert lost == []
    assert doubled == []
    assert "Traceback" not in server.log()


def kill_under_writes(server: Server, writers: list[Writer]) -> None:
    """Let everybody write at once, and kill the server after some of it was confirmed."""
    acknowledged = threading.Semaphore(0)
    threads = [
        threading.Thread(target=writer.write, args=(NOTES_A_ROUND, acknowledged))
        for writer in writers
    ]
    for thread in threads:
        thread.start()
    for _ in range(random.randrange(WRITERS * NOTES_A_ROUND)):
        acknowledged.acquire(timeout=10)
    server.kill()
    for thread in threads:
        thread.join()
