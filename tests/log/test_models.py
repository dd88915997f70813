"""The tables of a space: keyed by it first, alone, and wide enough (architecture.md)."""

import pytest
from sqlalchemy import Integer, SmallInteger, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from app.log.models import BodyRow, EventRow
from tests.log.conftest import Side
from tests.log.signing import new_uuid
from tests.log.world import World

NAMES = ("space", "event", "body", "object", "membership", "answer")
TABLES: list[Table] = [SQLModel.metadata.tables[name] for name in NAMES]


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_every_key_leads_with_the_space_and_nothing_refers_out_of_it(table: Table) -> None:
    unique = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    keys = [[column.name for column in key.columns] for key in (table.primary_key, *unique)]
    assert {key[0] for key in keys} == {"space_id"}
    assert not table.foreign_keys


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_places_and_times_fit_into_64_bits(table: Table) -> None:
    """A plain integer has 32 bits on other databases; only the kind of a space is that small."""
    narrow = {c.name for c in table.columns if type(c.type) in {Integer, SmallInteger}}
    assert narrow <= {"kind"}


def _event(side: Side, seq: int, event_id: bytes) -> EventRow:
    return EventRow(
        space_id=side.line.space_id,
        seq=seq,
        event_id=event_id,
        event=b"",
        sig=b"",
        posted_by=side.member.member_id,
        arrived_ms=0,
        repaired=False,
    )


def _insert(world: World, row: SQLModel) -> None:
    with world.database.write() as session:
        session.add(row)


def test_the_database_itself_gives_a_place_and_an_event_id_once(world: World, side: Side) -> None:
    """The writer never gets that far; a second writer by mistake would."""
    first, second = new_uuid().bytes, new_uuid().bytes
    _insert(world, _event(side, 2, first))
    for clash in (_event(side, 2, second), _event(side, 3, first)):
        with pytest.raises(IntegrityError):
            _insert(world, clash)
    _insert(world, _event(side, 3, second))


def test_the_database_itself_keeps_one_body_a_version(world: World, side: Side) -> None:
    def body(seq: int, rev: int) -> BodyRow:
        return BodyRow(
            space_id=side.line.space_id,
            seq=seq,
            object_id=bytes(16),
            rev=rev,
            author=side.member.member_id,
            env_hash=bytes(32),
            sealed=None,
        )

    _insert(world, body(2, 1))
    with pytest.raises(IntegrityError):
        _insert(world, body(3, 1))
    _insert(world, body(3, 2))
