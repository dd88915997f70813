"""Opening a shared space and joining it, through the writer: two places, one key at first."""

from dataclasses import replace

import pytest

from app.accounts.models import Account
from app.accounts.state import account_state
from app.accounts.wire import SpaceState
from app.client.events import Item
from app.client.verbs import MemberEntry
from app.core.errors import Refused
from app.log.models import SpaceRow
from app.spaces.models import Membership, find_membership
from tests.log.sharing import Couple, Side, join_couple, joining, leaving, opening
from tests.log.signing import Line, Member, new_uuid, sealed
from tests.log.world import Person, World

# A point of order one, and a signature that everybody can make for it.
NEUTRAL = b"\1" + bytes(31)
FORGED = NEUTRAL + bytes(32)


def _wrap(world: World, side: Side) -> bytes | None:
    membership = _membership(world, side)
    assert membership is not None
    return membership.sk_wrap


def _membership(world: World, side: Side) -> Membership | None:
    account_id, space_id = side.person.account_id, side.line.space_id
    return world.ask(lambda session: find_membership(session, account_id, space_id))


def _spaces(world: World, person: Person) -> list[SpaceState]:
    """What a device of this person is told at sign-in."""
    return world.ask(
        lambda session: account_state(session, session.get_one(Account, person.account_id)).spaces
    )


def _refused_opening(world: World, first: Item, member: Member, invited: Person | None) -> str:
    person, line = world.person(), Line(new_uuid(), world.clock)
    with pytest.raises(Refused) as refused:
        world.open_shared(person, member, invited, line, first)
    return refused.value.code


def _refused_joining(world: World, side: Side, item: Item, wrap: bytes | None = None) -> str:
    before, told = world.stored(side.line), len(world.woken)
    with pytest.raises(Refused) as refused:
        world.join(side.person, side.line, item, wrap)
    assert (world.stored(side.line), len(world.woken)) == (before, told)
    return refused.value.code


def test_a_shared_space_opens_with_two_places_and_one_key(world: World, opened: Couple) -> None:
    for side in opened.sides:
        membership = _membership(world, side)
        assert membership is not None
        assert membership.member_id == side.member.member_id
        assert membership.ed_pub == side.member.ed_pub
        assert membership.x_pub == side.member.entry.x_pub
    assert _wrap(world, opened.inviter) is not None
    assert _wrap(world, opened.invited) is None
    assert world.ask(lambda s: s.get_one(SpaceRow, opened.line.space_id).kind) == 2


def test_a_space_is_listed_for_whoever_holds_its_key(world: World, opened: Couple) -> None:
    assert [space.space for space in _spaces(world, opened.inviter.person)] == [
        opened.line.space_id
    ]
    assert _spaces(world, opened.invited.person) == []
    join_couple(world, opened)
    [listed] = _spaces(world, opened.invited.person)
    assert (listed.space, listed.kind, listed.seq) == (opened.line.space_id, 2, 2)
    assert (listed.head, listed.closed) == (opened.line.head, False)


def test_a_shared_space_opens_by_a_pairing_alone(world: World) -> None:
    """Sign-up opens personal spaces and a pairing shared ones, neither the other's."""
    inviter, invited, line = Member(), Member(), Line(new_uuid(), world.clock)
    shared = inviter.sign(opening(line, inviter, inviter.entry, invited.entry))
    personal = inviter.sign(line.opening(inviter))
    assert _refused_opening(world, shared, inviter, None) == "malformed"
    assert _refused_opening(world, personal, inviter, world.person()) == "malformed"
    world.open_shared(world.person(), inviter, world.person(), line, shared)


def test_the_invited_person_opens_nothing(world: World) -> None:
    """Whoever opens is named first, so that roles cannot be exchanged."""
    inviter, invited, line = Member(), Member(), Line(new_uuid(), world.clock)
    event = opening(line, invited, inviter.entry, invited.entry)
    assert _refused_opening(world, invited.sign(event), invited, world.person()) == "genesis"


def test_t7_a_shared_space_without_a_pairing_s_hash_is_refused(world: World) -> None:
    inviter, invited, line = Member(), Member(), Line(new_uuid(), world.clock)
    event = opening(line, inviter, inviter.entry, invited.entry, th=bytes(32))
    assert _refused_opening(world, inviter.sign(event), inviter, world.person()) == "genesis"


def test_t6_a_small_order_key_of_either_person_is_refused(world: World) -> None:
    """The inviter's signature under such a key verifies; it is the rule that says no."""
    inviter, invited, line = Member(), Member(), Line(new_uuid(), world.clock)
    weak = MemberEntry(inviter.id, NEUTRAL, b"\2" * 32)
    forged = inviter.sign(opening(line, inviter, weak, invited.entry))
    forged = replace(forged, sig=FORGED)
    assert _refused_opening(world, forged, inviter, world.person()) == "weak_key"
    weak = MemberEntry(invited.id, NEUTRAL, b"\2" * 32)
    signed = inviter.sign(opening(line, inviter, inviter.entry, weak))
    assert _refused_opening(world, signed, inviter, world.person()) == "weak_key"
    sound = inviter.sign(opening(line, inviter, inviter.entry, invited.entry))
    world.open_shared(world.person(), inviter, world.person(), line, sound)


def test_joining_stores_the_wrap_with_the_event_and_wakes(world: World, opened: Couple) -> None:
    wrap = sealed()
    world.woken.clear()
    outcome = world.join(opened.invited.person, opened.line, opened.joined, wrap)
    assert (outcome.status, outcome.seq, outcome.head) == (201, 2, opened.joined.head)
    assert _wrap(world, opened.invited) == wrap
    assert world.woken == [(opened.line.space_id, 2)]


def test_joining_again_with_the_same_bytes_keeps_the_first_wrap(
    world: World, opened: Couple
) -> None:
    wrap = sealed()
    world.join(opened.invited.person, opened.line, opened.joined, wrap)
    again = world.join(opened.invited.person, opened.line, opened.joined)
    assert (again.status, again.seq) == (200, 2)
    assert _wrap(world, opened.invited) == wrap


def test_t7_nobody_but_the_invited_account_joins(world: World, opened: Couple) -> None:
    """A stranger is told what anybody is told; the inviter's phone is not the invited person."""
    stranger = Side(world.person(), opened.invited.member, opened.line)
    assert _refused_joining(world, stranger, opened.joined) == "not_found"
    by_inviter = joining(opened.line, opened.inviter.member)
    assert _refused_joining(world, opened.inviter, by_inviter) == "not_author"
    assert _refused_joining(world, opened.inviter, opened.joined) == "not_author"
    join_couple(world, opened)


def test_t7_joining_by_another_pairing_is_refused(world: World, opened: Couple) -> None:
    other = joining(opened.line, opened.invited.member, bytes(31) + b"\1")
    assert _refused_joining(world, opened.invited, other) == "genesis"
    join_couple(world, opened)


def test_joining_is_joining_and_its_wrap_an_envelope(world: World, opened: Couple) -> None:
    gone = leaving(opened.line, opened.invited.member)
    assert _refused_joining(world, opened.invited, gone) == "malformed"
    elsewhere = joining(opened.line.elsewhere(), opened.invited.member)
    assert _refused_joining(world, opened.invited, elsewhere) == "malformed"
    assert _refused_joining(world, opened.invited, opened.joined, bytes(100)) == "malformed"
    join_couple(world, opened)


def test_before_joining_nothing_is_written(world: World, opened: Couple) -> None:
    line = opened.line
    for side in opened.sides:
        assert world.refusal(side.person, line, [line.copy().put(side.member)]) == "not_joined"
    join_couple(world, opened)
    for side in opened.sides:
        assert world.post(side.person, line, [line.put(side.member)]).status == 201


def test_joining_comes_with_its_key_and_not_as_an_ordinary_event(
    world: World, opened: Couple
) -> None:
    line, invited = opened.line, opened.invited
    assert world.refusal(invited.person, line, [opened.joined]) == "not_joined"
    assert world.refusal(invited.person, line, [opened.joined], repair=True) == "not_joined"
    join_couple(world, opened)


def test_t5_a_server_that_lost_the_joining_takes_the_key_once_more(
    world: World, opened: Couple
) -> None:
    """The inviter's phone brings the event back; the invited one still brings its own key."""
    line, wrap = opened.line, sealed()
    assert world.post(opened.inviter.person, line, [opened.joined], repair=True).status == 201
    assert _spaces(world, opened.invited.person) == []
    note = line.copy()
    note.add(opened.joined)
    assert world.refusal(opened.invited.person, note, [note.put(opened.invited.member)]) == (
        "not_joined"
    )
    assert world.join(opened.invited.person, line, opened.joined, wrap).status == 200
    assert _wrap(world, opened.invited) == wrap


def test_somebody_joins_once(world: World, couple: Couple) -> None:
    again = joining(couple.line, couple.invited.member)
    assert _refused_joining(world, couple.invited, again) == "already_joined"
    assert world.refusal(couple.invited.person, couple.line, [again]) == "already_joined"


@pytest.mark.parametrize("who", ["inviter", "invited"])
def test_r13_either_person_leaves_before_the_other_has_joined(
    world: World, opened: Couple, who: str
) -> None:
    side: Side = getattr(opened, who)
    line = opened.line
    assert world.post(side.person, line, [line.add(leaving(line, side.member))]).status == 201
    after = joining(line, opened.invited.member)
    assert _refused_joining(world, opened.invited, after) == "space_closed"
