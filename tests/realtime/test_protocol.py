"""Frames and allowances, without a socket or a loop."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import MINUTE_MS
from app.core.errors import STATUS, Refused
from app.core.limits import FRAMES_A_MINUTE, MAX_FRAME_BYTES
from app.core.wire import MAX_SAFE_INT, encode_b64
from app.log.wire import PostedItem
from app.realtime.protocol import (
    Append,
    CloseCode,
    ClosingError,
    Follow,
    FrameAllowance,
    PageFrame,
    RefusedFrame,
    closing_of,
    parse_frame,
)

SPACE = "018f0000-0000-7000-8000-000000000001"
HEAD = encode_b64(bytes(32))
FOLLOW: dict[str, Any] = {"type": "follow", "space": SPACE, "after": 1, "head": HEAD}
APPEND: dict[str, Any] = {
    "type": "append",
    "ref": "r",
    "space": SPACE,
    "items": [{"event": "AA", "sig": "AA", "body": None}],
    "repair": False,
}


def _is_refused(frame: object) -> bool:
    """Whether this closes the socket as malformed; any other failure is an error."""
    text = frame if isinstance(frame, str) else json.dumps(frame)
    try:
        parse_frame(text)
    except ClosingError as closing:
        return closing.code == CloseCode.MALFORMED
    return False


def test_the_two_frames_are_read() -> None:
    follow, append = parse_frame(json.dumps(FOLLOW)), parse_frame(json.dumps(APPEND))
    assert follow == Follow(type="follow", space=UUID(SPACE).bytes, after=1, head=bytes(32))
    item = PostedItem(event="AA", sig="AA", body=None)
    space = UUID(SPACE).bytes
    assert append == Append(type="append", ref="r", space=space, items=[item], repair=False)


@given(st.uuids(), st.integers(1, MAX_SAFE_INT), st.binary(min_size=32, max_size=32))
def test_a_follow_survives_the_way_there_and_back(space: UUID, after: int, head: bytes) -> None:
    frame = Follow(type="follow", space=space.bytes, after=after, head=head)
    assert parse_frame(frame.model_dump_json()) == frame


_items = st.builds(PostedItem, event=st.text(), sig=st.text(), body=st.none() | st.text())


@given(
    space=st.uuids(),
    ref=st.text(min_size=1, max_size=64),
    items=st.lists(_items, max_size=3),
    repair=st.booleans(),
)
def test_an_append_survives_the_way_there_and_back(
    space: UUID, ref: str, items: list[PostedItem], *, repair: bool
) -> None:
    frame = Append(type="append", ref=ref, space=space.bytes, items=items, repair=repair)
    assert parse_frame(frame.model_dump_json()) == frame


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.text(max_size=200) | _json.map(json.dumps))
def test_whatever_is_no_frame_closes_the_socket_and_does_nothing_else(text: str) -> None:
    assert _is_refused(text)


@given(st.sampled_from([FOLLOW, APPEND]), st.data())
def test_a_frame_with_one_field_replaced_is_read_or_refused(
    frame: dict[str, Any], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(frame)))
    changed = {**frame, name: data.draw(_json)}
    text = json.dumps(changed)
    if not _is_refused(text):
        assert parse_frame(text).model_dump()


NOT_A_FOLLOW: list[dict[str, Any]] = [
    {"more": 1},
    {"after": 0},
    {"head": None},
    {"after": "1"},
    {"after": 1.5},
    {"after": -1},
    {"after": True},
    {"after": 2**53},
    {"head": HEAD + "A"},
    {"head": HEAD + "="},
    {"space": SPACE.upper()},
    {"space": SPACE.replace("-", "")},
    {"type": "page"},
    {"type": "Follow"},
]
NOT_AN_APPEND: list[dict[str, Any]] = [
    {"more": 1},
    {"ref": ""},
    {"ref": "r" * 65},
    {"ref": 1},
    {"ref": None},
    {"repair": 0},
    {"repair": "false"},
    {"items": {}},
    {"items": [None]},
    {"items": [{}]},
    {"items": [{"event": "AA", "sig": "AA"}]},
]


@pytest.mark.parametrize(
    "frame",
    [{**FOLLOW, **change} for change in NOT_A_FOLLOW]
    + [{**APPEND, **change} for change in NOT_AN_APPEND],
    ids=json.dumps,
)
def test_a_frame_of_another_shape_is_refused(frame: dict[str, Any]) -> None:
    assert _is_refused(frame)


@pytest.mark.parametrize(
    "frame, gone",
    [(FOLLOW, gone) for gone in FOLLOW] + [(APPEND, gone) for gone in APPEND if gone != "repair"],
)
def test_a_frame_that_lacks_a_field_is_refused(frame: dict[str, Any], gone: str) -> None:
    assert _is_refused({key: value for key, value in frame.items() if key != gone})


@pytest.mark.parametrize(
    "frame",
    [
        {**FOLLOW, "after": 0, "head": None},
        {**FOLLOW, "after": MAX_SAFE_INT},
        {**APPEND, "ref": "r" * 64},
        {**APPEND, "items": []},
        {key: APPEND[key] for key in APPEND if key != "repair"},
    ],
)
def test_a_frame_at_its_bounds_is_read(frame: dict[str, Any]) -> None:
    assert not _is_refused(frame)


def test_a_frame_has_at_most_a_mebibyte() -> None:
    room = MAX_FRAME_BYTES - len(json.dumps({**APPEND, "ref": ""}))
    assert room > 0
    text = json.dumps(APPEND)
    assert not _is_refused(text + " " * (MAX_FRAME_BYTES - len(text)))
    assert _is_refused(text + " " * (MAX_FRAME_BYTES - len(text) + 1))


def test_a_frame_full_of_faults_is_refused_at_the_first() -> None:
    """Naming each of 300,000 faults would take a second of everybody's time."""
    items = ",".join(["{}"] * 300_000)
    assert _is_refused('{"type":"append","ref":"r","space":"' + SPACE + f'","items":[{items}]}}')


def test_a_refusal_without_a_detail_has_no_field_for_it() -> None:
    plain = RefusedFrame(ref=None, status=404, code="not_found")
    assert json.loads(plain.model_dump_json()) == {
        "type": "refused",
        "ref": None,
        "status": 404,
        "code": "not_found",
    }
    detailed = RefusedFrame(ref="r", status=400, code="malformed", detail="why")
    assert json.loads(detailed.model_dump_json())["detail"] == "why"


def test_a_page_frame_is_a_page_that_names_its_space() -> None:
    frame = PageFrame(space=UUID(SPACE).bytes, events=[], seq=1, head=bytes(32))
    assert json.loads(frame.model_dump_json()) == {
        "type": "page",
        "space": SPACE,
        "events": [],
        "seq": 1,
        "head": HEAD,
    }


def test_only_the_end_of_a_session_ends_the_socket() -> None:
    codes = {code: closing_of(Refused(code)) for code in STATUS}
    ending = {code: closing.code for code, closing in codes.items() if closing is not None}
    assert ending == {"signed_out": 4401, "revoked": 4403}


def test_t13_a_minute_s_frames_at_once_and_no_more() -> None:
    allowance = FrameAllowance(now_ms=0)
    for _ in range(FRAMES_A_MINUTE):
        allowance.take(0)
    with pytest.raises(ClosingError) as closing:
        allowance.take(0)
    assert closing.value.code == CloseCode.SLOW_DOWN


def test_an_allowance_refills_over_the_minute_and_never_overflows() -> None:
    allowance = FrameAllowance(now_ms=0)
    for _ in range(FRAMES_A_MINUTE):
        allowance.take(0)
    step_ms = MINUTE_MS // FRAMES_A_MINUTE
    allowance.take(step_ms)
    with pytest.raises(ClosingError):
        allowance.take(step_ms)
    for _ in range(FRAMES_A_MINUTE):
        allowance.take(10 * MINUTE_MS)
    with pytest.raises(ClosingError):
        allowance.take(10 * MINUTE_MS)


def test_a_clock_set_back_gives_no_frames() -> None:
    allowance = FrameAllowance(now_ms=MINUTE_MS)
    for _ in range(FRAMES_A_MINUTE):
        allowance.take(MINUTE_MS)
    with pytest.raises(ClosingError):
        allowance.take(0)
