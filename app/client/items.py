"""The rule of `item.put` and `item.erased`, read from the protocol without the server's code."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from app.client.agreed import Agreement, Limit, Request
from app.client.errors import RuleError
from app.client.events import Event
from app.client.turns import Talk
from app.client.verbs import ItemErased, ItemPut

ITEM: Final = "item"


@dataclass(frozen=True)
class Version:
    """One sealed body of an object: `put` is the event that brought it."""

    put: Event
    erased: bool = False


@dataclass(frozen=True)
class ObjectState:
    """`versions` by rev; only the first author revises an item, and gives an appreciation.

    `kind` is the domain it belongs to; `taken_in` says something of an appreciation alone, `talk`
    of a conversation, `agreed` of a limit, a request or an agreement.
    """

    author: UUID
    rev: int
    versions: Mapping[int, Version]
    kind: str = ITEM
    taken_in: bool = False
    talk: Talk | None = None
    agreed: Limit | Request | Agreement | None = None

    def with_version(self, rev: int, version: Version) -> "ObjectState":
        """The same object with this version; `rev` grows with it."""
        versions = {**self.versions, rev: version}
        return replace(self, rev=max(self.rev, rev), versions=versions)


def find_version(state: ObjectState | None, event_id: UUID | None) -> Version | None:
    """The version that this event brought, if it is there."""
    versions = () if state is None else state.versions.values()
    return next((version for version in versions if version.put.event_id == event_id), None)


def decide(state: ObjectState | None, event: Event) -> ObjectState:
    """The object after this event, or a `RuleError`."""
    match event.clear:
        case ItemPut():
            return _put(state, event)
        case ItemErased(env_hash):
            return erase_version(state, event, env_hash)
        case _:
            raise RuleError("unknown_verb", f"{event.verb} is not about an item")


def _put(state: ObjectState | None, event: Event) -> ObjectState:
    if state is None:
        if event.rev != 1:
            raise RuleError("stale", "an object begins with rev 1")
        return ObjectState(event.member, 1, {1: Version(event)})
    if event.member != state.author:
        raise RuleError("not_author", "only the first author revises an object")
    if event.rev != state.rev + 1:
        raise RuleError("stale", f"the next rev is {state.rev + 1}")
    return state.with_version(event.rev, Version(event))


def erase_version(state: ObjectState | None, event: Event, env_hash: bytes) -> ObjectState:
    """The one rule of every `*.erased`: its author, naming the version by rev and hash, once."""
    version = None if state is None else state.versions.get(event.rev)
    if state is None or version is None:
        raise RuleError("unknown_version", "there is no such version to erase")
    if event.member != version.put.member:
        raise RuleError("not_author", "only its author erases a version")
    if env_hash != version.put.env_hash:
        raise RuleError("stale", "the version has another body")
    if version.erased:
        raise RuleError("already_erased", "the version is erased already")
    return state.with_version(event.rev, replace(version, erased=True))
