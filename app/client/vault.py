"""The vault (protocol.md §4): a person's signing keys and what they last verified, sealed.

Only the account's own devices write it, so a vault that opens but does not read is a fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.client.canonical import b64, parse_uuid, unb64
from app.client.errors import DistrustError, MalformedError
from app.client.keys import KEY_BYTES, MemberKeys
from app.client.log import Pin
from app.client.verbs import MemberEntry
from app.client.wire import Json, as_list, as_number, as_object


@dataclass(frozen=True)
class Membership:
    """One member of one space: the keys, and how far this person has verified the log.

    `partner`, the other's pinned keys, is carried as it was read: no space here has one yet.
    """

    space: UUID
    member: UUID
    keys: MemberKeys
    seq: int
    head: bytes
    partner: Json | None = None

    @property
    def pin(self) -> Pin:
        own = MemberEntry(self.member, self.keys.ed_pub, self.keys.x_pub)
        return Pin(self.space, own, self.seq, self.head)


@dataclass(frozen=True)
class Vault:
    """`pairing` holds secrets of another version's making, and is carried as it was read."""

    memberships: tuple[Membership, ...]
    pairing: tuple[Any, ...] = field(default=(), repr=False)

    def plaintext(self) -> Json:
        rows = [_row(membership) for membership in self.memberships]
        return {"t": "vault", "v": 1, "memberships": rows, "pairing": list(self.pairing)}


def read_vault(plaintext: Mapping[str, Any]) -> Vault:
    """The vault, or a DistrustError `vault`."""
    if (plaintext["t"], plaintext["v"]) != ("vault", 1):
        raise DistrustError("vault", "it is no vault of this version")
    try:
        rows = as_list(plaintext.get("memberships"))
        memberships = tuple(_read_membership(as_object(row)) for row in rows)
        return Vault(memberships, tuple(as_list(plaintext.get("pairing"))))
    except MalformedError as fault:
        raise DistrustError("vault", fault.sentence) from fault


def _row(membership: Membership) -> Json:
    row = {
        "space": str(membership.space),
        "member": str(membership.member),
        "ed_seed": b64(membership.keys.ed_seed),
        "x_seed": b64(membership.keys.x_seed),
        "seq": membership.seq,
        "head": b64(membership.head),
    }
    return row if membership.partner is None else row | {"partner": membership.partner}


def _read_membership(row: Json) -> Membership:
    return Membership(
        space=parse_uuid(row.get("space")),
        member=parse_uuid(row.get("member")),
        keys=MemberKeys(unb64(row.get("ed_seed"), KEY_BYTES), unb64(row.get("x_seed"), KEY_BYTES)),
        seq=as_number(row.get("seq")),
        head=unb64(row.get("head"), 32),
        partner=as_object(row["partner"]) if "partner" in row else None,
    )
