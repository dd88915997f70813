"""Each step with rows in the tables: what was there before still stands after it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from app.core.database import make_engine
from app.core.migrate import MIGRATIONS
from app.spaces.facts import SpaceFacts
from app.spaces.verbs import SpaceKind

SPACE, MEMBER, NOTE = b"S" * 16, b"M" * 16, b"N" * 16
Row = tuple[object, ...]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.fixture
def step(engine: Engine) -> Callable[[str], None]:
    """Goes to this revision, up or down."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine

    def go(revision: str) -> None:
        if revision.startswith("-"):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)

    return go


def _personal_space(engine: Engine) -> None:
    """A personal space with a note in it, as the first version stored it."""
    row = {"space": SPACE, "member": MEMBER, "note": NOTE, "key": bytes(32), "wrap": b"wrap"}
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO space VALUES (:space, 1, 2, :key, 1000, 0)",
            "INSERT INTO membership VALUES (:space, :member, :member, :key, :key, :wrap)",
            "INSERT INTO object VALUES (:space, :space, 'space', 0, :member)",
            "INSERT INTO object VALUES (:space, :note, 'item', 1, :member)",
        ):
            connection.execute(text(statement), row)


def _all(engine: Engine, statement: str) -> list[Row]:
    with engine.begin() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_a_personal_space_of_the_first_version_gets_its_facts(
    engine: Engine, step: Callable[[str], None]
) -> None:
    """Without them no rule could say what the space knows."""
    step("0001")
    _personal_space(engine)
    step("0002")
    [(note,), (facts,)] = _all(engine, "SELECT facts FROM object ORDER BY object_id")
    assert note is None
    assert SpaceFacts.model_validate_json(str(facts)) == SpaceFacts(
        kind=SpaceKind.PERSONAL, th=bytes(32), members=(MEMBER,)
    )
    assert _all(engine, "SELECT closed, closed_ms FROM space") == [(0, None)]
    assert _all(engine, "SELECT sk_wrap FROM membership") == [(b"wrap",)]


def test_going_back_keeps_what_the_first_version_knew(
    engine: Engine, step: Callable[[str], None]
) -> None:
    step("0001")
    tables = ("space", "membership", "object")
    _personal_space(engine)
    before = [_all(engine, f"SELECT * FROM {table}") for table in tables]
    schema = _all(engine, "SELECT name FROM sqlite_master ORDER BY name")
    step("0002")
    step("-1")
    assert [_all(engine, f"SELECT * FROM {table}") for table in tables] == before
    assert _all(engine, "SELECT name FROM sqlite_master ORDER BY name") == schema


def test_going_back_from_notifications_leaves_nothing_of_them(
    engine: Engine, step: Callable[[str], None]
) -> None:
    schema = "SELECT name, sql FROM sqlite_master ORDER BY name"
    step("0002")
    before = _all(engine, schema)
    step("0003")
    step("-1")
    assert _all(engine, schema) == before
