"""Real people at a real server."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from app.client.person import Person
from tests.client.people import People, pair, people_at
from tests.conftest import FakeClock

# How long an example takes says nothing on a machine that others use as well.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


@pytest.fixture
def people(server_url: str, clock: FakeClock) -> Iterator[People]:
    with people_at(server_url, clock) as people:
        yield people


@pytest.fixture
def sam(people: People) -> Person:
    """A person who has signed up and has a note."""
    sam = people.sign_up()
    sam.put_note("Tuesday", "The kettle, and what I meant by it.")
    return sam


@pytest.fixture
def nadia(people: People) -> Person:
    return people.sign_up("nadia")


@pytest.fixture
def elias(people: People) -> Person:
    return people.sign_up("elias")


@pytest.fixture
def together(nadia: Person, elias: Person) -> None:
    """Nadia has invited Elias, and both have read their shared space."""
    pair(nadia, elias)
    nadia.us.read()
    elias.us.read()
