"""What wakes somebody, and everything that never does (R8, R13)."""

import pytest
from sqlalchemy import inspect
from sqlmodel import SQLModel

from app.accounts.models import AccountSession
from app.agreements.rules import RULES as AGREEMENT_RULES
from app.appreciations.rules import RULES as APPRECIATION_RULES
from app.client.clear import ClearFields
from app.client.talk_verbs import (
    REVEAL,
    TURNS,
    Accepted,
    Ended,
    Heard,
    Invited,
    OpenedTogether,
    Passed,
    PlanStep,
    Ready,
    Said,
)
from app.client.verbs import verb_of
from app.conversations.rules import RULES as CONVERSATION_RULES
from app.core.clock import DAY_MS, HOUR_MS
from app.items.rules import RULES as ITEM_RULES
from app.notifications import reminders
from app.notifications.causes import CAUSES
from app.notifications.models import PushChoice, PushSubscription, Reminder
from app.notifications.queue import BUNDLE_MS, GAP_MS, REMIND_MS
from app.spaces.rules import RULES as SPACE_RULES
from tests.conftest import running
from tests.log.sharing import Couple, give, join_couple, leaving, open_couple, take_back, take_in
from tests.log.signing import new_uuid, sealed
from tests.notifications.post import Post

# A new verb is put here or among the causes, on purpose.
WAKES_NOBODY = {
    "space.opened",
    "space.joined",
    "space.left",
    "item.put",
    "item.erased",
    "appreciation.taken_in",
    "appreciation.erased",
    "conversation.ready",
    "conversation.passed",
    "conversation.paused",
    "conversation.resumed",
    "conversation.ended",
    "conversation.erased",
    "limit.acknowledged",
    "limit.retired",
    "limit.erased",
    "request.answered",
    "request.withdrawn",
    "request.erased",
    "agreement.paused",
    "agreement.resumed",
    "agreement.withdrawn",
    "agreement.reviewed",
    "agreement.erased",
}


@pytest.fixture
def couple(post: Post) -> Couple:
    """Both have turned notes on."""
    couple = post.couple()
    for side in couple.sides:
        post.subscribe(side.person)
    return couple


def test_every_verb_either_wakes_or_is_known_not_to() -> None:
    domains = (SPACE_RULES, ITEM_RULES, APPRECIATION_RULES, CONVERSATION_RULES, AGREEMENT_RULES)
    rules = {verb for domain in domains for verb in domain}
    assert rules == WAKES_NOBODY | set(CAUSES)
    assert not WAKES_NOBODY & set(CAUSES)


def test_thanks_and_their_answer_wake_the_one_they_are_for(post: Post, couple: Couple) -> None:
    giver, receiver = couple.sides
    thanks = post.give(couple, giver)
    assert post.owed() == {receiver.person.account_id}
    post.look(receiver.person)
    post.answer(couple, receiver, thanks)
    assert post.owed() == {giver.person.account_id}


def test_r13_leaving_wakes_nobody(post: Post, couple: Couple) -> None:
    left = leaving(couple.line, couple.invited.member)
    assert post.world.post(couple.invited.person, couple.line, [left]).status == 201
    post.wait(2 * DAY_MS)
    assert (post.owed(), post.service.asked) == (set(), [])


def test_r13_joining_wakes_nobody(post: Post) -> None:
    opened = open_couple(post.world)
    for side in opened.sides:
        post.subscribe(side.person)
    join_couple(post.world, opened)
    assert post.owed() == set()


def test_r13_taking_in_taking_back_and_items_wake_nobody(post: Post, couple: Couple) -> None:
    giver, receiver = couple.sides
    thanks, body = post.give(couple, giver)
    post.look(receiver.person)
    line = couple.line
    taken_in = take_in(line, receiver.member, thanks, body)
    post.world.post(receiver.person, line, [taken_in, line.put(receiver.member)])
    back = take_back(line, giver.member, thanks, 1, body)
    post.world.post(giver.person, line, [back, line.put(giver.member)])
    assert post.owed() == set()


# What is said in a conversation, by whom (0 invited), and whether the other one is woken.
SAID: tuple[tuple[int, ClearFields, int, bool], ...] = (
    (0, Invited((PlanStep(REVEAL), PlanStep(TURNS, 1))), 1, True),
    (1, Accepted(), 0, True),
    (0, OpenedTogether(1, bytes(32), bytes(32)), 0, False),
    (0, Ready(2), 0, False),
    (1, Ready(2), 0, False),
    (0, Said(2, 1), 2, True),
    (1, Said(2, 2), 3, True),
    (0, Heard(2, enough=True), 0, True),
    (1, Passed(2), 0, False),
    (1, Ended(), 0, False),
)


def test_r13_conversation_wakes_for_what_is_said_and_for_nothing_else(
    post: Post, couple: Couple
) -> None:
    """The one that opened comes as a repair, so that no answer need be in, and wakes nobody."""
    conversation = new_uuid()
    for who, clear, rev, wakes in SAID:
        verb, body = verb_of(clear), sealed() if rev else None
        say, other = couple.sides[who], couple.sides[1 - who]
        item = couple.line.say(
            say.member, clear, verb=verb, target=conversation, rev=rev, body=body
        )
        repair = isinstance(clear, OpenedTogether)
        assert post.world.post(say.person, couple.line, [item], repair=repair).status == 201
        assert post.owed() == ({other.person.account_id} if wakes else set()), verb
        post.look(other.person)


def test_r13_putting_back_what_a_server_lost_wakes_nobody(post: Post, couple: Couple) -> None:
    giver = couple.inviter
    lost = give(couple.line, giver.member, new_uuid(), sealed())
    assert post.world.post(giver.person, couple.line, [lost], repair=True).status == 201
    assert post.owed() == set()


def test_same_thanks_sent_again_wake_nobody_again(post: Post, couple: Couple) -> None:
    """A phone that lost the answer repeats itself; the other has looked meanwhile."""
    giver = couple.inviter
    item = give(couple.line, giver.member, new_uuid(), sealed())
    assert post.world.post(giver.person, couple.line, [item]).status == 201
    post.look(couple.invited.person)
    assert post.world.post(giver.person, couple.line, [item]).status == 200
    assert post.owed() == set()


def test_thanks_that_are_refused_wake_nobody(post: Post, couple: Couple) -> None:
    giver = couple.inviter
    thanks, body = post.give(couple, giver)
    post.look(couple.invited.person)
    item = give(couple.line, giver.member, thanks, body)
    assert post.world.refusal(giver.person, couple.line, [item]) == "already_given"
    assert post.owed() == set()


def test_device_whose_session_has_run_out_is_not_woken(post: Post, couple: Couple) -> None:
    with post.world.database.write() as session:
        row = session.get_one(AccountSession, couple.invited.person.session_id)
        row.expires_ms = post.world.clock.now_ms()
    post.give(couple, couple.inviter)
    assert post.owed() == set()


def test_reminder_comes_at_its_moment_and_once(post: Post, couple: Couple) -> None:
    person, device = couple.inviter.person, post.subscribe(couple.inviter.person)
    post.remind(person, post.world.clock.now_ms() + HOUR_MS)
    post.wait(HOUR_MS - 1)
    assert post.service.noted(device) == 0
    post.wait(1)
    assert post.service.noted(device) == 1
    assert post.app.state.reminders.list_own(person.asker) == []
    post.look(person)
    post.wait(2 * DAY_MS)
    assert len(post.service.notes) == 1


def test_reminder_that_was_taken_back_does_not_come(post: Post, couple: Couple) -> None:
    person = couple.inviter.person
    post.remind(person, post.world.clock.now_ms() + HOUR_MS)
    post.app.state.reminders.take_back(person.asker, bytes(16))
    post.wait(DAY_MS)
    assert post.service.asked == []


def test_reminder_wakes_only_who_chose_reminders(post: Post, couple: Couple) -> None:
    person = couple.inviter.person
    post.choose(person, kinds=["thanks"])
    post.remind(person, 0)
    post.wait(DAY_MS)
    assert post.service.asked == []


def test_moment_that_somebody_set_rings_after_silence_too(post: Post, couple: Couple) -> None:
    """A partner cannot: two notes have gone unlooked at."""
    person, device = couple.invited.person, post.subscribe(couple.invited.person)
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    post.wait(REMIND_MS)
    post.give(couple, couple.inviter)
    post.wait(DAY_MS)
    assert post.service.noted(device) == 2
    post.remind(person, post.world.clock.now_ms() + GAP_MS)
    post.wait(GAP_MS)
    assert post.service.noted(device) == 3
    post.wait(2 * DAY_MS)
    assert post.service.noted(device) == 3


def test_server_sends_by_itself(post: Post, couple: Couple) -> None:
    device = post.subscribe(couple.inviter.person)
    post.remind(couple.inviter.person, 0)
    post.sender.look_every_ms = 10
    with running(post.app):
        assert post.service.await_note(device)


TABLES = (PushSubscription, PushChoice, Reminder)
# Every column there is. A column more is a thing more that the server knows: think first (R11).
COLUMNS = {
    "push_subscription": (
        "session_id account_id endpoint p256dh auth due_ms hold_ms tries sent_ms rest"
    ),
    "push_choice": "account_id kinds quiet_from quiet_to zone",
    "reminder": "account_id reminder_id due_ms",
}


def test_r8_no_column_says_why_or_when_somebody_looked() -> None:
    found = {
        name: " ".join(column.name for column in SQLModel.metadata.tables[name].columns)
        for name in COLUMNS
    }
    assert found == COLUMNS


def test_r8_stored_row_is_the_same_for_every_cause(post: Post, couple: Couple) -> None:
    """Thanks, an answer, a reminder: what is left of each is the moment."""
    giver, receiver = couple.sides
    rows = []
    thanks = post.give(couple, giver)
    rows.append(_row_of(post, receiver.person.account_id))
    post.answer(couple, receiver, thanks)
    rows.append(_row_of(post, giver.person.account_id))
    post.look(giver.person)
    post.remind(giver.person, 0)
    post.world.clock.advance(BUNDLE_MS)
    with post.world.database.write() as session:
        reminders.come_due(session, post.world.clock.now_ms())
    rows.append(_row_of(post, giver.person.account_id))
    assert rows[0]["due_ms"] is not None
    assert rows == [rows[0]] * 3


def test_r8_no_stored_row_names_a_space_a_member_or_a_verb(post: Post, couple: Couple) -> None:
    thanks = post.give(couple, couple.inviter)
    post.answer(couple, couple.invited, thanks)
    post.remind(couple.inviter.person, post.world.clock.now_ms() + HOUR_MS)
    stored = repr([_values(post, table) for table in TABLES])
    assert repr(couple.inviter.person.account_id) in stored
    names = [
        couple.line.space_id,
        thanks[0].bytes,
        *(side.member.member_id for side in couple.sides),
    ]
    assert [name for name in names if repr(name) in stored] == []
    assert "appreciation" not in stored


def test_r15_nothing_of_it_outlives_the_account(post: Post, couple: Couple) -> None:
    person = couple.inviter.person
    post.remind(person, post.world.clock.now_ms() + HOUR_MS)
    with post.world.database.write() as session:
        session.connection().exec_driver_sql(
            "DELETE FROM account WHERE account_id = ?", (person.account_id,)
        )
    left = [values for table in TABLES for values in _values(post, table)]
    assert left
    assert person.account_id not in {value for values in left for value in values.values()}


def _values(post: Post, table: type[SQLModel]) -> list[dict[str, object]]:
    name = inspect(table).local_table.name
    query = f"SELECT * FROM {name}"
    return post.world.ask(
        lambda session: [dict(row._mapping) for row in session.connection().exec_driver_sql(query)]
    )


def _row_of(post: Post, account_id: bytes) -> dict[str, object]:
    """Without what names the person and the device."""
    [row] = [row for row in _values(post, PushSubscription) if row["account_id"] == account_id]
    personal = {"session_id", "account_id", "endpoint", "p256dh", "auth"}
    return {name: value for name, value in row.items() if name not in personal}
