"""Reading: pages, their bounds, and a cursor that catches up and stays with the end."""

import json

import pytest

from app.core.clock import MINUTE_MS
from app.core.errors import Refused
from app.core.ids import SpaceId
from app.core.limits import MAX_FRAME_BYTES, MAX_ITEMS, MAX_PAGE_EVENTS
from app.log.stream import Cursor, read_page
from app.log.wire import Page
from app.realtime.protocol import PageFrame
from tests.log.conftest import Side
from tests.log.signing import Line, new_uuid, sealed
from tests.log.world import World

LARGEST = 70 + 65_536 + 16


def _write(world: World, side: Side, count: int, size: int = 70 + 256 + 16) -> None:
    """Post so many notes, as slowly as the allowance wants."""
    while count:
        some = min(count, MAX_ITEMS if size < LARGEST else 7)
        sent = [side.line.put(side.member, body=sealed(size)) for _ in range(some)]
        world.post(side.person, side.line, sent)
        count -= some
        world.clock.advance(MINUTE_MS)


def _pull(world: World, cursor: Cursor) -> Page:
    return world.ask(cursor.pull)


def _cursor(line: Line, after: int = 0, head: bytes | None = None) -> Cursor:
    return Cursor(line.space_id, after, head)


def test_a_page_is_what_follows_and_where_the_space_stands(world: World, side: Side) -> None:
    _write(world, side, 3)
    whole = world.page(side.line)
    assert (len(whole.events), whole.seq, whole.head) == (4, 4, side.line.head)
    assert world.page(side.line, after=2).events == whole.events[2:]
    assert world.page(side.line, after=4).events == []


def test_t5_a_place_beyond_the_end_has_nothing_behind_it(world: World, side: Side) -> None:
    """The phone learns that the server knows less than it does."""
    page = world.page(side.line, after=2**53 - 1)
    assert (page.events, page.seq, page.head) == ([], 1, side.line.head)


def test_a_space_that_nobody_has_is_not_found(world: World) -> None:
    def ask() -> Page:
        return world.ask(lambda session: read_page(session, SpaceId(bytes(16)), 0))

    with pytest.raises(Refused, match="not_found"):
        ask()


def test_a_page_has_at_most_five_hundred_events(world: World, side: Side) -> None:
    _write(world, side, MAX_PAGE_EVENTS)
    page = world.page(side.line)
    assert (len(page.events), page.seq) == (MAX_PAGE_EVENTS, MAX_PAGE_EVENTS + 1)
    assert len(world.page(side.line, after=1).events) == MAX_PAGE_EVENTS


def test_a_page_of_the_largest_bodies_fits_a_frame_and_fills_it(world: World, side: Side) -> None:
    _write(world, side, 14, LARGEST)
    page = world.page(side.line)
    assert len(page.events) < page.seq
    frame = PageFrame(space=side.line.space_id, **dict(page)).model_dump_json()
    assert MAX_FRAME_BYTES - 2 * LARGEST < len(frame.encode()) <= MAX_FRAME_BYTES


def test_an_erased_body_is_gone_from_pages_and_from_the_file(world: World, side: Side) -> None:
    target, body = new_uuid(), sealed()
    kept = side.line.put(side.member)
    sent = [kept, side.line.put(side.member, target, body=body)]
    world.post(side.person, side.line, sent)
    assert [row.body for row in world.page(side.line).events] == [None, kept.body, body]
    world.post(side.person, side.line, [side.line.erase(side.member, target, 1, body)])
    assert [row.body for row in world.page(side.line).events] == [None, kept.body, None, None]
    world.database.truncate_log()
    file = world.file.read_bytes()
    assert kept.body is not None
    assert kept.body in file
    assert body not in file


def test_a_cursor_catches_up_page_by_page_and_equals_a_fresh_read(world: World, side: Side) -> None:
    _write(world, side, 30, LARGEST)
    cursor, caught = _cursor(side.line), []
    while cursor.is_behind:
        caught += _pull(world, cursor).events
    _write(world, side, 2)
    caught += _pull(world, cursor).events
    fresh, after = [], 0
    while (page := world.page(side.line, after)).events:
        fresh += page.events
        after = len(fresh)
    assert len(fresh) == side.line.seq
    assert caught == fresh


def test_a_cursor_at_the_end_is_answered_all_the_same(world: World, side: Side) -> None:
    cursor = _cursor(side.line, 1, side.line.head)
    page = _pull(world, cursor)
    assert (page.events, page.seq, page.head) == ([], 1, side.line.head)
    assert not cursor.is_behind
    assert not cursor.is_ended


def test_t3_a_cursor_with_another_history_gets_one_empty_page_and_ends(
    world: World, side: Side
) -> None:
    _write(world, side, 1)
    cursor = _cursor(side.line, 1, b"\1" * 32)
    page = _pull(world, cursor)
    assert (page.events, page.seq, page.head) == ([], 2, side.line.head)
    assert cursor.is_ended
    assert not cursor.is_behind


def test_t5_a_cursor_beyond_the_end_gets_one_empty_page_and_ends(world: World, side: Side) -> None:
    cursor = _cursor(side.line, 2, b"\1" * 32)
    assert (_pull(world, cursor).seq, cursor.is_ended) == (1, True)


def test_a_page_in_json_has_the_agreed_shape(world: World, side: Side) -> None:
    _write(world, side, 1)
    page = json.loads(world.page(side.line).model_dump_json())
    assert set(page) == {"events", "seq", "head"}
    assert set(page["events"][0]) == {"event", "sig", "body", "arrived_ms", "repaired"}
    assert page["events"][0]["body"] is None
