"""Signed events about a space itself: opened, joined, left."""

from uuid import UUID

from app.client.clear import ClearFields
from app.client.device import Device
from app.client.events import ZERO_HASH, Event, Item, build
from app.client.keys import MemberKeys
from app.client.log import SpaceLog
from app.client.verbs import (
    SPACE_JOINED,
    SPACE_LEFT,
    SPACE_OPENED,
    SpaceJoined,
    SpaceLeft,
    SpaceOpened,
)

# seq, prev and at_ms.
Place = tuple[int, bytes, int]


def sign_opening(device: Device, space: UUID, keys: MemberKeys, opened: SpaceOpened) -> Item:
    """The genesis, by the first member it names."""
    about = space, opened.members[0].member
    place = 1, ZERO_HASH, device.clock.now_ms()
    return _sign(device, keys, about, place=place, verb=SPACE_OPENED, clear=opened)


def sign_joining(device: Device, log: SpaceLog, keys: MemberKeys, th: bytes) -> Item:
    about = log.space, log.pin.own.member
    place = log.seq + 1, log.head, max(device.clock.now_ms(), log.at_ms)
    return _sign(device, keys, about, place=place, verb=SPACE_JOINED, clear=SpaceJoined(th))


def sign_leaving(device: Device, log: SpaceLog, keys: MemberKeys) -> Item:
    """Dated like the event before it: nobody is told when somebody left (R13)."""
    about = log.space, log.pin.own.member
    place = log.seq + 1, log.head, log.at_ms
    return _sign(device, keys, about, place=place, verb=SPACE_LEFT, clear=SpaceLeft())


def _sign(
    device: Device,
    keys: MemberKeys,
    about: tuple[UUID, UUID],
    *,
    place: Place,
    verb: str,
    clear: ClearFields,
) -> Item:
    """`about` is the space, and the member who speaks."""
    (space, member), (seq, prev, at_ms) = about, place
    event = build(
        Event(
            space=space,
            event_id=device.uuid7(),
            seq=seq,
            prev=prev,
            member=member,
            at_ms=at_ms,
            verb=verb,
            object=space,
            rev=0,
            env_hash=b"",
            clear=clear,
        )
    )
    return Item(event, keys.sign(event), None)
