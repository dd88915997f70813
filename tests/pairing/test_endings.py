"""R3: every end of an invitation looks like running out, to whoever has the link.

Declining tells the server nothing, so a declined one is an invitation that ran out.
"""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from app.client.canonical import b64
from app.client.pairing import Link
from app.client.wire import item_json
from app.core.clock import DAY_MS
from tests.accounts.phone import Phone
from tests.conftest import FakeClock
from tests.pairing.couple import HEADER, Couple, seen

End = Callable[[Couple, FakeClock], None]


def run_out(couple: Couple, clock: FakeClock) -> None:
    """Nobody came, or somebody declined: it is the same."""
    couple.advance_to("open")
    clock.advance(7 * DAY_MS)


def run_out_after_a_claim(couple: Couple, clock: FakeClock) -> None:
    """The inviter saw M2 and did nothing."""
    couple.advance_to("claimed")
    clock.advance(7 * DAY_MS)


def cancelled(couple: Couple, clock: FakeClock) -> None:
    couple.advance_to("open")
    assert couple.cancel().status_code == 204


def refused_by_the_inviter(couple: Couple, clock: FakeClock) -> None:
    """Wrong digits, or "that is not my partner"."""
    couple.advance_to("answered")
    assert couple.cancel().status_code == 204


def left(couple: Couple, clock: FakeClock) -> None:
    couple.advance_to("opened")
    assert couple.leave(couple.inviter).status_code == 201


def joined(couple: Couple, clock: FakeClock) -> None:
    couple.advance_to("joined")


def never_was(couple: Couple, clock: FakeClock) -> None:
    pass


def somebody_elses(couple: Couple, clock: FakeClock) -> None:
    """There is one with this id, and this is not its link."""
    assert couple.make(auth=b64(bytes(32))).status_code == 201


def account_deleted(couple: Couple, clock: FakeClock) -> None:
    couple.advance_to("claimed")
    assert couple.inviter.phone.delete_account().status_code == 200


ENDS: list[End] = [
    run_out,
    run_out_after_a_claim,
    cancelled,
    refused_by_the_inviter,
    left,
    joined,
    never_was,
    somebody_elses,
    account_deleted,
]


def tries(couple: Couple, phone: Phone) -> list[httpx.Response]:
    """Everything that the holder of a link can do with it."""
    return [couple.read(phone), couple.claim(phone), couple.join(phone)]


@pytest.mark.parametrize("end", ENDS)
def test_r3_every_end_is_byte_for_byte_the_same(
    couple: Couple, mallory: Phone, clock: FakeClock, end: End
) -> None:
    """To the invited person and to a stranger with the link."""
    end(couple, clock)
    expected = (404, b'{"code":"not_found"}')
    answers = [*tries(couple, couple.invited.phone), *tries(couple, mallory)]
    assert {seen(answer)[:2] for answer in answers} == {expected}
    assert len({str(seen(answer)) for answer in answers}) == 1


@pytest.mark.parametrize("end", ENDS)
def test_r3_nobody_without_an_account_sees_a_difference(
    couple: Couple, stranger: Phone, clock: FakeClock, end: End
) -> None:
    end(couple, clock)
    answer = couple.read(stranger.stranger("nobody"))
    assert seen(answer)[:2] == (404, b'{"code":"not_found"}')


def test_r3_while_it_stands_the_link_shows_something_else(couple: Couple) -> None:
    """The twin."""
    couple.advance_to("open")
    assert [answer.status_code for answer in tries(couple, couple.invited.phone)] == [200, 200, 409]


@pytest.mark.parametrize("step", ["open", "claimed", "answered", "opened"])
def test_t7_wrong_proof_finds_nothing_at_any_step(couple: Couple, step: str) -> None:
    """Half of the link, its id, opens nothing, not even to the account that claimed."""
    couple.advance_to(step)
    half = replace(couple.link, secret=bytes(16))
    http = couple.invited.phone.http
    headers = {HEADER: b64(half.auth)}
    claim, join = (
        {"m2": b64(couple.sealed_m2)},
        {
            "sk_wrap": b64(couple.invited_wrap),
            "joined": item_json(couple.joined),
        },
    )
    answers = [
        http.get(couple.path, headers=headers),
        http.put(f"{couple.path}/claim", json=claim, headers=headers),
        http.post(f"{couple.path}/join", json=join, headers=headers),
    ]
    assert {seen(answer)[:2] for answer in answers} == {(404, b'{"code":"not_found"}')}
    assert couple.read().status_code == 200


@pytest.mark.parametrize("step", ["open", "claimed", "answered"])
def test_inviter_cancels_until_the_space_is_open(couple: Couple, step: str) -> None:
    couple.advance_to(step)
    assert couple.cancel().status_code == 204
    assert couple.listed() == []
    assert couple.cancel().status_code == 204


def test_opened_invitation_ends_by_leaving_alone(couple: Couple) -> None:
    couple.advance_to("opened")
    refused = couple.cancel()
    assert (refused.status_code, refused.json()) == (409, {"code": "frozen"})
    assert couple.join().status_code == 201


def test_nobody_else_can_cancel(couple: Couple, mallory: Phone) -> None:
    """The answer is the one of an invitation that is gone, and nothing has happened."""
    couple.advance_to("claimed")
    for other in (mallory, couple.invited.phone):
        gone = other.http.delete(f"/api/invitations/{b64(bytes(16))}")
        assert seen(couple.cancel(other)) == seen(gone)
        assert gone.status_code == 204
    assert couple.read().json()["step"] == "claimed"


def test_claimer_who_deletes_their_account_ends_it_for_the_inviter(couple: Couple) -> None:
    couple.advance_to("answered")
    assert couple.invited.phone.delete_account().status_code == 200
    assert couple.listed() == []


def test_link_is_of_one_secret(couple: Couple) -> None:
    """The two halves that the tests above exchange are really different ones."""
    assert couple.link.auth != Link(couple.link.invitation, bytes(16)).auth
