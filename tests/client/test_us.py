"""Two people in the space they share: thanks in full, and going at any time."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from fastapi import FastAPI

from app.client.content import BODY, Words
from app.client.errors import ClientError, DistrustError, RefusedError
from app.client.events import Event, Item, build
from app.client.outbox import Answer, Give
from app.client.person import Person
from app.client.plaintexts import thanks_plaintext
from app.client.table import Table
from app.client.verbs import SPACE_LEFT, TAKEN_IN, SpaceLeft, TakenIn
from app.client.wire import Appended
from app.spaces.purge import Purge
from tests.client.people import PASSPHRASE, People, pair
from tests.conftest import FakeClock

DAY_SECONDS = 24 * 60 * 60
WORDS = Words("You came back to the talk.", "I could sleep.", "You keep your word.")

pytestmark = pytest.mark.usefixtures("together")


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(ClientError) as refused:
        act()
    return refused.value.code


def has_space(person: Person) -> bool:
    try:
        return person.us.place is not None
    except LookupError:
        return False


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


# Going.


def test_r13_either_can_leave_alone_and_at_once(nadia: Person, elias: Person) -> None:
    nadia.us.give(WORDS)
    us = nadia.us
    elias.us.leave()
    table = us.read()
    assert (table.left_by, len(table.thanks)) == (us.partner, 1)
    for person in (nadia, elias):
        assert not has_space(person)


def test_r13_nobody_is_told_when(nadia: Person, elias: Person, clock: FakeClock) -> None:
    nadia.us.give(WORDS)
    elias.us.read()
    clock.advance_seconds(3 * DAY_SECONDS)
    elias.us.leave()
    us = nadia.us
    us.read()
    left, before = us.sync.log.delivered[-1], us.sync.log.delivered[-2]
    events = us.sync.log.events
    assert (events[-1].verb, events[-1].at_ms) == (SPACE_LEFT, events[-2].at_ms)
    assert left.arrived_ms == before.arrived_ms


def test_r13_a_leaving_that_tells_its_time_is_refused(
    nadia: Person, elias: Person, clock: FakeClock
) -> None:
    clock.advance_seconds(60)
    event = replace(_event(elias, SPACE_LEFT), at_ms=clock.now_ms(), clear=SpaceLeft())
    assert refusal(lambda: elias.us.sync.append([_signed(elias, event)])) == "clock"
    assert nadia.us.read().left_by is None


def test_r14_after_leaving_both_read_and_nobody_writes(nadia: Person, elias: Person) -> None:
    nadia.us.give(WORDS)
    hers, his = nadia.us, elias.us
    his.leave()
    assert refusal(lambda: hers.give(WORDS)) == "space_closed"
    assert refusal(lambda: his.give(WORDS)) == "space_closed"
    assert len(hers.read().thanks) == len(his.read().thanks) == 1


def test_r14_after_30_days_the_space_is_gone_and_signing_in_goes_on(
    people: People, app: FastAPI, nadia: Person, elias: Person, clock: FakeClock
) -> None:
    """Also for a person who has not opened Goldseam since, and never saw that somebody left."""
    nadia.save_vault()
    elias.us.leave()
    clock.advance_seconds(31 * DAY_SECONDS)
    Purge(database=app.state.database, clock=clock, writer=app.state.writer).run()
    for login in ("nadia", "elias"):
        device = people.sign_in(login)
        assert device.read().damaged == ()
        assert device.spaces == {}
    assert not has_space(people.sign_in("elias"))
    with pytest.raises(DistrustError) as missing:
        has_space(people.sign_in("nadia"))
    assert missing.value.code == "space_missing"


def test_r14_ones_own_key_can_be_given_up_at_once(
    people: People, nadia: Person, elias: Person
) -> None:
    his, hers = elias.us, nadia.us
    assert refusal(his.give_up) == "open"
    his.leave()
    his.give_up()
    assert refusal(his.read) == "not_found"
    assert people.sign_in("elias").spaces == {}
    assert hers.read().left_by is not None


def test_another_space_can_be_opened_afterwards(
    people: People, nadia: Person, elias: Person
) -> None:
    first = nadia.us
    first.leave()
    pair(elias, nadia)
    nadia.us.give(WORDS)
    assert nadia.us.space != first.space
    device = people.sign_in("elias")
    assert len(device.us.read().thanks) == 1
    assert len(device.spaces) == 2


def test_the_export_has_a_closed_space_as_well(nadia: Person, elias: Person) -> None:
    nadia.us.give(WORDS)
    elias.us.leave()
    assert len(nadia.export()["spaces"]) == len(elias.export()["spaces"]) == 2


def test_r15_deleting_the_account_leaves_first(nadia: Person, elias: Person) -> None:
    us = nadia.us
    elias.delete_account(PASSPHRASE)
    assert us.read().left_by == us.partner
    assert refusal(lambda: us.give(WORDS)) == "space_closed"


def test_a_follower_is_told_that_the_space_is_closed(nadia: Person, elias: Person) -> None:
    us = nadia.us
    elias.us.leave()
    with us.follow() as follower:
        assert [event.verb for event in follower.next()] == [SPACE_LEFT]
        with pytest.raises(RefusedError) as refused:
            follower.next()
    assert refused.value.code == "space_closed"


# A partner who means harm.


def _event(person: Person, verb: str) -> Event:
    """The next event of the shared space, about the space itself."""
    log = person.us.sync.log
    return Event(
        space=log.space,
        event_id=person.device.uuid7(),
        seq=log.seq + 1,
        prev=log.head,
        member=log.pin.own.member,
        at_ms=log.at_ms,
        verb=verb,
        object=log.space,
        rev=0,
        env_hash=b"",
        clear=SpaceLeft(),
    )


def _signed(person: Person, event: Event) -> Item:
    data = build(event)
    return Item(data, person.us.sync.member_keys.sign(data), None)


def test_t6_nobody_leaves_or_takes_in_in_the_others_name(nadia: Person, elias: Person) -> None:
    given = nadia.us.give(WORDS)
    leaving = _event(nadia, SPACE_LEFT)
    [put] = [event for event in nadia.us.sync.log.events if event.object == given]
    taking = replace(leaving, verb=TAKEN_IN, object=given, rev=1, clear=TakenIn(put.env_hash))
    for event in (leaving, taking):
        forged = _signed(nadia, replace(event, member=nadia.us.partner))
        with pytest.raises(RefusedError) as refused:
            nadia.us.sync.append([forged])
        assert refused.value.code == "not_author"
    table = elias.us.read()
    assert (table.left_by, table.thanks[0].taken_in) == (None, False)


def test_t6_the_same_event_in_ones_own_name_counts(nadia: Person, elias: Person) -> None:
    """The twin: nothing but the name was wrong."""
    us = elias.us
    assert nadia.us.sync.append([_signed(nadia, _event(nadia, SPACE_LEFT))]).status == 201
    assert us.read().left_by == us.partner


def test_t13_nobody_is_kept_from_leaving_by_a_flood(
    nadia: Person, elias: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The partner takes every place there is, up to the allowance of a minute."""
    honest = nadia.us.sync.append
    us, refusals = nadia.us, list[str]()

    def raced(items: Sequence[Item], *, repair: bool = False) -> Appended:
        for _ in range(6):
            try:
                elias.us.put_member("Elias", "indigo")
            except RefusedError as refused:
                refusals.append(refused.code)
        return honest(items, repair=repair)

    monkeypatch.setattr(us.sync, "append", raced)
    us.leave()
    assert us.known().left_by is not None
    assert set(refusals) == {"slow_down"}
