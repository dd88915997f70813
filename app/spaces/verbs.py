"""The verbs about a space itself: it is opened, the invited person joins, and either one leaves."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Literal, Self

from app.core.wire import B64_32, UuidBytes, Wire
from app.log.clear import NoFields
from app.log.events import ClearFields, Verb

_KEYS = 3


class SpaceKind(IntEnum):
    """How many people a space is for; the value is that number."""

    PERSONAL = 1
    SHARED = 2


class MemberKeys(Wire):
    """A member and the two public keys that speak for them in this space."""

    member: UuidBytes
    ed_pub: B64_32
    x_pub: B64_32


class SpaceOpened(ClearFields):
    """u8 kind · th, or 32 zero bytes · member, ed_pub, x_pub of each member, inviter first."""

    verb: Literal["space.opened"] = "space.opened"
    kind: SpaceKind
    th: B64_32
    members: tuple[MemberKeys, ...]

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        kind_byte, th, *keys = fields
        (number,) = kind_byte
        kind = SpaceKind(number)
        if len(keys) != kind * _KEYS:
            raise ValueError("space.opened names each member of its kind once")
        members = tuple(
            MemberKeys(member=keys[at], ed_pub=keys[at + 1], x_pub=keys[at + 2])
            for at in range(0, len(keys), _KEYS)
        )
        return cls(kind=kind, th=th, members=members)


class SpaceJoined(ClearFields):
    """th: the invited person has come in, by this pairing and no other."""

    verb: Literal["space.joined"] = "space.joined"
    th: B64_32

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        if len(fields) != 1:
            raise ValueError("space.joined has one clear field")
        return cls(th=fields[0])


class SpaceLeft(NoFields):
    """One of the two has gone. It gives no reason, and its date repeats the event before it."""

    verb: Literal["space.left"] = "space.left"


SPACE_OPENED = Verb("space.opened", SpaceOpened, has_body=False)
SPACE_JOINED = Verb("space.joined", SpaceJoined, has_body=False)
SPACE_LEFT = Verb("space.left", SpaceLeft, has_body=False)
