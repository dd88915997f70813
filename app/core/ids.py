"""Ids: 16 raw bytes inside, a lower-case 36-character UUID in JSON and addresses (protocol.md §3).

Each kind of id is its own type, so that the type checker refuses an account id where a member id
belongs: account ids are never sent to a partner.
"""

import re
import uuid
from typing import NewType

SpaceId = NewType("SpaceId", bytes)
MemberId = NewType("MemberId", bytes)
AccountId = NewType("AccountId", bytes)
EventId = NewType("EventId", bytes)
ObjectId = NewType("ObjectId", bytes)
SessionId = NewType("SessionId", bytes)

ID_BYTES = 16
UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_UUID = re.compile(UUID_PATTERN.removeprefix("^").removesuffix("$"))


def parse_id(text: str) -> bytes:
    """The 16 bytes of a lower-case UUID. Raises ValueError for every other spelling."""
    if not _UUID.fullmatch(text):
        raise ValueError("not a lower-case UUID")
    return uuid.UUID(text).bytes


def format_id(raw: bytes) -> str:
    """The 36-character spelling of 16 raw bytes. Raises ValueError for another length."""
    return str(uuid.UUID(bytes=raw))


def random_id() -> bytes:
    """16 random bytes as a UUIDv4, for ids that the server itself gives (sessions)."""
    return uuid.uuid4().bytes
