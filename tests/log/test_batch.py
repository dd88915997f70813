"""What is judged before the database is asked: sizes, spelling, bodies, the chain inside."""

from dataclasses import replace

import pytest

from app.client.canonical import b64
from app.client.events import Item
from app.core.errors import Refused
from app.core.limits import MAX_APPEND_BYTES, MAX_ITEMS
from app.items.rules import RULES
from app.log import batch
from app.log.rules import verbs_of
from app.log.wire import AppendRequest, PostedItem, read_posted
from tests.log.conftest import Side
from tests.log.signing import Member, new_uuid, posted, sealed
from tests.log.world import World


def test_twenty_items_are_taken_and_twenty_one_are_too_large(world: World, side: Side) -> None:
    sent = side.line.copy().notes(side.member, MAX_ITEMS + 1)
    assert world.refusal(side.person, side.line, sent) == "too_large"
    assert world.post(side.person, side.line, sent[:MAX_ITEMS]).status == 201


def test_half_a_mebibyte_is_taken_and_one_byte_more_is_too_large() -> None:
    third = b64(bytes(MAX_APPEND_BYTES // 3))
    rest = MAX_APPEND_BYTES - 2 * (MAX_APPEND_BYTES // 3)
    full = PostedItem(event=third, sig=third, body=b64(bytes(rest)))
    [item] = read_posted([full])
    assert len(item.event) + len(item.sig) + len(item.envelope or b"") == MAX_APPEND_BYTES
    with pytest.raises(Refused, match="too_large"):
        read_posted([full.model_copy(update={"body": b64(bytes(rest + 1))})])


def test_sizes_are_judged_before_spelling() -> None:
    garbage = PostedItem(event="*", sig="*", body="*")
    with pytest.raises(Refused, match="too_large"):
        read_posted([garbage] * (MAX_ITEMS + 1))
    with pytest.raises(Refused, match="malformed"):
        read_posted([garbage])


def test_nothing_to_append_is_malformed(world: World, side: Side) -> None:
    assert world.refusal(side.person, side.line, []) == "malformed"


@pytest.mark.parametrize("part", ["event", "sig", "body"])
@pytest.mark.parametrize("spoil", ["{}=", "{} ", "{}A", "+{}", "{}\n", "é{}"])
def test_an_item_has_one_spelling(part: str, spoil: str) -> None:
    item = PostedItem(event=b64(bytes(3)), sig=b64(bytes(3)), body=b64(bytes(3)))
    read_posted([item])
    spoiled = item.model_copy(update={part: spoil.format(getattr(item, part))})
    with pytest.raises(Refused, match="malformed"):
        read_posted([spoiled])


@pytest.mark.parametrize("step", range(9))
def test_an_envelope_has_one_of_nine_lengths(world: World, side: Side, step: int) -> None:
    size = 70 + (256 << step) + 16
    for wrong in (size - 1, size + 1):
        sent = [side.line.copy().put(side.member, body=sealed(wrong))]
        assert world.refusal(side.person, side.line, sent) == "malformed"
    sent = [side.line.copy().put(side.member, body=sealed(size))]
    assert world.post(side.person, side.line, sent).status == 201


@pytest.mark.parametrize("bucket", [128, 512 * 256])
def test_an_envelope_of_another_step_is_malformed(world: World, side: Side, bucket: int) -> None:
    sent = [side.line.copy().put(side.member, body=sealed(70 + bucket + 16))]
    assert world.refusal(side.person, side.line, sent) == "malformed"


def test_t2_a_body_other_than_the_signed_one_is_refused(world: World, side: Side) -> None:
    """Altered, cut short, exchanged between two events, and left out."""
    first, second = side.line.copy().notes(side.member, 2)
    assert first.body is not None
    altered = first.body[:-1] + bytes([first.body[-1] ^ 1])
    for spoiled in (
        [replace(first, body=altered), second],
        [replace(first, body=first.body[:-1]), second],
        [replace(first, body=second.body), replace(second, body=first.body)],
        [replace(first, body=None), second],
    ):
        assert world.refusal(side.person, side.line, spoiled) == "malformed"
    assert world.post(side.person, side.line, [first, second]).status == 201


def test_an_event_without_a_body_takes_none(world: World, side: Side) -> None:
    target, body = new_uuid(), sealed()
    world.post(side.person, side.line, [side.line.put(side.member, target, body=body)])
    erased = side.line.copy().erase(side.member, target, 1, body)
    with_body = [replace(erased, body=body)]
    assert world.refusal(side.person, side.line, with_body) == "malformed"
    assert world.refusal(side.person, side.line, with_body, repair=True) == "malformed"
    assert world.post(side.person, side.line, [erased]).status == 201


def test_an_event_of_another_space_is_malformed(world: World, side: Side) -> None:
    other = world.open_space(side.person, side.member)
    item = other.put(side.member)
    assert world.refusal(side.person, side.line, [item]) == "malformed"
    assert world.post(side.person, other, [item]).status == 201


@pytest.mark.parametrize("size", [0, 63, 65])
def test_a_signature_has_64_bytes(world: World, side: Side, size: int) -> None:
    item = side.line.copy().put(side.member)
    sent = [replace(item, sig=(item.sig + b"\0")[:size])]
    assert world.refusal(side.person, side.line, sent) == "malformed"
    assert world.post(side.person, side.line, [item]).status == 201


def test_t3_a_batch_is_chained(world: World, side: Side) -> None:
    """A break inside could not be mended by reading to the head: malformed, not head_moved.

    The last one names the right place behind another event, which was never posted.
    """
    line = side.line.copy()
    first, other = line.copy().put(side.member), line.put(side.member)
    behind_other, skipping = line.notes(side.member, 2)
    for broken in ([first, skipping], [first, first], [first, other], [first, behind_other]):
        assert world.refusal(side.person, side.line, broken) == "malformed"
    assert world.post(side.person, side.line, [other, behind_other, skipping]).status == 201


def test_t6_a_signature_known_for_one_key_says_nothing_of_another(side: Side) -> None:
    """Signatures are verified before the lock; what is found then is bound to the key."""
    item = side.line.put(side.member)
    entry = batch.read_item(batch.Item(item.event, item.sig, item.body), verbs_of(RULES))
    [verified] = batch.verify_entries([entry], {side.member.member_id: side.member.ed_pub})
    assert verified.signed_by == side.member.ed_pub
    assert batch.is_entry_signed_by(verified, side.member.ed_pub)
    assert not batch.is_entry_signed_by(verified, Member().ed_pub)
    [unknown] = batch.verify_entries([entry], {})
    [by_another] = batch.verify_entries([entry], {side.member.member_id: Member().ed_pub})
    assert unknown.signed_by is by_another.signed_by is None


def test_what_arrives_is_kept_byte_for_byte(world: World, side: Side) -> None:
    sent = side.line.notes(side.member, 2)
    world.post(side.person, side.line, sent)
    stored = world.page(side.line, after=1).events
    assert [Item(row.event, row.sig, row.body) for row in stored] == sent


@pytest.mark.parametrize("text", ['{"items":[]}', '{"items":[],"repair":true}'])
def test_repair_is_off_unless_asked_for(text: str) -> None:
    assert AppendRequest.model_validate_json(text).repair == ("true" in text)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"items":{}}',
        '{"items":[{}]}',
        '{"items":[],"repair":"yes"}',
        '{"items":[],"repair":1}',
        '{"items":[],"more":1}',
        '{"items":[{"event":"","sig":""}]}',
        '{"items":[{"event":"","sig":"","body":""}],"repair":null}',
        '{"items":[{"event":1,"sig":"","body":null}]}',
        '{"items":[{"event":"","sig":"","body":null,"more":""}]}',
    ],
)
def test_a_request_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        AppendRequest.model_validate_json(text)


def test_posting_needs_no_more_than_the_wire_says() -> None:
    item = Item(b"e", b"s", None)
    text = AppendRequest(items=posted([item])).model_dump_json()
    assert AppendRequest.model_validate_json(text).items == posted([item])
