"""Two people at a running server, in a conversation that was accepted."""

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import FakeClock
from tests.conversations.talking import Talk
from tests.log.sharing import Couple, join_couple, open_couple
from tests.log.world import World


@pytest.fixture
def world(app: FastAPI, clock: FakeClock, server_url: str) -> World:
    return World.of(app, clock)


@pytest.fixture
def couple(world: World) -> Couple:
    return join_couple(world, open_couple(world))


@pytest.fixture
def talk(client: httpx.Client, couple: Couple) -> Talk:
    """Two reveals are planned."""
    return Talk(client, couple).begin()
