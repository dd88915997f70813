"""The events of a conversation in bytes, and what a strict reader refuses of their clear fields."""

from collections.abc import Iterator

from app.client.canonical import T, u8, u16, u32, u64
from app.client.clear import ClearFields
from app.client.events import Event
from app.client.talk_verbs import (
    DEEPER_TURNS,
    REVEAL,
    TURNS,
    Accepted,
    Ended,
    Heard,
    Invited,
    OpenedTogether,
    Passed,
    Paused,
    PlanStep,
    Ready,
    Resumed,
    Said,
    TalkErased,
    Told,
)
from app.client.verbs import verb_of
from tests.vectors.fixed import AT_MS, MEMBER, OBJECT, SPACE, fixed_bytes, fixed_uuid

HASH = fixed_bytes("env hash", 32)
INVITER_HASH = fixed_bytes("record of the inviter", 32)
INVITED_HASH = fixed_bytes("record of the invited person", 32)
PLAN = (PlanStep(REVEAL), PlanStep(TURNS, 2), PlanStep(DEEPER_TURNS, 1), PlanStep(REVEAL))


def talk_event(clear: ClearFields, rev: int = 0) -> Event:
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


EVENTS = (
    ("", talk_event(Invited(PLAN), 1)),
    (", one step", talk_event(Invited((PlanStep(REVEAL),)), 1)),
    (", the longest plan", talk_event(Invited((PlanStep(DEEPER_TURNS, 9),) * 16), 1)),
    ("", talk_event(Accepted())),
    ("", talk_event(Ready(2))),
    (", the last step there can be", talk_event(Passed(2**16 - 1))),
    (", speak", talk_event(Said(2, 1), 2)),
    (", imagine", talk_event(Said(2, 4), 3)),
    (", there is more", talk_event(Heard(2, enough=False))),
    (", enough", talk_event(Heard(2, enough=True))),
    ("", talk_event(Paused(AT_MS + 1_200_000))),
    ("", talk_event(Resumed())),
    ("", talk_event(Told(1))),
    ("", talk_event(OpenedTogether(1, INVITER_HASH, INVITED_HASH))),
    ("", talk_event(Ended())),
    ("", talk_event(TalkErased(HASH), 1)),
)


def good_events() -> dict[str, Event]:
    return {f"{event.verb}{more}": event for more, event in EVENTS}


def wrong_aux() -> Iterator[tuple[Event, dict[str, bytes]]]:
    """A verb, and every way in which its clear fields are nearly right."""
    yield _wrong(talk_event(Invited(PLAN), 1), _wrong_plans())
    step = {
        "step 0": (u16(0),),
        "no step": (),
        "a step as u8": (u8(1),),
        "a step as u32": (u32(1),),
        "a field too many": (u16(1), b""),
    }
    for clear in (Ready(1), Passed(1), Told(1)):
        yield _wrong(talk_event(clear), step)
    yield _wrong(talk_event(Said(1, 1), 2), _wrong_said())
    yield _wrong(talk_event(Heard(1, enough=True)), _wrong_heard())
    yield _wrong(
        talk_event(Paused(AT_MS)),
        {
            "no return": (),
            "a return as u32": (u32(1),),
            "a return of 2^53": ((2**53).to_bytes(8, "big"),),
            "two returns": (u64(1), u64(1)),
        },
    )
    yield _wrong(
        talk_event(OpenedTogether(1, HASH, HASH)),
        {
            "opening 0": (u16(0), HASH, HASH),
            "one hash": (u16(1), HASH),
            "an empty hash": (u16(1), HASH, b""),
            "a hash of 31 bytes": (u16(1), HASH[1:], HASH),
            "three hashes": (u16(1), HASH, HASH, HASH),
            "no opening": (HASH, HASH),
        },
    )
    for bare in (Accepted(), Resumed(), Ended()):
        yield _wrong(talk_event(bare), {"an empty field": (b"",), "a step": (u16(1),)})
    erased = {"no hash": (), "a hash of 31 bytes": (HASH[1:],), "two hashes": (HASH, HASH)}
    yield _wrong(talk_event(TalkErased(HASH), 1), erased)


def wrong_bodies() -> Iterator[tuple[str, Event, bytes]]:
    """A name, an event, and the hash that does not belong in its field."""
    bodiless: tuple[ClearFields, ...] = (
        Accepted(),
        Ready(1),
        Heard(1, enough=True),
        Passed(1),
        Paused(AT_MS),
        Resumed(),
        Told(1),
        OpenedTogether(1, HASH, HASH),
        Ended(),
        TalkErased(HASH),
    )
    for event in map(talk_event, bodiless):
        yield f"{event.verb} with a body", event, HASH
    for event in (talk_event(Invited(PLAN), 1), talk_event(Said(2, 1), 2)):
        yield f"{event.verb} without a body", event, b""


def _wrong_plans() -> dict[str, tuple[bytes, ...]]:
    reveal, turns = u8(REVEAL) + u8(0), u8(TURNS) + u8(1)
    return {
        "no plan": (),
        "an empty plan": (b"",),
        "a plan of one byte": (u8(REVEAL),),
        "a plan of three bytes": (reveal + u8(REVEAL),),
        "seventeen steps": (reveal * 17,),
        "a step in a field of its own": (reveal, turns),
        "a step of kind 0": (u8(0) + u8(0),),
        "a step of kind 4": (u8(4) + u8(1),),
        "a reveal with a round": (u8(REVEAL) + u8(1),),
        "turns without a round": (u8(TURNS) + u8(0),),
        "turns of ten rounds": (u8(TURNS) + u8(10),),
        "deeper turns without a round": (u8(DEEPER_TURNS) + u8(0),),
        "deeper turns of ten rounds": (u8(DEEPER_TURNS) + u8(10),),
        "a wrong step behind a right one": (reveal + u8(REVEAL) + u8(2),),
    }


def _wrong_said() -> dict[str, tuple[bytes, ...]]:
    return {
        "step 0": (u16(0), u8(1)),
        "move 0": (u16(1), u8(0)),
        "move 5": (u16(1), u8(5)),
        "move as u16": (u16(1), u16(1)),
        "no move": (u16(1),),
        "a field too many": (u16(1), u8(1), b""),
    }


def _wrong_heard() -> dict[str, tuple[bytes, ...]]:
    return {
        "step 0": (u16(0), u8(1)),
        "enough 2": (u16(1), u8(2)),
        "enough empty": (u16(1), b""),
        "enough as u16": (u16(1), u16(1)),
        "no enough": (u16(1),),
    }


def _wrong(event: Event, wrong: dict[str, tuple[bytes, ...]]) -> tuple[Event, dict[str, bytes]]:
    verb = event.verb.encode()
    return event, {name: T("gs1:aux", verb, *fields) for name, fields in wrong.items()}
