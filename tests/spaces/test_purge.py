"""What has run out is deleted by the job, and nothing else is."""

import threading
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError

from app.core.clock import DAY_MS
from app.core.limits import CLOSED_SPACE_MS
from app.log.models import SpaceRow
from app.spaces.invitations import Invitation
from app.spaces.purge import Purge
from tests.conftest import FakeClock, running
from tests.log.sharing import Couple, join_couple, leaving, open_couple
from tests.log.signing import sealed
from tests.log.world import World

TABLES = ("space", "event", "body", "object", "membership")
WEEK_MS = 7 * DAY_MS
PATIENCE_SECONDS = 10


@pytest.fixture
def purge(world: World) -> Purge:
    return Purge(database=world.database, clock=world.clock, writer=world.writer)


@pytest.fixture
def couple(world: World) -> Couple:
    """Two people, and something between them."""
    couple = join_couple(world, open_couple(world))
    world.post(couple.inviter.person, couple.line, [couple.line.put(couple.inviter.member)])
    return couple


def _leave(world: World, couple: Couple) -> None:
    item = leaving(couple.line, couple.invited.member)
    world.post(couple.invited.person, couple.line, [item])


def _invite(world: World, couple: Couple) -> None:
    """An invitation of a week that has opened nothing yet."""
    with world.database.write() as session:
        session.add(
            Invitation(
                invitation_id=b"I" * 16,
                account_id=couple.inviter.person.account_id,
                auth_hash=bytes(32),
                m1=sealed(),
                expires_ms=world.clock.now_ms() + WEEK_MS,
            )
        )


def _has_invitation(world: World) -> bool:
    return world.ask(lambda session: session.get(Invitation, b"I" * 16)) is not None


def _space(world: World, couple: Couple) -> SpaceRow | None:
    return world.ask(lambda session: session.get(SpaceRow, couple.line.space_id))


def test_r14_a_closed_space_is_read_for_thirty_days_and_then_gone(
    world: World, purge: Purge, couple: Couple
) -> None:
    kept = join_couple(world, open_couple(world))
    world.post(kept.inviter.person, kept.line, [kept.line.put(kept.inviter.member)])
    _leave(world, couple)
    world.clock.advance(CLOSED_SPACE_MS - 1)
    purge.run()
    assert world.page(couple.line).seq == 4
    world.clock.advance(1)
    purge.run()
    for table in TABLES:
        assert world.owners(table) == {kept.line.space_id}
    late = couple.line.copy().put(couple.inviter.member)
    assert world.refusal(couple.inviter.person, couple.line, [late]) == "not_found"


def test_thirty_days_are_thirty_days() -> None:
    assert CLOSED_SPACE_MS == 30 * DAY_MS


def test_r14_what_is_purged_is_gone_from_the_disk(
    world: World, purge: Purge, couple: Couple, database_file: Path
) -> None:
    marker = couple.joined.event
    files = sorted(database_file.parent.glob("goldseam.sqlite3*"))
    _leave(world, couple)
    assert any(marker in path.read_bytes() for path in files)
    world.clock.advance(CLOSED_SPACE_MS)
    purge.run()
    assert not any(marker in path.read_bytes() for path in files)


def test_a_space_that_nobody_left_stays_for_ever(
    world: World, purge: Purge, couple: Couple
) -> None:
    world.clock.advance(400 * DAY_MS)
    before = world.stored(couple.line)
    purge.run()
    assert world.stored(couple.line) == before


def test_an_invitation_that_ran_out_is_deleted(world: World, purge: Purge, couple: Couple) -> None:
    _invite(world, couple)
    world.clock.advance(WEEK_MS - 1)
    purge.run()
    assert _has_invitation(world)
    world.clock.advance(1)
    purge.run()
    assert not _has_invitation(world)


def test_a_space_that_nobody_can_join_any_more_is_closed(world: World, purge: Purge) -> None:
    opened = open_couple(world)
    world.clock.advance(WEEK_MS - 1)
    purge.run()
    space = _space(world, opened)
    assert space is not None
    assert not space.closed
    world.clock.advance(1)
    world.woken.clear()
    purge.run()
    space = _space(world, opened)
    assert space is not None
    assert (space.closed, space.closed_ms) == (True, world.clock.now_ms())
    assert world.woken == []
    world.clock.advance(CLOSED_SPACE_MS)
    purge.run()
    assert _space(world, opened) is None


def test_a_space_that_was_joined_is_not_closed(world: World, purge: Purge, couple: Couple) -> None:
    purge.run()
    space = _space(world, couple)
    assert space is not None
    assert not space.closed


def test_a_personal_space_waits_for_nobody(world: World, purge: Purge, couple: Couple) -> None:
    line = world.open_space(world.person(), couple.inviter.member)
    purge.run()
    assert world.ask(lambda s: s.get_one(SpaceRow, line.space_id).closed) is False


@pytest.fixture
def over(app: FastAPI, clock: FakeClock) -> Couple:
    """Of the server that has not started yet: their thirty days are over."""
    world = World(app.state.database, clock)
    couple = join_couple(world, open_couple(world))
    _leave(world, couple)
    clock.advance(CLOSED_SPACE_MS)
    return couple


def test_the_server_purges_when_it_starts(
    app: FastAPI, clock: FakeClock, over: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, run = threading.Event(), Purge.run

    def run_and_tell(job: Purge) -> None:
        run(job)
        done.set()

    monkeypatch.setattr(Purge, "run", run_and_tell)
    with running(app):
        assert done.wait(PATIENCE_SECONDS)
        assert _space(World(app.state.database, clock), over) is None


def test_a_fault_is_logged_and_does_not_end_the_job(
    app: FastAPI,
    clock: FakeClock,
    over: Couple,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The disk has no room the first time, and some the second."""
    done, run = threading.Event(), Purge.run

    def fail_once(job: Purge) -> None:
        if not caplog.records:
            raise OperationalError("", None, OSError("full"))
        run(job)
        done.set()

    monkeypatch.setattr("app.spaces.purge.PURGE_EVERY_MS", 0)
    monkeypatch.setattr(Purge, "run", fail_once)
    with running(app):
        assert done.wait(PATIENCE_SECONDS)
        assert _space(World(app.state.database, clock), over) is None
    assert "could not be deleted" in caplog.records[0].message
