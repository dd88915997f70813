"""The claim and its answer: one M2 for each invitation, one N for each M2 (T7)."""

import pytest

from app.client.canonical import b64
from app.core.clock import DAY_MS
from tests.accounts.phone import Phone
from tests.conftest import START_MS, FakeClock
from tests.pairing.couple import Couple, shown
from tests.pairing.side import Side

WEEK_MS = 7 * DAY_MS
EXPIRES_MS = START_MS + WEEK_MS
CLAIMED = (409, {"code": "claimed"})
FROZEN = (409, {"code": "frozen"})
NOT_FOUND = (404, {"code": "not_found"})


def test_first_claim_is_kept_and_waits_seven_more_days(couple: Couple, clock: FakeClock) -> None:
    couple.make()
    clock.advance(6 * DAY_MS)
    answer = couple.claim()
    expected = shown("claimed", couple, EXPIRES_MS + 6 * DAY_MS, m2=b64(couple.sealed_m2))
    assert (answer.status_code, answer.json()) == (200, expected)
    assert couple.read().json() == expected
    [listed] = couple.listed()
    assert (listed["step"], listed["m2"]) == ("claimed", b64(couple.sealed_m2))


def test_claimer_may_send_the_same_m2_again(couple: Couple, clock: FakeClock) -> None:
    """The answer was lost. The date does not move, or an invitation would never run out."""
    couple.advance_to("claimed")
    clock.advance(DAY_MS)
    again = couple.claim()
    expected = shown("claimed", couple, EXPIRES_MS, m2=b64(couple.sealed_m2))
    assert (again.status_code, again.json()) == (200, expected)


def test_same_claim_on_another_device_of_the_claimer_goes_on(couple: Couple) -> None:
    couple.advance_to("claimed")
    tablet = couple.invited.phone.another()
    tablet.sign_in()
    assert couple.claim(tablet).json() == couple.read(tablet).json() == couple.read().json()


def test_t7_second_claim_changes_nothing(couple: Couple, mallory: Phone) -> None:
    couple.advance_to("claimed")
    other = couple.seal("m2", couple.answer_of(Side(mallory, "Kim Summerfield")))
    refused = couple.claim(mallory, other)
    assert (refused.status_code, refused.json()) == CLAIMED
    assert couple.listed()[0]["m2"] == b64(couple.sealed_m2)


def test_t7_claimer_cannot_change_m2(couple: Couple) -> None:
    """Whoever could try one M2 after another would grind for the digits."""
    couple.advance_to("claimed")
    refused = couple.claim(m2=couple.seal("m2", couple.m2))
    assert (refused.status_code, refused.json()) == CLAIMED
    assert couple.listed()[0]["m2"] == b64(couple.sealed_m2)


def test_t7_first_claim_by_a_stranger_shows_the_inviter_its_m2_and_no_more(
    couple: Couple, mallory: Phone
) -> None:
    """The server cannot tell; the digits will. The invited person learns that it is used."""
    couple.make()
    theirs = couple.seal("m2", couple.answer_of(Side(mallory, "Kim Summerfield")))
    assert couple.claim(mallory, theirs).status_code == 200
    [listed] = couple.listed()
    assert set(listed) == {"id", "step", "expires_ms", "m1", "m2", "nonce", "space"}
    assert listed["m2"] == b64(theirs)
    assert couple.claim().json() == couple.read().json() == {"code": "claimed"}


def test_after_a_claim_only_the_claimer_reads(
    couple: Couple, stranger: Phone, mallory: Phone
) -> None:
    couple.advance_to("claimed")
    nobody = stranger.stranger("nobody")
    for other in (nobody, mallory, couple.inviter.phone):
        refused = couple.read(other)
        assert (refused.status_code, refused.json()) == CLAIMED


def test_t10_claimer_whose_session_ended_is_told_so(couple: Couple) -> None:
    couple.advance_to("claimed")
    tablet = couple.invited.phone.another()
    tablet.sign_in()
    [old] = [row for row in tablet.sessions() if not row["current"]]
    assert tablet.end_session(old["id"]).status_code == 204
    assert couple.read().json() == couple.claim().json() == {"code": "revoked"}
    assert couple.read(tablet).json()["step"] == "claimed"


def test_t7_inviter_cannot_claim_their_own(couple: Couple) -> None:
    couple.make()
    refused = couple.claim(couple.inviter.phone)
    assert (refused.status_code, refused.json()) == (409, {"code": "own_invitation"})
    assert couple.read().json()["step"] == "open"


def test_claim_needs_an_account(couple: Couple, stranger: Phone) -> None:
    couple.make()
    refused = couple.claim(stranger.stranger("nobody"))
    assert (refused.status_code, refused.json()) == (401, {"code": "signed_out"})
    assert couple.read().json()["step"] == "open"


@pytest.mark.parametrize("size", [0, 343, 70 + 2048 + 16])
def test_claim_is_an_envelope(couple: Couple, size: int) -> None:
    couple.make()
    assert couple.claim(m2=bytes(size)).json() == {"code": "malformed"}
    assert couple.read().json()["step"] == "open"


def test_claim_may_come_until_the_last_moment(couple: Couple, clock: FakeClock) -> None:
    couple.make()
    clock.advance(WEEK_MS - 1)
    assert couple.claim().status_code == 200


def test_claim_after_seven_days_finds_nothing(couple: Couple, clock: FakeClock) -> None:
    couple.make()
    clock.advance(WEEK_MS)
    refused = couple.claim()
    assert (refused.status_code, refused.json()) == NOT_FOUND


def test_nonce_reaches_the_claimer(couple: Couple) -> None:
    couple.advance_to("claimed")
    assert couple.answer().status_code == 204
    answered = couple.read().json()
    assert (answered["step"], answered["nonce"]) == ("answered", b64(couple.nonce))
    assert couple.listed()[0]["nonce"] == b64(couple.nonce)


def test_same_nonce_again_is_taken(couple: Couple) -> None:
    couple.advance_to("answered")
    assert couple.answer().status_code == 204
    assert couple.listed()[0]["nonce"] == b64(couple.nonce)


def test_t7_another_nonce_is_frozen(couple: Couple) -> None:
    couple.advance_to("answered")
    refused = couple.answer(bytes(16))
    assert (refused.status_code, refused.json()) == FROZEN
    assert couple.read().json()["nonce"] == b64(couple.nonce)


def test_t7_nonce_before_a_claim_is_frozen(couple: Couple) -> None:
    """N shown before M2 stands would let M2 be chosen for its digits."""
    couple.make()
    refused = couple.answer()
    assert (refused.status_code, refused.json()) == FROZEN
    couple.claim()
    assert couple.read().json()["nonce"] is None


def test_nonce_comes_from_the_inviter_alone(couple: Couple, mallory: Phone) -> None:
    couple.advance_to("claimed")
    for other in (couple.invited.phone, mallory):
        refused = couple.answer(phone=other)
        assert (refused.status_code, refused.json()) == NOT_FOUND
    assert couple.read().json()["nonce"] is None


def test_confirmation_after_seven_more_days_finds_nothing(couple: Couple, clock: FakeClock) -> None:
    couple.advance_to("claimed")
    clock.advance(WEEK_MS)
    for refused in (couple.answer(), couple.read(), couple.claim()):
        assert (refused.status_code, refused.json()) == NOT_FOUND
    assert couple.listed() == []
