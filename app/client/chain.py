"""Verification of a space's chain (protocol.md §6, §9 T2 to T5): nothing a server says is taken.

A page either verifies whole or changes nothing. The first fault is named with the seq at which it
was met.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from app.client.errors import ClientError
from app.client.events import ZERO_HASH, Event, Item, parse, verify_event
from app.client.keys import check_ed_pub
from app.client.verbs import (
    PERSONAL,
    SHARED,
    SPACE_LEFT,
    SPACE_OPENED,
    MemberEntry,
    SpaceJoined,
    SpaceOpened,
)


class ChainError(ClientError):
    """`malformed place author signature body clock weak_key genesis`, met at `seq`."""

    def __init__(self, code: str, seq: int, sentence: str) -> None:
        super().__init__(code, f"event {seq}: {sentence}")
        self.seq = seq


INVITER: Final = "inviter"
INVITED: Final = "invited"


@dataclass(frozen=True)
class Pairing:
    """What our vault says of a shared space beside ourselves. `role` is ours."""

    partner: MemberEntry
    role: str
    th: bytes


@dataclass(frozen=True)
class ChainState:
    """A verified log up to `seq`. `own` is what the vault says of us; genesis must say the same.

    A space is personal where there is no `pairing`.
    """

    space: UUID
    own: MemberEntry
    pairing: Pairing | None = None
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
        _check_joining(state, event)
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
    # Nobody is told when somebody left (R13).
    if event.verb == SPACE_LEFT and event.at_ms != state.at_ms:
        raise ClientError("clock", "leaving has the date of the event before it")


def _check_body(item: Item, event: Event) -> None:
    if item.body is not None and hashlib.sha256(item.body).digest() != event.env_hash:
        raise ClientError("body", "its body is not the one that was signed")


def _check_genesis(state: ChainState, event: Event) -> dict[UUID, bytes]:
    """The members' signing keys: exactly those that our vault names, the inviter first."""
    opened = event.clear
    if event.verb != SPACE_OPENED or not isinstance(opened, SpaceOpened):
        raise ClientError("genesis", "a space begins with space.opened")
    for entry in opened.members:
        check_ed_pub(entry.ed_pub)
    if opened != _expected(state) or event.rev != 0 or event.object != event.space:
        raise ClientError(
            "genesis", "it names another space, member, key or pairing than our vault"
        )
    if event.member not in {entry.member for entry in opened.members}:
        raise ClientError("author", "it was written by somebody else")
    if event.member != opened.members[0].member:
        raise ClientError("genesis", "the inviter opens a shared space")
    return {entry.member: entry.ed_pub for entry in opened.members}


def _expected(state: ChainState) -> SpaceOpened:
    if state.pairing is None:
        return SpaceOpened(PERSONAL, ZERO_HASH, (state.own,))
    partner, role, th = state.pairing.partner, state.pairing.role, state.pairing.th
    members = (state.own, partner) if role == INVITER else (partner, state.own)
    return SpaceOpened(SHARED, th, members)


def _check_joining(state: ChainState, event: Event) -> None:
    """The genesis is the inviter's word alone: the invited person's own event 2 agrees to it."""
    if state.pairing is None or state.pairing.role != INVITED or state.seq != 1:
        return
    joins = event.member == state.own.member and event.clear == SpaceJoined(state.pairing.th)
    about_space = event.object == event.space and event.rev == 0
    if not about_space or not (joins or event.verb == SPACE_LEFT):
        raise ClientError("genesis", "the second event is not our joining by this pairing")
