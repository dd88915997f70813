"""A server that believes the address a test names, and a person who has signed up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from tests.accounts.phone import Phone
from tests.conftest import FakeClock


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Behind a proxy on this machine, so that one test can come from many addresses."""
    return Settings(
        data=tmp_path / "data",
        frontend=tmp_path / "frontend",
        trusted_proxies=("127.0.0.1",),
    )


@pytest.fixture
def stranger(server_url: str, clock: FakeClock) -> Iterator[Phone]:
    """Somebody who has not signed up."""
    phone = Phone(server_url, clock)
    yield phone
    phone.close()


@pytest.fixture
def phone(stranger: Phone) -> Phone:
    """A person's first device, signed in."""
    answer = stranger.sign_up()
    assert answer.status_code == 201, answer.text
    return stranger
