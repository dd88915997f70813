"""Changing the passphrase and the recovery code, and coming back with that code."""

from typing import Any

import pytest

from app.client.canonical import b64
from app.core.clock import HOUR_MS
from app.core.limits import RECOVERY_SESSION_MS
from tests.accounts.phone import Phone, new_code, new_password
from tests.conftest import FakeClock


def test_r2_changing_the_passphrase_ends_every_other_session(phone: Phone) -> None:
    tablet = phone.another()
    assert tablet.sign_in().status_code == 200
    new = new_password()
    changed = phone.change_password(new)
    assert changed.status_code == 200
    assert changed.json()["ak_pw"] != phone.enrolled.body["ak_pw"]
    assert tablet.state().json() == {"code": "signed_out"}
    assert phone.another().sign_in().json() == {"code": "no_match"}
    assert phone.another().sign_in(new).json() == phone.state().json() == changed.json()


def test_r2_wrong_passphrase_changes_nothing_and_ends_nothing(phone: Phone) -> None:
    """The twin: the same request with another passphrase."""
    tablet = phone.another()
    assert tablet.sign_in().status_code == 200
    before = phone.state().json()
    refused = phone.change_password(new_password(), auth_now=b64(new_password().auth))
    assert (refused.status_code, refused.json()) == (403, {"code": "no_match"})
    assert phone.state().json() == tablet.state().json() == before
    assert phone.another().sign_in().status_code == 200


def test_r2_another_persons_session_is_untouched_by_a_change(phone: Phone) -> None:
    other = phone.stranger("kim")
    assert other.sign_up().status_code == 201
    before = other.state().json()
    assert phone.change_password(new_password()).status_code == 200
    assert other.state().json() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"auth_now": None},
        {"rauth": b64(bytes(32))},
        {"ak_rc": b64(bytes(342))},
        {"rauth": b64(bytes(32)), "ak_rc": b64(bytes(342))},
    ],
    ids="+".join,
)
def test_signed_in_device_must_prove_the_passphrase_and_bring_no_code(
    phone: Phone, fields: dict[str, Any]
) -> None:
    answer = phone.change_password(new_password(), **fields)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert phone.another().sign_in().status_code == 200


def test_new_recovery_code_replaces_the_old_one(phone: Phone) -> None:
    code = new_code()
    changed = phone.change_recovery(code)
    assert changed.status_code == 200
    assert changed.json()["ak_rc"] != phone.enrolled.body["ak_rc"]
    assert phone.another().recover().json() == {"code": "no_match"}
    assert phone.another().recover(code).status_code == 200


def test_new_recovery_code_needs_the_passphrase(phone: Phone) -> None:
    wrong = b64(new_password().auth)
    refused = phone.change_recovery(new_code(), auth_now=wrong)
    assert (refused.status_code, refused.json()) == (403, {"code": "no_match"})
    assert phone.another().recover().status_code == 200


@pytest.fixture
def recovered(phone: Phone) -> Phone:
    """A device that came by the recovery code."""
    found = phone.another()
    assert found.recover().status_code == 200
    return found


def test_recovery_session_may_read_the_account_and_nothing_else(recovered: Phone) -> None:
    assert recovered.state().status_code == 200
    refused = [
        recovered.http.get("/api/sessions"),
        recovered.events(),
        recovered.http.post(f"/api/spaces/{recovered.space}/events", json={"items": []}),
        recovered.write_vault(replaces=1, revision=2),
        recovered.change_recovery(new_code()),
        recovered.delete_account(),
        recovered.end_session("00000000-0000-4000-8000-000000000000"),
    ]
    for answer in refused:
        assert (answer.status_code, answer.json()) == (403, {"code": "recovery_only"})
    assert recovered.end_session("current").status_code == 204
    assert recovered.state().json() == {"code": "signed_out"}


def test_recovery_session_sets_passphrase_and_code_and_is_an_ordinary_one_then(
    phone: Phone, recovered: Phone
) -> None:
    new, code = new_password(), new_code()
    fields = {"auth_now": None, **recovered.recovery_fields(code)}
    changed = recovered.change_password(new, **fields)
    assert changed.status_code == 200
    assert recovered.http.get("/api/sessions").status_code == 200
    assert recovered.events().status_code == 200
    assert phone.state().json() == {"code": "signed_out"}
    assert phone.another().recover().json() == {"code": "no_match"}
    assert phone.another().recover(code).status_code == 200
    assert phone.another().sign_in(new).status_code == 200


@pytest.mark.parametrize("missing", ["rauth", "ak_rc"])
def test_recovery_session_must_bring_a_new_code(recovered: Phone, missing: str) -> None:
    fields = {"auth_now": None, **recovered.recovery_fields(new_code()), missing: None}
    answer = recovered.change_password(new_password(), **fields)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_recovery_session_does_not_prove_a_passphrase_it_does_not_know(recovered: Phone) -> None:
    fields = recovered.recovery_fields(new_code())
    answer = recovered.change_password(new_password(), **fields)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_recovery_session_lasts_an_hour(recovered: Phone, clock: FakeClock) -> None:
    clock.advance(RECOVERY_SESSION_MS - 1)
    assert recovered.state().status_code == 200
    clock.advance(1)
    assert recovered.state().json() == {"code": "signed_out"}


def test_session_that_recovered_stands_as_long_as_any_other(
    recovered: Phone, clock: FakeClock
) -> None:
    fields = {"auth_now": None, **recovered.recovery_fields(new_code())}
    answer = recovered.change_password(new_password(), **fields)
    assert all("Max-Age=34560000" in cookie for cookie in answer.headers.get_list("set-cookie"))
    clock.advance(2 * HOUR_MS)
    assert recovered.state().status_code == 200
