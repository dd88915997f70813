"""A server restored from an older backup, healed from either phone in either order (T5)."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.client.events import Item, head_of
from app.core.clock import DAY_MS
from app.core.database import Database
from app.core.limits import MAX_ITEMS
from app.settings import Settings
from tests.log.conftest import Side
from tests.log.signing import Member, new_uuid, sealed
from tests.log.world import World

Backup = Callable[[], World]


@pytest.fixture
def backup(world: World, settings: Settings, tmp_path: Path) -> Iterator[Backup]:
    """Copies the server as it is now; the copy is the server after the restore."""
    opened: list[Database] = []

    def copy() -> World:
        path = tmp_path / "restored.sqlite3"
        world.database.truncate_log()
        shutil.copyfile(settings.database_path, path)
        opened.append(Database(f"sqlite:///{path}"))
        return World(opened[-1], world.clock)

    yield copy
    for database in opened:
        database.close()


def _both_write(world: World, side: Side, partner: Side) -> list[Item]:
    """What both people write in turn; each knows of the other's."""
    written = []
    for author in (side, partner, side, partner):
        partner.line = side.line
        item = side.line.put(author.member)
        world.post(author.person, side.line, [item])
        written.append(item)
    return written


@pytest.mark.parametrize("mine_first", [True, False])
def test_t5_a_restored_server_is_healed_from_either_phone_in_either_order(
    world: World, side: Side, partner: Side, backup: Backup, *, mine_first: bool
) -> None:
    """Each phone posts both authors' events verbatim; the second finds them there."""
    restored = backup()
    lost = _both_write(world, side, partner)
    world.clock.advance(3 * DAY_MS)
    phones = [side, partner] if mine_first else [partner, side]
    first, second = (restored.post(phone.person, side.line, lost, repair=True) for phone in phones)
    assert (first.status, second.status) == (201, 200)
    assert first.head == second.head == side.line.head
    assert restored.stored(side.line) == world.stored(side.line)
    healed = restored.page(side.line, after=1).events
    assert [Item(row.event, row.sig, row.body) for row in healed] == lost
    assert {(row.repaired, row.arrived_ms) for row in healed} == {(True, world.clock.now_ms())}


def test_t5_each_phone_heals_the_part_it_knows(
    world: World, side: Side, partner: Side, backup: Backup
) -> None:
    """One phone had not seen the last events; the other brings those behind them."""
    restored = backup()
    lost = _both_write(world, side, partner)
    assert restored.post(side.person, side.line, lost[:2], repair=True).status == 201
    assert restored.post(partner.person, side.line, lost, repair=True).status == 201
    assert restored.stored(side.line) == world.stored(side.line)


def test_t5_when_somebody_wrote_first_a_repair_does_not_overwrite(
    world: World, side: Side, partner: Side, backup: Backup
) -> None:
    """The branch stays detectable: what was lost no longer fits and nothing is replaced."""
    restored = backup()
    before = side.line.copy()
    lost = _both_write(world, side, partner)
    restored.post(partner.person, before, [before.put(partner.member)])
    assert restored.refusal(side.person, before, lost, repair=True) == "head_moved"
    again = before.put(side.member)
    assert restored.post(side.person, before, [again], repair=True).status == 201


def test_t5_without_a_loss_the_same_repair_finds_everything(
    world: World, side: Side, partner: Side
) -> None:
    written = _both_write(world, side, partner)
    before = world.stored(side.line)
    assert world.post(side.person, side.line, written, repair=True).status == 200
    assert world.stored(side.line) == before
    assert not any(row.repaired for row in world.page(side.line).events)


def test_t5_a_log_longer_than_a_post_is_healed_in_posts(
    world: World, side: Side, backup: Backup
) -> None:
    restored = backup()
    lost = side.line.notes(side.member, 2 * MAX_ITEMS + 3)
    for at in range(0, len(lost), MAX_ITEMS):
        world.post(side.person, side.line, lost[at : at + MAX_ITEMS])
        restored.post(side.person, side.line, lost[at : at + MAX_ITEMS], repair=True)
    assert restored.stored(side.line) == world.stored(side.line)


def test_an_erased_body_is_repaired_without_it(world: World, side: Side, backup: Backup) -> None:
    restored = backup()
    target, body = new_uuid(), sealed()
    put = side.line.put(side.member, target, body=body)
    erased = side.line.erase(side.member, target, 1, body)
    world.post(side.person, side.line, [put, erased])
    lost = [replace(put, body=None), erased]
    assert restored.refusal(side.person, side.line, lost) == "malformed"
    assert restored.post(side.person, side.line, lost, repair=True).status == 201
    assert [row.body for row in restored.page(side.line).events] == [None, None, None]
    assert restored.stored(side.line) == world.stored(side.line)


def test_a_repair_takes_members_events_only(
    world: World, side: Side, partner: Side, backup: Backup
) -> None:
    """Somebody who is no member has signed an event for the next place."""
    restored = backup()
    stranger = Side(world.person(), Member(), side.line.copy())
    forged = stranger.line.put(stranger.member)
    assert restored.refusal(side.person, side.line, [forged], repair=True) == "not_author"
    theirs = side.line.put(partner.member)
    assert restored.post(side.person, side.line, [theirs], repair=True).status == 201


def test_t6_a_repair_forges_nobody_s_signature(world: World, side: Side, partner: Side) -> None:
    body = sealed()
    event = side.line.putting(partner.member, new_uuid(), 1, body)
    forged, own = side.member.sign(event, body), partner.member.sign(event, body)
    assert world.refusal(side.person, side.line, [forged], repair=True) == "bad_signature"
    assert world.post(side.person, side.line, [own], repair=True).status == 201


def test_rules_hold_in_a_repair_too(world: World, side: Side, partner: Side) -> None:
    target = new_uuid()
    mine, theirs = side.line.put(side.member, target), side.line.put(partner.member, target, rev=2)
    assert world.refusal(side.person, side.line, [mine, theirs], repair=True) == "not_author"
    assert world.post(side.person, side.line, [mine], repair=True).status == 201
    assert world.page(side.line).head == head_of(mine.event, mine.sig)
