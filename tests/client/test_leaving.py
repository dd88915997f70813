"""Leaving: alone, at once, and whatever the other person does (R13 to R16)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from fastapi import FastAPI

from app.client.content import Words
from app.client.errors import DistrustError, RefusedError
from app.client.events import Item
from app.client.person import Person
from app.client.verbs import SPACE_LEFT, SpaceLeft
from app.client.wire import Appended
from app.spaces.purge import Purge
from tests.client.acts import leaving_of, refusal, sign_as
from tests.client.people import PASSPHRASE, People, pair
from tests.conftest import FakeClock

DAY_SECONDS = 24 * 60 * 60
WORDS = Words("You came back to the talk.", "I could sleep.", "You keep your word.")

pytestmark = pytest.mark.usefixtures("together")


def has_space(person: Person) -> bool:
    try:
        return person.us.place is not None
    except LookupError:
        return False


def test_r13_either_can_leave_alone_and_at_once(nadia: Person, elias: Person) -> None:
    nadia.us.give(WORDS)
    us = nadia.us
    elias.us.leave()
    table = us.read()
    assert (table.left_by, len(table.thanks)) == (us.partner, 1)
    for person in (nadia, elias):
        assert not has_space(person)


def test_r13_nobody_is_told_when(nadia: Person, elias: Person, clock: FakeClock) -> None:
    nadia.us.give(WORDS)
    elias.us.read()
    clock.advance_seconds(3 * DAY_SECONDS)
    elias.us.leave()
    us = nadia.us
    us.read()
    left, before = us.sync.log.delivered[-1], us.sync.log.delivered[-2]
    events = us.sync.log.events
    assert (events[-1].verb, events[-1].at_ms) == (SPACE_LEFT, events[-2].at_ms)
    assert left.arrived_ms == before.arrived_ms


def test_r14_each_takes_their_own_words_back_afterwards_and_tells_no_time(
    nadia: Person, elias: Person, clock: FakeClock
) -> None:
    """Twin: the other's words stay, and cannot be taken back for them."""
    first, second = nadia.us.give(WORDS), elias.us.give(WORDS)
    us, theirs = nadia.us, elias.us
    theirs.leave()
    clock.advance_seconds(3 * DAY_SECONDS)
    us.read()
    us.take_back(first)
    assert refusal(lambda: us.take_back(second)) == "not_author"
    table = theirs.read()
    assert (table.find(first), table.find(second) is None) == (None, False)
    erased = theirs.sync.log.delivered[-1]
    before, last = theirs.sync.log.events[-2:]
    assert (last.at_ms, erased.arrived_ms) == (before.at_ms, before.at_ms)


def test_r13_a_leaving_that_tells_its_time_is_refused(
    nadia: Person, elias: Person, clock: FakeClock
) -> None:
    clock.advance_seconds(60)
    event = replace(leaving_of(elias), at_ms=clock.now_ms(), clear=SpaceLeft())
    assert refusal(lambda: elias.us.sync.append([sign_as(elias, event)])) == "clock"
    assert nadia.us.read().left_by is None


def test_r14_after_leaving_both_read_and_nobody_writes(nadia: Person, elias: Person) -> None:
    nadia.us.give(WORDS)
    hers, his = nadia.us, elias.us
    his.leave()
    assert refusal(lambda: hers.give(WORDS)) == "space_closed"
    assert refusal(lambda: his.give(WORDS)) == "space_closed"
    assert len(hers.read().thanks) == len(his.read().thanks) == 1


def test_r14_after_30_days_the_space_is_gone_and_signing_in_goes_on(
    people: People, app: FastAPI, nadia: Person, elias: Person, clock: FakeClock
) -> None:
    """Also for a person who has not opened Goldseam since, and never saw that somebody left."""
    nadia.save_vault()
    elias.us.leave()
    clock.advance_seconds(31 * DAY_SECONDS)
    Purge(database=app.state.database, clock=clock, writer=app.state.writer).run()
    for login in ("nadia", "elias"):
        device = people.sign_in(login)
        assert device.read().damaged == ()
        assert device.spaces == {}
    assert not has_space(people.sign_in("elias"))
    with pytest.raises(DistrustError) as missing:
        has_space(people.sign_in("nadia"))
    assert missing.value.code == "space_missing"


def test_r14_ones_own_key_can_be_given_up_at_once(
    people: People, nadia: Person, elias: Person
) -> None:
    his, hers = elias.us, nadia.us
    desk = people.sign_in("elias")
    assert refusal(his.give_up) == "open"
    his.leave()
    his.give_up()
    assert refusal(his.read) == "not_found"
    assert people.sign_in("elias").spaces == {}
    assert his.space in desk.spaces
    desk.refresh()
    assert desk.spaces == {}
    assert hers.read().left_by is not None


def test_another_space_can_be_opened_afterwards(
    people: People, nadia: Person, elias: Person
) -> None:
    first = nadia.us
    first.leave()
    pair(elias, nadia)
    nadia.us.give(WORDS)
    assert nadia.us.space != first.space
    device = people.sign_in("elias")
    assert len(device.us.read().thanks) == 1
    assert len(device.spaces) == 2


def test_the_export_has_a_closed_space_as_well(nadia: Person, elias: Person) -> None:
    nadia.us.give(WORDS)
    elias.us.leave()
    assert len(nadia.export()["spaces"]) == len(elias.export()["spaces"]) == 2


def test_r15_deleting_the_account_leaves_first(nadia: Person, elias: Person) -> None:
    us = nadia.us
    elias.delete_account(PASSPHRASE)
    assert us.read().left_by == us.partner
    assert refusal(lambda: us.give(WORDS)) == "space_closed"


def test_a_follower_is_told_that_the_space_is_closed(nadia: Person, elias: Person) -> None:
    us = nadia.us
    elias.us.leave()
    with us.follow() as follower:
        assert [event.verb for event in follower.next()] == [SPACE_LEFT]
        with pytest.raises(RefusedError) as refused:
            follower.next()
    assert refused.value.code == "space_closed"


def test_t13_nobody_is_kept_from_leaving_by_a_flood(
    nadia: Person, elias: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The partner takes every place there is, up to the allowance of a minute."""
    honest = nadia.us.sync.append
    us, refusals = nadia.us, list[str]()

    def raced(items: Sequence[Item], *, repair: bool = False) -> Appended:
        for _ in range(6):
            try:
                elias.us.put_member("Elias", "indigo")
            except RefusedError as refused:
                refusals.append(refused.code)
        return honest(items, repair=repair)

    monkeypatch.setattr(us.sync, "append", raced)
    us.leave()
    assert us.known().left_by is not None
    assert set(refusals) == {"slow_down"}
