"""Signing up: one request makes account, vault and personal space, or nothing at all."""

import secrets
from typing import Any
from uuid import UUID

import pytest

from app.client.canonical import b64
from app.core.clock import MINUTE_MS
from app.core.database import Database
from tests.accounts.phone import Phone
from tests.conftest import FakeClock

ANOTHER = UUID(int=1, version=4)


def rows(app_database: Database) -> int:
    with app_database.read() as session:
        connection = session.connection()
        return sum(
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ("account", "account_session", "space", "event", "membership")
        )


@pytest.fixture
def stored(stranger: Phone, database: Database) -> Database:
    """The server's own database, opened beside it."""
    return database


def test_new_account_has_a_personal_space_and_is_signed_in(stranger: Phone) -> None:
    answer = stranger.sign_up()
    assert answer.status_code == 201
    state = stranger.state().json()
    assert state == answer.json()
    made = stranger.enrolled.body
    assert (state["login"], state["profile"], state["salt"]) == ("robin", 1, made["salt"])
    assert (state["ak_pw"], state["ak_rc"], state["vault"]) == (
        made["ak_pw"],
        made["ak_rc"],
        made["vault"],
    )
    [space] = state["spaces"]
    assert space == {
        "space": made["space"],
        "kind": 1,
        "member": made["member"],
        "sk_wrap": made["sk_wrap"],
        "seq": 1,
        "head": b64(stranger.enrolled.keyring.personal.head),
        "closed": False,
    }
    assert stranger.events().json()["events"][0]["event"] == made["genesis"]["event"]


def test_r1_without_the_confirmed_age_no_account_is_made(stranger: Phone, stored: Database) -> None:
    for adult in (False, None, "yes", 1):
        assert stranger.sign_up(adult=adult).json() == {"code": "malformed"}
    assert rows(stored) == 0
    assert stranger.sign_up(adult=True).status_code == 201


@pytest.mark.parametrize(
    "changed",
    [
        {"login": "Robin"},
        {"login": "ro"},
        {"login": "r" * 33},
        {"login": "robin\n"},
        {"login": "röbin"},
        {"profile": 2},
        {"profile": "1"},
        {"profile": True},
        {"salt": "A" * 22},
        {"auth": "A" * 42},
        {"auth": "A" * 42 + "B"},
        {"ak_pw": b64(bytes(341))},
        {"sk_wrap": b64(bytes(598))},
        {"vault": {"revision": 2, "envelope": b64(bytes(342))}},
        {"vault": {"revision": 1, "envelope": b64(bytes(343))}},
        {"account": "00000000-0000-4000-8000-00000000000A"},
        {"space": str(ANOTHER)},
        {"member": str(ANOTHER)},
        {"device": "phone of Robin"},
        {"invitation": "x" * 67},
        {"email": "robin@example.org"},
        {"genesis": None},
        {"genesis": {"event": "", "sig": "", "body": None}},
    ],
    ids=lambda changed: f"{next(iter(changed))}={str(next(iter(changed.values())))[:24]!r}",
)
def test_malformed_sign_up_makes_nothing(
    stranger: Phone, stored: Database, changed: dict[str, Any]
) -> None:
    body = stranger.sign_up_body()
    answer = stranger.http.post("/api/accounts", json={**body, **changed})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert rows(stored) == 0
    assert stranger.http.post("/api/accounts", json=body).status_code == 201


def test_genesis_signed_by_another_key_makes_nothing(stranger: Phone, stored: Database) -> None:
    body = stranger.sign_up_body()
    forged = {**body["genesis"], "sig": b64(secrets.token_bytes(64))}
    answer = stranger.http.post("/api/accounts", json={**body, "genesis": forged})
    assert (answer.status_code, answer.json()) == (422, {"code": "bad_signature"})
    assert rows(stored) == 0
    assert stranger.http.post("/api/accounts", json=body).status_code == 201


def test_genesis_dated_by_a_wrong_clock_makes_nothing(
    stranger: Phone, stored: Database, clock: FakeClock
) -> None:
    body = stranger.sign_up_body()
    clock.advance(6 * MINUTE_MS)
    answer = stranger.http.post("/api/accounts", json=body)
    assert (answer.status_code, answer.json()) == (409, {"code": "clock"})
    assert rows(stored) == 0


def test_taken_login_is_said_and_keeps_the_first_account(phone: Phone) -> None:
    second = phone.stranger(phone.login)
    answer = second.sign_up()
    assert (answer.status_code, answer.json()) == (409, {"code": "login_taken"})
    assert phone.state().json()["account"] == phone.enrolled.body["account"]


@pytest.mark.parametrize("repeated", ["account", "space"])
def test_id_of_another_account_is_refused(phone: Phone, repeated: str) -> None:
    other = phone.stranger("kim")
    body = other.sign_up_body()
    taken = {"account": phone.enrolled.body["account"]}
    if repeated == "space":
        taken = {key: phone.enrolled.body[key] for key in ("space", "member", "genesis")}
    answer = other.http.post("/api/accounts", json={**body, **taken})
    assert (answer.status_code, answer.json()) == (409, {"code": "id_used"})
    assert other.http.post("/api/accounts", json=body).status_code == 201
