"""The vault: one write names what it replaces, so that no device overwrites another's unseen."""

import pytest

from tests.accounts.phone import Phone


def test_write_that_replaces_the_stored_vault_is_kept(phone: Phone) -> None:
    before = phone.state().json()["vault"]
    assert phone.write_vault(replaces=1, revision=2).status_code == 204
    after = phone.state().json()["vault"]
    assert after["revision"] == 2
    assert after["envelope"] != before["envelope"]


def test_revision_may_leap_after_a_restore(phone: Phone) -> None:
    assert phone.write_vault(replaces=1, revision=41).status_code == 204
    assert phone.state().json()["vault"]["revision"] == 41


@pytest.mark.parametrize("replaces", [1, 3])
def test_write_that_replaces_another_vault_is_refused(phone: Phone, replaces: int) -> None:
    assert phone.write_vault(replaces=1, revision=2).status_code == 204
    kept = phone.state().json()["vault"]
    moved = phone.write_vault(replaces=replaces, revision=9)
    assert (moved.status_code, moved.json()) == (409, {"code": "vault_moved"})
    assert phone.state().json()["vault"] == kept


@pytest.mark.parametrize("revision", [0, 1, 2**53, -1])
def test_revision_that_does_not_rise_is_malformed(phone: Phone, revision: int) -> None:
    kept = phone.state().json()["vault"]
    body = {"replaces": 1, "revision": revision, "envelope": kept["envelope"]}
    answer = phone.http.put("/api/account/vault", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert phone.state().json()["vault"] == kept
