"""What the tests of the log share."""

import pytest

from app.core.database import Database
from tests.conftest import FakeClock
from tests.log.sharing import Couple, Side, join_couple, open_couple
from tests.log.signing import Member
from tests.log.world import World

__all__ = ["Side"]


@pytest.fixture
def world(database: Database, clock: FakeClock) -> World:
    return World(database, clock)


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


@pytest.fixture
def opened(world: World) -> Couple:
    """A shared space before the invited person has joined."""
    return open_couple(world)


@pytest.fixture
def couple(world: World) -> Couple:
    """Two people in a shared space."""
    return join_couple(world, open_couple(world))
