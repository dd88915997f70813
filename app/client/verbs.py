"""The verbs of this version and their clear fields (the table in tests/vectors/README.md)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.client.agreement_verbs import (
    AGREEMENT_VERBS,
    AgreementClear,
    AgreementProposed,
    LimitShared,
    RequestAnswered,
    RequestAsked,
)
from app.client.canonical import exact, number, split_labelled, u8, utf8, uuid_of
from app.client.errors import MalformedError
from app.client.talk_verbs import TALK_VERBS, Invited, Said, TalkClear

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
class SpaceOpened:
    kind: int
    th: bytes
    members: tuple[MemberEntry, ...]


@dataclass(frozen=True)
class SpaceJoined:
    th: bytes


@dataclass(frozen=True)
class SpaceLeft:
    pass


@dataclass(frozen=True)
class ItemPut:
    pass


@dataclass(frozen=True)
class Given:
    pass


@dataclass(frozen=True)
class About:
    """A verb about one version: `env_hash` is that of its body."""

    env_hash: bytes


@dataclass(frozen=True)
class ItemErased(About):
    pass


@dataclass(frozen=True)
class TakenIn(About):
    pass


@dataclass(frozen=True)
class Answered(About):
    pass


@dataclass(frozen=True)
class GivenErased(About):
    pass


@dataclass(frozen=True)
class UnknownClear:
    """The clear fields of a verb that this version does not know, unread."""

    fields: tuple[bytes, ...]


Clear = (
    SpaceOpened
    | SpaceJoined
    | SpaceLeft
    | ItemPut
    | ItemErased
    | Given
    | TakenIn
    | Answered
    | GivenErased
    | TalkClear
    | AgreementClear
    | UnknownClear
)

# Verbs with no clear field, with a th, and with the hash of the version they are about.
_BARE: Final[dict[str, type[SpaceLeft | ItemPut | Given]]] = {
    SPACE_LEFT: SpaceLeft,
    ITEM_PUT: ItemPut,
    GIVEN: Given,
}
_ABOUT: Final[dict[str, type[ItemErased | TakenIn | Answered | GivenErased]]] = {
    ITEM_ERASED: ItemErased,
    TAKEN_IN: TakenIn,
    ANSWERED: Answered,
    GIVEN_ERASED: GivenErased,
}
_WITH_BODY = (
    ItemPut,
    Given,
    Answered,
    Invited,
    Said,
    LimitShared,
    RequestAsked,
    RequestAnswered,
    AgreementProposed,
)


def has_body(clear: Clear) -> bool:
    """Whether a known verb brings sealed words."""
    return isinstance(clear, _WITH_BODY)


def clear_fields(clear: Clear) -> tuple[bytes, ...]:
    match clear:
        case SpaceOpened(kind, th, members):
            entries = (part for m in members for part in (m.member.bytes, m.ed_pub, m.x_pub))
            return (u8(kind), th, *entries)
        case SpaceJoined(th):
            return (th,)
        case About(env_hash):
            return (env_hash,)
        case UnknownClear(fields):
            return fields
        case SpaceLeft() | ItemPut() | Given():
            return ()
        case _:
            return clear.fields()


def read_clear(verb: str, aux: bytes) -> Clear:
    fields = split_labelled("gs1:aux", aux)
    if not fields or fields[0] != utf8(verb):
        raise MalformedError("aux begins with the event's verb")
    rest = fields[1:]
    if verb == SPACE_OPENED:
        return _read_opened(rest)
    if verb == SPACE_JOINED:
        return SpaceJoined(_only(rest))
    if verb in _ABOUT:
        return _ABOUT[verb](_only(rest))
    if verb in TALK_VERBS:
        return TALK_VERBS[verb].read(rest)
    if verb in AGREEMENT_VERBS:
        return AGREEMENT_VERBS[verb].read(rest)
    if verb in _BARE:
        _expect_count(rest, 0)
        return _BARE[verb]()
    return UnknownClear(tuple(rest))


def _only(fields: list[bytes]) -> bytes:
    _expect_count(fields, 1)
    return exact(fields[0], 32)


def _read_opened(fields: list[bytes]) -> SpaceOpened:
    if len(fields) < _OPENED_FIELDS:
        raise MalformedError("space.opened has a kind and a th")
    kind, th = number(fields[0], 1), exact(fields[1], 32)
    if kind not in _MEMBERS_BY_KIND:
        raise MalformedError("a space is personal or shared")
    _expect_count(fields, _OPENED_FIELDS + _MEMBER_FIELDS * _MEMBERS_BY_KIND[kind])
    members = tuple(
        MemberEntry(uuid_of(fields[at]), exact(fields[at + 1], 32), exact(fields[at + 2], 32))
        for at in range(_OPENED_FIELDS, len(fields), _MEMBER_FIELDS)
    )
    return SpaceOpened(kind, th, members)


def _expect_count(fields: list[bytes], count: int) -> None:
    if len(fields) != count:
        raise MalformedError(f"aux has {len(fields)} clear fields, not {count}")
