"""Allowances: a burst, then one at a time; nothing kept once it is full again."""

import pytest
from sqlmodel import select

from app.core.allowance import Allowance, AllowanceRow
from app.core.clock import SECOND_MS
from app.core.database import Database
from app.core.errors import Refused
from app.core.secret import ServerKey
from tests.conftest import FakeClock

KEY = ServerKey(bytes(32))
THREE = Allowance("three", burst=3, refill_ms=10 * SECOND_MS)


def spend(database: Database, clock: FakeClock, *subject: str, cost: int = 1) -> int:
    """0 if it was allowed, otherwise the seconds until it will be."""
    try:
        with database.write() as session:
            THREE.spend(session, KEY, clock.now_ms(), *subject, cost=cost)
    except Refused as refused:
        return int(refused.headers["Retry-After"])
    return 0


def rows(database: Database) -> int:
    with database.read() as session:
        return len(session.exec(select(AllowanceRow)).all())


def test_burst_is_allowed_and_the_next_one_is_not(database: Database, clock: FakeClock) -> None:
    assert [spend(database, clock, "a") for _ in range(4)] == [0, 0, 0, 10]


def test_refusal_is_slow_down(database: Database) -> None:
    with database.write() as session:
        THREE.spend(session, KEY, 0, "a", cost=3)
        with pytest.raises(Refused) as refused:
            THREE.spend(session, KEY, 0, "a")
    assert (refused.value.code, refused.value.status) == ("slow_down", 429)


def test_one_comes_back_after_each_refill(database: Database, clock: FakeClock) -> None:
    for _ in range(3):
        spend(database, clock, "a")
    clock.advance(10 * SECOND_MS - 1)
    assert spend(database, clock, "a") == 1
    clock.advance(1)
    assert [spend(database, clock, "a"), spend(database, clock, "a")] == [0, 10]


def test_being_refused_costs_nothing(database: Database, clock: FakeClock) -> None:
    for _ in range(20):
        spend(database, clock, "a")
    clock.advance(10 * SECOND_MS)
    assert spend(database, clock, "a") == 0


def test_subjects_do_not_share(database: Database, clock: FakeClock) -> None:
    for _ in range(4):
        spend(database, clock, "a")
    assert spend(database, clock, "b") == 0
    assert spend(database, clock, "a", "b") == 0


def test_cost_is_taken_at_once_or_not_at_all(database: Database, clock: FakeClock) -> None:
    assert spend(database, clock, "a", cost=2) == 0
    assert spend(database, clock, "a", cost=2) == 10
    assert spend(database, clock, "a") == 0


def test_cost_above_the_burst_can_still_be_met(database: Database, clock: FakeClock) -> None:
    assert spend(database, clock, "a", cost=100) == 0
    assert spend(database, clock, "a") == 10


def test_full_allowances_leave_no_row(database: Database, clock: FakeClock) -> None:
    for subject in "abc":
        spend(database, clock, subject)
    assert rows(database) == 3
    clock.advance(10 * SECOND_MS)
    spend(database, clock, "d")
    assert rows(database) == 1


def test_clock_that_steps_back_gives_nothing_away(database: Database, clock: FakeClock) -> None:
    for _ in range(3):
        spend(database, clock, "a")
    clock.advance(-60 * SECOND_MS)
    assert spend(database, clock, "a") > 0


@pytest.mark.parametrize(
    "one, other", [(("ab", "c"), ("a", "bc")), (("a", ""), ("a",)), (("a",), ("a", "a"))]
)
def test_names_of_subjects_never_collide(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert KEY.digest(*one) != KEY.digest(*other)
