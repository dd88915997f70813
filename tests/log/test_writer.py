"""The order of checks of protocol.md §6: each with its refusal and its passing twin."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from app.client.events import Item, parse
from app.client.verbs import UnknownClear
from app.core.errors import Refused
from app.core.limits import CLOCK_SLACK_MS, EVENTS_A_MINUTE, MAX_ITEMS
from app.log.models import SpaceRow
from app.spaces.models import Membership
from tests.log.conftest import Side
from tests.log.signing import Member, new_uuid, posted, sealed
from tests.log.world import World

ORDER = (
    "signed_out",
    "not_found",
    "too_large",
    "malformed",
    "id_used",
    "head_moved",
    "space_closed",
    "not_author",
    "clock",
    "bad_signature",
    "slow_down",
    "stale",
)


@pytest.mark.parametrize("fixed", range(len(ORDER) + 1))
def test_checks_are_made_in_the_order_of_the_protocol(
    world: World, side: Side, partner: Side, fixed: int
) -> None:
    """One request with every fault at once; mending them one by one shows the next."""
    faults = set(ORDER[fixed:])
    asker = world.person() if "not_found" in faults else side.person
    sent = _faulty_request(world, side, partner, faults)
    if "signed_out" in faults:
        world.end_session(asker)
    if fixed == len(ORDER):
        assert world.post(asker, side.line, sent).status == 201
    else:
        assert world.refusal(asker, side.line, sent) == ORDER[fixed]


def _faulty_request(world: World, side: Side, partner: Side, faults: set[str]) -> list[Item]:
    line = side.line
    count = EVENTS_A_MINUTE - 1 if "slow_down" in faults else 1
    notes = line.notes(side.member, count)
    for at in range(0, count, MAX_ITEMS):
        world.post(side.person, line, notes[at : at + MAX_ITEMS])
    if "space_closed" in faults:
        _close(world, side)
    author = partner.member if "not_author" in faults else side.member
    body = sealed()
    event = line.putting(author, new_uuid(), 2 if "stale" in faults else 1, body)
    if "id_used" in faults:
        event = replace(event, event_id=parse(notes[0].event).event_id)
    if "head_moved" in faults:
        event = replace(event, prev=bytes(31) + b"\1")
    if "clock" in faults:
        event = replace(event, at_ms=event.at_ms + CLOCK_SLACK_MS + 1)
    item = author.sign(event, sealed() if "malformed" in faults else body)
    if "bad_signature" in faults:
        item = replace(item, sig=bytes(64))
    return [item] * (MAX_ITEMS + 1 if "too_large" in faults else 1)


def _close(world: World, side: Side) -> None:
    with world.database.write() as session:
        session.get_one(SpaceRow, side.line.space_id).closed = True


def test_an_append_is_answered_with_the_new_head_and_wakes_after_the_commit(
    world: World, side: Side
) -> None:
    """Whoever is woken can already read what woke them."""
    world.woken.clear()
    outcome = world.post(side.person, side.line, [side.line.put(side.member)])
    assert (outcome.status, outcome.seq, outcome.head) == (201, 2, side.line.head)
    assert world.woken == [(side.line.space_id, 2)]


def test_one_refused_item_leaves_nothing_of_its_batch(world: World, side: Side) -> None:
    known = new_uuid()
    good, bad = side.line.put(side.member, known), side.line.put(side.member, known, rev=3)
    assert world.refusal(side.person, side.line, [good, bad]) == "stale"
    assert world.post(side.person, side.line, [good]).status == 201


def test_a_leading_run_that_is_stored_is_skipped(world: World, side: Side) -> None:
    first, second = side.line.notes(side.member, 2)
    assert world.post(side.person, side.line, [first]).status == 201
    outcome = world.post(side.person, side.line, [first, second])
    assert (outcome.status, outcome.seq, outcome.head) == (201, 3, side.line.head)


def test_t3_posting_the_same_bytes_again_stores_nothing_and_wakes_nobody(
    world: World, side: Side
) -> None:
    sent = side.line.notes(side.member, 2)
    world.post(side.person, side.line, sent)
    before, told = world.stored(side.line), len(world.woken)
    again = world.post(side.person, side.line, sent)
    assert (again.status, again.seq, again.head) == (200, 3, side.line.head)
    assert (world.stored(side.line), len(world.woken)) == (before, told)


def test_a_retry_is_answered_although_others_have_written_since(
    world: World, side: Side, partner: Side
) -> None:
    lost_answer = side.line.put(side.member)
    world.post(side.person, side.line, [lost_answer])
    partner.line = side.line.copy()
    world.post(partner.person, partner.line, [partner.line.put(partner.member)])
    again = world.post(side.person, side.line, [lost_answer])
    assert (again.status, again.seq, again.head) == (200, 3, partner.line.head)


def test_a_stored_event_under_another_signature_is_not_the_same(world: World, side: Side) -> None:
    item = side.line.put(side.member)
    world.post(side.person, side.line, [item])
    assert world.refusal(side.person, side.line, [replace(item, sig=bytes(64))]) == "id_used"


def test_an_event_id_serves_once_in_a_space(world: World, side: Side) -> None:
    first, body = side.line.put(side.member), sealed()
    world.post(side.person, side.line, [first])
    event = side.line.putting(side.member, new_uuid(), 1, body)
    reused = replace(event, event_id=parse(first.event).event_id)
    assert world.refusal(side.person, side.line, [side.member.sign(reused, body)]) == "id_used"
    assert world.post(side.person, side.line, [side.member.sign(event, body)]).status == 201


def test_an_event_id_serves_once_in_a_batch(world: World, side: Side) -> None:
    line = side.line.copy()
    first, body = line.put(side.member), sealed()
    event = line.putting(side.member, new_uuid(), 1, body)
    reused = replace(event, event_id=parse(first.event).event_id)
    sent = [first, side.member.sign(reused, body)]
    assert world.refusal(side.person, side.line, sent) == "id_used"
    sent = [first, side.member.sign(event, body)]
    assert world.post(side.person, side.line, sent).status == 201


def test_an_event_id_of_another_space_is_free_here(world: World, side: Side) -> None:
    other = world.open_space(side.person, side.member)
    item, body = other.put(side.member), sealed()
    world.post(side.person, other, [item])
    event = side.line.putting(side.member, new_uuid(), 1, body)
    shared = replace(event, event_id=parse(item.event).event_id)
    assert world.post(side.person, side.line, [side.member.sign(shared, body)]).status == 201


@pytest.mark.parametrize("place", [{"seq": 4}, {"prev": b"\1" * 32}, {"seq": 2}])
def test_t3_an_event_that_names_another_place_is_head_moved(
    world: World, side: Side, place: dict[str, object]
) -> None:
    world.post(side.person, side.line, [side.line.put(side.member)])
    body = sealed()
    event = side.line.putting(side.member, new_uuid(), 1, body)
    moved = replace(event, **place)  # type: ignore[arg-type]
    assert world.refusal(side.person, side.line, [side.member.sign(moved, body)]) == "head_moved"
    assert world.post(side.person, side.line, [side.member.sign(event, body)]).status == 201


def test_t3_two_events_in_exchanged_order_are_refused(world: World, side: Side) -> None:
    first, second = side.line.notes(side.member, 2)
    assert world.refusal(side.person, side.line, [second, first]) == "malformed"
    assert world.refusal(side.person, side.line, [second]) == "head_moved"
    assert world.post(side.person, side.line, [first, second]).status == 201


def test_a_member_writes_in_their_own_name_alone(world: World, side: Side, partner: Side) -> None:
    by_partner = partner.line.put(partner.member)
    assert world.refusal(side.person, side.line, [by_partner]) == "not_author"
    assert world.post(partner.person, side.line, [by_partner]).status == 201


def test_t6_an_event_signed_by_another_key_is_refused(
    world: World, side: Side, partner: Side
) -> None:
    """The partner signs an event that names us as its author."""
    body = sealed()
    event = side.line.putting(side.member, new_uuid(), 1, body)
    forged, own = partner.member.sign(event, body), side.member.sign(event, body)
    assert world.refusal(side.person, side.line, [forged]) == "bad_signature"
    assert world.post(side.person, side.line, [own]).status == 201


def test_a_verb_that_nobody_knows_is_refused(world: World, side: Side) -> None:
    verb, target = "dream.told", new_uuid()
    event = side.line.event(side.member, UnknownClear(()), verb=verb, target=target, rev=1)
    assert world.refusal(side.person, side.line, [side.member.sign(event)]) == "unknown_verb"


def test_what_is_erased_stays_erased_and_may_be_put_again(world: World, side: Side) -> None:
    """The rules see what the rows remember: the version's hash, its author, and that it is gone."""
    target, body = new_uuid(), sealed()
    sent = [side.line.put(side.member, target, body=body)]
    world.post(side.person, side.line, sent)
    another_body = side.line.copy().erase(side.member, target, 1, sealed())
    assert world.refusal(side.person, side.line, [another_body]) == "stale"
    world.post(side.person, side.line, [side.line.erase(side.member, target, 1, body)])
    twice = side.line.copy().erase(side.member, target, 1, body)
    assert world.refusal(side.person, side.line, [twice]) == "already_erased"
    again = side.line.put(side.member, target, rev=2)
    assert world.post(side.person, side.line, [again]).status == 201


def test_only_its_author_revises_or_erases_an_object(
    world: World, side: Side, partner: Side
) -> None:
    target, body = new_uuid(), sealed()
    world.post(side.person, side.line, [side.line.put(side.member, target, body=body)])
    for theirs in (
        side.line.copy().put(partner.member, target, rev=2),
        side.line.copy().erase(partner.member, target, 1, body),
    ):
        assert world.refusal(partner.person, side.line, [theirs]) == "not_author"
    own = side.line.put(side.member, target, rev=2)
    assert world.post(side.person, side.line, [own]).status == 201


def test_an_item_cannot_take_the_place_of_the_space(world: World, side: Side) -> None:
    own = side.line.copy().put(side.member, side.line.space)
    assert world.refusal(side.person, side.line, [own]) == "other_kind"


def test_a_space_opens_once(world: World, side: Side) -> None:
    again = side.member.sign(side.line.opening(side.member))
    assert world.refusal(side.person, side.line, [again]) == "already_opened"


def test_t10_a_session_that_ends_under_way_writes_nothing(world: World, side: Side) -> None:
    """The door is asked again inside the transaction."""
    enter = side.person.asker.access(side.line.space_id)
    asked = 0

    def enter_then_end(session: Session) -> Membership:
        nonlocal asked
        asked += 1
        membership = enter(session)
        if asked == 1:
            world.end_session(side.person)
        return membership

    sent = posted([side.line.copy().put(side.member)])
    with pytest.raises(Refused, match="signed_out"):
        world.writer.submit(side.line.space_id, enter_then_end, sent, repair=False)
    assert asked == 2
    assert [seq for seq, _ in world.stored(side.line)] == [1, 1]


def test_a_recovery_session_has_no_door_to_a_space(world: World, side: Side) -> None:
    recovering = world.person(recovery_only=True)
    sent = [side.line.copy().put(side.member)]
    assert world.refusal(recovering, side.line, sent) == "recovery_only"


def test_deleting_a_space_deletes_every_row_of_it_and_of_no_other(world: World, side: Side) -> None:
    other = world.open_space(side.person, side.member)
    world.post(side.person, other, [other.put(side.member)])
    world.post(side.person, side.line, [side.line.put(side.member)])
    with world.writer.turn() as turn:
        turn.delete_space(side.line.space_id)
    for table in ("space", "event", "body", "object", "membership"):
        assert world.owners(table) == {other.space_id}
    assert world.woken[-1] == (side.line.space_id, -1)
    assert world.refusal(side.person, side.line, [side.line.put(side.member)]) == "not_found"


def test_a_turn_that_fails_changes_nothing_and_wakes_nobody(world: World, side: Side) -> None:
    def delete_and_fail() -> None:
        with world.writer.turn() as turn:
            turn.delete_space(side.line.space_id)
            raise ZeroDivisionError

    told = len(world.woken)
    with pytest.raises(ZeroDivisionError):
        delete_and_fail()
    assert len(world.woken) == told
    assert world.page(side.line).seq == 1


def test_a_member_of_another_space_is_nobody_here(world: World, side: Side) -> None:
    stranger, member = world.person(), Member()
    world.open_space(stranger, member)
    sent = [side.line.copy().put(side.member)]
    assert world.refusal(stranger, side.line, sent) == "not_found"
    assert world.refusal(stranger, side.line.elsewhere(), sent) == "not_found"
    assert world.post(side.person, side.line, sent).status == 201
