"""Real people at a real server."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from app.client.person import Person
from tests.client.people import People, people_at
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
