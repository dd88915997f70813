"""Whole logs as a server sends them, honest and not."""

import hashlib
from dataclasses import replace

from app.client import contexts
from app.client.envelope import SPACE_EPOCH, seal
from app.client.events import ZERO_HASH, Event, Item, build
from app.client.keys import MemberKeys
from app.client.verbs import SHARED, ItemErased, MemberEntry, SpaceOpened, UnknownClear
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fields import entry_fields, item_fields
from tests.vectors.fixed import (
    AT_MS,
    KEYS,
    MEMBER,
    OBJECT,
    OTHER_KEYS,
    OTHER_MEMBER,
    OTHER_SPACE,
    OWN,
    SPACE,
    fixed_bytes,
    fixed_uuid,
)
from tests.vectors.python_half import shared_page
from tests.vectors.python_half.events import ERASED, OPENED, PUT

DESCRIPTION = "A chain verified from its genesis, page by page, and every way to break it"

Line = tuple[Event, bytes | None]


def cases() -> list[Json]:
    return [*_honest(), *_places(), *_contents(), *_genesis(), *shared_page.cases()]


def good(name: str, *pages: list[Item], own: MemberEntry = OWN) -> Json:
    return case.good("page", name, **_given(pages, own))


def bad(name: str, error: str, *pages: list[Item], own: MemberEntry = OWN) -> Json:
    return case.bad("page", name, error, **_given(pages, own))


def _given(pages: tuple[list[Item], ...], own: MemberEntry) -> Json:
    rows = [[item_fields(item) for item in page] for page in pages]
    return {"space": str(SPACE), "own": entry_fields(own), "pages": rows}


def signed(event: Event, body: bytes | None = None, keys: MemberKeys = KEYS) -> Item:
    data = build(event)
    return Item(data, keys.sign(data), body)


def log_of(*lines: Line, keys: MemberKeys = KEYS) -> list[Item]:
    """Chains the lines in this order: seq, prev, event id and signature are filled in."""
    items: list[Item] = []
    for seq, (event, body) in enumerate(lines, start=1):
        prev = items[-1].head if items else ZERO_HASH
        placed = replace(event, seq=seq, prev=prev, event_id=fixed_uuid(f"page event {seq}", 7))
        items.append(signed(placed, body, keys))
    return items


def note(rev: int) -> Line:
    context = contexts.body(SPACE, OBJECT, MEMBER, "item.put", rev)
    text = {"t": "note", "v": 1, "title": "", "text": f"Version {rev}."}
    envelope = seal(
        fixed_bytes("body key", 32), context, text, SPACE_EPOCH, lambda n: fixed_bytes(f"{rev}", n)
    )
    put = replace(PUT, rev=rev, env_hash=hashlib.sha256(envelope).digest(), at_ms=AT_MS + rev)
    return put, envelope


def erasing(rev: int) -> Line:
    put, _ = note(rev)
    return replace(ERASED, rev=rev, clear=ItemErased(put.env_hash), at_ms=AT_MS + 9), None


def _without_bodies(items: list[Item]) -> list[Item]:
    return [replace(item, body=None) for item in items]


def _honest() -> list[Json]:
    log = log_of((OPENED, None), note(1), note(2), erasing(1))
    unknown = replace(PUT, verb="dream.told", clear=UnknownClear((b"x",)), env_hash=b"")
    broken_rule = replace(note(1)[0], rev=7), note(1)[1]
    same_time = [(replace(event, at_ms=AT_MS), body) for event, body in (note(1), note(2))]
    return [
        good("the genesis alone", log[:1]),
        good("four events in one page", log),
        good("four events in four pages", *([item] for item in log)),
        good("an empty page after it", log, []),
        good("no page at all"),
        good("bodies that are missing", _without_bodies(log)),
        good(
            "a verb nobody knows keeps its place", log_of((OPENED, None), (unknown, None), note(1))
        ),
        good("an event that breaks a rule keeps its place", log_of((OPENED, None), broken_rule)),
        good("three events at one time", log_of((OPENED, None), *same_time)),
    ]


def _places() -> list[Json]:
    log = log_of((OPENED, None), note(1), note(2), note(3))
    opened, first, second, third = log
    fork = log_of((replace(OPENED, at_ms=AT_MS - 1), None), note(1))
    away = log_of((replace(OPENED, space=OTHER_SPACE), None), note(1))
    other_prev = replace(note(1)[0], seq=2, prev=fixed_bytes("another prev", 32))
    later = replace(note(1)[0], seq=3, prev=opened.head)
    elsewhere = replace(note(1)[0], seq=2, prev=opened.head, space=OTHER_SPACE)
    return [
        bad("an event dropped", "place", [opened, first, third]),
        bad("the first events dropped", "place", [second, third]),
        bad("an event dropped between pages", "place", [opened, first], [third]),
        bad("two events exchanged", "place", [opened, second, first]),
        bad("an event twice", "place", [opened, first, first]),
        bad("a page twice", "place", [opened, first], [opened, first]),
        bad("the genesis again", "place", [opened, first, opened]),
        bad("the tail of another history", "place", [opened, fork[1]]),
        bad("the genesis of another space", "place", away),
        bad("an event of another space", "place", [opened, signed(elsewhere, note(1)[1])]),
        bad("a prev that is nobody's head", "place", [opened, signed(other_prev, note(1)[1])]),
        bad("a seq left out", "place", [opened, signed(later, note(1)[1])]),
    ]


def _contents() -> list[Json]:
    log = log_of((OPENED, None), note(1), note(2))
    opened, first, second = log
    assert first.body is not None
    earlier = replace(note(2)[0], at_ms=AT_MS)
    stranger = log_of((OPENED, None), (replace(note(1)[0], member=OTHER_MEMBER), note(1)[1]))
    flipped = bytes([first.body[-1] ^ 1])
    bodies = {
        "one bit flipped": first.body[:-1] + flipped,
        "cut short": first.body[:-1],
        "one byte more": first.body + b"\0",
        "empty": b"",
        "the body of another version": second.body,
    }
    return [
        *(
            bad(f"a body: {name}", "body", [opened, replace(first, body=body)])
            for name, body in bodies.items()
        ),
        bad("a body where none was signed", "body", [replace(opened, body=first.body), first]),
        bad("bodies exchanged", "body", [opened, replace(first, body=second.body), second]),
        bad("a signature of another event", "signature", [opened, replace(first, sig=second.sig)]),
        bad("a signature of zeros", "signature", [opened, replace(first, sig=bytes(64))]),
        bad("a signature by another key", "signature", [opened, _resigned(first)]),
        bad("a genesis signed by another key", "signature", [_resigned(opened)]),
        bad("an author who is no member", "author", stranger),
        bad(
            "dated before the one before", "clock", log_of((OPENED, None), note(1), (earlier, None))
        ),
        bad("cut bytes", "malformed", [opened, replace(first, event=first.event[:-1])]),
        bad("no bytes", "malformed", [replace(opened, event=b"")]),
        bad("a fault in the second page", "body", [opened], [replace(first, body=b"x")]),
    ]


def _resigned(item: Item) -> Item:
    return replace(item, sig=OTHER_KEYS.sign(item.event))


def _genesis() -> list[Json]:
    guest = MemberEntry(OTHER_MEMBER, OTHER_KEYS.ed_pub, OTHER_KEYS.x_pub)
    weak = MemberEntry(MEMBER, b"\1" + bytes(31), OWN.x_pub)
    entries = {
        "another signing key": replace(OWN, ed_pub=OTHER_KEYS.ed_pub),
        "another agreement key": replace(OWN, x_pub=OTHER_KEYS.x_pub),
    }
    fields = {
        "another object": replace(OPENED, object=OBJECT),
        "rev 1": replace(OPENED, rev=1),
        "a th": replace(OPENED, clear=SpaceOpened(1, fixed_bytes("th", 32), (OWN,))),
        "a second member": replace(OPENED, clear=SpaceOpened(SHARED, ZERO_HASH, (OWN, guest))),
    }
    not_opened = replace(note(1)[0], seq=1, prev=ZERO_HASH)
    neutral = replace(OPENED, clear=SpaceOpened(1, ZERO_HASH, (weak,)))
    forged = Item(build(neutral), b"\1" + bytes(63), None)
    return [
        *(bad(f"genesis with {n}", "genesis", log_of((e, None))) for n, e in fields.items()),
        *(
            bad(f"genesis and vault: {name}", "genesis", log_of((OPENED, None)), own=entry)
            for name, entry in entries.items()
        ),
        bad("a genesis of somebody else", "genesis", _genesis_of(guest), own=OWN),
        bad("a log that begins with a note", "genesis", [signed(not_opened, note(1)[1])]),
        bad("a small-order key, forged for everybody", "weak_key", [forged], own=weak),
    ]


def _genesis_of(entry: MemberEntry) -> list[Item]:
    opened = replace(OPENED, member=entry.member, clear=SpaceOpened(1, ZERO_HASH, (entry,)))
    return log_of((opened, None), keys=OTHER_KEYS)
