"""Real people at a real server."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import hypothesis
import pytest
from argon2.low_level import hash_secret_raw

from app.client.person import Person
from app.settings import Settings
from tests.client.people import People, pair, people_at, people_at_a_new_server
from tests.client.residents import Residents
from tests.conftest import FakeClock

# How long an example takes says nothing on a machine that others use as well.
hypothesis.settings.register_profile("shared machine", deadline=None)
hypothesis.settings.load_profile("shared machine")

# Brings somebody who has signed up before, by login, with a device's options.
MoveIn = Callable[..., Person]


# What a passphrase was stretched to, for every test of this process.
_stretched = cache(hash_secret_raw)


@pytest.fixture(scope="module", autouse=True)
def stretched_once() -> Iterator[None]:
    """The same login, salt and passphrase cost one Argon2id in a run, a tenth of a second each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.client.keys.hash_secret_raw", _stretched)
        yield


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[People]:
    """People at a server that a whole file shares."""
    with people_at_a_new_server(tmp_path_factory.mktemp("shared"), empty_database) as people:
        yield people


@pytest.fixture(scope="session")
def residents(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Residents:
    return Residents(tmp_path_factory.mktemp("residents"), empty_database)


@pytest.fixture
def database_file(database_file: Path, settings: Settings, residents: Residents) -> Path:
    """Beside it the key under which the residents have signed up."""
    settings.key_path.write_bytes(residents.key)
    return database_file


@pytest.fixture
def move_in(people: People, database_file: Path, residents: Residents) -> MoveIn:
    return partial(residents.move_in, people, database_file)


@pytest.fixture
def people(server_url: str, clock: FakeClock) -> Iterator[People]:
    with people_at(server_url, clock) as people:
        yield people


@pytest.fixture
def sam(move_in: MoveIn) -> Person:
    """A person who has signed up and has a note."""
    sam = move_in("sam")
    sam.put_note("Tuesday", "The kettle, and what I meant by it.")
    return sam


@pytest.fixture
def nadia(move_in: MoveIn) -> Person:
    return move_in("nadia")


@pytest.fixture
def elias(move_in: MoveIn) -> Person:
    return move_in("elias")


@pytest.fixture
def together(nadia: Person, elias: Person) -> None:
    """Nadia has invited Elias, and both have read their shared space."""
    pair(nadia, elias)
    nadia.us.read()
    elias.us.read()
