"""A verified log folded into what a person sees: nothing is a crash or a silent gap."""

import hashlib
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.client import contexts
from app.client.envelope import SPACE_EPOCH, seal
from app.client.events import Event
from app.client.keys import SpaceKeys
from app.client.log import Pin, SpaceLog
from app.client.notes import MySide, read_side
from app.client.verbs import UnknownClear
from app.client.wire import Delivered, Page
from tests.vectors.fixed import AT_MS, MEMBER, OBJECT, OTHER_OBJECT, OWN, SPACE
from tests.vectors.python_half.events import OPENED, PUT
from tests.vectors.python_half.page import Line, log_of

KEYS = SpaceKeys(bytes(range(32)))
DEVICE = {"id": "0190f3a4-5b6c-4d8e-9fa0-b1c2d3e4f506", "name": "phone"}


def note(text: str, **fields: Any) -> dict[str, Any]:
    return {
        "t": "note",
        "v": 1,
        "title": "",
        "text": text,
        "replaces": [],
        "device": DEVICE,
        "written_ms": AT_MS,
        **fields,
    }


def put(plaintext: dict[str, Any], rev: int = 1, object_id: UUID = OBJECT) -> Line:
    context = contexts.body(SPACE, object_id, MEMBER, "item.put", rev)
    body = seal(KEYS.obj, context, plaintext, SPACE_EPOCH)
    event = replace(PUT, object=object_id, rev=rev, env_hash=hashlib.sha256(body).digest())
    return event, body


def side_of(*lines: Line) -> MySide:
    items = log_of((OPENED, None), *lines)
    log = SpaceLog(Pin(SPACE, OWN))
    rows = tuple(Delivered(item, AT_MS, repaired=False) for item in items)
    log.apply(Page(rows, len(items), items[-1].head))
    return read_side(log, KEYS)


def test_notes_are_newest_first() -> None:
    side = side_of(
        put(note("older", written_ms=AT_MS - 1)),
        put(note("newer", written_ms=AT_MS), object_id=OTHER_OBJECT),
    )
    assert [found.text for found in side.notes] == ["newer", "older"]


def test_a_version_that_nobody_replaces_is_a_head() -> None:
    side = side_of(
        put(note("first")),
        put(note("one device", replaces=[1]), rev=2),
        put(note("another device", replaces=[1]), rev=3),
    )
    assert [v.text for v in side.notes[0].heads] == ["another device", "one device"]
    assert side.notes[0].text == "another device"


def test_a_version_cannot_replace_itself_or_a_later_one() -> None:
    """Else two versions could hide each other, and the note with them."""
    side = side_of(put(note("first", replaces=[1, 2])), put(note("second", replaces=[2]), rev=2))
    assert [v.text for v in side.notes[0].heads] == ["second", "first"]


NEWER = {
    "another kind": {"t": "drawing", "v": 1},
    "another version": note("", v=2),
    "no title": {k: v for k, v in note("").items() if k != "title"},
    "text that is none": note("") | {"text": 1},
    "replaces that is no list": note("", replaces=1),
    "replaces with words": note("", replaces=["1"]),
    "a device that is none": note("", device="phone"),
    "a time that is none": note("", written_ms="now"),
    "a time before 1970": note("", written_ms=-1),
    "a profile without a name": {"t": "profile", "v": 1, "glaze": "moss"},
}


@pytest.mark.parametrize("plaintext", NEWER.values(), ids=NEWER.keys())
def test_what_a_newer_app_wrote_is_named_and_kept(plaintext: dict[str, Any]) -> None:
    side = side_of(put(plaintext), put(note("read"), object_id=OTHER_OBJECT))
    assert [(fault.seq, fault.reason) for fault in side.damaged] == [(2, "unknown")]
    assert [found.text for found in side.notes] == ["read"]


@pytest.mark.parametrize("kind", ["inbox", "push_offer", "us_time", "passphrase"])
def test_what_devices_agree_on_about_the_app_is_neither_words_nor_damage(kind: str) -> None:
    side = side_of(put({"t": kind, "v": 1}))
    assert (side.notes, side.damaged) == ((), ())


def test_a_verb_nobody_knows_is_a_card() -> None:
    told = replace(PUT, verb="dream.told", clear=UnknownClear((b"x",)), env_hash=b"")
    side = side_of((told, None), put(note("read")))
    assert [card.verb for card in side.cards] == ["dream.told"]
    assert [found.text for found in side.notes] == ["read"]


def test_an_event_that_breaks_a_rule_is_a_card_and_changes_nothing() -> None:
    side = side_of(put(note("first")), put(note("out of turn"), rev=7), put(note("next"), rev=2))
    assert [card.rev for card in side.cards] == [7]
    assert [v.text for v in side.notes[0].versions] == ["first", "next"]


def test_a_body_sealed_under_another_key_is_damaged() -> None:
    event, _ = put(note("first"))
    context = contexts.body(SPACE, OBJECT, MEMBER, "item.put", 1)
    body = seal(bytes(32), context, note("first"), SPACE_EPOCH)
    moved: Event = replace(event, env_hash=hashlib.sha256(body).digest())
    assert [(d.reason, d.code) for d in side_of((moved, body)).damaged] == [("body", "commit")]


def test_the_newest_profile_counts() -> None:
    profile = {"t": "profile", "v": 1, "glaze": "moss", "recovery_checked": False}
    side = side_of(
        put({**profile, "name": "Sam"}),
        put({**profile, "name": "Kim"}, object_id=OTHER_OBJECT),
        put({**profile, "name": "Samira"}, rev=2),
    )
    assert side.profile is not None
    assert side.profile.name == "Samira"
