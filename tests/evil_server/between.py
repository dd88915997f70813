"""Somebody between two phones that pair, who may know the link as well as the server."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from random import Random
from uuid import UUID

from app.client.canonical import b64, unb64
from app.client.inviting import Invitation
from app.client.keys import MemberKeys
from app.client.pairing import (
    Link,
    Message2,
    Taken,
    invitation_id,
    open_message,
    read_link,
    read_m1,
    read_m2,
    seal_message,
    write_m1,
    write_m2,
)
from app.client.person import Person
from tests.evil_server.tampering import Json

Change = Callable[[bytes], bytes]


def rewrite(link: Link, part: str, change: Change) -> Callable[[Json], Json]:
    """What somebody does who knows the link: opens a message, changes it, and seals it again."""

    def letter(envelope: str | None) -> str | None:
        if envelope is None:
            return None
        message = change(open_message(link, part, unb64(envelope)))
        return b64(seal_message(link, part, message, Random(4).randbytes))

    def answer(answer: Json) -> Json:
        if "invitations" in answer:
            rows = [row | {part: letter(row[part])} for row in answer["invitations"]]
            return answer | {"invitations": rows}
        return answer | {part: letter(answer[part])}

    return answer


def forge_m2(m1: bytes, x_e: MemberKeys, name: str = "Elias") -> bytes:
    """What a stranger answers in the partner's name."""
    keys = MemberKeys(bytes(31) + b"\2", bytes(31) + b"\3")
    digest = hashlib.sha256(m1).digest()
    member = UUID(bytes=bytes(15) + b"\1", version=4)
    return write_m2(Message2(digest, member, name, keys.ed_pub, keys.x_pub, x_e.x_pub))


# The stranger's own key for the pairing.
X_E = MemberKeys(bytes(32), bytes(31) + b"\4")


def claim_with(mallory: Person, invitation: Invitation, m2: bytes) -> None:
    link = read_link(invitation.link)
    mallory.device.api.claim(link, seal_message(link, "m2", m2, Random(5).randbytes))


def link_with(mallory: Person, **keys: bytes) -> str:
    """A link to an M1 that names these keys, left with the server like any other."""
    offer = mallory.invite("Nadia")
    m1 = write_m1(replace(read_m1(offer.entry.m1, invitation_id(offer.entry.m1), Taken()), **keys))  # type: ignore[arg-type]
    link = Link(invitation_id(m1), bytes(range(16)))
    body = {
        "id": b64(link.invitation),
        "auth": b64(hashlib.sha256(link.auth).digest()),
        "m1": b64(seal_message(link, "m1", m1, Random(6).randbytes)),
    }
    offer.cancel()
    mallory.device.api.call("POST", "/api/invitations", body)
    return link.text


def m2_with(m1: bytes, **keys: bytes) -> bytes:
    return write_m2(replace(read_m2(forge_m2(m1, X_E), m1, Taken()), **keys))  # type: ignore[arg-type]
