"""Real people at a real server, and somebody in between.

Attacks that only change what is read share one server and one log for a whole file: signing in
costs an Argon2id each time. Each attack meets a device with an empty memory.
"""

from collections.abc import Callable, Iterator
from random import Random

import pytest

from app.client.admission import Admitted
from app.client.inviting import Invitation
from app.client.person import Person
from tests.client.conftest import (
    MoveIn,
    database_file,
    move_in,
    neighbours,
    people,
    residents,
    sam,
    stretched_once,
)
from tests.client.people import People
from tests.evil_server.tampering import Change, Tampering, tampered_socket

__all__ = [
    "database_file",
    "move_in",
    "neighbours",
    "people",
    "residents",
    "sam",
    "stretched_once",
]

PAGES = r"GET /api/spaces/.*/events.*"
DOORS = ("http", "socket")

# Reads the whole log through one of DOORS, on which somebody changes the pages.
ReadThrough = Callable[[str, Change], Person]


@pytest.fixture
def at_nadia() -> Iterator[Tampering]:
    transport = Tampering()
    yield transport
    transport.close()


@pytest.fixture
def at_elias() -> Iterator[Tampering]:
    transport = Tampering()
    yield transport
    transport.close()


@pytest.fixture
def nadia(move_in: MoveIn, at_nadia: Tampering) -> Person:
    """Her randomness is fixed, so that no digits are equal by chance on one day in a thousand."""
    return move_in("nadia", transport=at_nadia, random=Random(1).randbytes)


@pytest.fixture
def elias(move_in: MoveIn, at_elias: Tampering) -> Person:
    return move_in("elias", transport=at_elias, random=Random(2).randbytes)


@pytest.fixture
def mallory(move_in: MoveIn) -> Person:
    """Has an account at the same server, and the server's ear."""
    return move_in("mallory", random=Random(3).randbytes)


@pytest.fixture
def invitation(nadia: Person) -> Invitation:
    return nadia.invite("Nadia")


@pytest.fixture(scope="module")
def writer(neighbours: People) -> Person:
    """The log that is attacked: 1 the genesis, 2 to 4 three versions of a note, 5 another note."""
    writer = neighbours.sign_up()
    note = writer.put_note("Tuesday", "The kettle, and what I meant by it.")
    neighbours.clock.advance_seconds(60)
    writer.put_note("Tuesday", "The second version", note)
    neighbours.clock.advance_seconds(60)
    writer.put_note("Tuesday", "The third version. " * 40, note)
    writer.put_note("Wednesday", "Another note")
    return writer


@pytest.fixture(scope="module")
def second_device(neighbours: People, writer: Person) -> tuple[Person, Tampering]:
    """Signed in once for the file; `read_through` makes it forget."""
    transport = Tampering()
    return neighbours.sign_in(transport=transport), transport


@pytest.fixture
def read_through(writer: Person, second_device: tuple[Person, Tampering]) -> ReadThrough:
    signed_in, transport = second_device

    def read(door: str, change: Change) -> Person:
        transport.honest()
        device = Person(signed_in.device, Admitted(signed_in.keyring))
        if door == "http":
            transport.on(PAGES, change)
            device.read()
            return device
        with device.follow(tampered_socket(change)) as follower:
            while device.sync.log.seq < writer.sync.log.seq:
                follower.next()
        return device

    return read
