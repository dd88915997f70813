"""T13: a flood of guesses keeps nobody from pairing."""

from app.client.canonical import b64
from app.core.clock import MINUTE_MS
from tests.accounts.phone import Phone
from tests.conftest import FakeClock
from tests.pairing.couple import HEADER, Couple

SLOW_DOWN = (429, {"code": "slow_down"})


def flood(phone: Phone, couple: Couple) -> int:
    """Guess at the invitation until the server has had enough; gives the number of guesses."""
    for count in range(1_000):
        answer = phone.http.get(couple.path, headers={HEADER: b64(bytes(32))})
        if answer.status_code == 429:
            assert int(answer.headers["Retry-After"]) >= 1
            return count
        assert answer.status_code == 404
    raise LookupError("no guess was refused")


def test_t13_guesses_from_one_address_end(couple: Couple, stranger: Phone) -> None:
    couple.make()
    nobody = stranger.stranger("nobody", address="198.51.100.9")
    assert flood(nobody, couple) == 120
    refused = couple.read(nobody)
    assert (refused.status_code, refused.json()) == SLOW_DOWN


def test_t13_flood_keeps_nobody_elsewhere_from_the_landing_page(
    couple: Couple, stranger: Phone
) -> None:
    couple.make()
    flood(stranger.stranger("nobody", address="198.51.100.9"), couple)
    guest = stranger.stranger("guest", address="192.0.2.4")
    assert couple.read(guest).status_code == 200


def test_t13_flood_from_the_same_household_keeps_nobody_from_pairing(
    couple: Couple, stranger: Phone
) -> None:
    """Whoever is signed in has an allowance of their own."""
    couple.make()
    flood(stranger.stranger("nobody"), couple)
    assert couple.read().status_code == 200
    assert couple.claim().status_code == 200
    assert couple.answer().status_code == 204
    assert couple.open().status_code == 201
    assert couple.join().status_code == 201


def test_t13_flood_of_an_account_costs_that_account_alone(couple: Couple, mallory: Phone) -> None:
    couple.make()
    flood(mallory, couple)
    refused = couple.claim(mallory)
    assert (refused.status_code, refused.json()) == SLOW_DOWN
    assert couple.claim().status_code == 200


def test_t13_landing_page_comes_back_within_a_second(
    couple: Couple, stranger: Phone, clock: FakeClock
) -> None:
    couple.make()
    nobody = stranger.stranger("nobody")
    flood(nobody, couple)
    clock.advance_seconds(1)
    assert couple.read(nobody).status_code == 200


def test_phone_may_look_every_two_seconds_for_an_hour(couple: Couple, clock: FakeClock) -> None:
    couple.advance_to("claimed")
    for _ in range(150):
        clock.advance(MINUTE_MS // 30)
        assert couple.read().status_code == 200
