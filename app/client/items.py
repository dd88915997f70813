"""The rule of `item.put` and `item.erased`, read from the protocol without the server's code.

A log can hold validly signed events that break a rule (a newer app, or a server that does not
enforce it). They keep their place and change nothing, on every phone alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from app.client.errors import RuleError
from app.client.events import Event
from app.client.verbs import ItemErased, ItemPut


@dataclass(frozen=True)
class Version:
    """One sealed body of an object: `put` is the event that brought it."""

    put: Event
    erased: bool = False


@dataclass(frozen=True)
class ObjectState:
    """`versions` by rev; only the first author revises."""

    author: UUID
    rev: int
    versions: Mapping[int, Version]


def decide(state: ObjectState | None, event: Event) -> ObjectState:
    """The object after this event, or a `RuleError`."""
    match event.clear:
        case ItemPut():
            return _put(state, event)
        case ItemErased(env_hash):
            return _erase(state, event, env_hash)
        case _:
            raise RuleError("unknown_verb", f"{event.verb} is not about an item")


def fold(events: Iterable[Event]) -> tuple[dict[UUID, ObjectState], list[Event]]:
    """Objects after a verified log, and the events that no rule of this version accepted."""
    objects: dict[UUID, ObjectState] = {}
    cards = []
    for event in events:
        try:
            objects[event.object] = decide(objects.get(event.object), event)
        except RuleError:
            cards.append(event)
    return objects, cards


def _put(state: ObjectState | None, event: Event) -> ObjectState:
    if state is None:
        if event.rev != 1:
            raise RuleError("stale", "an object begins with rev 1")
        return ObjectState(event.member, 1, {1: Version(event)})
    if event.member != state.author:
        raise RuleError("not_author", "only the first author revises an object")
    if event.rev != state.rev + 1:
        raise RuleError("stale", f"the next rev is {state.rev + 1}")
    return replace(state, rev=event.rev, versions={**state.versions, event.rev: Version(event)})


def _erase(state: ObjectState | None, event: Event, env_hash: bytes) -> ObjectState:
    version = None if state is None else state.versions.get(event.rev)
    if state is None or version is None:
        raise RuleError("unknown_version", "there is no such version to erase")
    if event.member != version.put.member:
        raise RuleError("not_author", "only its author erases a version")
    if env_hash != version.put.env_hash:
        raise RuleError("stale", "the version has another body")
    if version.erased:
        raise RuleError("already_erased", "the version is erased already")
    erased = replace(version, erased=True)
    return replace(state, versions={**state.versions, event.rev: erased})
