"""A server that is restored from its backup under the people who use it (T5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from tests.client.people import People, people_at
from tests.conftest import FakeClock
from tests.evil_server.restoring import Town, town_at


@pytest.fixture
def town(
    settings: Settings, clock: FakeClock, database_file: Path, tmp_path: Path
) -> Iterator[Town]:
    with town_at(settings, clock, tmp_path / "backup.sqlite3") as town:
        yield town


@pytest.fixture
def people(town: Town) -> Iterator[People]:
    with people_at(town.url, town.clock) as people:
        yield people
