"""Events in bytes, and every way in which bytes are nearly an event."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from app.client.canonical import T, b64, lp, u8, u16, u32, u64
from app.client.events import ZERO_HASH, Event, build
from app.client.verbs import (
    SHARED,
    Answered,
    Given,
    GivenErased,
    ItemErased,
    ItemPut,
    SpaceJoined,
    SpaceLeft,
    SpaceOpened,
    TakenIn,
    UnknownClear,
)
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fields import fields_of
from tests.vectors.fixed import (
    AT_MS,
    KEYS,
    MEMBER,
    OBJECT,
    OTHER_KEYS,
    OTHER_MEMBER,
    OWN,
    PARTNER,
    SPACE,
    TH,
    fixed_bytes,
    fixed_uuid,
)
from tests.vectors.python_half import agreement_events, talk_events

DESCRIPTION = (
    "Events: fields to bytes, bytes to fields, signatures, and what a strict reader refuses"
)

_HASH = fixed_bytes("env hash", 32)
_PREV = fixed_bytes("prev", 32)
OPENED = Event(
    space=SPACE,
    event_id=fixed_uuid("opened", 7),
    seq=1,
    prev=ZERO_HASH,
    member=MEMBER,
    at_ms=AT_MS,
    verb="space.opened",
    object=SPACE,
    rev=0,
    env_hash=b"",
    clear=SpaceOpened(1, ZERO_HASH, (OWN,)),
)
PUT = replace(
    OPENED,
    event_id=fixed_uuid("put", 7),
    seq=2,
    prev=_PREV,
    verb="item.put",
    object=OBJECT,
    rev=1,
    env_hash=_HASH,
    clear=ItemPut(),
)
ERASED = replace(
    PUT,
    event_id=fixed_uuid("erased", 7),
    seq=3,
    verb="item.erased",
    env_hash=b"",
    clear=ItemErased(_HASH),
)
JOINED = replace(
    OPENED,
    event_id=fixed_uuid("joined", 7),
    seq=2,
    prev=_PREV,
    member=OTHER_MEMBER,
    verb="space.joined",
    clear=SpaceJoined(TH),
)
LEFT = replace(JOINED, event_id=fixed_uuid("left", 7), seq=3, verb="space.left", clear=SpaceLeft())
GIVEN = replace(
    PUT, event_id=fixed_uuid("given", 7), seq=3, verb="appreciation.given", clear=Given()
)
TAKEN_IN = replace(
    GIVEN,
    event_id=fixed_uuid("taken in", 7),
    seq=4,
    member=OTHER_MEMBER,
    verb="appreciation.taken_in",
    env_hash=b"",
    clear=TakenIn(_HASH),
)
ANSWERED = replace(
    TAKEN_IN,
    event_id=fixed_uuid("answered", 7),
    rev=2,
    verb="appreciation.answered",
    env_hash=fixed_bytes("answer", 32),
    clear=Answered(_HASH),
)
GIVEN_ERASED = replace(
    TAKEN_IN,
    event_id=fixed_uuid("given erased", 7),
    member=MEMBER,
    verb="appreciation.erased",
    clear=GivenErased(_HASH),
)

malformed = partial(case.bad, "events", error="malformed", op="parse")


def cases() -> list[Json]:
    return [*_good(), *_verified(), *_cut(), *_widths(), *_values(), *_aux(), *_bodies()]


def _good() -> Iterator[Json]:
    shared = SpaceOpened(SHARED, TH, (OWN, PARTNER))
    unknown = UnknownClear((b"", fixed_bytes("clear", 5)))
    events = {
        "space.opened, personal": OPENED,
        "space.opened, shared": replace(OPENED, clear=shared),
        "item.put": PUT,
        "item.put, a later rev": replace(PUT, rev=2**32 - 1),
        "item.erased": ERASED,
        "space.joined": JOINED,
        "space.left": LEFT,
        "appreciation.given": GIVEN,
        "appreciation.taken_in": TAKEN_IN,
        "appreciation.answered": ANSWERED,
        "appreciation.erased": GIVEN_ERASED,
        "the largest seq and time": replace(PUT, seq=2**53 - 1, at_ms=2**53 - 1),
        "at_ms zero": replace(PUT, at_ms=0),
        "a verb nobody knows, with a body": replace(PUT, verb="dream.told", clear=unknown),
        "a verb nobody knows, without": replace(
            PUT, verb="dream.told", env_hash=b"", clear=unknown
        ),
        "the longest verb": replace(PUT, verb="a" * 32 + "." + "_" * 32, clear=UnknownClear(())),
        "another kind of erasing": replace(
            ERASED, verb="dream.erased", clear=UnknownClear((_HASH,))
        ),
        **talk_events.good_events(),
        **agreement_events.good_events(),
    }
    for name, event in events.items():
        yield case.good("events", f"build {name}", op="build", fields=fields_of(event))
        yield case.good("events", f"parse {name}", op="parse", event=b64(build(event)))


def _verified() -> list[Json]:
    verify = partial(case.good, "events", op="verify", ed_pub=b64(KEYS.ed_pub))
    refused = partial(case.bad, "events", op="verify")
    event = build(PUT)
    sig = KEYS.sign(event)
    # S + L verifies under the same equation; a reader that takes it lets anybody make a second
    # signature, and with it a second head, for the same event.
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(sig[32:], "little") + order
    malleated = sig[:32] + scalar.to_bytes(32, "little")
    given = {"event": b64(event), "sig": b64(sig), "ed_pub": b64(KEYS.ed_pub)}
    wrong: dict[str, Json] = {
        "another key": {**given, "ed_pub": b64(OTHER_KEYS.ed_pub)},
        "another event": {**given, "event": b64(build(ERASED))},
        "a bit flipped in R": {**given, "sig": b64(bytes([sig[0] ^ 1]) + sig[1:])},
        "a bit flipped in S": {**given, "sig": b64(sig[:32] + bytes([sig[32] ^ 1]) + sig[33:])},
        "S that is not reduced": {**given, "sig": b64(malleated)},
        "zeros": {**given, "sig": b64(bytes(64))},
        "63 bytes": {**given, "sig": b64(sig[:-1])},
        "65 bytes": {**given, "sig": b64(sig + b"\0")},
        "nothing": {**given, "sig": ""},
        "the label signed without the event": {**given, "sig": b64(KEYS.sign(T("gs1:event")))},
    }
    # R and the key are both the neutral element and S is zero: valid for every event there is.
    neutral = b"\1" + bytes(31)
    any_event = neutral + bytes(32)
    return [
        verify("a signature verifies", event=b64(event), sig=b64(sig)),
        *(refused(f"signature: {name}", "signature", **w) for name, w in wrong.items()),
        refused(
            "a small-order key and a signature that fits every event",
            "weak_key",
            event=b64(event),
            sig=b64(any_event),
            ed_pub=b64(neutral),
        ),
    ]


def _parts(event: Event) -> list[bytes]:
    """The twelve fields as bytes, to be spoilt one at a time."""
    data = build(event)
    at = len(lp(b"gs1:event"))
    parts = []
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        parts.append(data[at + 2 : end])
        at = end
    return parts


def _spoilt(event: Event, position: int, field: bytes) -> str:
    parts = _parts(event)
    parts[position] = field
    return b64(T("gs1:event", *parts))


def _cut() -> list[Json]:
    data, parts = build(PUT), _parts(PUT)
    wrong = {
        "nothing": b"",
        "the label alone": T("gs1:event"),
        "another label": T("gs1:events", *parts),
        "a label of another version": T("gs2:event", *parts),
        "one byte short": data[:-1],
        "one byte more": data + b"\0",
        "an empty thirteenth field": data + b"\0\0",
        "one field short": T("gs1:event", *parts[:-1]),
        "the first field missing": T("gs1:event", *parts[1:]),
        "two fields exchanged": T("gs1:event", parts[1], parts[0], *parts[2:4], *parts[3:]),
        "twice the same event": data * 2,
        "its JSON": b'{"space":""}',
    }
    return [malformed(f"event: {name}", event=b64(w)) for name, w in wrong.items()]


_FIELDS = {
    "space": (0, 16),
    "event_id": (1, 16),
    "seq": (2, 8),
    "prev": (3, 32),
    "member": (4, 16),
    "key_gen": (5, 2),
    "at_ms": (6, 8),
    "object": (8, 16),
    "rev": (9, 4),
    "env_hash": (10, 32),
}


def _widths() -> Iterator[Json]:
    for name, (position, width) in _FIELDS.items():
        field = _parts(PUT)[position]
        assert len(field) == width
        short, long = field[1:], b"\0" + field
        yield malformed(f"{name} one byte short", event=_spoilt(PUT, position, short))
        yield malformed(f"{name} one byte long", event=_spoilt(PUT, position, long))
        # Without a body there is no hash, so only item.put shows that an empty one is refused.
        yield malformed(f"{name} empty", event=_spoilt(PUT, position, b""))


def _values() -> list[Json]:
    verbs = {
        "empty": b"",
        "without a dot": b"item",
        "with two dots": b"item.put.again",
        "with nothing before the dot": b".put",
        "with nothing after the dot": b"item.",
        "in capitals": b"Item.put",
        "with a digit": b"item.put2",
        "with a hyphen": b"item.re-put",
        "with a line feed": b"item.put\n",
        "with a zero byte": b"item.put\0",
        "with a letter outside ASCII": "itém.put".encode(),
        "with a Cyrillic letter": "item.рut".encode(),
        "that is not UTF-8": b"item.\xff",
        "with 33 letters before the dot": b"a" * 33 + b".put",
        "with 33 letters after the dot": b"item." + b"a" * 33,
    }
    return [
        malformed("seq 0", event=_spoilt(PUT, 2, u64(0))),
        malformed("seq 2^53", event=_spoilt(PUT, 2, (2**53).to_bytes(8, "big"))),
        malformed("the largest u64 as seq", event=_spoilt(PUT, 2, b"\xff" * 8)),
        malformed("at_ms 2^53", event=_spoilt(PUT, 6, (2**53).to_bytes(8, "big"))),
        malformed("at_ms before 1970", event=_spoilt(PUT, 6, b"\xff" * 8)),
        malformed("prev zero at seq 2", event=_spoilt(PUT, 3, ZERO_HASH)),
        malformed("prev not zero at seq 1", event=_spoilt(OPENED, 3, _PREV)),
        malformed("key_gen 0", event=_spoilt(PUT, 5, u16(0))),
        malformed("key_gen 2", event=_spoilt(PUT, 5, u16(2))),
        malformed("a hash of 64 bytes", event=_spoilt(PUT, 10, _HASH * 2)),
        *(
            malformed(f"a verb {name}", event=b64(T("gs1:event", *_with_verb(verb))))
            for name, verb in verbs.items()
        ),
    ]


def _with_verb(verb: bytes) -> list[bytes]:
    """The same verb in the event and in aux, so that its grammar is the only fault."""
    parts = _parts(PUT)
    return [*parts[:7], verb, *parts[8:11], lp(b"gs1:aux") + lp(verb)]


def _aux() -> list[Json]:
    member = (MEMBER.bytes, KEYS.ed_pub, KEYS.x_pub)
    opened = partial(T, "gs1:aux", b"space.opened")
    wrong_opened = {
        "no clear fields": opened(),
        "a kind alone": opened(u8(1)),
        "no member": opened(u8(1), ZERO_HASH),
        "kind 0": opened(u8(0), ZERO_HASH, *member),
        "kind 3": opened(u8(3), ZERO_HASH, *member),
        "kind as u16": opened(u16(1), ZERO_HASH, *member),
        "an empty th": opened(u8(1), b"", *member),
        "a th of 31 bytes": opened(u8(1), bytes(31), *member),
        "a member without its last key": opened(u8(1), ZERO_HASH, *member[:2]),
        "a member id of 15 bytes": opened(u8(1), ZERO_HASH, member[0][1:], *member[1:]),
        "a signing key of 31 bytes": opened(u8(1), ZERO_HASH, member[0], member[1][1:], member[2]),
        "an agreement key of 33 bytes": opened(u8(1), ZERO_HASH, *member[:2], member[2] + b"\0"),
        "personal with two members": opened(u8(1), ZERO_HASH, *member, *member),
        "shared with one member": opened(u8(2), ZERO_HASH, *member),
        "shared with three members": opened(u8(2), ZERO_HASH, *member * 3),
        "a field too many": opened(u8(1), ZERO_HASH, *member, b""),
        "the verb of another": T("gs1:aux", b"item.put"),
    }
    wrong_put = {
        "empty": b"",
        "without the verb": T("gs1:aux"),
        "another verb": T("gs1:aux", b"item.erased"),
        "another label": T("gs1:ctx", b"item.put"),
        "a clear field too many": T("gs1:aux", b"item.put", b""),
        "one byte more": T("gs1:aux", b"item.put") + b"\0",
        "one byte short": T("gs1:aux", b"item.put")[:-1],
    }
    erased = partial(T, "gs1:aux", b"item.erased")
    wrong_erased = {
        "no hash": erased(),
        "an empty hash": erased(b""),
        "a hash of 31 bytes": erased(_HASH[1:]),
        "two hashes": erased(_HASH, _HASH),
    }
    unknown = replace(PUT, verb="dream.told", clear=UnknownClear((b"x",)))
    wrong_unknown = {
        "another verb": T("gs1:aux", b"dream.kept", b"x"),
        "cut short": T("gs1:aux", b"dream.told", b"x")[:-1],
        "without the verb": T("gs1:aux"),
    }
    groups = [
        *_about_spaces_and_thanks(),
        *talk_events.wrong_aux(),
        *agreement_events.wrong_aux(),
        (OPENED, wrong_opened),
        (PUT, wrong_put),
        (ERASED, wrong_erased),
        (unknown, wrong_unknown),
    ]
    return [
        malformed(f"aux of {event.verb}: {name}", event=_spoilt(event, 11, aux))
        for event, wrong in groups
        for name, aux in wrong.items()
    ]


def _about_spaces_and_thanks() -> Iterator[tuple[Event, dict[str, bytes]]]:
    """Verbs with one field of 32 bytes, and verbs with none."""
    for event in (JOINED, TAKEN_IN, ANSWERED, GIVEN_ERASED):
        aux = partial(T, "gs1:aux", event.verb.encode())
        yield (
            event,
            {
                "no field": aux(),
                "an empty field": aux(b""),
                "31 bytes": aux(_HASH[1:]),
                "33 bytes": aux(_HASH + b"\0"),
                "two fields": aux(_HASH, _HASH),
            },
        )
    for event in (LEFT, GIVEN):
        aux = partial(T, "gs1:aux", event.verb.encode())
        yield event, {"an empty field": aux(b""), "a field": aux(_HASH)}


def _bodies() -> list[Json]:
    return [
        malformed("item.put without a body", event=_spoilt(PUT, 10, b"")),
        malformed("item.erased with a body", event=_spoilt(ERASED, 10, _HASH)),
        malformed("space.opened with a body", event=_spoilt(OPENED, 10, _HASH)),
        *(
            malformed(f"{event.verb} with a body", event=_spoilt(event, 10, _HASH))
            for event in (JOINED, LEFT, TAKEN_IN, GIVEN_ERASED)
        ),
        *(
            malformed(f"{event.verb} without a body", event=_spoilt(event, 10, b""))
            for event in (GIVEN, ANSWERED)
        ),
        *(
            malformed(name, event=_spoilt(event, 10, env_hash))
            for module in (talk_events, agreement_events)
            for name, event, env_hash in module.wrong_bodies()
        ),
        malformed("rev as u64", event=_spoilt(PUT, 9, u32(0) + u32(1))),
    ]
