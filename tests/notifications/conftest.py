"""Two people with an account each, and a server that sends nothing by itself."""

import pytest
from fastapi import FastAPI

from app.core.clock import HOUR_MS
from app.main import create_app
from app.settings import Settings
from tests.accounts.conftest import phone, settings, stranger
from tests.conftest import FakeClock

__all__ = ["phone", "settings", "stranger"]


@pytest.fixture
def app(settings: Settings, clock: FakeClock, database_file: object) -> FastAPI:
    """Its queue is emptied when a test says so."""
    app = create_app(settings, clock=clock)
    app.state.sender.look_every_ms = HOUR_MS
    return app
