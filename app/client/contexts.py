"""What an envelope is about (protocol.md §5): the associated data that ties it to one place.

A context holds ids, places and salts, never words; the reader builds it, nothing sends it.
"""

from uuid import UUID

from app.client.canonical import T, u8, u16, u32, u64, utf8


def _ctx(kind: str, *fields: bytes) -> bytes:
    return T("gs1:ctx", utf8(kind), *fields)


def password_wrap(account: UUID, profile: int, salt: bytes) -> bytes:
    return _ctx("ak-wrap", account.bytes, b"pw", u8(profile), salt)


def recovery_wrap(account: UUID) -> bytes:
    return _ctx("ak-wrap", account.bytes, b"rc", u8(0), b"")


def vault(account: UUID, revision: int) -> bytes:
    return _ctx("vault", account.bytes, u64(revision))


def space_key_wrap(account: UUID, space: UUID, epoch: int) -> bytes:
    return _ctx("sk-wrap", account.bytes, space.bytes, u32(epoch))


def body(space: UUID, object_id: UUID, member: UUID, verb: str, rev: int) -> bytes:
    return _ctx("body", space.bytes, object_id.bytes, member.bytes, utf8(verb), u32(rev))


def answer(space: UUID, conversation: UUID, step: int, member: UUID, rev: int) -> bytes:
    return _ctx("answer", space.bytes, conversation.bytes, u16(step), member.bytes, u32(rev))


def invite(invitation: bytes, part: str) -> bytes:
    """`invitation` is SHA-256(M1)[:16]; `part` is m1 or m2."""
    return _ctx("invite", invitation, utf8(part))


def pair(th: bytes) -> bytes:
    return _ctx("pair", th)


def live(
    space: UUID, room: UUID, member: UUID, *, my_visit: bytes, your_visit: bytes, counter: int
) -> bytes:
    """`your_visit` is empty in the greeting, which answers nobody yet."""
    return _ctx("live", space.bytes, room.bytes, member.bytes, my_visit, your_visit, u64(counter))


def device(device_id: UUID, store: str, key: str) -> bytes:
    """A row of this device's own database."""
    return _ctx("device", device_id.bytes, utf8(store), utf8(key))
