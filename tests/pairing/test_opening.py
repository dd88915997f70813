"""The space opens once for both, by the inviter, with N shown: whole or not at all."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from app.client.canonical import b64
from app.client.verbs import PERSONAL
from app.client.wire import item_json
from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.core.database import Database
from tests.accounts.phone import Phone
from tests.conftest import FakeClock
from tests.pairing.couple import Couple
from tests.pairing.side import Side

FROZEN = (409, {"code": "frozen"})
NOT_FOUND = (404, {"code": "not_found"})


def spaces_of(phone: Phone) -> dict[str, Any]:
    return {entry["space"]: entry for entry in phone.state().json()["spaces"]}


def rows(database: Database, table: str, couple: Couple) -> int:
    """How many rows the shared space has in this table."""
    query = f"SELECT count(*) FROM {table} WHERE space_id = ?"
    with database.read() as session:
        connection = session.connection()
        return int(connection.exec_driver_sql(query, (couple.space.bytes,)).scalar_one())


def test_space_is_open_for_the_inviter_and_waits_for_the_invited(couple: Couple) -> None:
    couple.advance_to("answered")
    opened = couple.open()
    head = b64(couple.genesis.head)
    assert (opened.status_code, opened.json()) == (201, {"seq": 1, "head": head})
    assert spaces_of(couple.inviter.phone)[str(couple.space)] == {
        "space": str(couple.space),
        "kind": 2,
        "member": str(couple.inviter.member),
        "sk_wrap": b64(couple.inviter_wrap),
        "seq": 1,
        "head": head,
        "closed": False,
    }
    assert str(couple.space) not in spaces_of(couple.invited.phone)


def test_invited_person_is_shown_genesis_and_the_wrapped_key(couple: Couple) -> None:
    couple.advance_to("opened")
    read = couple.read().json()
    assert (read["step"], read["space"]) == ("opened", str(couple.space))
    genesis = item_json(couple.genesis)
    assert read["genesis"] == {"event": genesis["event"], "sig": genesis["sig"]}
    assert read["pair_wrap"] == b64(couple.pair_wrap)
    [listed] = couple.listed()
    assert (listed["step"], listed["space"]) == ("opened", str(couple.space))


def test_same_opening_again_is_answered_again(couple: Couple, clock: FakeClock) -> None:
    """The answer was lost, and the phone asks again an hour later."""
    couple.advance_to("opened")
    clock.advance(HOUR_MS)
    again = couple.open()
    assert (again.status_code, again.json()) == (200, {"seq": 1, "head": b64(couple.genesis.head)})


def test_same_opening_again_replaces_no_wrap(couple: Couple) -> None:
    couple.advance_to("opened")
    other = b64(couple.inviter.wrap(couple.space, couple.space_keys))
    assert couple.open(sk_wrap=other, pair_wrap=other).status_code == 200
    assert couple.read().json()["pair_wrap"] == b64(couple.pair_wrap)
    kept = spaces_of(couple.inviter.phone)[str(couple.space)]["sk_wrap"]
    assert kept == b64(couple.inviter_wrap)


def test_another_opening_is_frozen(couple: Couple) -> None:
    couple.advance_to("opened")
    refused = couple.open(genesis=item_json(couple.sign_genesis()))
    assert (refused.status_code, refused.json()) == FROZEN


@pytest.mark.parametrize("step", ["open", "claimed"])
def test_t7_space_before_the_nonce_is_frozen(couple: Couple, database: Database, step: str) -> None:
    couple.advance_to(step)
    refused = couple.open()
    assert (refused.status_code, refused.json()) == FROZEN
    assert rows(database, "space", couple) == 0


def test_t7_nobody_but_the_inviter_opens(
    couple: Couple, mallory: Phone, database: Database
) -> None:
    couple.advance_to("answered")
    for other in (couple.invited.phone, mallory):
        refused = couple.open(other)
        assert (refused.status_code, refused.json()) == NOT_FOUND
    assert rows(database, "space", couple) == 0


def test_refused_opening_leaves_nothing(couple: Couple, database: Database) -> None:
    """Genesis is good and the rest is not: neither space nor membership nor step remains."""
    couple.advance_to("answered")
    assert couple.open(space=str(uuid4())).json()["code"] == "malformed"
    tables = ("space", "event", "object", "membership")
    assert [rows(database, table, couple) for table in tables] == [0, 0, 0, 0]
    assert couple.listed()[0]["step"] == "answered"
    assert couple.open().status_code == 201
    assert [rows(database, table, couple) for table in tables] == [1, 1, 1, 2]


def test_only_a_shared_space_opens_by_an_invitation(couple: Couple) -> None:
    couple.advance_to("answered")
    personal = couple.sign_genesis(kind=PERSONAL, th=bytes(32))
    refused = couple.open(genesis=item_json(personal))
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")


def test_shared_space_does_not_open_by_signing_up(couple: Couple, stranger: Phone) -> None:
    """Without a pairing its th proves nothing."""
    newcomer = stranger.stranger("newcomer")
    genesis = item_json(couple.genesis)
    refused = newcomer.sign_up(
        space=str(couple.space), member=str(couple.inviter.member), genesis=genesis
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")


def with_members(couple: Couple, inviter: Side, invited: Side, **changed: Any) -> dict[str, Any]:
    other = replace(couple, inviter=inviter, invited=invited)
    other.th = couple.th
    return {"genesis": item_json(other.sign_genesis(**changed)), "member": str(inviter.member)}


def test_t7_genesis_without_a_transcript_is_refused(couple: Couple) -> None:
    couple.advance_to("answered")
    changed = with_members(couple, couple.inviter, couple.invited, th=bytes(32))
    refused = couple.open(**changed)
    assert (refused.status_code, refused.json()) == (422, {"code": "genesis"})


def test_t7_two_places_are_never_one_persons(couple: Couple) -> None:
    couple.advance_to("answered")
    twin = replace(couple.invited, keys=couple.inviter.keys)
    assert couple.open(**with_members(couple, couple.inviter, twin)).json() == {"code": "genesis"}


def test_t7_genesis_must_be_signed_by_the_inviters_key(couple: Couple) -> None:
    couple.advance_to("answered")
    forged = item_json(replace(couple.genesis, sig=couple.invited.keys.sign(couple.genesis.event)))
    refused = couple.open(genesis=forged)
    assert (refused.status_code, refused.json()) == (422, {"code": "bad_signature"})


def test_t7_caller_must_be_the_member_that_opens(couple: Couple) -> None:
    couple.advance_to("answered")
    refused = couple.open(member=str(couple.invited.member))
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")


def test_t3_genesis_of_another_time_is_refused(couple: Couple, clock: FakeClock) -> None:
    couple.advance_to("answered")
    clock.advance(6 * MINUTE_MS)
    refused = couple.open()
    assert (refused.status_code, refused.json()) == (409, {"code": "clock"})


def test_id_of_a_space_that_exists_is_used(couple: Couple) -> None:
    couple.advance_to("answered")
    couple.space = couple.inviter.phone.space
    refused = couple.open(genesis=item_json(couple.sign_genesis()))
    assert (refused.status_code, refused.json()) == (409, {"code": "id_used"})


def test_genesis_has_no_body(couple: Couple) -> None:
    couple.advance_to("answered")
    genesis = {**item_json(couple.genesis), "body": b64(couple.pair_wrap)}
    assert couple.open(genesis=genesis).json()["code"] == "malformed"


def test_opening_after_the_invitation_ran_out_finds_nothing(
    couple: Couple, clock: FakeClock, database: Database
) -> None:
    couple.advance_to("answered")
    clock.advance(7 * DAY_MS)
    refused = couple.open(genesis=item_json(couple.sign_genesis()))
    assert (refused.status_code, refused.json()) == NOT_FOUND
    assert rows(database, "space", couple) == 0


def test_opening_for_somebody_whose_account_is_gone_finds_nothing(couple: Couple) -> None:
    couple.advance_to("answered")
    assert couple.invited.phone.delete_account().status_code == 200
    assert couple.open().json() == {"code": "not_found"}
    assert couple.listed() == []
