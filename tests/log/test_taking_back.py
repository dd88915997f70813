"""R14: behind a leaving each person takes back their own words, and writes nothing else."""

import hashlib
from dataclasses import replace

import pytest

from app.client import events, verbs
from app.client.events import Event, Item
from app.client.verbs import GivenErased
from app.core.clock import DAY_MS, MINUTE_MS
from app.core.errors import Refused
from app.core.limits import EVENTS_A_MINUTE, MAX_ITEMS
from app.log.models import SpaceRow
from tests.log.conftest import Side
from tests.log.sharing import Couple, answer, give, leaving
from tests.log.signing import new_uuid, sealed
from tests.log.world import World

THANKS, LINE = sealed(), sealed()


class Table:
    """What the two put before each other: thanks, a line that answers them, and an item."""

    def __init__(self, world: World, couple: Couple) -> None:
        self.world, self.couple, self.line = world, couple, couple.line
        self.thanks, self.item, self.text = new_uuid(), new_uuid(), sealed()
        self.inviter, self.invited = couple.sides
        self.post(self.inviter, give(self.line, self.inviter.member, self.thanks, THANKS))
        said = answer(self.line, self.invited.member, self.thanks, THANKS, LINE)
        self.post(self.invited, said)
        self.post(self.inviter, self.line.put(self.inviter.member, self.item, body=self.text))

    def post(self, side: Side, *items: Item, repair: bool = False) -> None:
        assert self.world.post(side.person, self.line, items, repair=repair).status == 201

    def leave(self, side: Side) -> Item:
        item = leaving(self.line, side.member)
        self.post(side, item)
        return self.line.add(item)

    def back(self, side: Side, rev: int, *, at_ms: int | None = None) -> Item:
        """Take back what stands under this rev of the thanks, for the next place."""
        clear = GivenErased(hashlib.sha256(THANKS if rev == 1 else LINE).digest())
        event = self.line.event(
            side.member, clear, verb=verbs.GIVEN_ERASED, target=self.thanks, rev=rev
        )
        return self._dated(side, event, at_ms)

    def item_back(self, side: Side) -> Item:
        return self._dated(side, self.line.erasing(side.member, self.item, 1, self.text))

    def _dated(self, side: Side, event: Event, at_ms: int | None = None) -> Item:
        return side.member.sign(replace(event, at_ms=self.line.at_ms if at_ms is None else at_ms))

    def bodies(self) -> list[bytes | None]:
        return [row.body for row in self.world.page(self.line, after=2).events[:3]]


@pytest.fixture
def table(world: World, couple: Couple) -> Table:
    return Table(world, couple)


@pytest.mark.parametrize("who", ["inviter", "invited"])
def test_r14_whoever_left_and_whoever_did_not_take_back_their_own(table: Table, who: str) -> None:
    """Twin: until then every word is read by both."""
    table.leave(getattr(table, who))
    assert table.bodies() == [THANKS, LINE, table.text]
    mine = [
        table.line.add(table.back(table.inviter, 1)),
        table.line.add(table.item_back(table.inviter)),
    ]
    table.post(table.inviter, *mine)
    assert table.bodies() == [None, LINE, None]
    table.post(table.invited, table.line.add(table.back(table.invited, 2)))
    assert table.bodies() == [None, None, None]


def test_r14_nobody_takes_back_the_others_words(table: Table) -> None:
    table.leave(table.invited)
    refused = table.world.refusal
    for side, item in (
        (table.invited, table.back(table.invited, 1)),
        (table.inviter, table.back(table.inviter, 2)),
        (table.invited, table.item_back(table.invited)),
        (table.invited, table.back(table.inviter, 1)),
    ):
        assert refused(side.person, table.line, [item]) == "not_author"
    table.post(table.inviter, table.back(table.inviter, 1))


def test_r14_everything_else_stays_refused(table: Table) -> None:
    table.leave(table.inviter)
    again = table.line.copy().put(table.inviter.member)
    for repair in (False, True):
        for side in table.couple.sides:
            left = leaving(table.line, side.member)
            refused = table.world.refusal(side.person, table.line, [left], repair=repair)
            assert refused == "space_closed"
        assert (
            table.world.refusal(table.inviter.person, table.line, [again], repair=repair)
            == "space_closed"
        )
    back = table.back(table.inviter, 1)
    behind = table.line.copy()
    behind.add(back)
    batch = [back, behind.put(table.inviter.member)]
    assert table.world.refusal(table.inviter.person, table.line, batch) == "space_closed"
    assert table.bodies() == [THANKS, LINE, table.text]


def test_r14_taking_back_wakes_nobody(table: Table) -> None:
    table.leave(table.inviter)
    table.world.woken.clear()
    table.post(table.invited, table.back(table.invited, 2))
    assert table.world.woken == []


def test_r13_nothing_that_is_read_tells_when_it_was_taken_back(table: Table) -> None:
    """Days later, when no other event may bear that date any more; also not as a repair."""
    table.leave(table.inviter)
    table.world.clock.advance(9 * DAY_MS)
    now_ms = table.world.clock.now_ms()
    for at_ms in (now_ms, table.line.at_ms + 1, table.line.at_ms - 1):
        dated = table.back(table.inviter, 1, at_ms=at_ms)
        for repair in (False, True):
            assert (
                table.world.refusal(table.inviter.person, table.line, [dated], repair=repair)
                == "clock"
            )
    table.post(table.inviter, table.line.add(table.back(table.inviter, 1)))
    [told] = table.world.page(table.line, after=6).events
    assert (events.parse(told.event).at_ms, told.arrived_ms) == (table.line.at_ms,) * 2
    space = table.world.ask(lambda session: session.get_one(SpaceRow, table.line.space_id))
    assert space.closed_ms == now_ms - 9 * DAY_MS


def test_t5_a_leaving_and_what_was_taken_back_are_brought_back_in_one_batch(table: Table) -> None:
    """The space is closed by it, although the leaving is not the last line."""
    left = table.line.add(leaving(table.line, table.inviter.member))
    back = table.line.add(table.back(table.inviter, 1))
    table.world.woken.clear()
    table.post(table.invited, left, back, repair=True)
    late = table.line.copy().put(table.invited.member)
    assert table.world.refusal(table.invited.person, table.line, [late]) == "space_closed"
    assert (table.bodies()[0], table.world.woken) == (None, [])


def test_t10_whoever_gave_up_the_space_takes_nothing_back(table: Table) -> None:
    """Twin: the other person, who still has their place, does."""
    table.leave(table.inviter)
    with table.world.writer.turn() as turn:
        turn.drop_membership(table.line.space_id, table.inviter.person.account_id)
    with pytest.raises(Refused, match="not_found"):
        table.world.post(table.inviter.person, table.line, [table.back(table.inviter, 1)])
    table.post(table.invited, table.back(table.invited, 2))


def test_t13_taking_back_needs_no_allowance(table: Table) -> None:
    """It is bounded by what was written: each version is taken back once."""
    table.world.clock.advance(MINUTE_MS)
    for _ in range(EVENTS_A_MINUTE // MAX_ITEMS):
        table.post(table.inviter, *table.line.notes(table.inviter.member, MAX_ITEMS))
    table.leave(table.inviter)
    table.post(table.inviter, table.line.add(table.back(table.inviter, 1)))
    again = table.back(table.inviter, 1)
    assert table.world.refusal(table.inviter.person, table.line, [again]) == "already_erased"
