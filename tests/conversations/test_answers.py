"""PUT, DELETE and GET of sealed answers over a real server."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.client.answers import Answer
from app.client.talk_verbs import Ended, Invited, OpenedTogether, Paused, Resumed
from app.client.wire import answer_json
from app.core.clock import DAY_MS, MINUTE_MS
from app.core.limits import ANSWERS_AT_ONCE
from tests.conversations.talking import REVEALS, Talk, said
from tests.log.sharing import leaving
from tests.log.signing import new_uuid, sealed
from tests.log.world import World

NOTHING = {"mine": None, "theirs": None, "rev": 0, "second": False, "wait_ms": 0}


def test_first_answer_waits_and_the_second_opens_both(talk: Talk) -> None:
    mine, theirs = talk.make(0), talk.make(1)
    first = talk.put(0, mine)
    assert (first.status_code, first.json()) == (201, {"rev": 1, "open": False, "second": False})
    assert talk.read(1).json() == NOTHING
    assert talk.read(0).json() == {**NOTHING, "mine": answer_json(mine), "rev": 1}
    second = talk.put(1, theirs)
    assert (second.status_code, second.json()) == (201, {"rev": 1, "open": True, "second": True})
    for who, second_was_own in ((0, False), (1, True)):
        pair = (answer_json(mine), answer_json(theirs))
        assert talk.read(who).json() == {
            "mine": pair[who],
            "theirs": pair[1 - who],
            "rev": 1,
            "second": second_was_own,
            "wait_ms": 0,
        }


def test_same_bytes_again_are_answered_as_they_stand(talk: Talk) -> None:
    mine, theirs = talk.both_in()
    for who, answer, second in ((0, mine, False), (1, theirs, True)):
        again = talk.put(who, answer)
        assert (again.status_code, again.json()) == (
            200,
            {"rev": 1, "open": True, "second": second},
        )
    assert talk.act(1, talk.opened((mine, theirs))).status_code == 201
    assert talk.put(0, mine).status_code == 200
    assert talk.act(0, Ended()).status_code == 201
    assert talk.put(0, mine).status_code == 200


def test_answer_is_replaced_by_the_next_rev_alone(talk: Talk) -> None:
    assert talk.put(0, talk.make(0)).status_code == 201
    for rev in (1, 3):
        assert said(talk.put(0, talk.make(0, rev=rev))) == (422, "stale")
    newer = talk.make(0, rev=2)
    assert (talk.put(0, newer).status_code, talk.put(0, newer).status_code) == (201, 200)
    assert talk.read(0).json()["mine"] == answer_json(newer)
    assert said(talk.put(0, talk.make(0, rev=2))) == (422, "stale")


def test_both_are_frozen_once_both_are_in(talk: Talk) -> None:
    talk.both_in()
    for who in (0, 1):
        assert said(talk.put(who, talk.make(who, rev=2))) == (409, "frozen")
        assert said(talk.withdraw(who)) == (409, "frozen")


def test_second_answer_that_arrives_while_the_first_is_replaced_opens_one_of_the_two(
    talk: Talk,
) -> None:
    """Whichever comes first: what opens is a whole answer, and the other one is refused."""
    first, newer = talk.make(0), talk.make(0, rev=2)
    talk.put(0, first)
    talk.put(1, talk.make(1))
    assert said(talk.put(0, newer)) == (409, "frozen")
    assert talk.read(1).json()["theirs"] == answer_json(first)


def test_withdrawn_answer_waits_a_day_and_its_rev_goes_on_counting(
    talk: Talk, world: World
) -> None:
    talk.put(0, talk.make(0))
    assert talk.withdraw(0).status_code == 204
    assert talk.withdraw(0).status_code == 204
    assert talk.read(0).json() == {**NOTHING, "rev": 1, "wait_ms": DAY_MS}
    world.clock.advance(DAY_MS - 1)
    early = talk.put(0, talk.make(0, rev=2))
    assert said(early) == (422, "too_soon")
    assert early.json()["detail"] == "1"
    world.clock.advance(1)
    assert said(talk.put(0, talk.make(0))) == (422, "stale")
    assert talk.put(0, talk.make(0, rev=2)).status_code == 201


def test_nothing_is_withdrawn_where_nothing_is_in(talk: Talk) -> None:
    assert talk.withdraw(0).status_code == 204
    assert talk.withdraw(1, opening=7).status_code == 204
    assert talk.read(0).json() == NOTHING


def test_told_answer_may_be_replaced_and_not_withdrawn(talk: Talk) -> None:
    assert said(talk.tell(0)) == (422, "not_answered")
    talk.put(0, talk.make(0))
    assert said(talk.tell(1)) == (422, "not_answered")
    assert talk.tell(0).status_code == 201
    assert said(talk.withdraw(0)) == (409, "told")
    assert talk.put(0, talk.make(0, rev=2)).status_code == 201


def test_log_names_the_two_records_and_no_others(talk: Talk) -> None:
    """In the order of inviter and invited person, whoever says it."""
    mine, theirs = talk.both_in()
    for wrong in (
        (theirs, mine),
        (mine, mine),
        (mine, talk.make(1, rev=2)),
    ):
        assert said(talk.act(1, talk.opened(wrong))) == (422, "not_open")
    assert talk.act(0, talk.opened((mine, theirs))).status_code == 201
    assert said(talk.act(1, talk.opened((mine, theirs)))) == (422, "not_now")


def test_nothing_opens_before_both_are_in(talk: Talk) -> None:
    mine, theirs = talk.make(0), talk.make(1)
    talk.put(0, mine)
    for who in (0, 1):
        assert said(talk.act(who, talk.opened((mine, theirs)))) == (422, "not_open")


def test_next_opening_begins_when_the_log_says_that_this_one_is_done(talk: Talk) -> None:
    answers = talk.both_in()
    assert said(talk.put(0, talk.make(0, opening=2), 2)) == (422, "not_now")
    talk.act(1, talk.opened(answers))
    assert said(talk.put(0, talk.make(0, opening=3), 3)) == (422, "not_now")
    talk.both_in(2)
    assert talk.read(0, 2).json()["theirs"] is not None


def test_conversation_that_is_not_going_on_takes_no_answer(talk: Talk, world: World) -> None:
    other = Talk(talk.client, talk.couple)
    first = other.sign(0, Invited(REVEALS), 1, sealed())
    assert other.post(0, first).status_code == 201
    assert said(other.put(1, other.make(1))) == (422, "not_accepted")
    now_ms = world.clock.now_ms()
    talk.act(0, Paused(now_ms + 30 * MINUTE_MS))
    assert said(talk.put(1, talk.make(1))) == (422, "paused")
    world.clock.advance(30 * MINUTE_MS)
    talk.act(1, Resumed())
    assert talk.put(1, talk.make(1)).status_code == 201
    talk.act(0, Ended())
    assert said(talk.put(0, talk.make(0))) == (422, "ended")
    assert talk.read(1).json()["rev"] == 1
    assert talk.read(0).json() == NOTHING


SPOILT: dict[str, Callable[[Talk], Answer]] = {
    "another space": lambda t: t.signed(1, replace(t.record(1), space=new_uuid()), sealed()),
    "another conversation": lambda t: t.signed(
        1, replace(t.record(1), conversation=new_uuid()), sealed()
    ),
    "another opening": lambda t: t.make(1, opening=2),
    "the other person": lambda t: t.signed(1, t.record(0), sealed()),
    "another body": lambda t: replace(t.make(1), body=sealed()),
    "no envelope": lambda t: t.make(1, body=sealed(343)),
    "rev 0": lambda t: t.make(1, rev=0),
    "a record cut short": lambda t: replace(t.make(1), record=t.make(1).record[:-1]),
    "a body cut short": lambda t: t.make(1, body=sealed(341)),
    "another generation of keys": lambda t: t.signed(1, replace(t.record(1), key_gen=2), sealed()),
}


@pytest.mark.parametrize("name", SPOILT)
def test_answer_that_is_not_as_agreed_is_malformed(talk: Talk, name: str) -> None:
    assert said(talk.put(1, SPOILT[name](talk))) == (400, "malformed")
    assert talk.read(1).json() == NOTHING
    assert talk.put(1, talk.make(1)).status_code == 201


@pytest.mark.parametrize("opening", ["0", "01", "65536", "-1", "x", "1.0"])
def test_opening_has_one_spelling(talk: Talk, opening: str) -> None:
    path = talk.path().removesuffix("1") + opening
    cookie = {"Cookie": talk.side(0).person.cookie}
    assert said(talk.client.get(path, headers=cookie)) == (400, "malformed")


def test_t6_answer_is_signed_by_its_author(talk: Talk) -> None:
    honest = talk.make(1)
    forged = replace(honest, sig=talk.side(0).member.key.sign(honest.record))
    assert said(talk.put(1, forged)) == (422, "bad_signature")
    assert said(talk.put(0, honest)) == (400, "malformed")
    assert talk.put(1, honest).status_code == 201
    assert said(talk.put(1, forged)) == (422, "bad_signature")


def test_what_is_no_conversation_is_not_found(talk: Talk) -> None:
    item = talk.couple.line.put(talk.side(0).member, target := new_uuid())
    assert talk.post(0, item).status_code in {201, 409}
    for nothing in (new_uuid(), target, talk.couple.line.space):
        talk.id = nothing
        for answered in (talk.read(0), talk.withdraw(0), talk.put(0, talk.make(0))):
            assert said(answered) == (404, "not_found")


def test_t13_answers_have_an_allowance_of_their_own(talk: Talk) -> None:
    for rev in range(1, ANSWERS_AT_ONCE + 1):
        assert talk.put(0, talk.make(0, rev=rev)).status_code == 201
    late = talk.put(0, talk.make(0, rev=ANSWERS_AT_ONCE + 1))
    assert said(late) == (429, "slow_down")
    assert int(late.headers["Retry-After"]) <= 10
    assert talk.put(1, talk.make(1)).status_code == 201


def test_r14_leaving_deletes_what_waits_and_keeps_what_opened(talk: Talk, world: World) -> None:
    opened = talk.both_in()
    talk.act(1, talk.opened(opened))
    talk.put(0, talk.make(0, opening=2), 2)
    assert len(_rows(world)) == 3
    left = leaving(talk.couple.line, talk.side(1).member)
    assert talk.post(1, left).status_code == 201
    assert {row[0] for row in _rows(world)} == {answer.record for answer in opened}
    assert talk.read(0, 2).json() == NOTHING
    assert talk.read(0).json()["theirs"] == answer_json(opened[1])
    assert said(talk.put(0, talk.make(0, opening=2, rev=1), 2)) == (422, "space_closed")
    assert talk.put(0, opened[0]).status_code == 200


def test_r14_the_words_of_an_opened_answer_are_taken_back_after_leaving(
    talk: Talk, world: World
) -> None:
    """By their author alone, and the record stays. Twin: before a leaving it is frozen."""
    opened = talk.both_in()
    talk.act(1, talk.opened(opened))
    assert said(talk.withdraw(0)) == (409, "frozen")
    talk.post(1, leaving(talk.couple.line, talk.side(1).member))
    for _ in range(2):
        assert talk.withdraw(0).status_code == 204
    mine, theirs = talk.read(0).json()["mine"], talk.read(0).json()["theirs"]
    assert mine == answer_json(opened[0]) | {"body": None}
    assert theirs == answer_json(opened[1])
    assert talk.read(1).json()["theirs"] == mine
    assert said(talk.put(0, opened[0])) == (422, "space_closed")
    assert {row[0] for row in _rows(world)} == {answer.record for answer in opened}


def test_r15_nothing_of_an_answer_outlives_the_space(talk: Talk, world: World) -> None:
    talk.both_in()
    with world.writer.turn() as turn:
        turn.delete_space(talk.couple.line.space_id)
    assert _rows(world) == []


def test_r16_opened_answers_stay_after_the_end(talk: Talk) -> None:
    answers = talk.both_in()
    talk.act(0, talk.opened(answers))
    talk.act(1, Ended())
    assert talk.read(0).json()["theirs"] == answer_json(answers[1])


def test_t5_lost_answers_are_put_again_for_an_opening_that_is_done(
    talk: Talk, world: World
) -> None:
    """The log was put back, and the rows are gone: only the records that it names are taken."""
    mine, theirs = talk.make(0, rev=3), talk.make(1)
    named = talk.sign(1, talk.opened((mine, theirs)))
    assert talk.post(0, named, repair=True).status_code == 201
    assert talk.read(0).json() == NOTHING
    assert said(talk.put(0, talk.make(0))) == (409, "frozen")
    forged = replace(mine, sig=bytes(64))
    assert said(talk.put(0, forged)) == (422, "bad_signature")
    assert talk.put(0, mine).json() == {"rev": 3, "open": False, "second": False}
    assert talk.read(1).json() == {**NOTHING, "theirs": answer_json(mine)}
    assert talk.put(1, theirs).json() == {"rev": 1, "open": True, "second": False}
    assert talk.read(0).json()["theirs"] == answer_json(theirs)
    assert (talk.put(0, mine).status_code, said(talk.withdraw(0))) == (200, (409, "frozen"))
    assert said(talk.put(0, talk.make(0, rev=4))) == (409, "frozen")
    assert len(_rows(world)) == 2


def test_t9_repair_cannot_open_what_waits(talk: Talk) -> None:
    """Somebody says that it opened, with hashes that they make up: nothing is shown, or lost."""
    waiting = talk.make(0)
    talk.put(0, waiting)
    forged = talk.sign(1, OpenedTogether(1, bytes(32), talk.make(1).hash))
    assert talk.post(1, forged, repair=True).status_code == 201
    assert talk.read(1).json() == NOTHING
    assert talk.read(0).json() == {**NOTHING, "mine": answer_json(waiting), "rev": 1}
    assert said(talk.put(1, talk.make(1))) == (409, "frozen")
    assert talk.read(1).json() == NOTHING
    assert talk.withdraw(0).status_code == 204


def test_t6_repair_cannot_replace_an_answer_that_is_frozen(talk: Talk) -> None:
    """Having read the other's answer, nobody can name and put another one of their own."""
    mine, theirs = talk.both_in()
    other = talk.make(1, rev=2)
    forged = talk.sign(1, talk.opened((mine, other)))
    assert said(talk.post(1, forged, repair=True)) == (422, "not_open")
    assert said(talk.put(1, other)) == (409, "frozen")
    assert talk.read(0).json()["theirs"] == answer_json(theirs)
    honest = talk.sign(1, talk.opened((mine, theirs)))
    assert talk.post(1, honest, repair=True).status_code == 201


def _rows(world: World) -> list[tuple[bytes, ...]]:
    query = "SELECT record, sig, sealed FROM answer"
    return world.ask(
        lambda session: [tuple(row) for row in session.connection().exec_driver_sql(query)]
    )
