"""Two people with an account each, and somebody who belongs to neither."""

import pytest

from tests.accounts.conftest import phone, settings, stranger
from tests.accounts.phone import Phone
from tests.pairing.couple import Couple
from tests.pairing.side import Side

__all__ = ["phone", "settings", "stranger"]


def signed_up(phone: Phone, login: str) -> Phone:
    """Another person, from the same household."""
    other = phone.stranger(login)
    answer = other.sign_up()
    assert answer.status_code == 201, answer.text
    return other


@pytest.fixture
def kim(phone: Phone) -> Phone:
    return signed_up(phone, "kim")


@pytest.fixture
def mallory(phone: Phone) -> Phone:
    """Has an account, and no business here."""
    return signed_up(phone, "mallory")


@pytest.fixture
def couple(phone: Phone, kim: Phone) -> Couple:
    """Robin means to invite Kim. Nothing has been sent."""
    return Couple(Side(phone, "Robin Wintersong"), Side(kim, "Kim Summerfield"))
