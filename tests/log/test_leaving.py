"""R13: either person leaves alone, at once, and nobody is told when (protocol.md §6, §8)."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest

from app.client.events import Item
from app.core.clock import DAY_MS, MINUTE_MS
from app.core.database import Database
from app.core.errors import Refused
from app.core.limits import EVENTS_A_MINUTE, MAX_ITEMS, REPAIRS_A_MINUTE
from app.log.models import SpaceRow
from app.settings import Settings
from app.spaces.invitations import Invitation
from tests.log.conftest import Side
from tests.log.sharing import Couple, join_couple, leaving, open_couple
from tests.log.signing import Line, sealed
from tests.log.world import World

WHO = pytest.mark.parametrize("who", ["inviter", "invited"])


def _leave(world: World, couple: Couple, side: Side) -> Item:
    item = leaving(couple.line, side.member)
    assert world.post(side.person, couple.line, [item]).status == 201
    return couple.line.add(item)


def _invite(world: World, couple: Couple, line: Line) -> None:
    """An invitation that has come as far as opening this space."""
    with world.database.write() as session:
        session.add(
            Invitation(
                invitation_id=line.space.bytes,
                account_id=couple.inviter.person.account_id,
                auth_hash=bytes(32),
                m1=sealed(),
                claimed_by=couple.invited.person.account_id,
                space_id=line.space_id,
                expires_ms=world.clock.now_ms() + DAY_MS,
            )
        )


def _is_invited(world: World, space: UUID) -> bool:
    return world.ask(lambda session: session.get(Invitation, space.bytes)) is not None


@WHO
def test_r13_leaving_ends_writing_for_both_and_reading_for_neither(
    world: World, couple: Couple, who: str
) -> None:
    _leave(world, couple, getattr(couple, who))
    for side in couple.sides:
        late = couple.line.copy().put(side.member)
        assert world.refusal(side.person, couple.line, [late]) == "space_closed"
        assert world.refusal(side.person, couple.line, [late], repair=True) == "space_closed"
    assert world.page(couple.line).seq == 3


def test_r13_the_other_person_meets_it_when_they_read(world: World, couple: Couple) -> None:
    """A write that does not know of it is told to read first, as after any other event."""
    unknowing = couple.line.copy()
    _leave(world, couple, couple.inviter)
    late = unknowing.put(couple.invited.member)
    assert world.refusal(couple.invited.person, couple.line, [late]) == "head_moved"


@WHO
def test_r13_leaving_wakes_nobody(world: World, couple: Couple, who: str) -> None:
    side: Side = getattr(couple, who)
    world.woken.clear()
    _leave(world, couple, side)
    assert world.woken == []


def test_r13_what_is_written_with_the_leaving_wakes_nobody_either(
    world: World, couple: Couple
) -> None:
    world.woken.clear()
    side, line = couple.inviter, couple.line
    sent = [line.put(side.member), line.add(leaving(line, side.member))]
    assert world.post(side.person, line, sent).status == 201
    assert world.woken == []


def test_writing_without_leaving_wakes(world: World, couple: Couple) -> None:
    world.woken.clear()
    world.post(couple.inviter.person, couple.line, [couple.line.put(couple.inviter.member)])
    assert world.woken == [(couple.line.space_id, 3)]


@pytest.mark.parametrize("offset_ms", [-1, 1, DAY_MS])
def test_r13_leaving_repeats_the_date_before_it(
    world: World, couple: Couple, offset_ms: int
) -> None:
    """Also a day later, when no other event may bear that date any more."""
    world.clock.advance(DAY_MS)
    line, side = couple.line, couple.invited
    dated = leaving(line, side.member, at_ms=line.at_ms + offset_ms)
    for repair in (False, True):
        assert world.refusal(side.person, line, [dated], repair=repair) == "clock"
    _leave(world, couple, side)


def test_r13_nothing_that_is_read_tells_when_somebody_left(world: World, couple: Couple) -> None:
    before = world.page(couple.line, after=1).model_dump(mode="json")
    world.clock.advance(DAY_MS)
    item = _leave(world, couple, couple.inviter)
    world.clock.advance(DAY_MS)
    after = world.page(couple.line, after=1).model_dump(mode="json")
    assert after["events"][:1] == before["events"]
    [told] = world.page(couple.line, after=2).events
    assert (told.event, told.sig, told.body) == (item.event, item.sig, None)
    assert (told.arrived_ms, told.repaired) == (couple.line.at_ms, False)


def test_nothing_comes_behind_a_leaving(world: World, couple: Couple) -> None:
    side, line = couple.inviter, couple.line.copy()
    sent = [line.add(leaving(line, side.member)), line.put(side.member)]
    assert world.refusal(side.person, couple.line, sent) == "space_closed"


def test_leaving_is_answered_again_to_whoever_lost_the_answer(world: World, couple: Couple) -> None:
    item = _leave(world, couple, couple.inviter)
    again = world.post(couple.inviter.person, couple.line, [item])
    assert (again.status, again.seq, again.head) == (200, 3, item.head)


def test_the_server_alone_knows_when_the_thirty_days_began(world: World, couple: Couple) -> None:
    world.clock.advance(DAY_MS)
    _leave(world, couple, couple.inviter)
    space = world.ask(lambda session: session.get_one(SpaceRow, couple.line.space_id))
    assert (space.closed, space.closed_ms) == (True, world.clock.now_ms())


def test_leaving_before_the_other_joins_ends_the_invitation_and_no_other(
    world: World, opened: Couple
) -> None:
    kept = Line(opened.line.elsewhere().space, world.clock)
    _invite(world, opened, kept)
    spaces = [opened.line.space, kept.space]
    assert [_is_invited(world, space) for space in spaces] == [True, True]
    _leave(world, opened, opened.inviter)
    assert [_is_invited(world, space) for space in spaces] == [False, True]


def test_a_personal_space_is_not_left(world: World, side: Side) -> None:
    gone = leaving(side.line, side.member)
    assert world.refusal(side.person, side.line, [gone]) == "unknown_verb"


def test_t6_nobody_leaves_in_the_other_s_name(world: World, couple: Couple) -> None:
    """Neither by posting it, nor by signing it, nor as a repair."""
    line, mallory, other = couple.line, couple.invited, couple.inviter
    honest = leaving(line, other.member)
    event = Item(honest.event, mallory.member.key.sign(honest.event), None)
    assert world.refusal(mallory.person, line, [event]) == "not_author"
    assert world.refusal(mallory.person, line, [event], repair=True) == "bad_signature"
    assert world.post(other.person, line, [honest]).status == 201


def test_t13_leaving_needs_no_allowance(world: World, couple: Couple) -> None:
    side, line = couple.inviter, couple.line
    world.clock.advance(MINUTE_MS)
    for _ in range(EVENTS_A_MINUTE // MAX_ITEMS):
        world.post(side.person, line, line.notes(side.member, MAX_ITEMS))
    late = line.copy().put(side.member)
    assert world.refusal(side.person, line, [late]) == "slow_down"
    _leave(world, couple, side)


@WHO
def test_t13_nobody_can_keep_the_other_from_leaving(world: World, couple: Couple, who: str) -> None:
    """The partner posts between every reading and every leaving, until they have no more to post.

    They know when to: it is the worst that a phone can do. It lasts for as many tries as a minute
    has events and repairs, and a phone tries several times a second.
    """
    side: Side = getattr(couple, who)
    [flooder] = [other for other in couple.sides if other is not side]
    world.clock.advance(MINUTE_MS)
    tries, wanted = 1, leaving(couple.line, side.member)
    while _flood(world, couple.line, flooder):
        assert world.refusal(side.person, couple.line, [wanted]) == "head_moved"
        # Repairs are counted by the moments at which they come.
        world.clock.advance(1)
        tries, wanted = tries + 1, leaving(couple.line, side.member)
    assert world.post(side.person, couple.line, [wanted]).status == 201
    assert tries == EVENTS_A_MINUTE + REPAIRS_A_MINUTE + 1


def _flood(world: World, line: Line, flooder: Side) -> bool:
    """One more event in the way, as a new one or else as a repair; False if both are used up."""
    for repair in (False, True):
        item = line.copy().put(flooder.member)
        with suppress(Refused):
            world.post(flooder.person, line, [item], repair=repair)
            line.add(item)
            return True
    return False


@pytest.fixture
def restored(world: World, couple: Couple, settings: Settings, tmp_path: Path) -> Iterator[World]:
    """The server as it will be after a restore: a copy of what it is before anybody leaves."""
    path = tmp_path / "restored.sqlite3"
    world.database.truncate_log()
    shutil.copyfile(settings.database_path, path)
    database = Database(f"sqlite:///{path}")
    yield World(database, world.clock)
    database.close()


@WHO
def test_t5_a_leaving_that_the_server_lost_is_brought_back_by_either_phone(
    world: World, restored: World, couple: Couple, who: str
) -> None:
    healer: Side = getattr(couple, who)
    before = couple.line.copy()
    note = couple.line.put(couple.invited.member)
    world.post(couple.invited.person, before, [note])
    left = _leave(world, couple, couple.inviter)
    world.clock.advance(3 * DAY_MS)
    assert restored.post(healer.person, before, [note, left], repair=True).status == 201
    assert restored.stored(couple.line) == world.stored(couple.line)
    assert [row.arrived_ms for row in restored.page(couple.line, after=3).events] == [
        couple.line.at_ms
    ]
    assert restored.woken == []
    late = couple.line.copy().put(healer.member)
    assert restored.refusal(healer.person, couple.line, [late]) == "space_closed"


def test_after_leaving_a_new_shared_space_can_be_opened(world: World, couple: Couple) -> None:
    """With the same two accounts: nothing of the first stands in the way."""
    _leave(world, couple, couple.inviter)
    people = (couple.inviter.person, couple.invited.person)
    again = join_couple(world, open_couple(world, people))
    sent = again.line.put(again.invited.member)
    assert world.post(again.invited.person, again.line, [sent]).status == 201
