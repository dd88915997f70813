"""T3: a server that replays, drops, reorders or back-dates events is detected.

A brand-new device can be shown an old prefix, until somebody speaks from a device that knows more;
the last test says so, because it is a limit and not an oversight.
"""

from dataclasses import replace

import pytest

from app.client.admission import Admitted
from app.client.canonical import b64
from app.client.chain import ChainError
from app.client.errors import ClientError, DistrustError, RefusedError
from app.client.events import ZERO_HASH, Item, build, parse
from app.client.keys import MemberKeys
from app.client.log import LostError
from app.client.outbox import Put
from app.client.person import Person
from app.client.plaintexts import note_plaintext
from app.client.verbs import PERSONAL, MemberEntry, SpaceOpened
from app.client.wire import item_json
from tests.client.people import People
from tests.evil_server import attacks
from tests.evil_server.conftest import DOORS, PAGES, ReadThrough
from tests.evil_server.tampering import Change, Json, Tampering, tampered_socket

# The log of `writer`: 1 the genesis, 2 to 4 three versions of a note, 5 another note.
LAST = 5
MINUTE_MS = 60_000
NOBODYS = bytes(range(32))

REWRITTEN: dict[str, tuple[Change, str]] = {
    "an event dropped": (attacks.drop(3), "place"),
    "the genesis dropped": (attacks.drop(1), "place"),
    "an event twice": (attacks.repeat(3), "place"),
    "the last event twice": (attacks.repeat(LAST), "place"),
    "the genesis twice": (attacks.repeat(1), "place"),
    "two events exchanged": (attacks.exchange(2, 3), "place"),
    "the last two exchanged": (attacks.exchange(4, LAST), "place"),
    "an event dropped and the gap closed": (attacks.close_gap(3), "signature"),
    "back-dated": (attacks.date(3, -MINUTE_MS), "signature"),
    "dated forward": (attacks.date(LAST, MINUTE_MS), "signature"),
    "the genesis back-dated": (attacks.date(1, -MINUTE_MS), "signature"),
    "renumbered": (attacks.rewrite(3, lambda event: replace(event, seq=9)), "place"),
    "rechained": (attacks.rewrite(3, lambda event: replace(event, prev=NOBODYS)), "place"),
    "another rev": (attacks.rewrite(3, lambda event: replace(event, rev=9)), "signature"),
    "the signature of another event": (attacks.take_signature_of(2, 3), "signature"),
    "a head that is nobody's": (attacks.claim(head=b64(NOBODYS)), "head"),
    "a seq before its own events": (attacks.claim(seq=2), "head"),
    "events kept back": (attacks.hold_back_all, "withheld"),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("change,code", REWRITTEN.values(), ids=REWRITTEN.keys())
def test_t3_a_rewritten_history_is_refused(
    read_through: ReadThrough, door: str, change: Change, code: str
) -> None:
    with pytest.raises(ClientError) as refused:
        read_through(door, change)
    assert isinstance(refused.value, ChainError | DistrustError)
    assert refused.value.code == code


@pytest.mark.parametrize("door", DOORS)
def test_t3_a_history_as_it_was_written_is_read(read_through: ReadThrough, door: str) -> None:
    device = read_through(door, attacks.unchanged)
    assert (device.sync.log.seq, len(device.known().notes)) == (LAST, 2)


def test_t3_a_refused_page_changes_nothing(second_device: tuple[Person, Tampering]) -> None:
    """The page verifies up to its last event; none of it is kept."""
    signed_in, transport = second_device
    device = Person(signed_in.device, Admitted(signed_in.keyring))
    transport.honest()
    transport.on(PAGES, attacks.take_signature_of(2, LAST))
    with pytest.raises(ChainError) as refused:
        device.read()
    assert refused.value.seq == LAST
    assert (device.sync.log.seq, device.known().notes) == (0, ())
    transport.honest()
    assert len(device.read().notes) == 2


def test_t3_an_old_prefix_is_noticed_by_a_device_that_knows_more(
    sam: Person, people: People
) -> None:
    transport = Tampering()
    device = people.sign_in(transport=transport)
    device.read()
    transport.on(PAGES, attacks.show_prefix(1)).on(PAGES, _with_head_of(device, 1))
    with pytest.raises(LostError) as lost:
        device.read()
    assert [parse(row.item.event).seq for row in lost.value.lost] == [2]
    transport.honest()
    assert len(device.read().notes) == 1


def test_t3_an_old_prefix_is_noticed_by_a_new_device_whose_vault_knows_more(
    sam: Person, people: People
) -> None:
    sam.read()
    sam.save_vault()
    transport = Tampering().on(PAGES, attacks.show_prefix(1))
    device = people.sign_in(transport=transport)
    with pytest.raises(DistrustError) as behind:
        device.read()
    assert behind.value.code == "behind"
    transport.honest()
    assert len(device.read().notes) == 1


@pytest.mark.parametrize("door", DOORS)
def test_t3_another_history_is_noticed_by_a_new_device_whose_vault_knows_more(
    sam: Person, people: People, door: str
) -> None:
    """The same length, signed by our own key, and not what was verified before."""
    sam.read()
    pin = sam.sync.log.pin
    sam.sync.log.pin = replace(pin, seq=2, head=NOBODYS)
    sam.keyring = replace(
        sam.keyring,
        vault=replace(
            sam.keyring.vault,
            memberships=(replace(sam.keyring.personal, seq=2, head=NOBODYS),),
        ),
    )
    sam._write_vault(sam.keyring.vault_revision, sam.keyring.vault)
    device = people.sign_in()
    with pytest.raises(DistrustError) as branch:
        _read(device, door)
    assert branch.value.code == "branch"
    assert device.sync.log.seq == 0


def test_t3_a_heartbeat_with_another_head_is_noticed(sam: Person) -> None:
    sam.read()
    heartbeat = {"type": "heartbeat", "space": str(sam.sync.log.space), "seq": 2}
    evil = _answer(heartbeat | {"head": b64(NOBODYS)})
    with sam.follow(tampered_socket(evil)) as follower, pytest.raises(DistrustError) as refused:
        follower.next()
    assert refused.value.code == "head"


def test_t3_a_heartbeat_with_our_head_is_taken(sam: Person) -> None:
    sam.read()
    heartbeat = {"type": "heartbeat", "space": str(sam.sync.log.space), "seq": 2}
    honest = _answer(heartbeat | {"head": b64(sam.sync.log.head)})
    with sam.follow(tampered_socket(honest)) as follower:
        assert follower.next() == []


def test_t3_a_frame_about_another_space_is_refused(sam: Person, people: People) -> None:
    sam.read()
    other = str(people.sign_up("kim").sync.log.space)
    evil = tampered_socket(lambda frame: frame | {"space": other})
    with sam.follow(evil) as follower, pytest.raises(DistrustError) as refused:
        follower.next()
    assert refused.value.code == "space_unknown"


def test_t3_another_persons_log_is_refused(sam: Person, people: People) -> None:
    kim = people.sign_up("kim")
    kims = kim.device.api.call("GET", f"/api/spaces/{kim.sync.log.space}/events?after=0")
    assert isinstance(kims, dict)
    device = people.sign_in(transport=Tampering().on(PAGES, lambda _: kims))
    with pytest.raises(ChainError) as refused:
        device.read()
    assert refused.value.code == "place"


def test_t3_a_log_made_up_under_other_keys_is_refused(
    writer: Person, read_through: ReadThrough
) -> None:
    """A server can sign a whole history of its own, but not as us: the vault knows our keys."""
    own, keys = writer.sync.log.pin.own, MemberKeys(bytes(range(32)), bytes(range(32)))
    opened = writer.sync.log.events[0]
    entry = MemberEntry(own.member, keys.ed_pub, keys.x_pub)
    data = build(replace(opened, clear=SpaceOpened(PERSONAL, ZERO_HASH, (entry,))))
    made_up = Item(data, keys.sign(data), None)
    row = item_json(made_up) | {"arrived_ms": 0, "repaired": False}
    with pytest.raises(ChainError) as refused:
        read_through("http", attacks.claim(events=[row], seq=1, head=b64(made_up.head)))
    assert refused.value.code == "genesis"


@pytest.mark.parametrize("back_ms,code", [(1, "clock"), (0, None)])
def test_t3_an_event_dated_before_the_last_is_refused_whoever_signed_it(
    writer: Person, read_through: ReadThrough, back_ms: int, code: str | None
) -> None:
    """A stolen signing key cannot slip something into the past either; the twin repeats a date."""
    last = writer.sync.log.events[-1]
    put = Put(writer.device.uuid7(), writer.device.uuid7(), note_plaintext("", "", writer.device))
    [item] = writer.prepare(put)
    data = build(replace(parse(item.event), at_ms=last.at_ms - back_ms))
    late = Item(data, writer.sync.member_keys.sign(data), item.body)
    row = item_json(late) | {"arrived_ms": 0, "repaired": False}

    def put_on_top(page: Json) -> Json:
        rows = [*page["events"], row]
        return page | {"events": rows, "seq": LAST + 1, "head": b64(late.head)}

    if code is None:
        assert read_through("http", put_on_top).sync.log.seq == LAST + 1
        return
    with pytest.raises(ChainError) as refused:
        read_through("http", put_on_top)
    assert refused.value.code == code


def test_t3_a_replayed_append_changes_nothing(sam: Person, people: People) -> None:
    sam.read()
    sam.queue_note("Wednesday", "Once")
    items = sam.prepare()
    first, again = sam.append(items), sam.append(items)
    assert (first.status, again.status) == (201, 200)
    assert (again.seq, again.head) == (first.seq, first.head)
    assert len(people.sign_in().read().notes) == 2


def test_t3_a_back_dated_event_is_not_stored(sam: Person, people: People) -> None:
    """A device whose clock is six minutes slow: the server refuses and the device says so."""
    sam.read()
    people.clock.advance(6 * MINUTE_MS)
    slow = people.sign_in(clock=type(people.clock)(people.clock.now_ms() - 6 * MINUTE_MS))
    with pytest.raises(RefusedError) as refused:
        slow.put_note("Wednesday", "From a slow clock")
    assert refused.value.code == "clock"
    assert len(slow.sync.outbox) == 1


def test_t3_a_slightly_slow_clock_is_taken(sam: Person, people: People) -> None:
    people.clock.advance(4 * MINUTE_MS)
    slow = people.sign_in(clock=type(people.clock)(people.clock.now_ms() - 4 * MINUTE_MS))
    slow.put_note("Wednesday", "From a slow clock")
    assert len(slow.read().notes) == 2


def test_t3_a_new_device_learns_of_a_hidden_past_when_somebody_speaks_who_knew_it(
    sam: Person, people: People
) -> None:
    """The limit: with an old vault too, the prefix alone looks whole.

    The next event gives it away, because it names the head of what was hidden.
    """
    transport = Tampering().on(PAGES, attacks.show_prefix(1))
    device = people.sign_in(transport=transport)
    assert device.read().notes == ()
    sam.put_note("Wednesday", "Said by a device that knows more")
    transport.honest()
    transport.on(PAGES, attacks.drop(2))
    with pytest.raises(ChainError) as refused:
        device.read()
    assert refused.value.code == "place"
    transport.honest()
    assert len(device.read().notes) == 2


def _read(device: Person, door: str) -> None:
    if door == "http":
        device.read()
        return
    with device.follow() as follower:
        follower.next()


def _with_head_of(device: Person, seq: int) -> Change:
    """An empty page's head cannot be computed from its events: take it from what is known."""
    head = b64(device.sync.log.head_at(seq))
    return lambda page: page if page["events"] else page | {"head": head}


def _answer(frame: Json) -> Change:
    """Another frame in the place of whatever arrives."""
    return lambda _: frame
