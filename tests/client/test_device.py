"""Ids, and that nothing but the given clock and randomness decides what a device makes."""

import hashlib
import subprocess
import sys

from app.client.device import make_device
from app.client.enrolment import NewAccount, enrol
from app.client.keys import PROFILE, PasswordKeys
from tests.conftest import START_MS, FakeClock


class Counted:
    """Randomness that repeats from test to test."""

    def __init__(self) -> None:
        self._drawn = 0

    def __call__(self, count: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(str(self._drawn).encode()).digest(count)


def enrolled() -> NewAccount:
    device = make_device("http://127.0.0.1:9", clock=FakeClock(), random=Counted())
    try:
        return enrol(device, "sam", bytes(16), PasswordKeys(PROFILE, bytes(16), bytes(32)))
    finally:
        device.api.close()


def test_the_same_clock_and_randomness_make_the_same_account() -> None:
    first, second = enrolled(), enrolled()
    assert first.body == second.body
    assert first.recovery.secret == second.recovery.secret


def test_every_draw_is_used_once() -> None:
    """No two keys, ids or salts of an account share their randomness."""
    account = enrolled()
    membership, keyring = account.keyring.personal, account.keyring
    made = [
        keyring.account.bytes,
        membership.space.bytes,
        membership.member.bytes,
        keyring.keys.ak,
        keyring.space_keys[membership.space].sk,
        membership.keys.ed_seed,
        membership.keys.x_seed,
        account.recovery.secret,
    ]
    assert len({value[:10] for value in made}) == len(made)


def test_ids_have_their_version_and_time() -> None:
    clock = FakeClock()
    device = make_device("http://127.0.0.1:9", clock=clock)
    device.api.close()
    assert (device.id.version, device.uuid4().version) == (4, 4)
    first = device.uuid7()
    clock.advance(1)
    second = device.uuid7()
    assert (first.version, first.variant) == (7, device.id.variant)
    assert int.from_bytes(first.bytes[:6], "big") == START_MS
    assert first.bytes < second.bytes


def test_the_client_loads_nothing_else_of_the_app() -> None:
    """It would otherwise agree with the server because it is the server."""
    program = (
        "import sys, app.client.__main__;"
        "print([m for m in sys.modules if m.startswith('app.') and not m.startswith('app.client')])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stdout == "[]\n"
