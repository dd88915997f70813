"""Two people in guided conversations: turns, a pause, sealed answers, and what an export holds."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from app.client.answers import Record, make_answer
from app.client.canonical import b64, unb64
from app.client.errors import AnswerError, RefusedError, SignatureError
from app.client.export import Shared, open_export, read_export, verify_export
from app.client.keys import RecoveryKeys
from app.client.outbox import Talk
from app.client.person import Person
from app.client.recovery_code import read_code
from app.client.talk_content import Invitation, Piece
from app.client.talk_verbs import DEEPER_TURNS, REVEAL, TURNS, OpenedTogether
from app.client.wire import AnswersState
from tests.accounts.test_blind import forms, kept
from tests.client.acts import refusal
from tests.client.people import People

MINUTE_SECONDS = 60
NOTHING = AnswersState(mine=None, theirs=None, rev=0, second=False, wait_ms=0)
REVEALS = [(REVEAL, 0), (REVEAL, 0)]

pytestmark = pytest.mark.usefixtures("together")


def agree(nadia: Person, elias: Person, plan: list[tuple[int, int]]) -> UUID:
    """Nadia has invited and Elias has accepted."""
    conversation = nadia.us.talk.invite("talk-rules", plan, "On Sunday, if you like.")
    elias.us.read()
    elias.us.talk.accept(conversation)
    nadia.us.read()
    return conversation


def test_turns_go_round_and_their_words_arrive(nadia: Person, elias: Person) -> None:
    conversation = agree(nadia, elias, [(DEEPER_TURNS, 1), (REVEAL, 0)])
    for person in (elias, nadia):
        person.us.talk.ready(conversation)
    for speaker, listener in ((nadia, elias), (elias, nadia)):
        speaker.us.talk.say(conversation, "The door.")
        listener.us.talk.say(conversation, "You hear the door.")
        speaker.us.talk.hear(conversation, enough=False)
        speaker.us.talk.say(conversation, "", aloud=True)
        listener.us.talk.say(conversation, "And then silence.")
        speaker.us.talk.hear(conversation)
        listener.us.talk.say(conversation, "That makes sense.")
        listener.us.talk.say(conversation, "You might feel alone.")
        speaker.us.talk.hear(conversation)
    table = elias.us.read()
    said = [found for _, found in table.opened if isinstance(found, Piece)]
    assert (said[0], said[2], len(said)) == (
        Piece("The door.", aloud=False),
        Piece("", aloud=True),
        12,
    )
    [asked] = [found for _, found in table.opened if isinstance(found, Invitation)]
    assert asked == Invitation("talk-rules", 1, "On Sunday, if you like.")
    assert (table.damaged, table.cards) == ((), ())
    talk = elias.us.talk.find(conversation)
    assert (talk.done, talk.turn, talk.opening) == (1, None, 1)


def test_r27_a_pause_ends_after_twenty_minutes(nadia: Person, elias: Person) -> None:
    conversation = agree(nadia, elias, [(TURNS, 1)])
    now_ms = nadia.device.clock.now_ms()
    elias.us.talk.pause(conversation, now_ms + 30 * MINUTE_SECONDS * 1_000)
    assert refusal(lambda: nadia.us.talk.ready(conversation)) == "paused"
    assert refusal(lambda: nadia.us.talk.resume(conversation)) == "too_soon"


def test_answers_open_together_and_not_before(nadia: Person, elias: Person) -> None:
    conversation = agree(nadia, elias, REVEALS)
    first = nadia.us.talk.put_answer(conversation, {"opens": "A walk."})
    assert (first.rev, first.open, first.second) == (1, False, False)
    assert elias.us.talk.ask(conversation, 1) == NOTHING
    assert nadia.us.talk.read_answers(conversation, 1) is None
    second = elias.us.talk.put_answer(conversation, {})
    assert (second.open, second.second) == (True, True)
    for person, is_second in ((nadia, False), (elias, True)):
        person.us.read()
        opened = person.us.talk.read_answers(conversation, 1)
        assert opened is not None
        assert opened.second is is_second
        words = {opened.mine.is_pass: opened.mine.words, opened.theirs.is_pass: opened.theirs.words}
        assert words == {False: {"opens": "A walk."}, True: {}}
        assert person.us.talk.find(conversation).opened == 1


def test_answer_is_replaced_withdrawn_and_put_again_a_day_later(
    people: People, nadia: Person, elias: Person
) -> None:
    conversation = agree(nadia, elias, REVEALS)
    for rev in (1, 2):
        assert nadia.us.talk.put_answer(conversation, {"opens": f"{rev}"}).rev == rev
    nadia.us.talk.withdraw(conversation)
    nadia.us.talk.withdraw(conversation)
    assert refusal(lambda: nadia.us.talk.put_answer(conversation, {"opens": "3"})) == "too_soon"
    people.clock.advance(24 * 60 * MINUTE_SECONDS * 1_000)
    assert nadia.us.talk.put_answer(conversation, {"opens": "3"}).rev == 3


def test_told_answer_is_replaced_and_not_withdrawn(nadia: Person, elias: Person) -> None:
    conversation = agree(nadia, elias, REVEALS)
    assert refusal(lambda: nadia.us.talk.tell(conversation)) == "not_answered"
    nadia.us.talk.put_answer(conversation, {"opens": "A walk."})
    nadia.us.talk.tell(conversation)
    assert refusal(lambda: nadia.us.talk.withdraw(conversation)) == "told"
    assert nadia.us.talk.put_answer(conversation, {"opens": "The sea."}).rev == 2
    elias.us.read()
    assert elias.us.talk.find(conversation).told == {elias.us.partner}


def test_words_of_a_turn_are_taken_back(nadia: Person, elias: Person) -> None:
    conversation = agree(nadia, elias, [(TURNS, 1)])
    for person in (elias, nadia):
        person.us.talk.ready(conversation)
    nadia.us.talk.say(conversation, "Too much.")
    nadia.us.talk.take_back(conversation, 2)
    table = elias.us.read()
    assert [found for _, found in table.opened if isinstance(found, Piece)] == []
    assert table.damaged == ()
    elias.us.talk.say(conversation, "I am listening.")


def test_t6_partner_cannot_open_with_other_records(nadia: Person, elias: Person) -> None:
    """Neither before both are in, nor with made-up hashes; as a repair it shows nothing."""
    conversation = agree(nadia, elias, REVEALS)
    nadia.us.talk.put_answer(conversation, {"opens": "A walk."})
    elias.us.read()
    forged = Talk(elias.device.uuid7(), conversation, OpenedTogether(1, bytes(32), bytes(32)))
    [item] = elias.us.sync.sign([forged])
    with pytest.raises(RefusedError, match="not_open"):
        elias.us.sync.append([item])
    elias.us.sync.append([item], repair=True)
    assert elias.us.talk.ask(conversation, 1).theirs is None
    assert nadia.us.talk.ask(conversation, 1).mine is not None


def test_t6_answer_that_the_log_does_not_name_is_noticed(nadia: Person, elias: Person) -> None:
    """A server that swaps the partner's record, also for one that the partner signed once."""
    conversation = agree(nadia, elias, REVEALS)
    nadia.us.talk.put_answer(conversation, {"opens": "Before."})
    older = nadia.us.talk.ask(conversation, 1).mine
    assert older is not None
    nadia.us.talk.put_answer(conversation, {"opens": "After."})
    elias.us.talk.put_answer(conversation, {"opens": "Mine."})
    elias.us.read()
    honest = elias.us.talk.ask(conversation, 1)
    assert honest.theirs is not None
    faults = {
        "changed": replace(honest, theirs=older),
        "body": replace(honest, theirs=replace(honest.theirs, body=older.body)),
        "place": replace(honest, theirs=honest.mine),
    }
    for code, state in faults.items():
        elias.us.talk.ask = lambda *_, state=state: state  # type: ignore[method-assign]
        with pytest.raises(AnswerError) as fault:
            elias.us.talk.read_answers(conversation, 1)
        assert fault.value.code == code
    unsigned = replace(honest, theirs=replace(honest.theirs, sig=bytes(64)))
    elias.us.talk.ask = lambda *_: unsigned  # type: ignore[method-assign]
    with pytest.raises(SignatureError):
        elias.us.talk.read_answers(conversation, 1)
    elias.us.talk.ask = lambda *_: honest  # type: ignore[method-assign]
    opened = elias.us.talk.read_answers(conversation, 1)
    assert opened is not None
    assert opened.theirs.words == {"opens": "After."}


def test_t6_nobody_answers_in_the_other_s_name(nadia: Person, elias: Person) -> None:
    conversation = agree(nadia, elias, REVEALS)
    sync, partner = elias.us.sync, elias.us.partner
    plaintext = {"t": "answer", "v": 1, "pass": True, "words": {}}
    place = Record(elias.us.space, conversation, 1, partner, 1, b"")
    forged = make_answer(place, sync.member_keys, sync.keys, plaintext)
    assert refusal(lambda: elias.us.talk.send_answer(place, forged)) == "malformed"
    own = replace(place, member=sync.log.pin.own.member)
    unsigned = replace(make_answer(own, sync.member_keys, sync.keys, plaintext), sig=bytes(64))
    assert refusal(lambda: elias.us.talk.send_answer(own, unsigned)) == "bad_signature"
    honest = make_answer(own, sync.member_keys, sync.keys, plaintext)
    assert elias.us.talk.send_answer(own, honest).rev == 1


def test_r16_export_holds_what_opened_and_verifies_it(nadia: Person, elias: Person) -> None:
    conversation = agree(nadia, elias, REVEALS)
    nadia.us.talk.put_answer(conversation, {"opens": "A walk."})
    elias.us.talk.put_answer(conversation, {"opens": "Tea."})
    elias.us.talk.put_answer(conversation, {"opens": "Waiting, and in nobody's file."})
    made = nadia.export()
    data = json.dumps(made).encode()
    verify_export(read_export(data))
    assert nadia.recovery_code is not None
    _, opened = open_export(read_export(data), RecoveryKeys(read_code(nadia.recovery_code)))
    [shared] = [side for side in opened if isinstance(side, Shared)]
    [answers] = shared.answers
    assert answers.mine is not None
    assert answers.theirs is not None
    assert (answers.mine.words, answers.theirs.words) == ({"opens": "A walk."}, {"opens": "Tea."})
    [space] = [space for space in made["spaces"] if "answers" in space]
    theirs = space["answers"][0]["theirs"]
    theirs["body"] = b64(unb64(theirs["body"])[::-1])
    with pytest.raises(AnswerError):
        verify_export(read_export(json.dumps(made).encode()))
    del space["answers"]
    verify_export(read_export(json.dumps(made).encode()))


def test_t1_no_word_of_a_conversation_reaches_the_server(
    nadia: Person, elias: Person, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither which guide, nor a note, a turn, an answer or the name of a field."""
    conversation = agree(nadia, elias, [(REVEAL, 0), (TURNS, 1)])
    nadia.us.talk.put_answer(conversation, {"opens-me": "A walk by the river."})
    elias.us.talk.put_answer(conversation, {"opens-me": "Being asked first."})
    for person in (elias, nadia):
        person.us.talk.ready(conversation)
    nadia.us.talk.say(conversation, "The door, when it goes.")
    stored = kept(database_file) + caplog.text.encode()
    words = (
        "talk-rules",
        "On Sunday, if you like.",
        "opens-me",
        "A walk by the river.",
        "Being asked first.",
        "The door, when it goes.",
    )
    assert [word for word in words for form in forms(word.encode()) if form in stored] == []
    # The twin: the same search, for bytes that are meant to be there.
    mine = nadia.us.talk.ask(conversation, 1).mine
    assert mine is not None
    assert mine.body is not None
    assert mine.record in stored
    assert mine.body in stored
