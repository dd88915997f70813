"""The strict reader of signed events, against the independent client's writer."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.client import events as client
from app.client import verbs
from app.client.clear import ClearFields
from app.client.verbs import ItemErased, ItemPut, MemberEntry, SpaceOpened, UnknownClear
from app.core.wire import MAX_SAFE_INT
from app.items import rules as items
from app.log.canonical import MAX_FIELD_BYTES, CanonicalError, decode, encode
from app.log.events import Event, MalformedError, is_signed_by, parse_event
from app.log.rules import verbs_of
from app.spaces import rules as spaces
from tests.log.signing import Member

VERBS = verbs_of({**items.RULES, **spaces.RULES})

_ids = st.uuids(version=4)
_hashes = st.binary(min_size=32, max_size=32)
_entries = st.builds(MemberEntry, _ids, _hashes, _hashes)
_words = st.text("abcxyz_", min_size=1, max_size=32)
_unknown_verbs = st.builds("{}.{}".format, _words, _words)


@st.composite
def _clears(draw: st.DrawFn) -> tuple[str, ClearFields, bytes]:
    """A verb with its clear fields, and the hash of its body or nothing."""
    verb = draw(st.sampled_from([*VERBS, "unknown"]))
    if verb == verbs.SPACE_OPENED:
        kind = draw(st.sampled_from([1, 2]))
        members = draw(st.tuples(*[_entries] * kind))
        return verb, SpaceOpened(kind, draw(_hashes), members), b""
    if verb == verbs.ITEM_PUT:
        return verb, ItemPut(), draw(_hashes)
    if verb == verbs.ITEM_ERASED:
        return verb, ItemErased(draw(_hashes)), b""
    fields = draw(st.lists(st.binary(max_size=40), max_size=4))
    return draw(_unknown_verbs), UnknownClear(tuple(fields)), draw(st.just(b"") | _hashes)


@st.composite
def _events(draw: st.DrawFn) -> client.Event:
    verb, clear, env_hash = draw(_clears())
    seq = draw(st.integers(1, MAX_SAFE_INT))
    prev = bytes(32) if seq == 1 else draw(_hashes.filter(any))
    return client.Event(
        space=draw(_ids),
        event_id=draw(_ids),
        seq=seq,
        prev=prev,
        member=draw(_ids),
        at_ms=draw(st.integers(0, MAX_SAFE_INT)),
        verb=verb,
        object=draw(_ids),
        rev=draw(st.integers(0, 2**32 - 1)),
        env_hash=env_hash,
        clear=clear,
    )


def _as_client(event: Event) -> dict[str, object]:
    """The fields that both sides have, as the client holds them."""
    return {
        "space": UUID(bytes=event.space),
        "event_id": UUID(bytes=event.event_id),
        "seq": event.seq,
        "prev": event.prev,
        "member": UUID(bytes=event.member),
        "at_ms": event.at_ms,
        "verb": event.verb,
        "object": UUID(bytes=event.object),
        "rev": event.rev,
        "env_hash": event.env_hash or b"",
    }


@given(_events())
def test_what_the_client_writes_is_read_as_it_was_meant(written: client.Event) -> None:
    event = parse_event(client.build(written), VERBS)
    fields = _as_client(event)
    assert {name: getattr(written, name) for name in fields} == fields
    assert (event.clear is None) == isinstance(written.clear, UnknownClear)


@given(_events(), st.data())
def test_t3_no_two_readings_of_different_bytes_are_equal(
    written: client.Event, data: st.DataObject
) -> None:
    """Change, cut, insert: refused as malformed, or it says something else; nothing in between."""
    original = client.build(written)
    at = data.draw(st.integers(0, len(original) - 1))
    mutated = data.draw(
        st.one_of(
            st.integers(1, 255).map(lambda bit: _with_byte(original, at, original[at] ^ bit)),
            st.just(original[:at]),
            st.just(original[:at] + original[at + 1 :]),
            st.binary(min_size=1, max_size=3).map(
                lambda more: original[:at] + more + original[at:]
            ),
            st.binary(min_size=1, max_size=3).map(lambda more: original + more),
        )
    )
    if mutated == original:
        return
    try:
        read = parse_event(mutated, VERBS)
    except MalformedError:
        return
    # An unknown verb's clear fields stay unread, so there two readings may agree.
    assert read != parse_event(original, VERBS) or read.clear is None


def _with_byte(data: bytes, at: int, value: int) -> bytes:
    return data[:at] + bytes([value]) + data[at + 1 :]


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_an_event_or_malformed(data: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_event(data, VERBS)


@given(st.lists(st.binary(max_size=20), max_size=14))
def test_arbitrary_fields_are_an_event_or_malformed(fields: list[bytes]) -> None:
    with pytest.raises(MalformedError):
        parse_event(encode("gs1:event", *fields), VERBS)


@given(st.text(max_size=20), st.lists(st.binary(max_size=300), max_size=8))
def test_canonical_bytes_are_read_back_whole(label: str, fields: list[bytes]) -> None:
    assert decode(encode(label, *fields), label) == tuple(fields)


@given(st.binary(max_size=60))
def test_bytes_that_decode_are_the_ones_that_would_be_written(data: bytes) -> None:
    framed = encode("x") + data
    try:
        fields = decode(framed, "x")
    except CanonicalError:
        return
    assert encode("x", *fields) == framed


def test_a_field_has_at_most_65_535_bytes() -> None:
    assert decode(encode("x", bytes(MAX_FIELD_BYTES)), "x") == (bytes(MAX_FIELD_BYTES),)
    with pytest.raises(ValueError, match="at most"):
        encode("x", bytes(MAX_FIELD_BYTES + 1))


@given(st.binary(max_size=100), st.integers(0, 63), st.integers(0, 7))
def test_one_bit_of_a_signature_or_event_is_too_many(message: bytes, at: int, bit: int) -> None:
    member = Member()
    sig = member.key.sign(message)
    assert is_signed_by(member.ed_pub, message, sig)
    assert not is_signed_by(member.ed_pub, message, _with_byte(sig, at, sig[at] ^ (1 << bit)))
    assert not is_signed_by(member.ed_pub, message + b"\0", sig)
    assert not is_signed_by(Member().ed_pub, message, sig)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_size_signs_nothing(size: int) -> None:
    assert not is_signed_by(bytes(size), b"", bytes(64))
