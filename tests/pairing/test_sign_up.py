"""On a server by invitation, a member's link lets one new person in."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.client.canonical import b64
from app.client.pairing import Link
from app.core.clock import DAY_MS
from app.settings import Settings
from tests.accounts.phone import Phone
from tests.conftest import FakeClock
from tests.pairing.couple import Couple
from tests.pairing.side import Side

NEEDED = (403, {"code": "invitation_needed"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", frontend=tmp_path / "frontend", signup="invitation")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What the server writes from its start. Asked for before the server."""
    caplog.set_level(logging.INFO)
    return caplog


@pytest.fixture
def host(log: pytest.LogCaptureFixture, stranger: Phone) -> Phone:
    """Whoever runs the server made the first account."""
    lines = [record.getMessage() for record in log.get_records("setup")]
    [code] = [match[1] for line in lines if (match := re.search(r"code ([0-9A-Z-]{19})$", line))]
    assert stranger.sign_up(invitation=code).status_code == 201
    return stranger


@pytest.fixture
def newcomer(host: Phone) -> Phone:
    return host.stranger("newcomer")


@pytest.fixture
def made(host: Phone, newcomer: Phone) -> Couple:
    """An invitation that stands, for somebody who has no account yet."""
    # The invited half of it is made once there is an account to seal for.
    couple = Couple(Side(host, "Robin"), Side(host, "Kim"))
    assert couple.make().status_code == 201
    couple.invited = Side(newcomer, "Kim")
    return couple


def code_of(couple: Couple) -> str:
    return couple.link.sign_up_code


def refusal(phone: Phone, invitation: str | None) -> tuple[int, object]:
    answer = phone.sign_up(invitation=invitation)
    return answer.status_code, answer.json()


def test_link_lets_its_holder_in(made: Couple, newcomer: Phone) -> None:
    assert newcomer.sign_up(invitation=code_of(made)).status_code == 201
    assert made.read(newcomer).json()["step"] == "open"


def test_newcomer_can_claim_with_the_same_link(made: Couple, newcomer: Phone) -> None:
    newcomer.sign_up(invitation=code_of(made))
    assert made.claim(newcomer).status_code == 200


def test_link_lets_one_person_in(made: Couple, newcomer: Phone) -> None:
    newcomer.sign_up(invitation=code_of(made))
    assert refusal(newcomer.stranger("second"), code_of(made)) == NEEDED


def test_two_links_let_two_people_in(made: Couple, host: Phone, newcomer: Phone) -> None:
    """The twin."""
    other = Couple(Side(host, "Robin"), Side(host, "Sam"))
    assert other.make().status_code == 201
    assert newcomer.sign_up(invitation=code_of(made)).status_code == 201
    assert newcomer.stranger("second").sign_up(invitation=code_of(other)).status_code == 201


def test_link_outlives_a_sign_up_that_was_refused(made: Couple, newcomer: Phone) -> None:
    assert newcomer.sign_up(invitation=code_of(made), sk_wrap="").status_code == 400
    taken = newcomer.stranger(made.inviter.phone.login)
    assert refusal(taken, code_of(made)) == (409, {"code": "login_taken"})
    assert newcomer.sign_up(invitation=code_of(made)).status_code == 201


def test_link_lets_nobody_in_once_it_ran_out(
    made: Couple, newcomer: Phone, clock: FakeClock
) -> None:
    clock.advance(7 * DAY_MS)
    assert refusal(newcomer, code_of(made)) == NEEDED


def test_link_lets_nobody_in_once_it_is_cancelled(made: Couple, newcomer: Phone) -> None:
    made.cancel()
    assert refusal(newcomer, code_of(made)) == NEEDED


def test_link_lets_nobody_in_once_it_is_claimed(made: Couple, host: Phone, newcomer: Phone) -> None:
    other = Couple(Side(host, "Robin"), Side(host, "Sam"))
    other.make()
    sam = newcomer.stranger("sam")
    assert sam.sign_up(invitation=code_of(other)).status_code == 201
    assert made.claim(sam).status_code == 200
    assert refusal(newcomer, code_of(made)) == NEEDED


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: f"{b64(link.invitation)}.{b64(bytes(32))}",
        lambda link: f"{b64(bytes(16))}.{b64(link.auth)}",
        lambda link: f"{b64(link.invitation)}.{b64(link.secret)}",
        lambda link: f"{b64(link.invitation)}.",
        lambda link: f"{b64(link.invitation)[:-1]}=.{b64(link.auth)}",
        lambda link: f"{b64(link.auth)}.{b64(link.invitation)}",
        lambda _link: "....",
        lambda _link: ".",
    ],
)
def test_link_that_is_not_whole_lets_nobody_in(
    made: Couple, newcomer: Phone, spoil: Callable[[Link], str]
) -> None:
    spoilt = spoil(made.link)
    assert len(spoilt) <= 66
    assert refusal(newcomer, spoilt) == NEEDED
    assert newcomer.sign_up(invitation=code_of(made)).status_code == 201


def test_who_has_no_link_does_not_learn_which_logins_are_taken(
    made: Couple, newcomer: Phone
) -> None:
    taken = newcomer.stranger(made.inviter.phone.login)
    wrong = f"{b64(bytes(16))}.{b64(bytes(32))}"
    assert refusal(taken, wrong) == refusal(newcomer, wrong) == NEEDED
