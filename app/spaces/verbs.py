"""The verbs about a space itself. This version knows `space.opened`, a space's first event."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Literal, Self

from app.core.wire import B64_32, UuidBytes, Wire
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


SPACE_OPENED = Verb("space.opened", SpaceOpened, has_body=False)
