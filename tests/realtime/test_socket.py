"""Following and appending over a real server's socket."""

from dataclasses import replace

import pytest

from app.client.wire import Delivered, read_page
from app.core.limits import MAX_FOLLOWED_SPACES
from tests.log.conftest import Side
from tests.log.signing import Member, new_uuid
from tests.log.world import World
from tests.realtime.conftest import Dial
from tests.realtime.wire import Wire, refused


def test_a_follow_is_answered_by_the_page_that_get_gives(
    world: World, side: Side, wire: Wire
) -> None:
    world.post(side.person, side.line, side.line.notes(side.member, 3))
    wire.follow(side.line)
    frame = wire.receive()
    page = world.page(side.line).model_dump(mode="json")
    assert frame == {"type": "page", "space": str(side.line.space), **page}


def test_a_follow_at_the_end_is_answered_by_an_empty_page(side: Side, wire: Wire) -> None:
    wire.follow(side.line, 1, side.line.head)
    page = wire.page(side.line)
    assert (page.events, page.seq, page.head) == ((), 1, side.line.head)


def test_catching_up_and_going_live_equals_a_fresh_read(
    world: World, side: Side, partner: Side, dial: Dial
) -> None:
    """Two people join at different moments; what each was told in all is what GET tells now."""
    told: list[tuple[Wire, list[Delivered]]] = []
    for person in (side.person, partner.person):
        world.post(side.person, side.line, side.line.notes(side.member, 5))
        wire = dial(person)
        wire.follow(side.line)
        told.append((wire, [*wire.page(side.line).events]))
    for _ in range(5):
        world.post(partner.person, side.line, side.line.notes(partner.member, 2))
    fresh = read_page(world.page(side.line).model_dump(mode="json"))
    for wire, rows in told:
        while len(rows) < side.line.seq:
            rows.extend(wire.page(side.line).events)
        assert tuple(rows) == fresh.events


def test_a_log_of_several_pages_arrives_whole_and_in_order(
    world: World, side: Side, wire: Wire
) -> None:
    for _ in range(4):
        sent = [side.line.put(side.member, body=bytes(70 + 65_536 + 16)) for _ in range(7)]
        world.post(side.person, side.line, sent)
        world.clock.advance(60_000)
    wire.follow(side.line)
    pages = [wire.page(side.line)]
    while sum(len(page.events) for page in pages) < side.line.seq:
        pages.append(wire.page(side.line))
    assert len(pages) > 1
    rows = [row for page in pages for row in page.events]
    assert rows[-1].item.head == pages[-1].head == side.line.head


def test_an_append_is_answered_and_comes_back_as_a_page(side: Side, wire: Wire) -> None:
    """The device that wrote it receives it like any other: one way in."""
    wire.follow(side.line)
    wire.page(side.line)
    item = side.line.put(side.member)
    wire.append(side.line, [item], ref="first")
    frames = {frame["type"]: frame for frame in (wire.receive(), wire.receive())}
    appended, page = frames["appended"], frames["page"]
    assert (appended["ref"], appended["status"], appended["seq"]) == ("first", 201, 2)
    assert set(appended) == {"type", "ref", "status", "seq", "head"}
    assert len(page["events"]) == 1
    wire.append(side.line, [item], ref="again")
    again = wire.receive()
    assert again == {**appended, "ref": "again", "status": 200}


def test_an_append_needs_no_follow(side: Side, wire: Wire) -> None:
    wire.append(side.line, [side.line.put(side.member)], repair=True)
    assert wire.receive()["status"] == 201


def test_every_refusal_names_the_frame_that_it_answers(
    world: World, side: Side, wire: Wire
) -> None:
    foreign = world.open_space(world.person(), Member())
    good = side.line.copy().put(side.member)
    stale = side.line.copy().put(side.member, rev=2)
    for ref, line, sent, status, code in (
        ("a", side.line, [stale], 422, "stale"),
        ("b", side.line, [good] * 21, 413, "too_large"),
        ("c", side.line, [replace(good, body=None)], 400, "malformed"),
        ("d", foreign, [good], 404, "not_found"),
        ("e", side.line.elsewhere(), [good], 404, "not_found"),
    ):
        wire.append(line, sent, ref)
        answer = wire.receive()
        answer.pop("detail", None)
        assert answer == refused(ref, status, code)
    wire.append(side.line, [good], "f")
    assert wire.receive()["status"] == 201


def test_items_that_are_not_base64url_are_refused_by_name(side: Side, wire: Wire) -> None:
    items = [{"event": "*", "sig": "", "body": None}]
    wire.send({"type": "append", "ref": "r", "space": str(side.line.space), "items": items})
    assert wire.receive()["code"] == "malformed"


def test_t9_following_another_s_space_and_none_looks_the_same(
    world: World, side: Side, wire: Wire
) -> None:
    """Neither the answer nor what comes later tells them apart, also when the space grows."""
    owner, member = world.person(), Member()
    foreign = world.open_space(owner, member)
    for line in (foreign, side.line.elsewhere()):
        wire.follow(line)
        assert wire.receive() == refused(None, 404, "not_found")
    world.post(owner, foreign, [foreign.put(member)])
    wire.follow(side.line)
    assert wire.page(side.line).seq == 1


def test_t3_a_phone_with_another_history_gets_one_page_and_no_stream(
    world: World, side: Side, wire: Wire
) -> None:
    wire.follow(side.line, 1, bytes(32))
    page = wire.page(side.line)
    assert (page.events, page.seq, page.head) == ((), 1, side.line.head)
    head, sent = side.line.head, side.line.put(side.member)
    world.post(side.person, side.line, [sent])
    # Spaces are visited in the order in which they were woken: had the first follow lived,
    # its page would come before this one's.
    other = world.open_space(side.person, side.member)
    wire.follow(other)
    wire.page(other)
    wire.follow(side.line, 1, head)
    assert [row.item for row in wire.page(side.line).events] == [sent]


def test_a_second_follow_replaces_the_first(world: World, side: Side, wire: Wire) -> None:
    wire.follow(side.line)
    wire.page(side.line)
    wire.follow(side.line)
    assert len(wire.page(side.line).events) == 1
    world.post(side.person, side.line, [side.line.put(side.member)])
    assert len(wire.page(side.line).events) == 1
    other = world.open_space(side.person, side.member)
    wire.follow(other)
    wire.page(other)


def test_a_socket_follows_eight_spaces_and_no_more(world: World, side: Side, wire: Wire) -> None:
    lines = [world.open_space(side.person, side.member) for _ in range(MAX_FOLLOWED_SPACES)]
    for line in lines:
        wire.follow(line)
        wire.page(line)
    wire.follow(side.line)
    answer = wire.receive()
    assert (answer["status"], answer["code"]) == (429, "slow_down")
    wire.follow(lines[0], 1, lines[0].head)
    wire.page(lines[0])


@pytest.mark.usefixtures("brisk")
def test_a_heartbeat_repeats_where_each_followed_space_stands(
    world: World, side: Side, wire: Wire
) -> None:
    other = world.open_space(side.person, side.member)
    for line in (side.line, other):
        wire.follow(line)
    beats: dict[str, object] = {}
    while len(beats) < 2:
        frame = wire.receive()
        if frame["type"] == "heartbeat":
            beats[frame["space"]] = frame
    page = world.page(side.line).model_dump(mode="json")
    assert set(beats) == {str(side.line.space), str(other.space)}
    assert beats[str(side.line.space)] == {
        "type": "heartbeat",
        "space": str(side.line.space),
        "seq": page["seq"],
        "head": page["head"],
    }


@pytest.mark.usefixtures("brisk")
def test_a_lost_wake_up_costs_no_more_than_a_heartbeat(
    unheard: World, side: Side, wire: Wire
) -> None:
    wire.follow(side.line)
    wire.page(side.line)
    sent = side.line.put(side.member)
    unheard.post(side.person, side.line, [sent])
    while (frame := wire.receive())["type"] == "heartbeat":
        assert frame["seq"] == 1
    assert (frame["type"], frame["seq"]) == ("page", 2)


def test_an_erased_body_is_not_delivered_to_whoever_comes_later(
    world: World, side: Side, wire: Wire
) -> None:
    target, body = new_uuid(), bytes(70 + 256 + 16)
    put = side.line.put(side.member, target, body=body)
    world.post(side.person, side.line, [put, side.line.erase(side.member, target, 1, body)])
    wire.follow(side.line)
    assert [row.item.body for row in wire.page(side.line).events] == [None, None, None]
