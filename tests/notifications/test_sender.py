"""What reaches a device, against a push service that checks and opens everything."""

import asyncio
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from app.core.database import Database
from app.core.secret import load_server_key
from app.notifications import queue
from app.notifications.queue import BUNDLE_MS, GAP_MS, LEASE_MS, REMIND_MS
from app.notifications.sender import Sender
from app.notifications.vapid import Vapid
from app.notifications.wire import Subscription
from app.settings import Settings
from tests.log.sharing import Couple
from tests.notifications.device import Device
from tests.notifications.post import Post


def test_thanks_reach_the_other_s_device_after_half_a_minute(
    post: Post, couple: Couple, device: Device
) -> None:
    own = post.subscribe(couple.inviter.person)
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS - 1)
    assert post.service.notes == []
    post.wait(1)
    assert (post.service.noted(device), post.service.noted(own)) == (1, 0)
    post.wait(HOUR_MS)
    assert len(post.service.notes) == 1


def test_burst_is_one_note_and_the_next_one_keeps_its_distance(
    post: Post, couple: Couple, device: Device
) -> None:
    for _ in range(3):
        post.give(couple, couple.inviter)
        post.wait(SECOND_MS)
    post.wait(BUNDLE_MS)
    assert post.service.noted(device) == 1
    post.look(couple.invited.person)
    post.give(couple, couple.inviter)
    post.wait(GAP_MS - 1)
    assert post.service.noted(device) == 1
    post.wait(1)
    assert post.service.noted(device) == 2


def test_note_that_nobody_looked_at_is_followed_by_one_reminder_and_then_silence(
    post: Post, couple: Couple, device: Device
) -> None:
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    post.wait(REMIND_MS - 1)
    assert post.service.noted(device) == 1
    post.wait(1)
    assert post.service.noted(device) == 2
    for _ in range(3):
        post.give(couple, couple.inviter)
        post.wait(2 * DAY_MS)
    assert post.service.noted(device) == 2
    post.look(couple.invited.person)
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    assert post.service.noted(device) == 3


def test_something_new_brings_the_reminder_forward_and_is_the_last(
    post: Post, couple: Couple, device: Device
) -> None:
    """Whatever a partner does, two notes are all that somebody hears who does not look."""
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    for _ in range(5):
        post.give(couple, couple.inviter)
        post.wait(HOUR_MS)
    post.wait(2 * DAY_MS)
    assert post.service.noted(device) == 2


def test_looking_takes_back_what_waits(post: Post, couple: Couple, device: Device) -> None:
    post.give(couple, couple.inviter)
    post.look(couple.invited.person)
    post.wait(2 * DAY_MS)
    assert post.service.noted(device) == 0


def test_looking_on_one_device_is_enough(post: Post, couple: Couple, device: Device) -> None:
    """And so is any look: the other person's looking changes nothing."""
    post.give(couple, couple.inviter)
    post.look(couple.inviter.person)
    post.wait(BUNDLE_MS)
    assert post.service.noted(device) == 1
    post.look(couple.invited.person)
    post.wait(2 * DAY_MS)
    assert post.service.noted(device) == 1


def test_only_the_kinds_that_somebody_chose_wake_them(
    post: Post, couple: Couple, device: Device
) -> None:
    post.choose(couple.invited.person, kinds=["reminders", "talk"])
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    assert post.service.noted(device) == 0
    post.choose(couple.invited.person, kinds=["thanks"])
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    assert post.service.noted(device) == 1


def test_choosing_nothing_takes_back_what_waits(post: Post, couple: Couple, device: Device) -> None:
    post.give(couple, couple.inviter)
    post.choose(couple.invited.person, kinds=[])
    post.wait(2 * DAY_MS)
    assert post.service.noted(device) == 0


@pytest.mark.parametrize("status", [404, 410])
def test_device_that_is_gone_is_forgotten(
    post: Post, couple: Couple, device: Device, status: int
) -> None:
    post.service.answer(device, status)
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    assert post.rows() == []
    assert len(post.service.asked) == 1


def test_service_that_is_busy_is_asked_again_when_it_said(
    post: Post, couple: Couple, device: Device
) -> None:
    post.service.answer(device, 429, Retry_After="3600")
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    post.wait(HOUR_MS - 1)
    assert len(post.service.asked) == 1
    at_ms = post.world.clock.now_ms() + 2 * HOUR_MS + 1
    date = datetime.fromtimestamp(at_ms // SECOND_MS, UTC)
    post.service.answer(device, 503, Retry_After=format_datetime(date, usegmt=True))
    post.wait(1)
    assert len(post.service.asked) == 2
    post.service.answers.clear()
    post.wait(2 * HOUR_MS - 2 * SECOND_MS)
    assert post.service.notes == []
    post.wait(2 * SECOND_MS)
    assert post.service.noted(device) == 1


def test_service_that_does_not_say_is_asked_less_and_less_and_for_a_day(
    post: Post, couple: Couple, device: Device
) -> None:
    post.service.answer(device, 500)
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    began, asked = post.world.clock.now_ms(), []
    while post.owed():
        [row] = post.rows()
        post.wait(row.hold_ms - post.world.clock.now_ms())
        asked.append((post.world.clock.now_ms() - began) // MINUTE_MS)
    assert asked == [1, 3, 7, 15, 31, 63, 127, 255, 511, 871, 1231]
    assert len(post.service.asked) == len(asked) + 1
    # It is the note that is given up, not the device.
    post.service.answers.clear()
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    assert post.service.noted(device) == 1


@pytest.mark.parametrize("status", [302, 400, 403, 413])
def test_note_that_is_refused_is_given_up_and_never_taken_elsewhere(
    post: Post, couple: Couple, device: Device, status: int
) -> None:
    other = post.service.device()
    post.service.answer(device, status, Location=other.endpoint)
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    post.wait(2 * DAY_MS)
    assert len(post.service.asked) == 1
    assert len(post.rows()) == 1


def test_address_that_nothing_can_be_sent_to_is_given_up_and_keeps_no_other_note_back(
    post: Post, couple: Couple, device: Device
) -> None:
    """It looks like one of a known push service, and its name cannot be read."""
    nowhere = Subscription.model_validate(Device("https://xn--a.push.apple.com/x").body)
    post.app.state.notifications.subscribe(couple.inviter.person.asker, nowhere)
    post.answer(couple, couple.invited, post.give(couple, couple.inviter))
    post.wait(BUNDLE_MS)
    assert post.service.noted(device) == 1
    assert post.owed() == {couple.invited.person.account_id}  # The gentle reminder, tomorrow.


def test_service_that_is_killed_in_the_middle_gets_the_note_when_it_is_back(
    post: Post, couple: Couple, device: Device
) -> None:
    post.service.dies_at_next = True
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    post.wait(MINUTE_MS)
    assert post.service.notes == []
    post.service.start_again()
    post.wait(2 * MINUTE_MS)
    assert post.service.noted(device) == 1


def test_note_that_a_killed_sender_had_taken_is_sent_by_the_next(
    post: Post, couple: Couple, device: Device
) -> None:
    post.give(couple, couple.inviter)
    post.world.clock.advance(BUNDLE_MS)
    with post.world.database.write() as session:
        assert len(queue.claim(session, post.world.clock.now_ms(), 9)) == 1
    post.wait(LEASE_MS - 1)
    assert post.service.noted(device) == 0
    post.wait(1)
    assert post.service.noted(device) == 1


def test_answer_to_a_note_that_another_sender_has_taken_since_is_not_noted(
    post: Post, couple: Couple, device: Device
) -> None:
    clock = post.world.clock
    post.give(couple, couple.inviter)
    clock.advance(BUNDLE_MS)
    with post.world.database.write() as session:
        [slow] = queue.claim(session, clock.now_ms(), 9)
    clock.advance(LEASE_MS)
    with post.world.database.write() as session:
        [quick] = queue.claim(session, clock.now_ms(), 9)
        queue.finish(session, slow, queue.Gone(), clock.now_ms())
    assert len(post.rows()) == 1
    with post.world.database.write() as session:
        queue.finish(session, quick, queue.Gone(), clock.now_ms())
    assert post.rows() == []


def test_look_while_a_note_is_under_way_stands(post: Post, couple: Couple, device: Device) -> None:
    clock = post.world.clock
    post.give(couple, couple.inviter)
    clock.advance(BUNDLE_MS)
    with post.world.database.write() as session:
        [job] = queue.claim(session, clock.now_ms(), 9)
    post.look(couple.invited.person)
    with post.world.database.write() as session:
        queue.finish(session, job, queue.Sent(), clock.now_ms())
    assert post.owed() == set()
    assert [row.rest for row in post.rows()] == [0]


def test_new_address_of_a_device_outlives_the_answer_to_the_old_one(
    post: Post, couple: Couple, device: Device
) -> None:
    clock = post.world.clock
    post.give(couple, couple.inviter)
    clock.advance(BUNDLE_MS)
    with post.world.database.write() as session:
        [job] = queue.claim(session, clock.now_ms(), 9)
    moved = post.subscribe(couple.invited.person)
    with post.world.database.write() as session:
        queue.finish(session, job, queue.Gone(), clock.now_ms())
    post.wait(LEASE_MS)
    assert post.service.noted(moved) == 1


def test_two_senders_at_once_send_each_note_once(post: Post, settings: Settings) -> None:
    """As two processes would: each with its own connections to the one database."""
    couples = [post.couple() for _ in range(20)]
    devices = [post.subscribe(couple.invited.person) for couple in couples]
    for couple in couples:
        post.give(couple, couple.inviter)
    post.world.clock.advance(BUNDLE_MS)
    other = Database(settings.database_url)
    vapid = Vapid(post.app.state.key, settings.contact)
    second = Sender(database=other, clock=post.world.clock, vapid=vapid)

    async def both() -> None:
        await asyncio.gather(post.sender.run(), second.run())

    asyncio.run(both())
    other.close()
    assert [post.service.noted(device) for device in devices] == [1] * 20


def test_note_survives_a_restart(post: Post, couple: Couple, device: Device) -> None:
    """It is in the database with the event that caused it, not in the process."""
    post.give(couple, couple.inviter)
    post.world.clock.advance(BUNDLE_MS)
    fresh = Database(f"sqlite:///{post.world.file}")
    vapid = Vapid(post.app.state.key, "mailto:nobody@localhost")
    post.send(Sender(database=fresh, clock=post.world.clock, vapid=vapid))
    fresh.close()
    assert post.service.noted(device) == 1


def test_key_for_push_services_is_made_at_the_first_start_and_kept(
    post: Post, settings: Settings, tmp_path: Path
) -> None:
    """What browsers subscribed with stays good. Twin: another server has another key."""
    shown = post.app.state.notifications.state(post.couple().inviter.person.asker).key
    again = load_server_key(settings.key_path)
    other = load_server_key(tmp_path / "another")
    keys = [Vapid(key, settings.contact).public for key in (again, other)]
    assert shown == keys[0] != keys[1]
    assert settings.key_path.stat().st_mode & 0o777 == 0o600


def test_quiet_hours_put_a_note_off_by_each_person_s_own_clock(
    post: Post, couple: Couple, device: Device
) -> None:
    """18:00 in Greenwich: 20:00 in Berlin, 14:00 in New York."""
    other = post.subscribe(couple.inviter.person)
    hours = {"from_min": 19 * 60, "to_min": 7 * 60}
    post.choose(couple.invited.person, quiet={**hours, "zone": "Europe/Berlin"})
    post.choose(couple.inviter.person, quiet={**hours, "zone": "America/New_York"})
    post.answer(couple, couple.invited, post.give(couple, couple.inviter))
    post.wait(BUNDLE_MS)
    assert (post.service.noted(device), post.service.noted(other)) == (0, 1)
    post.wait(11 * HOUR_MS - BUNDLE_MS - 1)
    assert post.service.noted(device) == 0
    post.wait(1)
    assert post.service.noted(device) == 1


def test_quiet_hours_that_are_taken_back_hold_nothing_any_longer(
    post: Post, couple: Couple, device: Device
) -> None:
    """At 18:00 in Greenwich. Twin: the same choice once more leaves the note where it was."""
    quiet = {"from_min": 17 * 60, "to_min": 7 * 60, "zone": "UTC"}
    post.choose(couple.invited.person, quiet=quiet)
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    post.choose(couple.invited.person, quiet=quiet)
    post.wait(0)
    assert post.service.noted(device) == 0
    post.choose(couple.invited.person)
    post.wait(0)
    assert post.service.noted(device) == 1


def test_choosing_frees_no_note_that_is_under_way_or_asked_for_later(
    post: Post, couple: Couple, device: Device
) -> None:
    clock = post.world.clock
    post.give(couple, couple.inviter)
    clock.advance(BUNDLE_MS)
    with post.world.database.write() as session:
        [job] = queue.claim(session, clock.now_ms(), 9)
    post.choose(couple.invited.person)
    post.wait(0)
    assert post.service.asked == []
    with post.world.database.write() as session:
        queue.finish(session, job, queue.Later(HOUR_MS), clock.now_ms())
    post.choose(couple.invited.person)
    post.wait(HOUR_MS - 1)
    assert post.service.asked == []
    post.wait(1)
    assert post.service.noted(device) == 1
