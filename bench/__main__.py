"""`make bench`: how long one note takes to be durable, and to be seen, beside two floors.

The floors are measured in the same run, so that a ratio means the same on every machine: one
commit of raw SQLite (WAL, `synchronous=FULL`, 1 KiB), and one Ed25519 verification. The server is
a real process with sign-in, membership, signatures and rules all on; the client is `app.client`.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.client.person import Person
from app.client.talk_verbs import REVEAL
from tests.browser.server import Server
from tests.client.people import pair

ROUNDS = 200
# A member may add 60 events a minute (protocol.md §6), so every account measures fewer.
NOTES_AN_ACCOUNT = 50
ACCOUNTS = 2
PASSPHRASE = "the plum tree by the wall"
TEXT = "a line of some length, as people write them " * 8


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that the work took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def commits(folder: Path) -> list[float]:
    """One durable row after another, as raw SQLite writes it."""
    connection = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE item (body BLOB)")
    body = bytes(1_024)
    found = [
        timed(lambda: connection.execute("INSERT INTO item VALUES (?)", (body,)))
        for _ in range(ROUNDS)
    ]
    connection.close()
    return found


def verifications() -> list[float]:
    """One signature after another over the bytes of a usual event."""
    key, message = Ed25519PrivateKey.generate(), bytes(320)
    public, sig = key.public_key(), key.sign(message)
    return [timed(lambda: public.verify(sig, message)) for _ in range(ROUNDS)]


def posted(person: Person) -> list[float]:
    """From the signed note to the answer, which comes after the commit, over HTTP."""
    return [timed(lambda: person.put_note("A note", TEXT)) for _ in range(NOTES_AN_ACCOUNT // 2)]


def seen(writer: Person, reader: Person) -> list[float]:
    """From sending on one device's socket until the other device has verified it."""
    found = []
    with writer.follow() as sending, reader.follow() as receiving:
        while reader.sync.log.seq < writer.sync.log.seq:
            receiving.next()
        for _ in range(NOTES_AN_ACCOUNT // 2):
            writer.queue_note("A note", TEXT)
            items = writer.prepare()
            began = time.perf_counter()
            place = sending.append(items).seq
            while reader.sync.log.seq < place:
                receiving.next()
            found.append((time.perf_counter() - began) * 1_000)
            while writer.sync.log.seq < place:
                sending.next()
            writer.flush()
    return found


def people(server: Server) -> tuple[list[float], list[float]]:
    """Both measures over a few accounts, each with two devices."""
    by_post: list[float] = []
    by_socket: list[float] = []
    for number in range(ACCOUNTS):
        login = f"bench.{number}"
        writer = Person.sign_up(server.url, login, PASSPHRASE)
        by_post += posted(writer)
        reader = Person.sign_in(server.url, login, PASSPHRASE)
        reader.sync.read()
        by_socket += seen(writer, reader)
        writer.device.api.close()
        reader.device.api.close()
    return by_post, by_socket


def asked(server: Server) -> tuple[list[float], list[float]]:
    """For a partner's answers where none waits, and where one does: T9 by the clock, in turn.

    The server does the same reading for both; what differs is a few bytes of its own facts.
    """
    asking, waiting = (Person.sign_up(server.url, f"bench.{who}", PASSPHRASE) for who in "ab")
    pair(waiting, asking)
    calm, other = (waiting.us.talk.invite("talk-rules", [(REVEAL, 0)]) for _ in range(2))
    asking.us.read()
    for conversation in (calm, other):
        asking.us.talk.accept(conversation)
    waiting.us.talk.put_answer(other, {"words": TEXT})
    found: dict[UUID, list[float]] = {calm: [], other: []}
    for _ in range(ROUNDS):
        for conversation, times in found.items():
            times.append(timed(partial(asking.us.talk.ask, conversation, 1)))
    for person in (asking, waiting):
        person.device.api.close()
    return found[calm], found[other]


def main() -> int:
    """Print one line a measure: median and 99th percentile in milliseconds, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        floor = commits(Path(folder))
        verify = verifications()
        with Server(Path(folder)) as server:
            by_post, by_socket = people(server)
            calm, waiting = asked(server)
    floor_ms = statistics.median(floor)
    print(f"{'':34}{'median':>9}{'99th':>9}{'x floor':>9}")
    for name, measured in (
        ("floor: one SQLite commit", floor),
        ("one Ed25519 verification", verify),
        ("note sealed, sent, durable (HTTP)", by_post),
        ("sent until other device has it", by_socket),
        ("partner asked, no answer waits", calm),
        ("partner asked, an answer waits", waiting),
    ):
        median, worst = statistics.median(measured), statistics.quantiles(measured, n=100)[98]
        print(f"{name:34}{median:8.2f}ms{worst:7.2f}ms{median / floor_ms:9.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
