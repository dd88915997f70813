"""Opening a space: the first event, and the membership that comes from it."""

from dataclasses import replace
from typing import Any

import pytest

from app.client import events
from app.client.events import Event, Item
from app.client.verbs import SpaceOpened
from app.core.errors import Refused
from app.core.limits import CLOCK_SLACK_MS
from app.log import batch
from app.log.models import SpaceRow
from app.spaces.models import find_membership, list_keys
from tests.log.conftest import Side
from tests.log.signing import Line, Member, new_uuid, sealed
from tests.log.world import Person, World

# A point of order one, and a signature that everybody can make for it: R = A = the neutral
# element and S = 0 satisfy the equation for every message.
NEUTRAL = b"\1" + bytes(31)
FORGED = NEUTRAL + bytes(32)


def _open(world: World, person: Person, item: Item, member: Member, wrap: bytes) -> bytes:
    with world.writer.turn() as turn:
        opened = turn.open_space(
            batch.Item(item.event, item.sig, item.body),
            account_id=person.account_id,
            member_id=member.member_id,
            sk_wrap=wrap,
        )
    return opened.head


def _refusal(
    world: World, event: Event | Item, member: Member, *, wrap: bytes | None = None
) -> str:
    item = event if isinstance(event, Item) else member.sign(event)
    with pytest.raises(Refused) as refused:
        _open(world, world.person(), item, member, sealed() if wrap is None else wrap)
    return refused.value.code


@pytest.fixture
def member() -> Member:
    return Member()


@pytest.fixture
def line(world: World) -> Line:
    return Line(new_uuid(), world.clock)


def test_opening_a_space_makes_its_head_and_its_membership(
    world: World, line: Line, member: Member
) -> None:
    person, wrap = world.person(), sealed()
    item = member.sign(line.opening(member))
    assert _open(world, person, item, member, wrap) == item.head
    own = world.ask(lambda session: find_membership(session, person.account_id, line.space_id))
    assert own is not None
    assert (own.member_id, own.sk_wrap) == (member.member_id, wrap)
    keys = world.ask(lambda session: list_keys(session, line.space_id))
    assert keys == {member.member_id: member.ed_pub}
    page = world.page(line)
    assert (page.seq, page.head, page.events[0].event) == (1, item.head, item.event)


def test_a_space_id_serves_once(world: World, side: Side, member: Member) -> None:
    """Whoever opens it again learns no more than that the id is used."""
    event = replace(side.line.opening(member), seq=1, prev=bytes(32))
    assert _refusal(world, event, member) == "id_used"
    assert world.page(side.line).seq == 1


def test_t6_a_key_of_small_order_is_refused(world: World, line: Line, member: Member) -> None:
    """The signature verifies, for anybody: that is why the key must not be taken."""
    event = line.opening(member)
    keys = replace(member.entry, ed_pub=NEUTRAL)
    signed = events.build(replace(event, clear=SpaceOpened(1, bytes(32), (keys,))))
    assert _refusal(world, Item(signed, FORGED, None), member) == "weak_key"
    assert _open(world, world.person(), member.sign(event), member, sealed())


@pytest.mark.parametrize("way", [1, -1])
def test_the_first_event_is_dated_now(world: World, line: Line, member: Member, way: int) -> None:
    event = line.opening(member)
    beyond, within = (
        replace(event, at_ms=event.at_ms + way * (CLOCK_SLACK_MS + extra)) for extra in (1, 0)
    )
    assert _refusal(world, beyond, member) == "clock"
    assert _open(world, world.person(), member.sign(within), member, sealed())


def test_the_first_event_is_signed_by_the_key_it_names(
    world: World, line: Line, member: Member
) -> None:
    by_another = replace(Member().sign(line.opening(member)))
    assert _refusal(world, by_another, member) == "bad_signature"


@pytest.mark.parametrize(
    "change",
    [{"seq": 2, "prev": b"\1" * 32}, {"prev": b"\1" * 32}, {"key_gen": 2}],
    ids="-".join,
)
def test_an_event_for_another_place_opens_nothing(
    world: World, line: Line, member: Member, change: dict[str, Any]
) -> None:
    assert _refusal(world, replace(line.opening(member), **change), member) == "malformed"


def test_another_verb_opens_nothing(world: World, line: Line, member: Member) -> None:
    body = sealed()
    event = line.putting(member, new_uuid(), 1, body)
    assert _refusal(world, member.sign(event, body), member) == "malformed"


def test_a_space_opens_for_the_member_who_asks(world: World, line: Line, member: Member) -> None:
    item = member.sign(line.opening(member))
    assert _refusal(world, item, Member()) == "malformed"
    by_another = replace(line.opening(member), member=new_uuid())
    assert _refusal(world, by_another, member) == "malformed"


def test_the_space_key_comes_in_an_envelope(world: World, line: Line, member: Member) -> None:
    event = line.opening(member)
    assert _refusal(world, event, member, wrap=bytes(100)) == "malformed"


def test_a_first_event_has_no_body(world: World, line: Line, member: Member) -> None:
    item = member.sign(line.opening(member), sealed())
    assert _refusal(world, item, member) == "malformed"


def test_a_refused_opening_leaves_nothing(world: World, line: Line, member: Member) -> None:
    told = len(world.woken)
    _refusal(world, Member().sign(line.opening(member)), member)
    with world.database.read() as session:
        assert session.get(SpaceRow, line.space_id) is None
    assert len(world.woken) == told
