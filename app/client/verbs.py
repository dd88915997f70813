"""The verbs of this version and their clear fields (the table in tests/vectors/README.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from app.client.agreement_verbs import AGREEMENT_VERBS
from app.client.canonical import exact, number, split_labelled, u8, utf8, uuid_of
from app.client.clear import ClearFields, NamedVersion, NoFields, take
from app.client.errors import MalformedError
from app.client.talk_verbs import TALK_VERBS

PERSONAL: Final = 1
SHARED: Final = 2
SPACE_OPENED: Final = "space.opened"
SPACE_JOINED: Final = "space.joined"
SPACE_LEFT: Final = "space.left"
ITEM_PUT: Final = "item.put"
ITEM_ERASED: Final = "item.erased"
GIVEN: Final = "appreciation.given"
TAKEN_IN: Final = "appreciation.taken_in"
ANSWERED: Final = "appreciation.answered"
GIVEN_ERASED: Final = "appreciation.erased"

# space.opened: kind and th, then three fields a member.
_OPENED_FIELDS = 2
_MEMBER_FIELDS = 3
_MEMBERS_BY_KIND = {PERSONAL: 1, SHARED: 2}


@dataclass(frozen=True)
class MemberEntry:
    """A member as the genesis names them; both keys are 32 bytes."""

    member: UUID
    ed_pub: bytes
    x_pub: bytes


@dataclass(frozen=True)
class SpaceOpened(ClearFields):
    kind: int
    th: bytes
    members: tuple[MemberEntry, ...]

    def fields(self) -> tuple[bytes, ...]:
        entries = (part for m in self.members for part in (m.member.bytes, m.ed_pub, m.x_pub))
        return (u8(self.kind), self.th, *entries)

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        if len(fields) < _OPENED_FIELDS:
            raise MalformedError("space.opened has a kind and a th")
        kind, th = number(fields[0], 1), exact(fields[1], 32)
        if kind not in _MEMBERS_BY_KIND:
            raise MalformedError("a space is personal or shared")
        take(fields, _OPENED_FIELDS + _MEMBER_FIELDS * _MEMBERS_BY_KIND[kind])
        members = tuple(
            MemberEntry(uuid_of(fields[at]), exact(fields[at + 1], 32), exact(fields[at + 2], 32))
            for at in range(_OPENED_FIELDS, len(fields), _MEMBER_FIELDS)
        )
        return cls(kind, th, members)


@dataclass(frozen=True)
class SpaceJoined(ClearFields):
    th: bytes

    def fields(self) -> tuple[bytes, ...]:
        return (self.th,)

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        (th,) = take(fields, 1)
        return cls(exact(th, 32))


class SpaceLeft(NoFields):
    pass


class ItemPut(NoFields):
    brings_body = True


class Given(NoFields):
    brings_body = True


class ItemErased(NamedVersion):
    pass


class TakenIn(NamedVersion):
    pass


class Answered(NamedVersion):
    brings_body = True


class GivenErased(NamedVersion):
    pass


@dataclass(frozen=True)
class UnknownClear(ClearFields):
    """The clear fields of a verb that this version does not know, unread."""

    unread: tuple[bytes, ...]

    def fields(self) -> tuple[bytes, ...]:
        return self.unread

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        return cls(tuple(fields))


VERBS: Final[dict[str, type[ClearFields]]] = {
    SPACE_OPENED: SpaceOpened,
    SPACE_JOINED: SpaceJoined,
    SPACE_LEFT: SpaceLeft,
    ITEM_PUT: ItemPut,
    ITEM_ERASED: ItemErased,
    GIVEN: Given,
    TAKEN_IN: TakenIn,
    ANSWERED: Answered,
    GIVEN_ERASED: GivenErased,
    **TALK_VERBS,
    **AGREEMENT_VERBS,
}
_VERB_OF: Final = {clear: verb for verb, clear in VERBS.items()}


def verb_of(clear: ClearFields) -> str:
    """The verb whose clear fields these are; KeyError for one that this version does not know."""
    return _VERB_OF[type(clear)]


def read_clear(verb: str, aux: bytes) -> ClearFields:
    """Strictly; of an unknown verb, whatever it has."""
    fields = split_labelled("gs1:aux", aux)
    if not fields or fields[0] != utf8(verb):
        raise MalformedError("aux begins with the event's verb")
    return VERBS.get(verb, UnknownClear).read(fields[1:])
