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
PARTNER = MemberEntry(OTHER_MEMBER, OTHER_KEYS.ed_pub, OTHER_KEYS.x_pub)
TH = fixed_bytes("th", 32)
# Ed25519 keys of small order (protocol.md §4), in hex.
SMALL_ORDER = {
    "zero": "00" * 32,
    "one": "01" + "00" * 31,
    "minus one": "ec" + "ff" * 30 + "7f",
    "zero, not reduced": "ed" + "ff" * 30 + "7f",
    "one, not reduced": "ee" + "ff" * 30 + "7f",
    "order eight": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "order eight, the other": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
}
# u coordinates on which every X25519 result is zero (RFC 7748, section 7), in hex.
ZERO_RESULT = {
    "zero": "00" * 32,
    "one": "01" + "00" * 31,
    "order eight": "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "order eight, the other": "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "minus one": "ec" + "ff" * 30 + "7f",
}
