"""Fixed material for the vectors: the same label gives the same bytes on every run."""

import hashlib
from uuid import UUID

from app.client.keys import MemberKeys
from app.client.verbs import MemberEntry

# 12 May 2026, 18:00 UTC.
AT_MS = 1_778_608_800_000


def fixed_bytes(label: str, count: int) -> bytes:
    return hashlib.shake_256(b"goldseam vectors: " + label.encode()).digest(count)


def fixed_uuid(label: str, version: int = 4) -> UUID:
    """A version 7 id carries AT_MS, like one made at that moment."""
    data = bytearray(fixed_bytes(label, 16))
    if version == 7:
        data[:6] = AT_MS.to_bytes(6, "big")
    data[6] = data[6] & 0x0F | version << 4
    data[8] = data[8] & 0x3F | 0x80
    return UUID(bytes=bytes(data))


def fixed_keys(label: str) -> MemberKeys:
    return MemberKeys(fixed_bytes(f"{label} ed", 32), fixed_bytes(f"{label} x", 32))


SPACE = fixed_uuid("space")
OTHER_SPACE = fixed_uuid("other space")
ACCOUNT = fixed_uuid("account")
MEMBER = fixed_uuid("member")
OTHER_MEMBER = fixed_uuid("other member")
OBJECT = fixed_uuid("object", 7)
OTHER_OBJECT = fixed_uuid("other object", 7)
KEYS = fixed_keys("member")
OTHER_KEYS = fixed_keys("other member")
OWN = MemberEntry(MEMBER, KEYS.ed_pub, KEYS.x_pub)
