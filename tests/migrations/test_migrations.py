"""The schema that the migrations make is the one that the models describe, on both databases."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import BigInteger, Column, Integer, SmallInteger, Table, inspect, make_url
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel

import app.main  # noqa: F401 - for every table there is
from app.core.database import make_engine
from app.core.migrate import MIGRATIONS, migrate

COLUMNS = [column for table in SQLModel.metadata.sorted_tables for column in table.columns]
# Small by nature: a kind or a profile is one of a handful, a day has 1,440 minutes, and nobody
# tries a hundred times. Never a time in milliseconds.
SMALL = {
    "space.kind",
    "account.profile",
    "push_choice.quiet_from",
    "push_choice.quiet_to",
    "push_subscription.rest",
    "push_subscription.tries",
}


def name_of(column: "Column[object]") -> str:
    return f"{column.table.name}.{column.name}"


@pytest.mark.parametrize("column", COLUMNS, ids=name_of)
def test_every_number_has_64_bits(column: "Column[object]") -> None:
    """SQLModel's plain `int` would be 32 bits on PostgreSQL: too few for a time in milliseconds."""
    if name_of(column) in SMALL:
        assert isinstance(column.type, SmallInteger)
    elif isinstance(column.type, Integer):
        assert isinstance(column.type, BigInteger)


def test_no_number_counts_itself_up() -> None:
    """No sequences: every seq is what its phone signed, and ids are random."""
    assert [name_of(column) for column in COLUMNS if column.autoincrement is True] == []


def test_every_constraint_and_index_has_a_name(database_file: Path) -> None:
    engine = make_engine(f"sqlite:///{database_file}")
    found = inspect(engine)
    unnamed = []
    for table in found.get_table_names():
        named = [
            found.get_pk_constraint(table),
            *found.get_unique_constraints(table),
            *found.get_foreign_keys(table),
            *found.get_indexes(table),
        ]
        if table != "alembic_version":
            unnamed += [table for one in named if not one["name"]]
    engine.dispose()
    assert unnamed == []


def test_migrations_make_what_the_models_describe(database_file: Path) -> None:
    engine = make_engine(f"sqlite:///{database_file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = compare_metadata(context, SQLModel.metadata)
    engine.dispose()
    assert difference == []


def test_comparison_sees_a_column_that_no_migration_made(tmp_path: Path) -> None:
    """The twin: an empty database differs in every table."""
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        difference = compare_metadata(context, SQLModel.metadata)
    engine.dispose()
    assert len(difference) >= len(SQLModel.metadata.sorted_tables)


def test_migrating_twice_changes_nothing(database_file: Path) -> None:
    before = database_file.read_bytes()
    migrate(f"sqlite:///{database_file}")
    assert database_file.read_bytes() == before


def test_history_is_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


@pytest.mark.parametrize("table", SQLModel.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_stand_on_postgresql(table: "Table[Any]") -> None:
    dialect = make_url("postgresql://").get_dialect()()
    statement = str(CreateTable(table).compile(dialect=dialect))
    assert " INTEGER" not in statement
    assert "SERIAL" not in statement


OWNED_BY_SPACES = ("space", "event", "body", "object", "membership", "answer")


@pytest.mark.parametrize("name", OWNED_BY_SPACES)
def test_table_of_a_space_is_led_by_the_space_and_joined_by_nobody(name: str) -> None:
    """So that spaces can be spread over machines without asking anybody else."""
    table = SQLModel.metadata.tables[name]
    assert next(iter(table.primary_key.columns)).name == "space_id"
    assert not table.foreign_keys
    for other in SQLModel.metadata.sorted_tables:
        assert all(key.column.table is not table for key in other.foreign_keys)
