"""R15 with two people: deleting an account closes its shared spaces, which can still be read."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from app.core.database import Database
from app.core.limits import CLOSED_SPACE_MS
from app.spaces.purge import Purge
from tests.accounts.test_blind import kept
from tests.conftest import FakeClock
from tests.pairing.couple import Couple
from tests.pairing.side import Side, behind
from tests.pairing.test_opening import rows, spaces_of

TABLES = ("space", "event", "object", "membership")
WHO = pytest.mark.parametrize("who", ["inviter", "invited"])


@pytest.fixture
def joined(couple: Couple) -> Couple:
    couple.advance_to("joined")
    return couple


def _delete(couple: Couple, who: str) -> Side:
    """One of the two deletes their account; gives the other."""
    side: Side = getattr(couple, who)
    assert side.phone.delete_account().status_code == 200
    return couple.invited if side is couple.inviter else couple.inviter


def _events(couple: Couple, side: Side) -> Any:
    return side.phone.http.get(f"/api/spaces/{couple.space}/events").json()


@WHO
def test_r15_deletion_closes_a_shared_space_and_leaves_it_readable(
    joined: Couple, who: str
) -> None:
    before = _events(joined, joined.inviter)
    other = _delete(joined, who)
    space = spaces_of(other.phone)[str(joined.space)]
    assert (space["closed"], space["seq"]) == (True, 2)
    assert _events(joined, other) == before
    note = other.note(behind(joined.joined))
    refused = joined.append(other, note)
    assert (refused.status_code, refused.json()) == (422, {"code": "space_closed"})


def test_an_account_that_stays_keeps_its_space_open(joined: Couple) -> None:
    note = joined.invited.note(behind(joined.joined))
    assert joined.append(joined.invited, note).status_code == 201
    assert spaces_of(joined.invited.phone)[str(joined.space)]["closed"] is False


@WHO
def test_r15_deletion_takes_one_s_own_key_from_the_disk_and_not_the_other_s(
    joined: Couple, database_file: Path, who: str
) -> None:
    wraps = {"inviter": joined.inviter_wrap, "invited": joined.invited_wrap}
    _delete(joined, who)
    stored = kept(database_file)
    assert [name for name, wrap in wraps.items() if wrap in stored] == [
        name for name in wraps if name != who
    ]


def test_r15_with_the_second_account_every_row_goes(joined: Couple, database: Database) -> None:
    other = _delete(joined, "inviter")
    assert [rows(database, table, joined) for table in TABLES] == [1, 2, 1, 1]
    assert other.phone.delete_account().status_code == 200
    assert [rows(database, table, joined) for table in TABLES] == [0, 0, 0, 0]


def test_r15_deletion_after_leaving_changes_nothing_for_the_other(joined: Couple) -> None:
    """As a phone does it: it leaves first, so that the other's copy says so under a signature."""
    assert joined.leave(joined.inviter).status_code == 201
    before = spaces_of(joined.invited.phone), _events(joined, joined.invited)
    _delete(joined, "inviter")
    assert (spaces_of(joined.invited.phone), _events(joined, joined.invited)) == before


def test_r14_what_a_deleted_account_left_is_purged_after_thirty_days(
    app: FastAPI, joined: Couple, database: Database, clock: FakeClock
) -> None:
    _delete(joined, "inviter")
    purge = Purge(database=app.state.database, clock=clock, writer=app.state.writer)
    clock.advance(CLOSED_SPACE_MS - 1)
    purge.run()
    assert rows(database, "space", joined) == 1
    clock.advance(1)
    purge.run()
    assert [rows(database, table, joined) for table in TABLES] == [0, 0, 0, 0]


@WHO
def test_r15_deletion_before_joining_ends_the_invitation(
    couple: Couple, database: Database, who: str
) -> None:
    couple.advance_to("opened")
    other = _delete(couple, who)
    assert couple.join(other.phone).status_code == 404
    with database.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM invitation")
        assert count.scalar_one() == 0


def test_r13_deletion_wakes_nobody(
    app: FastAPI, joined: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bytes] = []
    monkeypatch.setattr(app.state.writer, "_wake", woken.append)
    _delete(joined, "inviter")
    assert joined.space.bytes not in woken
