"""A case of the rules: a line of events, each at a place of its own."""

from dataclasses import replace

from app.client.events import ZERO_HASH, Event
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fields import fields_of
from tests.vectors.fixed import fixed_bytes, fixed_uuid


def good(name: str, run: list[Event]) -> Json:
    return case.good("rules", name, events=_as_log(run))


def bad(name: str, error: str, run: list[Event]) -> Json:
    return case.bad("rules", name, error, events=_as_log(run))


def _as_log(run: list[Event]) -> list[Json]:
    """At places of their own; the rules look at seq only to see that a genesis is the first."""
    return [fields_of(_placed(event, at)) for at, event in enumerate(run, start=1)]


def _placed(event: Event, at: int) -> Event:
    prev = ZERO_HASH if at == 1 else fixed_bytes(f"rule prev {at}", 32)
    return replace(event, seq=at, event_id=fixed_uuid(f"rule event {at}", 7), prev=prev)
