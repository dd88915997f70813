"""The events of limits, requests and agreements in bytes, and what a strict reader refuses."""

from collections.abc import Iterator

from app.client.agreement_verbs import (
    KEPT,
    RETIRED,
    AgreementAccepted,
    AgreementErased,
    AgreementPaused,
    AgreementProposed,
    AgreementResumed,
    AgreementReviewed,
    AgreementWithdrawn,
    LimitAcknowledged,
    LimitErased,
    LimitRetired,
    LimitShared,
    RequestAnswered,
    RequestAsked,
    RequestErased,
    RequestWithdrawn,
)
from app.client.canonical import T, u8, u32, u64, utf8
from app.client.clear import ClearFields
from app.client.events import ZERO_HASH, Event
from app.client.verbs import verb_of
from tests.vectors.fixed import AT_MS, MEMBER, OBJECT, SPACE, fixed_bytes, fixed_uuid

HASH = fixed_bytes("env hash", 32)
BASE = fixed_bytes("base", 32)


def agreement_event(clear: ClearFields, rev: int = 0) -> Event:
    """At seq 3 by the inviter; with a hash where the verb brings a body."""
    verb = verb_of(clear)
    return Event(
        space=SPACE,
        event_id=fixed_uuid(verb, 7),
        seq=3,
        prev=fixed_bytes("prev", 32),
        member=MEMBER,
        at_ms=AT_MS,
        verb=verb,
        object=OBJECT,
        rev=rev,
        env_hash=HASH if clear.brings_body else b"",
        clear=clear,
    )


_BARE = (
    LimitRetired(),
    RequestWithdrawn(),
    AgreementPaused(),
    AgreementResumed(),
    AgreementWithdrawn(),
)
_BARE_WITH_BODY = (LimitShared(), RequestAsked())
_NAMED = (
    LimitAcknowledged(HASH),
    LimitErased(HASH),
    RequestErased(HASH),
    AgreementAccepted(HASH),
    AgreementErased(HASH),
)
_PROPOSED = AgreementProposed(BASE, deep=False)
_REVIEWED = AgreementReviewed(HASH, KEPT, AT_MS + 1)


def good_events() -> dict[str, Event]:
    events = {
        "the first words": agreement_event(AgreementProposed(ZERO_HASH, deep=False), 1),
        "deep words": agreement_event(AgreementProposed(BASE, deep=True), 2),
        "to be retired": agreement_event(AgreementReviewed(HASH, RETIRED, 0), 1),
    }
    clears = (*_BARE, *_BARE_WITH_BODY, *_NAMED, RequestAnswered(HASH), _PROPOSED, _REVIEWED)
    by_verb = {verb_of(clear): agreement_event(clear, 1) for clear in clears}
    return by_verb | {f"{event.verb}, {more}": event for more, event in events.items()}


def wrong_aux() -> Iterator[tuple[Event, dict[str, bytes]]]:
    """A verb, and every way in which its clear fields are nearly right."""
    for bare in (*_BARE, *_BARE_WITH_BODY):
        yield _wrong(agreement_event(bare), {"an empty field": (b"",), "a hash": (HASH,)})
    named = {"no hash": (), "a hash of 31 bytes": (HASH[1:],), "two hashes": (HASH, HASH)}
    for clear in (*_NAMED, RequestAnswered(HASH)):
        yield _wrong(agreement_event(clear, 1), named)
    yield _wrong(
        agreement_event(_PROPOSED, 2),
        {
            "no base": (u8(0),),
            "an empty base": (b"", u8(0)),
            "no word on deep": (BASE,),
            "deep of 2": (BASE, u8(2)),
            "deep as u32": (BASE, u32(1)),
            "a field too many": (BASE, u8(0), b""),
        },
    )
    yield _wrong(
        agreement_event(_REVIEWED, 1),
        {
            "no outcome": (HASH, u64(1)),
            "outcome 0": (HASH, u8(0), u64(1)),
            "outcome 3": (HASH, u8(3), u64(1)),
            "kept without a next": (HASH, u8(KEPT), u64(0)),
            "retired with a next": (HASH, u8(RETIRED), u64(1)),
            "a next as u32": (HASH, u8(KEPT), u32(1)),
            "a next of 2^53": (HASH, u8(KEPT), (2**53).to_bytes(8, "big")),
            "a hash of 31 bytes": (HASH[1:], u8(KEPT), u64(1)),
            "a field too many": (HASH, u8(KEPT), u64(1), b""),
        },
    )


def wrong_bodies() -> Iterator[tuple[str, Event, bytes]]:
    """A name, an event, and the hash that does not belong in its field."""
    for without in (*_BARE, *_NAMED, _REVIEWED):
        event = agreement_event(without)
        yield f"{event.verb} with a body", event, HASH
    with_body: tuple[ClearFields, ...] = (*_BARE_WITH_BODY, RequestAnswered(HASH), _PROPOSED)
    for clear in with_body:
        event = agreement_event(clear, 1)
        yield f"{event.verb} without a body", event, b""


def _wrong(event: Event, fields: dict[str, tuple[bytes, ...]]) -> tuple[Event, dict[str, bytes]]:
    verb = utf8(event.verb)
    return event, {name: T("gs1:aux", verb, *parts) for name, parts in fields.items()}
