"""Sending each intent once: lost replies, races, clocks and refusals (protocol.md §10)."""

from collections.abc import Iterator

import httpx
import pytest

from app.client.canonical import b64
from app.client.errors import OfflineError, RefusedError
from app.client.events import parse
from app.client.log import SpaceLog
from app.client.outbox import MAX_APPEND_BYTES, MAX_ITEMS
from app.client.person import Person
from app.client.sync import batches
from tests.client.cable import Cable
from tests.client.conftest import MoveIn
from tests.client.people import PASSPHRASE, People
from tests.conftest import FakeClock

MINUTE_SECONDS = 60


@pytest.fixture
def cable() -> Iterator[Cable]:
    cable = Cable()
    yield cable
    cable.close()


@pytest.fixture
def sam(move_in: MoveIn, cable: Cable) -> Person:
    sam = move_in("sam", transport=cable)
    sam.read()
    return sam


def texts(person: Person) -> list[str]:
    return sorted(note.text for note in person.read().notes)


def test_what_is_written_offline_is_sent_once_and_in_order(
    sam: Person, people: People, cable: Cable
) -> None:
    cable.lose_requests = True
    for text in ("one", "two"):
        with pytest.raises(OfflineError):
            sam.put_note("", text)
    assert len(sam.sync.outbox) == 2
    cable.lose_requests = False
    sam.flush()
    assert sam.sync.outbox == []
    log = sam.sync.log
    assert [event.verb for event in log.events] == ["space.opened", "item.put", "item.put"]
    assert texts(people.sign_in()) == ["one", "two"]


def test_a_lost_reply_does_not_store_twice(sam: Person, people: People, cable: Cable) -> None:
    """The server has acted and the device cannot know: reading tells."""
    cable.lose_replies_to = "POST"
    with pytest.raises(OfflineError):
        sam.put_note("", "once")
    cable.lose_replies_to = ""
    sam.flush()
    assert texts(people.sign_in()) == ["once"]
    assert len(cable.posted) == 1


def test_a_lost_request_is_sent_again_with_the_same_bytes(
    sam: Person, people: People, cable: Cable
) -> None:
    """Signed once per place: the device keeps the bytes until they are answered."""

    class Refusing(Cable):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.method == "POST":
                cable.posted.append(request.read())
                raise httpx.WriteError("the cable is pulled")
            return super().handle_request(request)

    network, refusing = cable._network, Refusing()
    refusing._network = network
    sam.device.api._http._transport = refusing
    with pytest.raises(OfflineError):
        sam.put_note("", "the same bytes")
    sam.device.api._http._transport = cable
    sam.flush()
    assert len(cable.posted) == 2
    assert cable.posted[0] == cable.posted[1]
    assert texts(people.sign_in()) == ["the same bytes"]


def test_a_place_that_is_taken_is_signed_again(sam: Person, people: People) -> None:
    """Both devices stand at the same head; the second one to send signs for the next place."""
    other = people.sign_in()
    other.read()
    sam.queue_note("", "from the phone")
    [item] = sam.prepare()
    other.put_note("", "from the tablet")
    with pytest.raises(RefusedError) as refused:
        sam.append([item])
    assert (refused.value.code, refused.value.status) == ("head_moved", 409)
    sam.flush()
    assert texts(other) == ["from the phone", "from the tablet"]
    [own] = [e for e in sam.sync.log.events if e.event_id == parse(item.event).event_id]
    assert own.seq == parse(item.event).seq + 1


def test_old_bytes_are_signed_again_with_a_new_date(
    sam: Person, people: People, cable: Cable, clock: FakeClock
) -> None:
    """The same event for the same place: kept bytes are older than the server's clock allows."""
    cable.lose_requests = True
    sam.queue_note("", "written long before it was sent")
    [kept] = sam.prepare()
    sam.sync._kept = [kept]
    clock.advance_seconds(6 * MINUTE_SECONDS)
    cable.lose_requests = False
    sam.flush()
    [event] = [e for e in sam.sync.log.events if e.verb == "item.put"]
    assert (event.event_id, event.at_ms) == (parse(kept.event).event_id, clock.now_ms())
    assert texts(people.sign_in()) == ["written long before it was sent"]


def test_a_wrong_clock_is_said_and_nothing_is_lost(people: People, sam: Person) -> None:
    fast = people.sign_in(clock=FakeClock(people.clock.now_ms() + 6 * MINUTE_SECONDS * 1000))
    with pytest.raises(RefusedError) as refused:
        fast.put_note("", "from the future")
    assert refused.value.code == "clock"
    assert len(fast.sync.outbox) == 1
    fast.device.clock = people.clock
    fast.flush()
    assert texts(sam) == ["from the future"]


def test_a_refused_burst_waits_in_the_outbox(sam: Person, clock: FakeClock) -> None:
    """60 events a minute: the rest is told how long to wait, and goes a minute later."""
    clock.advance_seconds(MINUTE_SECONDS + 1)
    for at in range(70):
        sam.queue_note("", f"{at:02}")
    with pytest.raises(RefusedError) as refused:
        sam.flush()
    assert refused.value.code == "slow_down"
    assert refused.value.retry_after_seconds == MINUTE_SECONDS
    waiting = len(sam.sync.outbox)
    clock.advance_seconds(MINUTE_SECONDS + 1)
    sam.flush()
    assert waiting == 10
    assert texts(sam) == [f"{at:02}" for at in range(70)]


def test_long_notes_go_in_as_many_appends_as_they_need(
    sam: Person, people: People, cable: Cable
) -> None:
    """Twenty of the largest envelopes are 1.3 MB, and an append takes 512 KiB."""
    for at in range(20):
        sam.queue_note("", f"{at:02}" + "x" * 60_000)
    sam.flush()
    assert len(cable.posted) == 3
    assert [text[:2] for text in texts(people.sign_in())] == [f"{at:02}" for at in range(20)]


def test_erasing_what_another_device_erased_first_is_done(sam: Person, people: People) -> None:
    note = sam.put_note("", "gone")
    other = people.sign_in()
    other.read()
    sam.queue_erasing(note)
    other.erase_note(note)
    sam.flush()
    assert sam.sync.outbox == []
    assert texts(sam) == []


def test_a_session_that_ended_leaves_the_outbox(sam: Person, people: People) -> None:
    [row] = people.sign_in().list_sessions()[:1]
    assert row
    people.devices[-1].change_password(PASSPHRASE, "a quite different passphrase")
    with pytest.raises(RefusedError) as refused:
        sam.put_note("", "kept")
    assert refused.value.code == "signed_out"
    sam.sign_in_again("a quite different passphrase")
    sam.flush()
    assert texts(sam) == ["kept"]


def test_batches_keep_both_bounds(sam: Person) -> None:
    for _ in range(MAX_ITEMS + 1):
        sam.queue_note("", "short")
    small = sam.prepare(*sam.sync.outbox)
    assert len(small) == MAX_ITEMS
    assert [len(batch) for batch in batches(small * 2)] == [MAX_ITEMS, MAX_ITEMS]
    sam.sync.outbox = []
    sam.queue_note("", "x" * 60_000)
    [large] = sam.prepare()
    size = len(large.event) + len(large.sig) + len(large.body or b"")
    assert [len(batch) for batch in batches([large] * 20)] == [MAX_APPEND_BYTES // size] * 2 + [6]


def test_a_log_read_page_by_page_is_the_log_read_at_once(sam: Person) -> None:
    for at in range(3):
        sam.put_note("", str(at))
    again = SpaceLog(sam.sync.log.pin)
    for seq in range(sam.sync.log.seq):
        page = sam.device.api.page(again.space, seq)
        again.apply(type(page)(page.events[:1], page.seq, page.head))
    assert (again.seq, b64(again.head)) == (sam.sync.log.seq, b64(sam.sync.log.head))
