"""Readers under Hypothesis: whatever arrives, they take it or name the fault, and nothing else."""

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.client.canonical import T, b64, parse_uuid, split, unb64
from app.client.chain import ChainError, ChainState, verify_page
from app.client.envelope import BUCKETS, MAX_JSON_BYTES, open_envelope, seal
from app.client.errors import (
    ClientError,
    DistrustError,
    EnvelopeError,
    MalformedError,
    SignatureError,
    TextError,
)
from app.client.events import ZERO_HASH, Event, Item, build, parse, verify_event
from app.client.export import read_export, verify_export
from app.client.keys import MemberKeys
from app.client.names import check_name, fold_login, passphrase_bytes, typed_name
from app.client.recovery_code import read_code, write_code
from app.client.vault import read_vault
from app.client.verbs import ItemErased, ItemPut, MemberEntry, SpaceOpened, UnknownClear
from app.client.wire import read_account, read_page, read_salt
from tests.vectors.fixed import KEYS, OWN, SPACE
from tests.vectors.python_half.events import OPENED
from tests.vectors.python_half.page import erasing, log_of, note

KEY = bytes(range(32))
CONTEXT = T("gs1:ctx", b"body")

uuids = st.uuids()
hashes = st.binary(min_size=32, max_size=32)
verbs = st.from_regex(r"[a-z_]{1,32}\.[a-z_]{1,32}", fullmatch=True)
safe_ints = st.integers(0, 2**53 - 1)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | safe_ints
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
# Text with everything a keyboard or an attacker can give, lone surrogates included.
any_text = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "C"]), max_size=60)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Any event that a strict reader takes."""
    members = st.builds(MemberEntry, uuids, hashes, hashes)
    kind = draw(st.sampled_from([1, 2]))
    opened = st.builds(SpaceOpened, st.just(kind), hashes, st.tuples(*[members] * kind))
    unknown = st.builds(UnknownClear, st.lists(st.binary(max_size=40), max_size=5).map(tuple))
    verb, clear, env_hash = draw(
        st.one_of(
            st.tuples(st.just("space.opened"), opened, st.just(b"")),
            st.tuples(st.just("item.put"), st.just(ItemPut()), hashes),
            st.tuples(st.just("item.erased"), st.builds(ItemErased, hashes), st.just(b"")),
            st.tuples(verbs, unknown, st.just(b"") | hashes).filter(
                lambda found: found[0] not in {"space.opened", "item.put", "item.erased"}
            ),
        )
    )
    seq = draw(st.integers(1, 2**53 - 1))
    prev = ZERO_HASH if seq == 1 else draw(hashes.filter(lambda value: value != ZERO_HASH))
    return Event(
        space=draw(uuids),
        event_id=draw(uuids),
        seq=seq,
        prev=prev,
        member=draw(uuids),
        at_ms=draw(safe_ints),
        verb=verb,
        object=draw(uuids),
        rev=draw(st.integers(0, 2**32 - 1)),
        env_hash=env_hash,
        clear=clear,
    )


@given(events())
def test_an_event_comes_back_as_it_was_built(event: Event) -> None:
    assert parse(build(event)) == event


@given(st.binary(max_size=400))
def test_any_bytes_are_an_event_or_malformed(data: bytes) -> None:
    try:
        event = parse(data)
    except MalformedError:
        return
    assert build(event) == data


@given(events(), st.data())
def test_a_changed_event_reads_as_what_it_is_or_not_at_all(
    event: Event, data: st.DataObject
) -> None:
    """One byte replaced, removed or put in: never two spellings of one event."""
    whole = build(event)
    at = data.draw(st.integers(0, len(whole) - 1))
    filler = data.draw(st.binary(max_size=2))
    changed = whole[:at] + filler + whole[at + 1 :]
    try:
        found = parse(changed)
    except MalformedError:
        return
    assert build(found) == changed
    assert (found == event) == (changed == whole)


@given(st.text(st.characters(codec="utf-8"), max_size=20), st.lists(st.binary(max_size=300)))
def test_canonical_bytes_come_back_as_their_fields(label: str, fields: list[bytes]) -> None:
    assert split(T(label, *fields)) == (label, fields)


@given(st.binary(max_size=200))
def test_any_bytes_split_into_what_they_are_or_are_malformed(data: bytes) -> None:
    try:
        label, fields = split(data)
    except MalformedError:
        return
    assert T(label, *fields) == data


@given(st.binary(max_size=100))
def test_base64url_comes_back(data: bytes) -> None:
    assert unb64(b64(data)) == data


@given(any_text)
@example("AA==")
@example("AB")
def test_any_text_is_base64url_in_one_spelling_or_malformed(text: str) -> None:
    try:
        data = unb64(text)
    except MalformedError:
        return
    assert b64(data) == text


@given(any_text | uuids.map(str))
def test_any_text_is_an_id_in_one_spelling_or_malformed(text: str) -> None:
    try:
        found = parse_uuid(text)
    except MalformedError:
        return
    assert isinstance(found, UUID)
    assert str(found) == text


@given(st.dictionaries(st.text(), json_values, max_size=5), st.text(), safe_ints)
def test_what_is_sealed_opens_as_it_was(extra: dict[str, Any], kind: str, version: int) -> None:
    plaintext = {**extra, "t": kind, "v": version}
    envelope = seal(KEY, CONTEXT, plaintext, 1)
    assert open_envelope(KEY, CONTEXT, envelope, 1) == plaintext
    assert len(envelope) - 86 in BUCKETS


@given(any_text)
def test_anything_typed_can_be_sealed(text: str) -> None:
    plaintext = {"t": "note", "v": 1, "text": text}
    assert open_envelope(KEY, CONTEXT, seal(KEY, CONTEXT, plaintext, 1), 1) == plaintext


@given(st.integers(0, MAX_JSON_BYTES + 2000))
@settings(max_examples=40)
def test_an_envelope_shows_its_length_in_nine_steps_only(length: int) -> None:
    plaintext = {"t": "note", "v": 1, "text": "x" * length}
    size = len(json.dumps(plaintext, separators=(",", ":")))
    if size > MAX_JSON_BYTES:
        with pytest.raises(EnvelopeError) as refused:
            seal(KEY, CONTEXT, plaintext, 1)
        assert refused.value.code == "too_long"
    else:
        bucket = len(seal(KEY, CONTEXT, plaintext, 1)) - 86
        assert bucket == min(step for step in BUCKETS if size + 4 <= step)


@given(st.integers(0, (70 + 256 + 16) * 8 - 1))
def test_t2_any_flipped_bit_of_an_envelope_is_refused(bit: int) -> None:
    envelope = bytearray(seal(KEY, CONTEXT, {"t": "note", "v": 1}, 1))
    envelope[bit // 8] ^= 1 << bit % 8
    with pytest.raises(EnvelopeError) as refused:
        open_envelope(KEY, CONTEXT, bytes(envelope), 1)
    assert refused.value.code in {"version", "suite", "epoch", "commit", "tag"}


@given(st.integers(0, 31), st.integers(0, 7))
def test_t2_any_flipped_bit_of_the_key_is_refused(at: int, bit: int) -> None:
    envelope = seal(KEY, CONTEXT, {"t": "note", "v": 1}, 1)
    key = bytearray(KEY)
    key[at] ^= 1 << bit
    with pytest.raises(EnvelopeError) as refused:
        open_envelope(bytes(key), CONTEXT, envelope, 1)
    assert refused.value.code == "commit"


@given(st.binary(max_size=800))
@example(b"\1\1\0\0\0\1" + bytes(336))
def test_any_bytes_open_or_have_an_envelopes_fault(data: bytes) -> None:
    with pytest.raises(EnvelopeError):
        open_envelope(KEY, CONTEXT, data, 1)


@given(events(), st.data())
def test_t3_any_flipped_bit_of_a_signed_event_is_refused(event: Event, data: st.DataObject) -> None:
    message = build(event)
    sig = KEYS.sign(message)
    verify_event(message, sig, KEYS.ed_pub)
    bit = data.draw(st.integers(0, len(message + sig) * 8 - 1))
    changed = bytearray(message + sig)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureError):
        verify_event(bytes(changed[: len(message)]), bytes(changed[len(message) :]), KEYS.ed_pub)


@given(st.data())
@settings(max_examples=60)
def test_t3_any_flipped_bit_of_a_log_is_refused(data: st.DataObject) -> None:
    """Events, signatures and bodies of a whole log: no bit is free."""
    log = log_of((OPENED, None), note(1), note(2), erasing(1))
    at = data.draw(st.integers(0, len(log) - 1))
    item = log[at]
    parts = [item.event, item.sig, item.body or b""]
    bit = data.draw(st.integers(0, sum(map(len, parts)) * 8 - 1))
    changed = bytearray(b"".join(parts))
    changed[bit // 8] ^= 1 << bit % 8
    event_end, sig_end = len(item.event), len(item.event) + 64
    body = bytes(changed[sig_end:]) if item.body is not None else None
    log[at] = Item(bytes(changed[:event_end]), bytes(changed[event_end:sig_end]), body)
    with pytest.raises(ChainError) as refused:
        verify_page(ChainState(SPACE, OWN), log)
    # A changed signature moves the head, so the fault can show in the event after.
    assert refused.value.seq in {at + 1, at + 2}


@given(st.permutations(range(4)))
def test_t3_any_other_order_is_refused(order: list[int]) -> None:
    log = log_of((OPENED, None), note(1), note(2), erasing(1))
    shuffled = [log[at] for at in order]
    if order == [0, 1, 2, 3]:
        state, _ = verify_page(ChainState(SPACE, OWN), shuffled)
        assert (state.seq, state.head) == (4, log[-1].head)
    else:
        with pytest.raises(ChainError) as refused:
            verify_page(ChainState(SPACE, OWN), shuffled)
        assert refused.value.code == "place"


@given(json_values)
def test_any_answer_is_read_or_malformed(answer: object) -> None:
    for read in (read_salt, read_account, read_page):
        with pytest.raises(MalformedError):
            read(answer)


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_any_opened_vault_is_read_or_refused(plaintext: dict[str, Any]) -> None:
    with pytest.raises(DistrustError) as refused:
        read_vault({**plaintext, "t": "vault", "v": 1})
    assert refused.value.code == "vault"


@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_file_is_an_export_or_malformed(data: bytes) -> None:
    with pytest.raises(MalformedError):
        read_export(data)


@given(st.data())
@settings(max_examples=60)
def test_an_export_with_anything_in_one_place_is_valid_or_refused(
    data: st.DataObject,
) -> None:
    content = json.loads(_export_text())
    space = content["spaces"][0]
    holder = data.draw(st.sampled_from([content, content["vault"], space, *space["events"]]))
    holder[data.draw(st.sampled_from(sorted(holder)))] = data.draw(json_values)
    with suppress(ClientError):
        verify_export(read_export(json.dumps(content).encode()))


def _export_text() -> str:
    log = log_of((OPENED, None), note(1))
    rows = [
        {
            "event": b64(item.event),
            "sig": b64(item.sig),
            "body": None if item.body is None else b64(item.body),
            "arrived_ms": 0,
            "repaired": False,
        }
        for item in log
    ]
    space = {
        "space": str(SPACE),
        "member": str(OWN.member),
        "sk_wrap": "",
        "seq": 2,
        "head": b64(log[-1].head),
        "events": rows,
    }
    content = {
        "format": "goldseam-export",
        "v": 1,
        "exported_ms": 0,
        "login": "sam",
        "account": str(SPACE),
        "ak_rc": "",
        "vault": {"revision": 1, "envelope": ""},
        "spaces": [space],
    }
    verify_export(read_export(json.dumps(content).encode()))
    return json.dumps(content)


@given(st.binary(min_size=20, max_size=20), st.sampled_from([" ", "-", "", "\n"]))
def test_a_recovery_code_is_read_as_it_was_written(secret: bytes, between: str) -> None:
    text = between.join(write_code(secret))
    assert read_code(text) == read_code(text.lower()) == secret


@given(st.binary(min_size=20, max_size=20), st.integers(0, 35), st.data())
def test_a_mistyped_recovery_code_is_almost_never_another_one(
    secret: bytes, at: int, data: st.DataObject
) -> None:
    """20 bits of check: one typing error in a million passes. Here none may give this secret."""
    text = "".join(write_code(secret))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
    assume(other != text[at])
    with suppress(TextError):
        assert read_code(text[:at] + other + text[at + 1 :]) != secret


@given(any_text)
def test_any_typed_text_is_taken_or_named(text: str) -> None:
    for read in (read_code, check_name, typed_name, fold_login, passphrase_bytes):
        with suppress(TextError):
            read(text)


@given(any_text)
def test_a_typed_name_is_a_name(text: str) -> None:
    try:
        name = typed_name(text)
    except TextError:
        return
    assert check_name(name) == name


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_both_sides_agree_on_a_shared_key(first: bytes, second: bytes) -> None:
    one, other = MemberKeys(first, first), MemberKeys(second, second)
    assert one.shared_with(other.x_pub) == other.shared_with(one.x_pub)
