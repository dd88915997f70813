"""How much one member may post in a minute (§6; T13)."""

import pytest

from app.core.clock import MINUTE_MS, SECOND_MS
from app.core.errors import Refused
from app.core.limits import EVENTS_A_MINUTE, MAX_ITEMS, REPAIRS_A_MINUTE
from tests.log.conftest import Side
from tests.log.world import World


def _spend(world: World, side: Side) -> None:
    """Post until the minute is full. Opening the space was the first event of it."""
    while side.line.seq < EVENTS_A_MINUTE:
        count = min(MAX_ITEMS, EVENTS_A_MINUTE - side.line.seq)
        world.post(side.person, side.line, side.line.notes(side.member, count))


def test_t13_sixty_events_a_minute_and_no_more(world: World, side: Side) -> None:
    _spend(world, side)
    sent = [side.line.copy().put(side.member)]
    assert world.refusal(side.person, side.line, sent) == "slow_down"
    world.clock.advance(MINUTE_MS)
    sent = [side.line.copy().put(side.member)]
    assert world.post(side.person, side.line, sent).status == 201


def test_t13_one_member_s_flood_is_not_the_other_s(world: World, side: Side, partner: Side) -> None:
    _spend(world, side)
    line = side.line.copy()
    assert world.refusal(side.person, side.line, [line.copy().put(side.member)]) == "slow_down"
    assert world.post(partner.person, line, [line.put(partner.member)]).status == 201


def test_slow_down_says_when_the_post_will_fit(world: World, side: Side) -> None:
    """The first events leave the window before the later ones, and few fit earlier than many."""
    world.post(side.person, side.line, side.line.notes(side.member, 4))
    world.clock.advance(20 * SECOND_MS)
    _spend(world, side)
    for count, seconds in ((5, 40), (6, 60)):
        with pytest.raises(Refused) as refused:
            world.post(side.person, side.line, side.line.copy().notes(side.member, count))
        assert refused.value.headers == {"Retry-After": str(seconds)}
    world.clock.advance(40 * SECOND_MS)
    assert world.post(side.person, side.line, side.line.notes(side.member, 5)).status == 201


def test_a_stored_run_costs_nothing(world: World, side: Side) -> None:
    first = side.line.put(side.member)
    world.post(side.person, side.line, [first])
    _spend(world, side)
    assert world.post(side.person, side.line, [first]).status == 200


def test_refused_events_are_not_counted(world: World, side: Side) -> None:
    for _ in range(EVENTS_A_MINUTE):
        stale = side.line.copy().put(side.member, rev=2)
        assert world.refusal(side.person, side.line, [stale]) == "stale"
    assert world.post(side.person, side.line, [side.line.put(side.member)]).status == 201


def test_t13_repairs_have_their_own_allowance_counted_in_posts(
    world: World, side: Side, partner: Side
) -> None:
    """Whoever floods by repairing moves the head no oftener than by writing."""
    for _ in range(REPAIRS_A_MINUTE):
        world.clock.advance(1)
        item = side.line.put(side.member)
        world.post(side.person, side.line, [item], repair=True)
    line = side.line.copy()
    another = [line.copy().put(side.member)]
    assert world.refusal(side.person, line, another, repair=True) == "slow_down"
    assert world.post(side.person, line, [line.put(side.member)]).status == 201
    assert world.post(partner.person, line, [line.put(side.member)], repair=True).status == 201


def test_one_repair_post_heals_twenty_events(world: World, side: Side) -> None:
    for _ in range(4):
        world.clock.advance(1)
        sent = side.line.notes(side.member, MAX_ITEMS)
        assert world.post(side.person, side.line, sent, repair=True).status == 201
