"""Logs of two people as a server sends them to either; a part of `page`."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from app.client import contexts
from app.client.canonical import b64
from app.client.envelope import SPACE_EPOCH, seal
from app.client.events import ZERO_HASH, Event, Item, build
from app.client.keys import MemberKeys
from app.client.verbs import PERSONAL, SHARED, MemberEntry, SpaceJoined, SpaceOpened, TakenIn
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
    PARTNER,
    SMALL_ORDER,
    SPACE,
    TH,
    fixed_bytes,
    fixed_keys,
    fixed_uuid,
)
from tests.vectors.python_half import events as bytes_of
from tests.vectors.python_half.rules import OPENED

Line = tuple[Event, bytes | None]

JOINED = bytes_of.JOINED
LEFT = bytes_of.LEFT
# A third person, whose keys are as good as anybody's.
STRANGER_KEYS = fixed_keys("stranger")
STRANGER = MemberEntry(fixed_uuid("stranger"), STRANGER_KEYS.ed_pub, STRANGER_KEYS.x_pub)
_KEYS: dict[object, MemberKeys] = {
    MEMBER: KEYS,
    OTHER_MEMBER: OTHER_KEYS,
    STRANGER.member: STRANGER_KEYS,
}


def cases() -> list[Json]:
    return [*_honest(), *_genesis(), *_second(), *_leaving(), *_authors()]


def _given(pages: tuple[list[Item], ...], role: str, **other: Json | str) -> Json:
    own, partner = (OWN, PARTNER) if role == "inviter" else (PARTNER, OWN)
    return {
        "space": str(SPACE),
        "own": entry_fields(own),
        "partner": entry_fields(partner),
        "role": role,
        "th": b64(TH),
        "pages": [[item_fields(item) for item in page] for page in pages],
        **other,
    }


def good(name: str, *pages: list[Item], role: str) -> Json:
    return case.good("page", f"shared, {role}: {name}", **_given(pages, role))


def bad(name: str, error: str, *pages: list[Item], role: str, **other: Json | str) -> Json:
    return case.bad("page", f"shared, {role}: {name}", error, **_given(pages, role, **other))


def log_of(*lines: Line, signed_by: MemberKeys | None = None) -> list[Item]:
    """Chains the lines in this order, each signed by its member's own key unless said."""
    items: list[Item] = []
    for seq, (event, body) in enumerate(lines, start=1):
        prev = items[-1].head if items else ZERO_HASH
        event_id = fixed_uuid(f"shared page event {seq}", 7)
        data = build(replace(event, seq=seq, prev=prev, event_id=event_id))
        keys = signed_by or _KEYS[event.member]
        items.append(Item(data, keys.sign(data), body))
    return items


def given() -> Line:
    context = contexts.body(SPACE, OBJECT, MEMBER, "appreciation.given", 1)
    words = {"t": "thanks", "v": 1, "did": "You came back.", "changed": "", "shows": ""}
    envelope = seal(
        fixed_bytes("body key", 32),
        context,
        words | {"about": "ordinary"},
        SPACE_EPOCH,
        lambda n: fixed_bytes("thanks", n),
    )
    return replace(bytes_of.GIVEN, env_hash=hashlib.sha256(envelope).digest()), envelope


def taken_in() -> Line:
    put, _ = given()
    return replace(bytes_of.TAKEN_IN, clear=TakenIn(put.env_hash)), None


def _honest() -> Iterator[Json]:
    log = log_of((OPENED, None), (JOINED, None), given(), taken_in(), (LEFT, None))
    before_giving = log_of((OPENED, None), given(), (JOINED, None))
    for role in ("inviter", "invited"):
        yield good("nothing yet", role=role)
        yield good("the genesis alone", log[:1], role=role)
        yield good("joined", log[:2], role=role)
        yield good("five events in one page", log, role=role)
        yield good("five events in five pages", *([item] for item in log), role=role)
        unjoined = log_of((OPENED, None), (replace(LEFT, member=MEMBER), None))
        yield good("ended by the inviter before joining", unjoined, role=role)
        refused = log_of((OPENED, None), (LEFT, None))
        yield good("ended by the invited person before joining", refused, role=role)
    yield good("an event that breaks a rule keeps its place", before_giving, role="inviter")


def _genesis() -> Iterator[Json]:
    """T7: what the server, or whoever stands in between, may want to open instead."""
    joined = (JOINED, None)

    def opened(*members: MemberEntry, th: bytes = TH, kind: int = SHARED) -> Event:
        return replace(
            OPENED, member=members[0].member, clear=SpaceOpened(kind, th, tuple(members))
        )

    wrong = {
        "another th": opened(OWN, PARTNER, th=fixed_bytes("another th", 32)),
        "no th": opened(OWN, PARTNER, th=ZERO_HASH),
        "the invited person first": opened(PARTNER, OWN),
        "another signing key of the inviter": opened(replace(OWN, ed_pub=STRANGER.ed_pub), PARTNER),
        "another agreement key of the inviter": opened(replace(OWN, x_pub=STRANGER.x_pub), PARTNER),
        "another signing key of the invited person": opened(
            OWN, replace(PARTNER, ed_pub=STRANGER.ed_pub)
        ),
        "another agreement key of the invited person": opened(
            OWN, replace(PARTNER, x_pub=STRANGER.x_pub)
        ),
        "a stranger as inviter": opened(STRANGER, PARTNER),
        "a stranger as the invited person": opened(OWN, STRANGER),
        "the same person twice": opened(OWN, OWN),
        "a personal space": opened(OWN, kind=PERSONAL, th=ZERO_HASH),
        "another object": replace(OPENED, object=OBJECT),
        "rev 1": replace(OPENED, rev=1),
        "the invited person as author": replace(OPENED, member=OTHER_MEMBER),
    }
    for role in ("inviter", "invited"):
        for name, event in wrong.items():
            yield bad(f"genesis with {name}", "genesis", log_of((event, None)), role=role)
        by_stranger = log_of((replace(OPENED, member=STRANGER.member), None))
        yield bad("a genesis by a stranger", "author", by_stranger, role=role)
        resigned = log_of((OPENED, None), signed_by=STRANGER_KEYS)
        yield bad("a genesis signed by a stranger", "signature", resigned, role=role)
        begins = log_of(joined, (OPENED, None))
        yield bad("a log that begins with joining", "genesis", begins, role=role)
        elsewhere = log_of((replace(OPENED, space=OTHER_SPACE, object=OTHER_SPACE), None))
        yield bad("the genesis of another space", "place", elsewhere, role=role)
        yield from _weak(role)


def _weak(role: str) -> Iterator[Json]:
    """T6: a vault that was told such a key does not save the log."""
    for name, point in SMALL_ORDER.items():
        weak = replace(PARTNER, ed_pub=bytes.fromhex(point))
        event = replace(OPENED, clear=SpaceOpened(SHARED, TH, (OWN, weak)))
        which = "partner" if role == "inviter" else "own"
        yield bad(
            f"the small-order key {name}",
            "weak_key",
            log_of((event, None)),
            role=role,
            **{which: entry_fields(weak)},
        )


def _second() -> Iterator[Json]:
    other_th = replace(JOINED, clear=SpaceJoined(fixed_bytes("another th", 32)))
    wrong = {
        "words before our joining": given(),
        "joined by the inviter": (replace(JOINED, member=MEMBER), None),
        "joined by another th": (other_th, None),
        "joined about another object": (replace(JOINED, object=OBJECT), None),
        "joined with rev 1": (replace(JOINED, rev=1), None),
        "ended about another object": (replace(LEFT, object=OBJECT), None),
        "the genesis again": (OPENED, None),
    }
    for name, line in wrong.items():
        log = log_of((OPENED, None), line)
        yield bad(name, "genesis", log, role="invited")
        yield good(f"{name}: a card", log, role="inviter")


def _leaving() -> Iterator[Json]:
    late = (replace(LEFT, at_ms=AT_MS + 1), None)
    for role in ("inviter", "invited"):
        log = log_of((OPENED, None), (JOINED, None), late)
        yield bad("a leaving that tells its time", "clock", log, role=role)
        after = (replace(given()[0], at_ms=AT_MS + 5), given()[1])
        repeated = (replace(LEFT, at_ms=AT_MS + 5), None)
        log = log_of((OPENED, None), (JOINED, None), after, repeated)
        yield good("a leaving with the date before it", log, role=role)


def _authors() -> Iterator[Json]:
    """T6: neither can speak in the other's name, and nobody else at all."""
    forged = log_of((OPENED, None), (JOINED, None), given(), taken_in())
    taken, _ = taken_in()
    for role in ("inviter", "invited"):
        stranger = log_of((OPENED, None), (JOINED, None), (_by_stranger(), None))
        yield bad("an event of a stranger", "author", stranger, role=role)
        data = forged[3].event
        in_name = [*forged[:3], Item(data, KEYS.sign(data), None)]
        yield bad("taken in, signed by the giver", "signature", in_name, role=role)
        early = log_of((OPENED, None), (JOINED, None), (replace(taken, at_ms=AT_MS - 1), None))
        yield bad("dated before the one before", "clock", early, role=role)


def _by_stranger() -> Event:
    return replace(LEFT, member=STRANGER.member)
