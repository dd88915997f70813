"""Verification of a space's chain (protocol.md §6, §9 T2 to T5): nothing a server says is taken.

A page either verifies whole or changes nothing. The first fault is named with the seq at which it
was met.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from app.client.errors import ClientError
from app.client.events import ZERO_HASH, Event, Item, parse, verify_event
from app.client.keys import check_ed_pub
from app.client.verbs import PERSONAL, SPACE_OPENED, MemberEntry, SpaceOpened


class ChainError(ClientError):
    """`malformed place author signature body clock weak_key genesis`, met at `seq`."""

    def __init__(self, code: str, seq: int, sentence: str) -> None:
        super().__init__(code, f"event {seq}: {sentence}")
        self.seq = seq


@dataclass(frozen=True)
class ChainState:
    """A verified log up to `seq`. `own` is what the vault says of us; genesis must say the same."""

    space: UUID
    own: MemberEntry
    seq: int = 0
    head: bytes = ZERO_HASH
    at_ms: int = 0
    ed_pubs: Mapping[UUID, bytes] | None = None


def verify_page(state: ChainState, items: Iterable[Item]) -> tuple[ChainState, list[Event]]:
    """The state after these items and their events; a missing body is not a fault here."""
    events = []
    for item in items:
        state, event = _verify_item(state, item)
        events.append(event)
    return state, events


def _verify_item(state: ChainState, item: Item) -> tuple[ChainState, Event]:
    seq = state.seq + 1
    try:
        event = parse(item.event)
        _check_place(state, event)
        ed_pubs = _check_genesis(state, event) if state.ed_pubs is None else state.ed_pubs
        verify_event(item.event, item.sig, _ed_pub_of(event.member, ed_pubs))
        _check_date(state, event)
        _check_body(item, event)
    except ClientError as fault:
        raise ChainError(fault.code, seq, fault.sentence) from fault
    return (
        replace(state, seq=seq, head=item.head, at_ms=event.at_ms, ed_pubs=ed_pubs),
        event,
    )


def _check_place(state: ChainState, event: Event) -> None:
    if event.space != state.space:
        raise ClientError("place", "it belongs to another space")
    if event.seq != state.seq + 1:
        raise ClientError("place", f"it says that it is event {event.seq}")
    if event.prev != state.head:
        raise ClientError("place", "it does not follow the one before")


def _ed_pub_of(member: UUID, ed_pubs: Mapping[UUID, bytes]) -> bytes:
    if member not in ed_pubs:
        raise ClientError("author", "its author is no member")
    return ed_pubs[member]


def _check_date(state: ChainState, event: Event) -> None:
    if event.at_ms < state.at_ms:
        raise ClientError("clock", "it is dated before the one it follows")


def _check_body(item: Item, event: Event) -> None:
    if item.body is not None and hashlib.sha256(item.body).digest() != event.env_hash:
        raise ClientError("body", "its body is not the one that was signed")


def _check_genesis(state: ChainState, event: Event) -> dict[UUID, bytes]:
    """The members' signing keys. In this version a space has one member, and it is us."""
    opened = event.clear
    if event.verb != SPACE_OPENED or not isinstance(opened, SpaceOpened):
        raise ClientError("genesis", "a space begins with space.opened")
    for entry in opened.members:
        check_ed_pub(entry.ed_pub)
    if opened.kind != PERSONAL or opened.th != ZERO_HASH or event.rev != 0:
        raise ClientError("genesis", "it does not open a personal space")
    if event.object != event.space or opened.members != (state.own,):
        raise ClientError("genesis", "it names another space, member or key than our vault")
    if event.member != state.own.member:
        raise ClientError("author", "it was written by somebody else")
    return {entry.member: entry.ed_pub for entry in opened.members}
