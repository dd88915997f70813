"""T2: a server that alters, swaps, truncates or withholds a body is detected.

Every attack comes through both doors, HTTP and the socket; the twin passes the same pages as they
are.
"""

import hashlib
from dataclasses import replace

import pytest

from app.client import contexts
from app.client.canonical import b64, unb64
from app.client.chain import ChainError
from app.client.envelope import SPACE_EPOCH, seal
from app.client.events import Item, build, parse
from app.client.outbox import Put
from app.client.person import Person
from tests.client.people import People
from tests.evil_server import attacks
from tests.evil_server.conftest import DOORS, PAGES, ReadThrough
from tests.evil_server.tampering import Change, Json, Tampering

FIRST, SECOND, THIRD = 2, 3, 4
LONGEST = "The third version. " * 40


CHANGED = {
    "a bit of the version": attacks.flip_body_bit(SECOND, 0),
    "a bit of the salt": attacks.flip_body_bit(SECOND, 6),
    "a bit of the words": attacks.flip_body_bit(SECOND, 80),
    "the last bit": attacks.flip_body_bit(SECOND, -1),
    "cut by a byte": attacks.cut_body(SECOND, 1),
    "cut to a smaller bucket": attacks.cut_body(THIRD, 512),
    "cut to nothing": attacks.cut_body(FIRST, 342),
    "lengthened": attacks.lengthen_body(SECOND, 256),
    "exchanged with another": attacks.exchange_bodies(FIRST, SECOND),
    "an older version's": attacks.give_body_of(FIRST, SECOND),
    "a newer version's": attacks.give_body_of(SECOND, FIRST),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED.keys())
def test_t2_a_changed_body_is_refused(read_through: ReadThrough, door: str, change: Change) -> None:
    with pytest.raises(ChainError) as refused:
        read_through(door, change)
    assert refused.value.code == "body"


@pytest.mark.parametrize("door", DOORS)
def test_t2_an_unchanged_body_is_read(read_through: ReadThrough, door: str) -> None:
    side = read_through(door, attacks.unchanged).known()
    assert [note.text for note in side.notes] == [LONGEST, "Another note"]
    assert side.damaged == ()


@pytest.mark.parametrize("door", DOORS)
def test_t2_a_withheld_body_is_shown_as_damaged(read_through: ReadThrough, door: str) -> None:
    """Neither a crash nor a silent gap: the place is named, everything else is read."""
    side = read_through(door, attacks.withhold_body(SECOND)).known()
    assert [(d.seq, d.reason) for d in side.damaged] == [(SECOND, "missing")]
    assert [note.text for note in side.notes] == [LONGEST, "Another note"]


def test_t2_an_erased_body_is_not_damage(sam: Person, people: People) -> None:
    [note] = sam.read().notes
    sam.erase_note(note.object)
    assert people.sign_in().read().damaged == ()


def test_t2_an_erased_body_that_is_sent_all_the_same_is_dropped(
    sam: Person, people: People
) -> None:
    """A server that keeps what it was told to erase cannot make a device show it."""
    [note] = sam.read().notes
    kept = {row.item.event: row.item.body for row in sam.sync.log.delivered}
    sam.erase_note(note.object)

    def put_back(page: Json) -> Json:
        def with_body(row: Json) -> Json:
            body = kept.get(unb64(row["event"]))
            return row if body is None else row | {"body": b64(body)}

        return page | {"events": [with_body(row) for row in page["events"]]}

    device = people.sign_in(transport=Tampering().on(PAGES, put_back))
    side = device.read()
    assert (side.notes, side.damaged) == ((), ())
    assert all(row.item.body is None for row in device.sync.log.delivered)


def test_t2_a_signed_body_from_another_place_is_damaged(sam: Person) -> None:
    """Even with our own key: a body opens only where it was sealed for."""
    sam.read()
    [item] = sam.prepare(Put(sam.device.uuid7(), sam.device.uuid7(), {"t": "note", "v": 1}))
    sam.append([_moved(sam, item, rev=7)])
    assert [(d.reason, d.code) for d in sam.read().damaged] == [("body", "commit")]


def test_t2_a_signed_body_in_its_own_place_opens(sam: Person) -> None:
    """The twin: the same item, sealed for the rev that it has."""
    sam.read()
    [item] = sam.prepare(Put(sam.device.uuid7(), sam.device.uuid7(), {"t": "note", "v": 1}))
    sam.append([_moved(sam, item, rev=1)])
    assert [(d.reason, d.code) for d in sam.read().damaged] == [("unknown", "")]


def _moved(person: Person, item: Item, rev: int) -> Item:
    """The same event with a body that was sealed for `rev`."""
    event = parse(item.event)
    context = contexts.body(event.space, event.object, event.member, event.verb, rev)
    body = seal(person.sync.keys.obj, context, {"t": "note", "v": 1}, SPACE_EPOCH)
    data = build(replace(event, env_hash=hashlib.sha256(body).digest()))
    return Item(data, person.sync.member_keys.sign(data), body)
