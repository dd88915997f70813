"""What the tests of the log share."""

from dataclasses import dataclass

import pytest

from app.core.database import Database
from tests.conftest import FakeClock
from tests.log.signing import Line, Member
from tests.log.world import Person, World


@pytest.fixture
def world(database: Database, clock: FakeClock) -> World:
    return World(database, clock)


@dataclass
class Side:
    """A person, their key, and what their phone knows of their own space."""

    person: Person
    member: Member
    line: Line


@pytest.fixture
def side(world: World) -> Side:
    person, member = world.person(), Member()
    return Side(person, member, world.open_space(person, member))


@pytest.fixture
def partner(world: World, side: Side) -> Side:
    """A second member of the same space."""
    person, member = world.person(), Member()
    world.admit(side.line, person, member)
    return Side(person, member, side.line.copy())
