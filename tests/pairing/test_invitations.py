"""Making an invitation, and what its link shows before anybody has claimed it."""

import pytest

from app.client.canonical import b64
from app.core.clock import DAY_MS
from tests.accounts.phone import Phone
from tests.conftest import START_MS, FakeClock
from tests.pairing.couple import HEADER, Couple, shown
from tests.pairing.side import Side

WEEK_MS = 7 * DAY_MS
EXPIRES_MS = START_MS + WEEK_MS


def another(couple: Couple) -> Couple:
    """A further invitation of the same person."""
    return Couple(Side(couple.inviter.phone, "Robin"), Side(couple.invited.phone, "Kim"))


def test_invitation_waits_seven_days_for_its_claim(couple: Couple, clock: FakeClock) -> None:
    made = couple.make()
    assert (made.status_code, made.json()) == (201, {"expires_ms": EXPIRES_MS})
    clock.advance(WEEK_MS - 1)
    assert couple.read().status_code == 200
    clock.advance(1)
    assert couple.read().status_code == 404


def test_link_shows_m1_to_somebody_without_an_account(couple: Couple, stranger: Phone) -> None:
    couple.make()
    nobody = stranger.stranger("nobody")
    answer = couple.read(nobody)
    assert (answer.status_code, answer.json()) == (200, shown("open", couple, EXPIRES_MS))


def test_link_shows_m1_to_somebody_whose_session_has_ended(couple: Couple) -> None:
    """A cookie that means nothing any more does not keep anybody from the landing page."""
    couple.make()
    guest = couple.invited.phone.another(with_cookies=True)
    assert couple.invited.phone.end_session("current").status_code == 204
    assert guest.state().status_code == 401
    assert couple.read(guest).json() == shown("open", couple, EXPIRES_MS)


def test_inviter_finds_the_invitation_on_every_device(couple: Couple) -> None:
    couple.make()
    tablet = couple.inviter.phone.another()
    tablet.sign_in()
    listed = tablet.http.get("/api/invitations").json()
    expected = shown("open", couple, EXPIRES_MS, id=b64(couple.link.invitation))
    del expected["genesis"], expected["pair_wrap"]
    assert listed == {"invitations": [expected]}


def test_nobody_else_has_it_in_their_list(couple: Couple) -> None:
    couple.make()
    assert couple.invited.phone.http.get("/api/invitations").json() == {"invitations": []}


def test_same_invitation_again_answers_with_the_first_date(
    couple: Couple, clock: FakeClock
) -> None:
    """The answer was lost, and the phone asks again."""
    couple.make()
    clock.advance(DAY_MS)
    again = couple.make()
    assert (again.status_code, again.json()) == (200, {"expires_ms": EXPIRES_MS})
    assert len(couple.listed()) == 1


@pytest.mark.parametrize("part", ["auth", "m1"])
def test_id_is_used_once(couple: Couple, part: str) -> None:
    couple.make()
    other = another(couple)
    changed = {"auth": b64(bytes(32)), "m1": b64(other.sealed_m1)}
    refused = couple.make(**{part: changed[part]})
    assert (refused.status_code, refused.json()) == (409, {"code": "id_used"})


def test_id_of_somebody_else_is_used(couple: Couple) -> None:
    couple.make()
    same = Couple(couple.inviter, couple.invited)
    same.__dict__.update(couple.__dict__)
    same.inviter = Side(couple.invited.phone, "Kim")
    assert same.make().json() == {"code": "id_used"}
    assert couple.listed()[0]["m1"] == b64(couple.sealed_m1)


def test_three_invitations_stand_at_once_and_no_fourth(couple: Couple) -> None:
    for _ in range(3):
        assert another(couple).make().status_code == 201
    refused = couple.make()
    assert (refused.status_code, refused.json()) == (422, {"code": "too_many_invitations"})


def test_cancelled_invitation_makes_room(couple: Couple) -> None:
    first = another(couple)
    for one in (first, another(couple), another(couple)):
        assert one.make().status_code == 201
    assert first.cancel().status_code == 204
    assert couple.make().status_code == 201


def test_invitation_that_ran_out_makes_room(couple: Couple, clock: FakeClock) -> None:
    for _ in range(3):
        assert another(couple).make().status_code == 201
    clock.advance(WEEK_MS)
    assert couple.make().status_code == 201


def test_twenty_invitations_a_day(couple: Couple, clock: FakeClock) -> None:
    for _ in range(20):
        one = another(couple)
        assert one.make().status_code == 201
        assert one.cancel().status_code == 204
    refused = couple.make()
    assert (refused.status_code, refused.json()) == (429, {"code": "slow_down"})
    clock.advance_seconds(int(refused.headers["Retry-After"]))
    assert couple.make().status_code == 201


@pytest.mark.parametrize(
    "changed",
    [
        {"id": b64(bytes(15))},
        {"auth": b64(bytes(31))},
        {"m1": b64(bytes(343))},
        {"m1": b64(bytes(70 + 2048 + 16))},
        {"m1": None},
        {"name": "Robin"},
    ],
)
def test_anything_but_hashes_and_envelopes_is_malformed(
    couple: Couple, changed: dict[str, str | None]
) -> None:
    refused = couple.make(**changed)
    assert (refused.status_code, refused.json()) == (400, {"code": "malformed"})
    assert couple.listed() == []


@pytest.mark.parametrize("proof", [None, "", "A" * 42, "A" * 44, "=" * 43])
def test_header_that_is_no_proof_is_malformed(couple: Couple, proof: str | None) -> None:
    couple.make()
    headers = {} if proof is None else {HEADER: proof}
    refused = couple.invited.phone.http.get(couple.path, headers=headers)
    assert (refused.status_code, refused.json()) == (400, {"code": "malformed"})
