"""One spelling for every value on the wire; every other is refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.core.wire import B64_32, MAX_SAFE_INT, SafeInt, UuidBytes, Wire, decode_b64, encode_b64


class Sample(Wire):
    data: B64_32
    id: UuidBytes
    count: SafeInt


GOOD = {"data": "A" * 43, "id": "01890a5d-ac96-774b-bcce-b302099a8057", "count": 7}


@given(st.binary(max_size=200))
def test_every_byte_string_survives_the_wire(raw: bytes) -> None:
    assert decode_b64(encode_b64(raw)) == raw


@given(st.text(max_size=60))
def test_decoding_accepts_only_what_encoding_writes(text: str) -> None:
    try:
        raw = decode_b64(text)
    except ValueError:
        return
    assert encode_b64(raw) == text


@given(st.binary(min_size=1, max_size=60))
def test_other_spellings_of_the_same_bytes_are_refused(raw: bytes) -> None:
    padded = base64.urlsafe_b64encode(raw).decode()
    standard = base64.b64encode(raw).decode().rstrip("=")
    for spelling in {padded, standard, encode_b64(raw) + "\n", " " + encode_b64(raw)}:
        if spelling != encode_b64(raw):
            with pytest.raises(ValueError, match="base64url"):
                decode_b64(spelling)


def test_model_survives_the_wire() -> None:
    sample = Sample.model_validate(GOOD)
    assert (len(sample.data), len(sample.id), sample.count) == (32, 16, 7)
    assert sample.model_dump(mode="json") == GOOD
    assert Sample.model_validate_json(sample.model_dump_json()) == sample


@pytest.mark.parametrize(
    "changed",
    [
        {"data": "A" * 42},
        {"data": "A" * 44},
        {"data": "A" * 42 + "B"},
        {"data": "A" * 42 + "="},
        {"data": "A" * 100_000},
        {"data": 7},
        {"data": None},
        {"id": "01890A5D-AC96-774B-BCCE-B302099A8057"},
        {"id": "01890a5dac96774bbcceb302099a8057"},
        {"id": "{01890a5d-ac96-774b-bcce-b302099a8057}"},
        {"id": "01890a5d-ac96-774b-bcce-b302099a8057\n"},
        {"id": 7},
        {"count": -1},
        {"count": MAX_SAFE_INT + 1},
        {"count": 7.0},
        {"count": True},
        {"count": "7"},
        {"more": 1},
    ],
    ids=str,
)
def test_anything_else_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Sample.model_validate({**GOOD, **changed})


def test_largest_number_is_below_two_to_the_53() -> None:
    assert Sample.model_validate({**GOOD, "count": 2**53 - 1}).count == MAX_SAFE_INT
