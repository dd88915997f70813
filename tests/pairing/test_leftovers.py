"""R14: after somebody left, each may give up their own key and reading; then the rows go."""

from pathlib import Path

import pytest

from app.client.canonical import b64
from app.core.database import Database
from tests.accounts.phone import Phone
from tests.accounts.test_blind import kept
from tests.pairing.couple import Couple
from tests.pairing.side import Side
from tests.pairing.test_opening import rows, spaces_of

TABLES = ("space", "event", "object", "membership")
NOT_FOUND = (404, {"code": "not_found"})


@pytest.fixture
def parted(couple: Couple) -> Couple:
    couple.advance_to("joined")
    assert couple.leave(couple.inviter).status_code == 201
    return couple


@pytest.mark.parametrize("who", ["inviter", "invited"])
def test_r14_either_gives_up_their_own_place_alone(parted: Couple, who: str) -> None:
    side: Side = getattr(parted, who)
    other = parted.invited if side is parted.inviter else parted.inviter
    assert parted.drop(side).status_code == 204
    assert str(parted.space) not in spaces_of(side.phone)
    path = f"/api/spaces/{parted.space}/events"
    assert side.phone.http.get(path).status_code == 404
    assert other.phone.http.get(path).json()["seq"] == 3
    assert spaces_of(other.phone)[str(parted.space)]["closed"] is True


def test_r14_with_the_last_one_every_row_goes(
    parted: Couple, database: Database, database_file: Path
) -> None:
    assert parted.drop(parted.inviter).status_code == 204
    assert [rows(database, table, parted) for table in TABLES] == [1, 3, 1, 1]
    assert parted.drop(parted.invited).status_code == 204
    assert [rows(database, table, parted) for table in TABLES] == [0, 0, 0, 0]
    assert parted.genesis.event not in kept(database_file)


def test_r14_wrap_that_was_given_up_is_gone_from_the_disk(
    parted: Couple, database_file: Path
) -> None:
    assert parted.inviter_wrap in kept(database_file)
    assert parted.drop(parted.inviter).status_code == 204
    stored = kept(database_file)
    assert parted.inviter_wrap not in stored
    assert parted.invited_wrap in stored


def test_giving_up_again_finds_nothing(parted: Couple) -> None:
    parted.drop(parted.inviter)
    refused = parted.drop(parted.inviter)
    assert (refused.status_code, refused.json()) == NOT_FOUND


def test_open_space_is_left_before_it_is_given_up(couple: Couple) -> None:
    couple.advance_to("joined")
    refused = couple.drop(couple.invited)
    assert (refused.status_code, refused.json()) == (409, {"code": "open"})
    assert spaces_of(couple.invited.phone)[str(couple.space)]["sk_wrap"] == b64(couple.invited_wrap)


def test_personal_space_is_not_given_up(phone: Phone) -> None:
    refused = phone.http.delete(f"/api/spaces/{phone.space}/membership")
    assert (refused.status_code, refused.json()) == (409, {"code": "open"})


def test_stranger_cannot_take_a_place_away(parted: Couple, mallory: Phone) -> None:
    refused = parted.drop(Side(mallory, "Mallory"))
    assert (refused.status_code, refused.json()) == NOT_FOUND
    assert str(parted.space) in spaces_of(parted.inviter.phone)
