"""A space that somebody has left, over sockets: sent to its end, then refused; nobody is woken."""

import pytest

from app.core.clock import DAY_MS
from tests.log.sharing import Couple, join_couple, leaving, open_couple
from tests.log.world import World
from tests.realtime.conftest import Dial
from tests.realtime.wire import Wire, refused

CLOSED = refused(None, 422, "space_closed")


@pytest.fixture
def couple(world: World) -> Couple:
    """Two people in a shared space."""
    return join_couple(world, open_couple(world))


def _leave(world: World, couple: Couple) -> None:
    item = leaving(couple.line, couple.inviter.member)
    world.post(couple.inviter.person, couple.line, [item])
    couple.line.add(item)


def _next_but_heartbeats(wire: Wire) -> dict[str, object]:
    while (frame := wire.receive())["type"] == "heartbeat":
        pass
    return frame


def test_both_people_follow_one_space(world: World, couple: Couple, dial: Dial) -> None:
    """What one writes arrives at the other without asking."""
    wires = [dial(side.person) for side in couple.sides]
    for wire in wires:
        wire.follow(couple.line)
        assert wire.page(couple.line).seq == 2
    sent = couple.line.put(couple.inviter.member)
    wires[0].append(couple.line, [sent])
    assert [row.item for row in wires[1].page(couple.line).events] == [sent]


def test_the_invited_person_reads_before_joining(world: World, dial: Dial) -> None:
    opened = open_couple(world)
    wire = dial(opened.invited.person)
    wire.follow(opened.line)
    assert wire.page(opened.line).seq == 1


@pytest.mark.parametrize("who", ["inviter", "invited"])
def test_t10_a_closed_space_is_sent_to_its_end_and_then_refused(
    world: World, couple: Couple, dial: Dial, who: str
) -> None:
    """The leaver's own devices too: leaving ended their subscription."""
    _leave(world, couple)
    wire = dial(getattr(couple, who).person)
    wire.follow(couple.line)
    assert wire.page(couple.line).seq == 3
    assert wire.receive() == CLOSED


def test_a_closed_space_is_told_to_whoever_has_all_of_it(
    world: World, couple: Couple, dial: Dial
) -> None:
    _leave(world, couple)
    wire = dial(couple.invited.person)
    wire.follow(couple.line, couple.line.seq, couple.line.head)
    assert wire.page(couple.line).events == ()
    assert wire.receive() == CLOSED


def test_a_closed_space_of_several_pages_is_sent_whole(
    world: World, couple: Couple, dial: Dial
) -> None:
    for _ in range(4):
        notes = [couple.line.put(couple.inviter.member, body=bytes(65_622)) for _ in range(7)]
        world.post(couple.inviter.person, couple.line, notes)
        world.clock.advance(60_000)
    _leave(world, couple)
    wire = dial(couple.invited.person)
    wire.follow(couple.line)
    count, pages = 0, 0
    while count < couple.line.seq:
        count, pages = count + len(wire.page(couple.line).events), pages + 1
    assert pages > 1
    assert wire.receive() == CLOSED


def test_t3_a_phone_with_another_history_of_a_closed_space_is_told_both(
    world: World, couple: Couple, dial: Dial
) -> None:
    _leave(world, couple)
    wire = dial(couple.invited.person)
    wire.follow(couple.line, 2, bytes(32))
    page = wire.page(couple.line)
    assert (page.events, page.head) == ((), couple.line.head)
    assert wire.receive() == CLOSED


def test_r13_leaving_wakes_no_socket(world: World, couple: Couple, dial: Dial) -> None:
    """Spaces are visited in the order in which they were woken.

    Had the leaving woken anybody, its page would come before the one of the other space.
    """
    other = join_couple(world, open_couple(world, (couple.inviter.person, couple.invited.person)))
    wire = dial(couple.invited.person)
    for line in (couple.line, other.line):
        wire.follow(line)
        wire.page(line)
    _leave(world, couple)
    sent = other.line.put(other.inviter.member)
    world.post(other.inviter.person, other.line, [sent])
    assert [row.item for row in wire.page(other.line).events] == [sent]


@pytest.mark.usefixtures("brisk")
def test_r13_an_open_follower_meets_the_leaving_at_the_next_heartbeat(
    world: World, couple: Couple, dial: Dial
) -> None:
    wire = dial(couple.invited.person)
    wire.follow(couple.line)
    wire.page(couple.line)
    _leave(world, couple)
    page = _next_but_heartbeats(wire)
    assert (page["type"], page["seq"]) == ("page", 3)
    assert wire.receive() == CLOSED


@pytest.mark.usefixtures("brisk")
def test_a_closed_space_has_no_heartbeat(world: World, couple: Couple, dial: Dial) -> None:
    """After the refusal only the other space is heard of."""
    other = join_couple(world, open_couple(world, (couple.inviter.person, couple.invited.person)))
    _leave(world, couple)
    wire = dial(couple.invited.person)
    wire.follow(other.line)
    wire.page(other.line)
    wire.follow(couple.line)
    assert _next_but_heartbeats(wire)["type"] == "page"
    assert _next_but_heartbeats(wire) == CLOSED
    beats = [wire.receive() for _ in range(4)]
    assert {(beat["type"], beat["space"]) for beat in beats} == {
        ("heartbeat", str(other.line.space))
    }


def test_t10_a_former_member_appends_nothing(world: World, couple: Couple, dial: Dial) -> None:
    _leave(world, couple)
    for side in couple.sides:
        wire = dial(side.person)
        wire.append(couple.line, [couple.line.copy().put(side.member)])
        assert wire.receive() == refused("r", 422, "space_closed")


@pytest.mark.usefixtures("brisk")
def test_t10_who_gave_up_their_place_follows_no_more(
    world: World, couple: Couple, dial: Dial
) -> None:
    """Membership is asked again at every delivery, also of a follower who was there before."""
    wire = dial(couple.invited.person)
    wire.follow(couple.line)
    wire.page(couple.line)
    world.clock.advance(DAY_MS)
    with world.writer.turn() as turn:
        turn.close_space(couple.line.space_id)
        turn.drop_membership(couple.line.space_id, couple.invited.person.account_id)
    assert _next_but_heartbeats(wire) == refused(None, 404, "not_found")
    again = dial(couple.invited.person)
    again.follow(couple.line)
    assert again.receive() == refused(None, 404, "not_found")
