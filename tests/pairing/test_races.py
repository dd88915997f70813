"""Two requests at the same moment: one of them wins, and the other is told so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import httpx

from tests.accounts.phone import Phone
from tests.pairing.couple import Couple
from tests.pairing.side import Side
from tests.pairing.test_opening import spaces_of

ROUNDS = 5
Act = Callable[[], httpx.Response]


def at_once(*acts: Act) -> list[int]:
    """The statuses of these requests, sent together."""
    start = Barrier(len(acts))

    def run(act: Act) -> int:
        start.wait()
        return act().status_code

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def another(couple: Couple) -> Couple:
    return Couple(Side(couple.inviter.phone, "Robin"), Side(couple.invited.phone, "Kim"))


def test_t7_two_claims_at_once_leave_one(couple: Couple, mallory: Phone) -> None:
    for _ in range(ROUNDS):
        tried = another(couple)
        assert tried.make().status_code == 201
        theirs = tried.seal("m2", tried.answer_of(Side(mallory, "Kim")))
        statuses = at_once(tried.claim, partial(tried.claim, mallory, theirs))
        assert sorted(statuses) == [200, 409]
        assert tried.cancel().status_code == 204


def test_same_opening_twice_at_once_opens_once(couple: Couple) -> None:
    couple.advance_to("answered")
    tablet = couple.inviter.phone.another(with_cookies=True)
    assert sorted(at_once(couple.open, lambda: couple.open(tablet))) == [200, 201]
    assert spaces_of(couple.inviter.phone)[str(couple.space)]["seq"] == 1


def test_joining_twice_at_once_joins_once(couple: Couple) -> None:
    couple.advance_to("opened")
    tablet = couple.invited.phone.another(with_cookies=True)
    assert sorted(at_once(couple.join, lambda: couple.join(tablet))) == [201, 404]
    assert spaces_of(couple.invited.phone)[str(couple.space)]["seq"] == 2


def test_cancelling_and_opening_at_once_leave_one(couple: Couple) -> None:
    """Either the space is open and the invitation stands, or neither is there."""
    couple.advance_to("answered")
    tablet = couple.inviter.phone.another(with_cookies=True)
    cancelled, opened = at_once(lambda: couple.cancel(tablet), couple.open)
    assert (cancelled, opened) in {(204, 404), (409, 201)}
    assert (couple.read().status_code == 200) == (opened == 201)
