"""A server that sends nothing by itself, and a push service that it may send to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.core.clock import HOUR_MS
from app.main import create_app
from app.settings import Settings
from tests.accounts.conftest import phone, stranger
from tests.conftest import FakeClock
from tests.log.sharing import Couple
from tests.log.world import World
from tests.notifications.device import Device
from tests.notifications.post import Post
from tests.notifications.service import PushService

__all__ = ["phone", "stranger"]


@pytest.fixture
def service(clock: FakeClock) -> Iterator[PushService]:
    """Every request must have passed its checks."""
    with PushService(clock) as service:
        yield service
    assert service.faults == []


@pytest.fixture
def settings(tmp_path: Path, service: PushService) -> Settings:
    return Settings(
        data=tmp_path / "data", frontend=tmp_path / "frontend", push_services=(service.origin,)
    )


@pytest.fixture
def app(settings: Settings, clock: FakeClock, database_file: Path) -> FastAPI:
    """Its queue is emptied when a test says so."""
    app = create_app(settings, clock=clock)
    app.state.sender.look_every_ms = HOUR_MS
    return app


@pytest.fixture
def post(app: FastAPI, clock: FakeClock, service: PushService) -> Iterator[Post]:
    yield Post(app, World.of(app, clock), service)
    app.state.database.close()


@pytest.fixture
def couple(post: Post) -> Couple:
    return post.couple()


@pytest.fixture
def device(post: Post, couple: Couple) -> Device:
    """Of the invited person, who is given things."""
    return post.subscribe(couple.invited.person)
