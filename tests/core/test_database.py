"""One writer, readers beside it; what is written is there or not at all."""

import threading

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from app.core.allowance import AllowanceRow
from app.core.database import Database


def add(session: Session, name: int) -> None:
    session.add(AllowanceRow(subject=bytes([name]) * 32, full_ms=name))


def names(database: Database) -> list[int]:
    with database.read() as session:
        return sorted(session.exec(select(AllowanceRow.full_ms)).all())


def test_block_that_ends_is_committed(database: Database) -> None:
    with database.write() as session:
        add(session, 1)
        assert names(database) == []
    assert names(database) == [1]


def test_block_that_raises_leaves_nothing(database: Database) -> None:
    def write_and_raise() -> None:
        with database.write() as session:
            add(session, 1)
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        write_and_raise()
    assert names(database) == []
    with database.write() as session:
        add(session, 2)
    assert names(database) == [2]


def test_reader_cannot_write(database: Database) -> None:
    with database.read() as session:
        add(session, 1)
        with pytest.raises(OperationalError, match="readonly"):
            session.commit()


def test_reader_keeps_the_moment_at_which_it_began(database: Database) -> None:
    with database.read() as session:
        assert session.exec(select(AllowanceRow)).all() == []
        with database.write() as writing:
            add(writing, 1)
        assert session.exec(select(AllowanceRow)).all() == []
    assert names(database) == [1]


def test_writers_wait_for_one_another(database: Database) -> None:
    def write(name: int) -> None:
        with database.write() as session:
            before = len(session.exec(select(AllowanceRow)).all())
            add(session, name)
            session.flush()
            assert len(session.exec(select(AllowanceRow)).all()) == before + 1

    threads = [threading.Thread(target=write, args=(name,)) for name in range(1, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(database) == list(range(1, 13))


def test_write_inside_a_write_is_an_error_and_not_a_deadlock(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError), database.write():
        pass


def test_errors_come_without_the_values_of_the_statement(database: Database) -> None:
    def write_twice() -> None:
        for _ in range(2):
            with database.write() as session:
                session.add(AllowanceRow(subject=b"secret-word" * 2, full_ms=1))

    with pytest.raises(Exception, match="UNIQUE") as raised:
        write_twice()
    assert "secret-word" not in str(raised.value)


def test_durability_and_erasure_are_switched_on(database: Database) -> None:
    with database.write() as session:
        connection = session.connection()
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    full = 2
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": full,
        "secure_delete": 1,
        "foreign_keys": 1,
    }
