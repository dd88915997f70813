"""Two people in the space they share: thanks in full, and a partner who means harm."""

from dataclasses import replace

import pytest

from app.client.content import BODY, Words
from app.client.errors import RefusedError
from app.client.outbox import Answer, Give
from app.client.person import Person
from app.client.plaintexts import thanks_plaintext
from app.client.table import Table
from app.client.verbs import TAKEN_IN, TakenIn
from tests.client.acts import leaving_of, refusal, sign_as
from tests.client.people import People

DAY_SECONDS = 24 * 60 * 60
WORDS = Words("You came back to the talk.", "I could sleep.", "You keep your word.")

pytestmark = pytest.mark.usefixtures("together")


def whole(table: Table) -> bool:
    """Nothing of it is damaged or a card."""
    return (table.damaged, table.cards) == ((), ())


def test_thanks_arrive_as_they_were_given(nadia: Person, elias: Person) -> None:
    given = nadia.us.give(WORDS)
    [thanks] = elias.us.read().thanks
    assert (thanks.object, thanks.words, thanks.giver) == (given, WORDS, elias.us.partner)
    assert (thanks.taken_in, thanks.answer) == (False, None)


def test_thanks_are_taken_in_and_answered(nadia: Person, elias: Person) -> None:
    given = nadia.us.give(WORDS)
    elias.us.take_in(given)
    elias.us.answer(given, "I was glad to.")
    table = nadia.us.read()
    [thanks] = table.thanks
    assert thanks.taken_in
    assert thanks.answer is not None
    assert thanks.answer.text == "I was glad to."
    assert whole(table)


def test_taking_in_on_two_devices_is_done_once(
    people: People, nadia: Person, elias: Person
) -> None:
    given = nadia.us.give(WORDS)
    tablet = people.sign_in("elias")
    elias.us.take_in(given)
    tablet.us.take_in(given)
    taken = [event for event in nadia.us.sync.log.events if event.verb == TAKEN_IN]
    assert taken == []
    nadia.us.read()
    assert len([e for e in nadia.us.sync.log.events if e.verb == TAKEN_IN]) == 1


def test_r14_words_taken_back_are_gone_from_both(nadia: Person, elias: Person) -> None:
    given = nadia.us.give(WORDS)
    elias.us.read()
    nadia.us.take_back(given)
    for person in (nadia, elias):
        table = person.us.read()
        assert (table.thanks, whole(table)) == ((), True)
        assert all(row.item.body is None for row in person.us.sync.log.delivered)


def test_an_answer_is_taken_back_and_given_anew(nadia: Person, elias: Person) -> None:
    given = nadia.us.give(WORDS)
    elias.us.answer(given, "Too quick.")
    elias.us.take_back_answer(given)
    elias.us.answer(given, "Thank you for seeing it.")
    [thanks] = nadia.us.read().thanks
    assert thanks.answer is not None
    assert thanks.answer.text == "Thank you for seeing it."
    assert "Too quick." not in repr(nadia.us.known())


def test_what_a_rule_refuses_keeps_its_words(nadia: Person, elias: Person) -> None:
    given = nadia.us.give(WORDS)
    elias.us.answer(given, "Yes.")
    assert refusal(lambda: elias.us.answer(given, "And yes again.")) == "already_answered"
    assert refusal(lambda: nadia.us.answer(given, "My own.")) == "not_recipient"
    nadia.us.take_back(given)
    assert refusal(lambda: elias.us.take_in(given)) == "taken_back"
    assert elias.us.sync.outbox == nadia.us.sync.outbox == []


def test_a_rule_refused_in_the_outbox_waits_for_the_person(nadia: Person, elias: Person) -> None:
    """Written offline, and taken back by the other before it was sent."""
    given = nadia.us.give(WORDS)
    elias.us.read()
    device = elias.device
    answer = Answer(device.uuid7(), given, {"t": "thanks_answer", "v": 1, "text": "Yes."})
    elias.us.sync.outbox += [answer, Give(device.uuid7(), device.uuid7(), thanks_plaintext(WORDS))]
    nadia.us.take_back(given)
    elias.us.sync.flush()
    [refused] = elias.us.sync.needs_you
    assert (refused.code, refused.intent) == ("taken_back", answer)
    assert len(nadia.us.read().thanks) == 1


def test_words_about_the_body_keep_their_mark(nadia: Person, elias: Person) -> None:
    nadia.us.give(replace(WORDS, about=BODY))
    assert elias.us.read().thanks[0].words.about == BODY


def test_a_member_is_known_by_their_newest_card(
    people: People, nadia: Person, elias: Person
) -> None:
    nadia.us.put_member("Nadia", "celadon")
    people.sign_in("nadia").us.put_member("Nadia B.", "plum", body_words=True)
    cards = elias.us.read().members
    card = cards[elias.us.partner]
    assert (card.name, card.glaze, card.body_words) == ("Nadia B.", "plum", True)
    assert len(elias.us.known().member_objects) == 1


def test_the_jar_outlives_a_taking_back(people: People, nadia: Person, elias: Person) -> None:
    given = nadia.us.give(WORDS)
    thanks = elias.us.read().find(given)
    assert thanks is not None
    elias.keep_in_jar(elias.us, thanks)
    nadia.us.take_back(given)
    tablet = people.sign_in("elias")
    [kept] = tablet.read().jar
    assert (kept.giver_name, kept.words.did) == ("Nadia", WORDS.did)
    assert kept.given_ms == thanks.given_ms


def test_a_draft_is_seen_by_nobody_else(people: People, nadia: Person, elias: Person) -> None:
    nadia.keep_draft(WORDS)
    assert [draft.words for draft in people.sign_in("nadia").read().drafts] == [WORDS]
    assert elias.us.read().thanks == ()
    assert elias.read().drafts == ()


def test_thanks_arrive_over_the_socket(nadia: Person, elias: Person) -> None:
    with elias.us.follow() as follower:
        follower.next()
        given = nadia.us.give(WORDS)
        [event] = follower.next()
    assert (event.object, len(elias.us.known().thanks)) == (given, 1)


def test_t4_both_show_the_same_number_at_the_same_place(nadia: Person, elias: Person) -> None:
    nadia.us.give(WORDS)
    seq = nadia.us.sync.log.seq
    elias.us.give(WORDS)
    assert elias.us.verify_number(seq) == nadia.us.verify_number(seq)
    assert elias.us.verify_number() != nadia.us.verify_number()


# A partner who means harm.


def test_t6_nobody_leaves_or_takes_in_in_the_others_name(nadia: Person, elias: Person) -> None:
    given = nadia.us.give(WORDS)
    leaving = leaving_of(nadia)
    [put] = [event for event in nadia.us.sync.log.events if event.object == given]
    taking = replace(leaving, verb=TAKEN_IN, object=given, rev=1, clear=TakenIn(put.env_hash))
    for event in (leaving, taking):
        forged = sign_as(nadia, replace(event, member=nadia.us.partner))
        with pytest.raises(RefusedError) as refused:
            nadia.us.sync.append([forged])
        assert refused.value.code == "not_author"
    table = elias.us.read()
    assert (table.left_by, table.thanks[0].taken_in) == (None, False)


def test_t6_the_same_event_in_ones_own_name_counts(nadia: Person, elias: Person) -> None:
    """The twin: nothing but the name was wrong."""
    us = elias.us
    assert nadia.us.sync.append([sign_as(nadia, leaving_of(nadia))]).status == 201
    assert us.read().left_by == us.partner
