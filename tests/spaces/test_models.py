"""Who is found in a space, and who is not."""

from app.core.ids import SpaceId
from app.spaces.models import find_membership, list_keys, list_memberships
from tests.log.conftest import Side
from tests.log.signing import Line, Member
from tests.log.world import Person, World


def _finds(world: World, person: Person, line: Line) -> bool:
    with world.database.read() as session:
        return find_membership(session, person.account_id, line.space_id) is not None


def test_a_space_is_one_s_own_or_nothing(world: World, side: Side) -> None:
    stranger = world.person()
    foreign = world.open_space(stranger, Member())
    assert _finds(world, side.person, side.line)
    assert _finds(world, stranger, foreign)
    assert not _finds(world, stranger, side.line)
    assert not _finds(world, side.person, foreign)
    assert not _finds(world, side.person, side.line.elsewhere())


def test_a_person_s_spaces_are_all_of_theirs_and_no_other(world: World, side: Side) -> None:
    shared = world.open_space(world.person(), Member())
    world.admit(shared, side.person, Member())
    world.open_space(world.person(), Member())
    with world.database.read() as session:
        rows = list_memberships(session, side.person.account_id)
    assert [row.space_id for row in rows] == sorted([side.line.space_id, shared.space_id])


def test_the_keys_of_a_space_are_its_members(world: World, side: Side) -> None:
    second = Member()
    world.admit(side.line, world.person(), second)
    with world.database.read() as session:
        keys = list_keys(session, side.line.space_id)
        none = list_keys(session, SpaceId(bytes(16)))
    assert keys == {side.member.member_id: side.member.ed_pub, second.member_id: second.ed_pub}
    assert none == {}
