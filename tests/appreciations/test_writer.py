"""Thanks through the writer: who may say what, what the rows remember, what is deleted."""

from dataclasses import replace

import pytest

from app.client.events import Item
from tests.log.sharing import Couple, Side, answer, give, take_back, take_in
from tests.log.signing import Line, new_uuid, sealed
from tests.log.world import World

THANKS, BODY, WORDS = new_uuid(), sealed(), sealed()


@pytest.fixture
def given(world: World, couple: Couple) -> Couple:
    """The inviter has given thanks."""
    sent = give(couple.line, couple.inviter.member, THANKS, BODY)
    assert world.post(couple.inviter.person, couple.line, [sent]).status == 201
    return couple


def _post(world: World, side: Side, *sent: Item) -> int:
    return world.post(side.person, side.line, sent).status


def _bodies(world: World, line: Line) -> list[bytes | None]:
    """Of everything after the joining."""
    return [row.body for row in world.page(line, after=2).events]


def test_thanks_are_given_taken_in_and_answered(world: World, given: Couple) -> None:
    line, to = given.line, given.invited
    assert _post(world, to, take_in(line, to.member, THANKS, BODY)) == 201
    assert _post(world, to, answer(line, to.member, THANKS, BODY, WORDS)) == 201
    assert _bodies(world, line) == [BODY, None, WORDS]


def test_the_invited_person_gives_thanks_too(world: World, couple: Couple) -> None:
    line, to = couple.line, couple.inviter
    sent = give(line, couple.invited.member, THANKS, BODY)
    assert _post(world, couple.invited, sent) == 201
    assert _post(world, to, take_in(line, to.member, THANKS, BODY)) == 201


def test_thanks_taken_back_are_deleted_and_neither_taken_in_nor_answered(
    world: World, given: Couple
) -> None:
    line, by, to = given.line, given.inviter, given.invited
    assert _post(world, by, take_back(line, by.member, THANKS, 1, BODY)) == 201
    assert _bodies(world, line) == [None, None]
    for late in (
        take_in(line.copy(), to.member, THANKS, BODY),
        answer(line.copy(), to.member, THANKS, BODY, WORDS),
    ):
        assert world.refusal(to.person, line, [late]) == "taken_back"
    again = take_back(line.copy(), by.member, THANKS, 1, BODY)
    assert world.refusal(by.person, line, [again]) == "already_erased"


def test_taking_thanks_back_leaves_the_answer(world: World, given: Couple) -> None:
    line, by, to = given.line, given.inviter, given.invited
    _post(world, to, answer(line, to.member, THANKS, BODY, WORDS))
    assert _post(world, by, take_back(line, by.member, THANKS, 1, BODY)) == 201
    assert _bodies(world, line) == [None, WORDS, None]
    assert _post(world, to, take_back(line, to.member, THANKS, 2, WORDS)) == 201
    assert _bodies(world, line) == [None, None, None, None]


def test_an_answer_is_taken_back_and_another_given(world: World, given: Couple) -> None:
    line, to = given.line, given.invited
    _post(world, to, answer(line, to.member, THANKS, BODY, WORDS))
    second = answer(line.copy(), to.member, THANKS, BODY, sealed(), rev=3)
    assert world.refusal(to.person, line, [second]) == "already_answered"
    _post(world, to, take_back(line, to.member, THANKS, 2, WORDS))
    again = answer(line.copy(), to.member, THANKS, BODY, sealed(), rev=2)
    assert world.refusal(to.person, line, [again]) == "stale"
    assert _post(world, to, answer(line, to.member, THANKS, BODY, WORDS, rev=3)) == 201


def test_nobody_answers_their_own_thanks(world: World, given: Couple) -> None:
    line, by = given.line, given.inviter
    for own in (
        take_in(line.copy(), by.member, THANKS, BODY),
        answer(line.copy(), by.member, THANKS, BODY, WORDS),
    ):
        assert world.refusal(by.person, line, [own]) == "not_recipient"


def test_t6_nobody_answers_in_the_other_s_name(world: World, given: Couple) -> None:
    """The giver signs an answer that names the other: not as an event, not as a repair."""
    line, by, to = given.line, given.inviter, given.invited
    for honest in (
        take_in(line.copy(), to.member, THANKS, BODY),
        answer(line.copy(), to.member, THANKS, BODY, WORDS),
    ):
        forged = replace(honest, sig=by.member.key.sign(honest.event))
        assert world.refusal(by.person, line, [forged]) == "not_author"
        assert world.refusal(by.person, line, [forged], repair=True) == "bad_signature"
    assert _post(world, to, answer(line, to.member, THANKS, BODY, WORDS)) == 201


def test_t6_nobody_gives_thanks_in_the_other_s_name(world: World, couple: Couple) -> None:
    line, mallory, other = couple.line, couple.inviter, couple.invited
    honest = give(line.copy(), other.member, THANKS, BODY)
    forged = replace(honest, sig=mallory.member.key.sign(honest.event))
    assert world.refusal(mallory.person, line, [forged]) == "not_author"
    assert world.refusal(mallory.person, line, [forged], repair=True) == "bad_signature"
    assert _post(world, other, honest) == 201


def test_nobody_takes_back_what_the_other_wrote(world: World, given: Couple) -> None:
    line, by, to = given.line, given.inviter, given.invited
    foreign = take_back(line.copy(), to.member, THANKS, 1, BODY)
    assert world.refusal(to.person, line, [foreign]) == "not_author"
    _post(world, to, answer(line, to.member, THANKS, BODY, WORDS))
    foreign = take_back(line.copy(), by.member, THANKS, 2, WORDS)
    assert world.refusal(by.person, line, [foreign]) == "not_author"
    assert _bodies(world, line) == [BODY, WORDS]


def test_t3_an_answer_names_the_thanks_that_it_answers(world: World, given: Couple) -> None:
    """So that it cannot be moved to other thanks, nor thanks put in under it."""
    line, to = given.line, given.invited
    other = answer(line.copy(), to.member, THANKS, sealed(), WORDS)
    assert world.refusal(to.person, line, [other]) == "stale"
    unknown = answer(line.copy(), to.member, new_uuid(), BODY, WORDS)
    assert world.refusal(to.person, line, [unknown]) == "unknown_version"


def test_thanks_and_items_do_not_mix(world: World, given: Couple) -> None:
    line, by, item = given.line, given.inviter, new_uuid()
    as_item = line.copy().put(by.member, THANKS, rev=2)
    assert world.refusal(by.person, line, [as_item]) == "other_kind"
    assert _post(world, by, line.put(by.member, item)) == 201
    as_thanks = give(line.copy(), by.member, item, BODY)
    assert world.refusal(by.person, line, [as_thanks]) == "other_kind"


def test_thanks_are_unknown_in_a_personal_space(world: World, side: Side) -> None:
    sent = give(side.line.copy(), side.member, THANKS, BODY)
    assert world.refusal(side.person, side.line, [sent]) == "unknown_verb"
