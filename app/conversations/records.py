"""The record of a sealed answer (protocol.md §7), read strictly from the bytes that were signed.

    record = T("gs1:answer", space, conversation, u16 opening, member, u16 key_gen, u32 rev,
               env_hash)

There is no date in it.
"""

from dataclasses import dataclass

from app.core.ids import ID_BYTES, MemberId, ObjectId, SpaceId
from app.log.canonical import CanonicalError, decode
from app.log.events import HASH_BYTES, KEY_GEN, MalformedError

_WIDTHS = (ID_BYTES, ID_BYTES, 2, ID_BYTES, 2, 4, HASH_BYTES)
# Label, seven fields and their lengths.
RECORD_BYTES = 2 + len("gs1:answer") + 2 * len(_WIDTHS) + sum(_WIDTHS)


@dataclass(frozen=True, slots=True)
class Record:
    """What the signed bytes say."""

    space: SpaceId
    conversation: ObjectId
    opening: int
    member: MemberId
    rev: int
    env_hash: bytes


def parse_record(data: bytes) -> Record:
    """Read the signed bytes. Raises MalformedError for anything that §7 does not allow."""
    try:
        fields = decode(data, "gs1:answer")
    except CanonicalError as fault:
        raise MalformedError(str(fault)) from None
    if tuple(map(len, fields)) != _WIDTHS:
        raise MalformedError("not the fields of a record")
    space, conversation, opening, member, key_gen, rev, env_hash = fields
    if _number(key_gen) != KEY_GEN:
        raise MalformedError("another generation of keys")
    record = Record(
        space=SpaceId(space),
        conversation=ObjectId(conversation),
        opening=_number(opening),
        member=MemberId(member),
        rev=_number(rev),
        env_hash=env_hash,
    )
    if record.opening == 0 or record.rev == 0:
        raise MalformedError("openings and revs count from 1")
    return record


def _number(field: bytes) -> int:
    return int.from_bytes(field, "big")
