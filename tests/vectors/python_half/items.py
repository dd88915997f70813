"""The rule of `item.put` and `item.erased`: events in, objects or a refusal out."""

from dataclasses import replace
from uuid import UUID

from app.client.events import Event
from app.client.verbs import ItemErased
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fields import fields_of
from tests.vectors.fixed import MEMBER, OBJECT, OTHER_MEMBER, OTHER_OBJECT, fixed_bytes, fixed_uuid
from tests.vectors.python_half.events import ERASED, PUT

DESCRIPTION = "What item.put and item.erased do to an object, and when they are refused"


def put(rev: int, *, object_id: UUID = OBJECT, member: UUID = MEMBER, body: str = "") -> Event:
    env_hash = fixed_bytes(f"body {body or rev}", 32)
    return replace(PUT, object=object_id, member=member, rev=rev, env_hash=env_hash)


def erased(rev: int, *, object_id: UUID = OBJECT, member: UUID = MEMBER, body: str = "") -> Event:
    clear = ItemErased(fixed_bytes(f"body {body or rev}", 32))
    return replace(ERASED, object=object_id, member=member, rev=rev, clear=clear)


def cases() -> list[Json]:
    return [*_accepted(), *_refused()]


def _accepted() -> list[Json]:
    runs = {
        "a first version": [put(1)],
        "three versions": [put(1), put(2), put(3)],
        "two objects": [put(1), put(1, object_id=OTHER_OBJECT), put(2)],
        "the other person's object": [put(1), put(1, object_id=OTHER_OBJECT, member=OTHER_MEMBER)],
        "the only version erased": [put(1), erased(1)],
        "an older version erased": [put(1), put(2), erased(1)],
        "every version erased": [put(1), put(2), erased(1), erased(2)],
        "put again after erasing": [put(1), erased(1), put(2)],
        "erased in any order": [put(1), put(2), erased(2), erased(1)],
        "erased, put again, erased again": [put(1), erased(1), put(2), erased(2)],
        "two versions with one body": [put(1, body="x"), put(2, body="x"), erased(2, body="x")],
    }
    return [case.good("items", n, events=_as_log(run)) for n, run in runs.items()]


def _refused() -> list[Json]:
    other = OTHER_MEMBER
    runs = {
        "a first version with rev 0": ("stale", [put(0)]),
        "a first version with rev 2": ("stale", [put(2)]),
        "the same rev again": ("stale", [put(1), put(1, body="other")]),
        "rev 0 after rev 1": ("stale", [put(1), put(0)]),
        "a rev left out": ("stale", [put(1), put(3)]),
        "an older rev": ("stale", [put(1), put(2), put(1)]),
        "rev 1 after erasing": ("stale", [put(1), erased(1), put(1)]),
        "somebody else's next version": ("not_author", [put(1), put(2, member=other)]),
        "somebody else after erasing": ("not_author", [put(1), erased(1), put(2, member=other)]),
        "erasing what never was": ("unknown_version", [erased(1)]),
        "erasing a later version": ("unknown_version", [put(1), erased(2)]),
        "erasing rev 0": ("unknown_version", [put(1), erased(0)]),
        "erasing in another object": (
            "unknown_version",
            [put(1), erased(1, object_id=OTHER_OBJECT)],
        ),
        "erasing somebody else's": ("not_author", [put(1), erased(1, member=other)]),
        "erasing another body": ("stale", [put(1), erased(1, body="other")]),
        "erasing with the hash of another rev": ("stale", [put(1), put(2), erased(1, body="2")]),
        "erasing twice": ("already_erased", [put(1), erased(1), erased(1)]),
    }
    return [case.bad("items", n, error, events=_as_log(run)) for n, (error, run) in runs.items()]


def _as_log(run: list[Event]) -> list[Json]:
    """The events at places of their own; the rule looks at neither seq nor prev."""
    return [
        fields_of(
            replace(
                event,
                seq=at,
                event_id=fixed_uuid(f"item event {at}", 7),
                prev=fixed_bytes(f"item prev {at}", 32),
            )
        )
        for at, event in enumerate(run, start=2)
    ]
