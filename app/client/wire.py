"""What the server answers, read strictly: a field of another shape is `malformed`, not a surprise.

Reading here says nothing about truth; `keyring` and `log` check what is read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.client.answers import Answer
from app.client.canonical import SAFE_LIMIT, b64, parse_uuid, unb64
from app.client.errors import MalformedError
from app.client.events import Item

Json = dict[str, Any]


@dataclass(frozen=True)
class Salt:
    profile: int
    salt: bytes


@dataclass(frozen=True)
class SpaceState:
    space: UUID
    kind: int
    member: UUID
    sk_wrap: bytes
    seq: int
    head: bytes


@dataclass(frozen=True)
class AccountState:
    account: UUID
    login: str
    profile: int
    salt: bytes
    ak_pw: bytes
    ak_rc: bytes
    vault_revision: int
    vault: bytes
    spaces: tuple[SpaceState, ...]


@dataclass(frozen=True)
class Delivered:
    """An item with what the server says of its arrival, which is its word and no more."""

    item: Item
    arrived_ms: int
    repaired: bool


@dataclass(frozen=True)
class Page:
    """Events after the ones we have; `seq` and `head` are where the server says that the log is."""

    events: tuple[Delivered, ...]
    seq: int
    head: bytes


@dataclass(frozen=True)
class Appended:
    """`status` is 201, or 200 when every item had been stored before."""

    status: int
    seq: int
    head: bytes


@dataclass(frozen=True)
class InvitationState:
    """How far an invitation has come, in the server's words: `open claimed answered opened`.

    What has not come yet, or is not for us, is None.
    """

    step: str
    expires_ms: int
    m1: bytes
    m2: bytes | None
    nonce: bytes | None
    space: UUID | None
    genesis: Item | None = None
    pair_wrap: bytes | None = None


@dataclass(frozen=True)
class Kept:
    """What stands after an answer was put. `open`: both are in. `second`: ours came second."""

    rev: int
    open: bool
    second: bool


@dataclass(frozen=True)
class AnswersState:
    """An opening as the server gives it; `rev` is that of our newest answer, withdrawn ones too."""

    mine: Answer | None
    theirs: Answer | None
    rev: int
    second: bool
    wait_ms: int


def read_kept(answer: object) -> Kept:
    fields = as_object(answer)
    is_open, second = as_flag(fields.get("open")), as_flag(fields.get("second"))
    return Kept(as_number(fields.get("rev")), is_open, second)


def read_answers(answer: object) -> AnswersState:
    fields = as_object(answer)
    mine, theirs = fields.get("mine"), fields.get("theirs")
    return AnswersState(
        mine=None if mine is None else read_answer(mine),
        theirs=None if theirs is None else read_answer(theirs),
        rev=as_number(fields.get("rev")),
        second=as_flag(fields.get("second")),
        wait_ms=as_number(fields.get("wait_ms")),
    )


def read_answer(answer: object) -> Answer:
    fields = as_object(answer)
    record, body = unb64(fields.get("record")), _optional(fields.get("body"))
    return Answer(record, unb64(fields.get("sig"), 64), body)


def answer_json(answer: Answer) -> Json:
    body = None if answer.body is None else b64(answer.body)
    return {"record": b64(answer.record), "sig": b64(answer.sig), "body": body}


def read_invitation(answer: object) -> InvitationState:
    fields = as_object(answer)
    genesis, space = fields.get("genesis"), fields.get("space")
    return InvitationState(
        step=as_text(fields.get("step")),
        expires_ms=as_number(fields.get("expires_ms")),
        m1=unb64(fields.get("m1")),
        m2=_optional(fields.get("m2")),
        nonce=_optional(fields.get("nonce")),
        space=None if space is None else parse_uuid(space),
        genesis=None if genesis is None else read_item(as_object(genesis)),
        pair_wrap=_optional(fields.get("pair_wrap")),
    )


def _optional(value: object) -> bytes | None:
    return None if value is None else unb64(value)


def read_salt(answer: object) -> Salt:
    fields = as_object(answer)
    # The length of the salt is judged by name, with the profile, before any work.
    return Salt(as_number(fields.get("profile")), unb64(fields.get("salt")))


def read_account(answer: object) -> AccountState:
    fields = as_object(answer)
    vault = as_object(fields.get("vault"))
    return AccountState(
        account=parse_uuid(fields.get("account")),
        login=as_text(fields.get("login")),
        profile=as_number(fields.get("profile")),
        salt=unb64(fields.get("salt")),
        ak_pw=unb64(fields.get("ak_pw")),
        ak_rc=unb64(fields.get("ak_rc")),
        vault_revision=as_number(vault.get("revision")),
        vault=unb64(vault.get("envelope")),
        spaces=tuple(_read_space(space) for space in as_list(fields.get("spaces"))),
    )


def _read_space(answer: object) -> SpaceState:
    fields = as_object(answer)
    return SpaceState(
        space=parse_uuid(fields.get("space")),
        kind=as_number(fields.get("kind")),
        member=parse_uuid(fields.get("member")),
        sk_wrap=unb64(fields.get("sk_wrap")),
        seq=as_number(fields.get("seq")),
        head=unb64(fields.get("head"), 32),
    )


def read_page(answer: object) -> Page:
    fields = as_object(answer)
    events = tuple(read_delivered(row) for row in as_list(fields.get("events")))
    return Page(events, as_number(fields.get("seq")), unb64(fields.get("head"), 32))


def read_delivered(answer: object) -> Delivered:
    fields = as_object(answer)
    return Delivered(
        read_item(fields),
        arrived_ms=as_number(fields.get("arrived_ms")),
        repaired=as_flag(fields.get("repaired")),
    )


def read_item(fields: Mapping[str, Any]) -> Item:
    body = fields.get("body")
    return Item(
        event=unb64(fields.get("event")),
        sig=unb64(fields.get("sig"), 64),
        body=None if body is None else unb64(body),
    )


def read_appended(status: int, answer: object) -> Appended:
    fields = as_object(answer)
    return Appended(status, as_number(fields.get("seq")), unb64(fields.get("head"), 32))


def item_json(item: Item) -> Json:
    return {
        "event": b64(item.event),
        "sig": b64(item.sig),
        "body": None if item.body is None else b64(item.body),
    }


def delivered_json(delivered: Delivered) -> Json:
    arrival = {"arrived_ms": delivered.arrived_ms, "repaired": delivered.repaired}
    return item_json(delivered.item) | arrival


def parse_json(data: str | bytes) -> object:
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError):
        raise MalformedError("an answer is not JSON") from None
    return value


def as_object(value: object) -> Json:
    if not isinstance(value, dict):
        raise MalformedError("an answer is not an object")
    return value


def as_list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise MalformedError("an answer is not a list")
    return value


def as_text(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedError("a value is not text")
    return value


def as_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise MalformedError("a value is neither true nor false")
    return value


def as_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < SAFE_LIMIT:
        raise MalformedError("a value is not a whole number below 2^53")
    return value
