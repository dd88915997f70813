"""Signing in: whoever stands outside learns nothing about who has an account."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import Engine, event

from tests.accounts.phone import Phone, new_code, new_password


def said(answer: httpx.Response) -> tuple[int, object, list[str]]:
    """Everything an answer tells but the moment."""
    headers = sorted(f"{name}: {value}" for name, value in answer.headers.items() if name != "date")
    return answer.status_code, answer.json(), headers


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement that the server runs meanwhile."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_second_device_is_given_what_the_first_one_has(phone: Phone) -> None:
    tablet = phone.another()
    answer = tablet.sign_in()
    assert answer.status_code == 200
    assert answer.json() == phone.state().json() == tablet.state().json()


def test_wrong_passphrase_and_unknown_login_are_answered_alike(phone: Phone) -> None:
    wrong = phone.another().sign_in(new_password())
    unknown = phone.stranger("nobody").sign_in()
    assert said(wrong) == said(unknown)
    assert (wrong.status_code, wrong.json()) == (401, {"code": "no_match"})
    assert "set-cookie" not in wrong.headers
    assert phone.another().sign_in().status_code == 200


def test_wrong_passphrase_and_unknown_login_cost_the_same_work(phone: Phone) -> None:
    """Equal statements in equal order: no time could differ by more than the machine's noise."""
    with statements() as for_wrong:
        phone.another(address="198.51.100.1").sign_in(new_password())
    with statements() as for_unknown:
        phone.stranger("nobody", address="198.51.100.2").sign_in()
    assert for_wrong == for_unknown
    assert for_wrong


def test_wrong_recovery_code_and_unknown_login_are_answered_alike(phone: Phone) -> None:
    wrong = phone.another().recover(new_code())
    unknown = phone.stranger("nobody")
    unknown.account = phone.account
    assert said(wrong) == said(unknown.recover())
    assert (wrong.status_code, wrong.json()) == (401, {"code": "no_match"})
    assert phone.another().recover().status_code == 200


def test_t8_salt_of_a_login_is_the_same_before_and_after_it_is_taken(stranger: Phone) -> None:
    before = stranger.salt()
    assert stranger.sign_up().status_code == 201
    after = stranger.another().salt()
    assert said(before) == said(after)
    assert stranger.stranger("nobody").salt().status_code == 200


def test_t8_salt_question_costs_the_same_work_for_taken_and_free_logins(phone: Phone) -> None:
    with statements() as for_taken:
        phone.another(address="198.51.100.1").salt()
    with statements() as for_free:
        phone.stranger("nobody", address="198.51.100.2").salt()
    assert for_taken == for_free
    assert for_taken


def test_t8_no_two_logins_share_a_salt(stranger: Phone) -> None:
    salts = {stranger.stranger(f"person-{n}").salt().json()["salt"] for n in range(20)}
    assert len(salts) == 20
    again = {stranger.stranger(f"person-{n}").salt().json()["salt"] for n in range(20)}
    assert salts == again


def test_t8_server_names_one_profile_and_takes_no_other(stranger: Phone) -> None:
    assert stranger.salt().json()["profile"] == 1
    body = stranger.sign_up_body()
    for profile in (0, 2, 255, None):
        weaker = stranger.http.post("/api/accounts", json={**body, "profile": profile})
        assert weaker.json() == {"code": "malformed"}
    assert stranger.http.post("/api/accounts", json=body).status_code == 201


def test_t8_sign_up_with_a_salt_of_ones_own_is_refused(stranger: Phone) -> None:
    body = stranger.sign_up_body()
    shared = stranger.stranger("kim").salt().json()["salt"]
    refused = stranger.http.post("/api/accounts", json={**body, "salt": shared})
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")
    assert stranger.http.post("/api/accounts", json=body).status_code == 201


def test_salt_survives_a_change_of_the_passphrase(phone: Phone) -> None:
    before = phone.salt().json()
    assert phone.change_password(new_password()).status_code == 200
    assert phone.salt().json() == before


@pytest.mark.parametrize("login", ["Robin", "ro", "r" * 33, "robin ", "", None, 7, ["robin"]])
def test_salt_of_something_that_is_no_login_is_malformed(stranger: Phone, login: object) -> None:
    answer = stranger.http.post("/api/salts", json={"login": login})
    assert (answer.status_code, answer.json()) == (400, {"code": "malformed"})
