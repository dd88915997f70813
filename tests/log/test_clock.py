"""Dates: a new event's is near the server's clock, a repaired one keeps its own (§6, Clock)."""

from dataclasses import replace

import pytest

from app.client.events import Item
from app.core.clock import DAY_MS, MINUTE_MS
from app.core.limits import CLOCK_SLACK_MS
from tests.log.conftest import Side
from tests.log.signing import new_uuid, sealed
from tests.log.world import World


def _dated(side: Side, offset_ms: int) -> Item:
    """An event for the next place, dated so far from the server's clock."""
    body = sealed()
    event = side.line.putting(side.member, new_uuid(), 1, body)
    return side.member.sign(replace(event, at_ms=event.at_ms + offset_ms), body)


def test_slack_is_five_minutes() -> None:
    assert CLOCK_SLACK_MS == 5 * MINUTE_MS


@pytest.mark.parametrize("way", [1, -1])
def test_t3_a_new_event_is_dated_within_five_minutes(world: World, side: Side, way: int) -> None:
    world.clock.advance(DAY_MS)
    beyond, within = (_dated(side, way * (CLOCK_SLACK_MS + extra)) for extra in (1, 0))
    assert world.refusal(side.person, side.line, [beyond]) == "clock"
    assert world.post(side.person, side.line, [within]).status == 201


def test_t3_an_event_is_not_dated_before_the_one_it_follows(world: World, side: Side) -> None:
    """Neither behind what is stored nor inside a batch, in a repair no more than otherwise."""
    for repair in (False, True):
        before = [_dated(side, -1)]
        assert world.refusal(side.person, side.line, before, repair=repair) == "clock"
    world.clock.advance(MINUTE_MS)
    line, body = side.line.copy(), sealed()
    first = line.put(side.member)
    event = line.putting(side.member, new_uuid(), 1, body)
    second = side.member.sign(event, body)
    earlier = side.member.sign(replace(event, at_ms=event.at_ms - 1), body)
    assert world.refusal(side.person, side.line, [first, earlier]) == "clock"
    assert world.post(side.person, side.line, [first, second]).status == 201


def test_a_repaired_event_keeps_an_old_date(world: World, side: Side) -> None:
    item = side.line.put(side.member)
    world.clock.advance(40 * DAY_MS)
    assert world.refusal(side.person, side.line, [item]) == "clock"
    assert world.post(side.person, side.line, [item], repair=True).status == 201
    [row] = world.page(side.line, after=1).events
    assert (row.repaired, row.arrived_ms) == (True, world.clock.now_ms())


def test_a_repaired_event_is_not_dated_ahead_either(world: World, side: Side) -> None:
    beyond, within = _dated(side, CLOCK_SLACK_MS + 1), _dated(side, CLOCK_SLACK_MS)
    assert world.refusal(side.person, side.line, [beyond], repair=True) == "clock"
    assert world.post(side.person, side.line, [within], repair=True).status == 201


def test_a_new_event_is_not_marked(world: World, side: Side) -> None:
    world.post(side.person, side.line, [side.line.put(side.member)])
    assert [row.repaired for row in world.page(side.line).events] == [False, False]
