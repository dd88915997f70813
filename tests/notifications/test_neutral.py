"""What a note gives away, to whoever carries it and to whoever reads the database: nothing (R8)."""

import logging

import pytest

from app.core.clock import DAY_MS
from app.notifications import queue
from app.notifications.queue import BUNDLE_MS, GAP_MS
from app.notifications.sender import PAYLOAD
from app.notifications.wire import KINDS, Kind
from tests.log.sharing import Couple
from tests.notifications.device import Device
from tests.notifications.post import Post


def test_r8_nothing_is_sent_before_somebody_turns_it_on(post: Post, couple: Couple) -> None:
    post.choose(couple.invited.person)
    post.remind(couple.invited.person, 0)
    post.give(couple, couple.inviter)
    post.wait(2 * DAY_MS)
    assert post.service.asked == []


def test_r8_every_note_is_the_same_whatever_it_is_for(
    post: Post, couple: Couple, device: Device
) -> None:
    """Payload, size and headers, but for the signature that names its hour."""
    other = post.subscribe(couple.inviter.person)
    post.answer(couple, couple.invited, post.give(couple, couple.inviter))
    post.wait(BUNDLE_MS)
    post.look(couple.invited.person)
    post.remind(couple.invited.person, 0)
    post.wait(GAP_MS)
    notes = post.service.notes
    assert {note.device for note in notes} == {device, other}
    assert len(notes) == 3
    seen = {
        (note.payload, note.size, *sorted({**note.headers, "Authorization": ""}.items()))
        for note in notes
    }
    assert len(seen) == 1
    assert {note.payload for note in notes} == {PAYLOAD}


@pytest.mark.parametrize("kind", KINDS)
def test_r8_no_kind_can_be_told_from_its_note_or_its_row(
    post: Post, couple: Couple, device: Device, kind: Kind
) -> None:
    """Also the kinds that nothing causes yet: what is stored is a moment, what is sent is fixed."""
    [before] = [row.model_dump() for row in post.rows()]
    with post.world.database.write() as session:
        queue.wake(session, couple.invited.person.account_id, kind, post.world.clock.now_ms())
    [after] = [row.model_dump() for row in post.rows()]
    assert {name for name in after if after[name] != before[name]} == {"due_ms"}
    post.wait(BUNDLE_MS)
    assert [note.payload for note in post.service.notes] == [PAYLOAD]
    assert kind not in repr(post.service.notes[0].headers)


def test_r12_no_endpoint_is_written_to_the_log(
    post: Post, couple: Couple, device: Device, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "app")
    post.service.answer(device, 403)
    post.give(couple, couple.inviter)
    post.wait(BUNDLE_MS)
    ours = [entry.getMessage() for entry in caplog.records if entry.name.startswith("app.")]
    assert ours == ["a push service refuses notes with status 403"]
