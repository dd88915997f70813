"""Answers that open together (protocol.md §7): the record that an author signs, and its body.

    record = T("gs1:answer", space, conversation, u16 opening, member, u16 key_gen, u32 rev,
               env_hash)

It waits outside the log, so that nothing tells the other person that it is there.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from app.client import contexts
from app.client.canonical import T, exact, number, split_labelled, u16, u32, uuid_of
from app.client.envelope import SPACE_EPOCH, Random, open_envelope, seal
from app.client.errors import AnswerError, MalformedError
from app.client.events import KEY_GEN
from app.client.keys import MemberKeys, SpaceKeys, verify

_FIELDS: Final = 7


@dataclass(frozen=True)
class Record:
    """Whose answer to which opening this is. `rev` counts this author's versions from 1."""

    space: UUID
    conversation: UUID
    opening: int
    member: UUID
    rev: int
    env_hash: bytes
    key_gen: int = KEY_GEN

    def build(self) -> bytes:
        return T(
            "gs1:answer",
            self.space.bytes,
            self.conversation.bytes,
            u16(self.opening),
            self.member.bytes,
            u16(self.key_gen),
            u32(self.rev),
            self.env_hash,
        )

    @property
    def context(self) -> bytes:
        return contexts.answer(self.space, self.conversation, self.opening, self.member, self.rev)


@dataclass(frozen=True)
class Answer:
    """A record as it travels: the signed bytes themselves.

    `body` is None where its author took it back, after somebody had left (R14).
    """

    record: bytes
    sig: bytes
    body: bytes | None

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.record).digest()


def read_record(data: bytes) -> Record:
    fields = split_labelled("gs1:answer", data)
    if len(fields) != _FIELDS:
        raise MalformedError(f"a record has {_FIELDS} fields")
    space, conversation, opening, member, key_gen, rev, env_hash = fields
    record = Record(
        space=uuid_of(space),
        conversation=uuid_of(conversation),
        opening=number(opening, 2),
        member=uuid_of(member),
        key_gen=number(key_gen, 2),
        rev=number(rev, 4),
        env_hash=exact(env_hash, 32),
    )
    if record.opening == 0 or record.rev == 0 or record.key_gen != KEY_GEN:
        raise MalformedError("openings and revs count from 1, and keys are of generation 1")
    return record


def make_answer(
    place: Record,
    member: MemberKeys,
    keys: SpaceKeys,
    plaintext: Mapping[str, Any],
    random: Random = secrets.token_bytes,
) -> Answer:
    """Seal and sign; `place` is the record but for its env_hash, which this fills in."""
    body = seal(keys.obj, place.context, plaintext, SPACE_EPOCH, random)
    record = replace(place, env_hash=hashlib.sha256(body).digest()).build()
    return Answer(record, member.sign(record), body)


def check_answer(answer: Answer, place: Record, ed_pub: bytes, opened: bytes | None) -> Record:
    """The record, if it is this member's answer to this opening of this conversation.

    Of `place`, rev and env_hash play no part. `opened` is the hash that the log names, once it
    does; a body that is gone is for the caller to judge. Faults in this order: `malformed`,
    `place`, `changed` (not the record of the log), `body` (not the body of the record), then
    those of a signature.
    """
    record = read_record(answer.record)
    if replace(record, rev=place.rev, env_hash=place.env_hash) != place:
        raise AnswerError("place", "the record is about something else")
    if opened not in {None, answer.hash}:
        raise AnswerError("changed", "the log names another record")
    if answer.body is not None and hashlib.sha256(answer.body).digest() != record.env_hash:
        raise AnswerError("body", "the body is not that of the record")
    verify(ed_pub, answer.sig, answer.record)
    return record


def open_answer(record: Record, body: bytes, keys: SpaceKeys) -> dict[str, Any]:
    """The plaintext, or an `EnvelopeError`."""
    return open_envelope(keys.obj, record.context, body, SPACE_EPOCH)
