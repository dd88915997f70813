"""Who may sign up on a server by invitation: its host, with a code from the server's log."""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from tests.accounts.phone import Phone

NEEDED = (403, {"code": "invitation_needed"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", frontend=tmp_path / "frontend", signup="invitation")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What the server wrote since its start. Asked for before the server."""
    with caplog.at_level(logging.INFO):
        yield caplog


def codes(log: pytest.LogCaptureFixture) -> list[str]:
    """Every one-time code in the server's log, of the start too."""
    records = [*log.get_records("setup"), *log.get_records("call")]
    found = (re.search(r"code ([0-9A-Z-]{19})$", record.getMessage()) for record in records)
    return [match[1] for match in found if match]


def refusal(phone: Phone, invitation: str | None) -> tuple[int, object]:
    answer = phone.sign_up(invitation=invitation)
    return answer.status_code, answer.json()


def mode(phone: Phone) -> str:
    return str(phone.http.get("/api/about").json()["signup"])


def test_first_account_needs_the_code_of_the_log(
    log: pytest.LogCaptureFixture, stranger: Phone
) -> None:
    [code] = codes(log)
    assert mode(stranger) == "first_account"
    for wrong in (None, "", "0000-0000-0000-0000", code[:-1], f"{code}A", "é" * 16):
        assert refusal(stranger, wrong) == NEEDED
    assert stranger.sign_up(invitation=code).status_code == 201
    assert mode(stranger) == "invitation"


@pytest.mark.parametrize("spell", [str.lower, lambda code: code.replace("-", " ")])
def test_code_may_be_typed_in_any_case_and_with_spaces(
    log: pytest.LogCaptureFixture, stranger: Phone, spell: Callable[[str], str]
) -> None:
    [code] = codes(log)
    assert stranger.sign_up(invitation=spell(code)).status_code == 201


def test_code_works_once(log: pytest.LogCaptureFixture, stranger: Phone) -> None:
    [code] = codes(log)
    assert stranger.sign_up(invitation=code).status_code == 201
    assert refusal(stranger.stranger("kim"), code) == NEEDED
    assert refusal(stranger.stranger("kim"), None) == NEEDED


def test_code_outlives_a_sign_up_that_was_refused(
    log: pytest.LogCaptureFixture, stranger: Phone
) -> None:
    [code] = codes(log)
    assert stranger.sign_up(invitation=code, profile=2).status_code == 400
    assert stranger.sign_up(invitation=code).status_code == 201


def test_when_the_last_account_is_deleted_a_new_code_is_printed(
    log: pytest.LogCaptureFixture, stranger: Phone
) -> None:
    [code] = codes(log)
    assert stranger.sign_up(invitation=code).status_code == 201
    assert stranger.delete_account().status_code == 200
    assert mode(stranger) == "first_account"
    [_, second] = codes(log)
    assert second != code
    assert refusal(stranger.stranger("kim"), code) == NEEDED
    assert stranger.stranger("kim").sign_up(invitation=second).status_code == 201


def test_who_is_not_invited_does_not_learn_which_logins_are_taken(
    log: pytest.LogCaptureFixture, stranger: Phone
) -> None:
    [code] = codes(log)
    assert stranger.sign_up(invitation=code).status_code == 201
    taken = stranger.stranger(stranger.login).sign_up()
    free = stranger.stranger("kim").sign_up()
    assert (taken.status_code, taken.json()) == (free.status_code, free.json()) == NEEDED
