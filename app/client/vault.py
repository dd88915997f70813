"""The vault (protocol.md §4): a person's signing keys and what they last verified, sealed.

Only the account's own devices write it, so a vault that opens but does not read is a fault. What
came with shared spaces may be absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app.client.canonical import b64, parse_uuid, unb64
from app.client.chain import INVITED, INVITER
from app.client.errors import ClientError, DistrustError, MalformedError
from app.client.events import ZERO_HASH
from app.client.keys import KEY_BYTES, MemberKeys
from app.client.log import Pin
from app.client.pending import (
    PairingEntry,
    SharedPlace,
    pairing_row,
    partner_row,
    read_pairing,
    read_partner,
)
from app.client.verbs import MemberEntry
from app.client.wire import Json, as_list, as_number, as_object


@dataclass(frozen=True)
class Membership:
    """One member of one space: the keys, and how far this person has verified the log.

    `shared` is None in the personal space.
    """

    space: UUID
    member: UUID
    keys: MemberKeys
    seq: int
    head: bytes
    shared: SharedPlace | None = None

    @property
    def entry(self) -> MemberEntry:
        return MemberEntry(self.member, self.keys.ed_pub, self.keys.x_pub)

    @property
    def pin(self) -> Pin:
        pairing = None if self.shared is None else self.shared.pairing
        return Pin(self.space, self.entry, self.seq, self.head, pairing)


@dataclass(frozen=True)
class Vault:
    """`pairing` are the pairings under way."""

    memberships: tuple[Membership, ...]
    pairing: tuple[PairingEntry, ...] = field(default=(), repr=False)

    def plaintext(self) -> Json:
        rows = [_row(membership) for membership in self.memberships]
        pairing = [pairing_row(entry) for entry in self.pairing]
        return {"t": "vault", "v": 1, "memberships": rows, "pairing": pairing}

    def with_membership(self, membership: Membership) -> "Vault":
        """With this one, in the place of the one for the same space if there is one."""
        others = {known.space: known for known in self.memberships}
        return replace(self, memberships=tuple({**others, membership.space: membership}.values()))

    def with_closed(self, space: UUID, *, removed: bool = False) -> "Vault":
        """Somebody left, and this person has verified it, or has also given up what was left."""
        for known in self.memberships:
            if known.space == space and known.shared is not None:
                shared = replace(known.shared, closed=True, removed=removed or known.shared.removed)
                return self.with_membership(replace(known, shared=shared))
        return self

    def with_pairing(self, entry: PairingEntry) -> "Vault":
        return replace(self, pairing=(*self.without_pairing(entry.link.invitation).pairing, entry))

    def without_pairing(self, invitation: bytes) -> "Vault":
        kept = (entry for entry in self.pairing if entry.link.invitation != invitation)
        return replace(self, pairing=tuple(kept))

    def find_pairing(self, invitation: bytes) -> PairingEntry | None:
        found = (entry for entry in self.pairing if entry.link.invitation == invitation)
        return next(found, None)

    def with_opened(self, space: UUID) -> "Vault":
        """The pairing whose space the server now names has become a membership (or nothing has)."""
        for entry in self.pairing:
            if entry.space == space and entry.place is not None:
                own = entry.own
                opened = Membership(space, own.member, own.keys, 0, ZERO_HASH, entry.place)
                return self.without_pairing(entry.link.invitation).with_membership(opened)
        return self


def read_vault(plaintext: Mapping[str, Any]) -> Vault:
    """The vault, or a DistrustError `vault`."""
    if (plaintext["t"], plaintext["v"]) != ("vault", 1):
        raise DistrustError("vault", "it is no vault of this version")
    try:
        rows = as_list(plaintext.get("memberships"))
        memberships = tuple(_read_membership(as_object(row)) for row in rows)
        pairing = as_list(plaintext.get("pairing"))
        return Vault(memberships, tuple(read_pairing(as_object(row)) for row in pairing))
    except ClientError as fault:
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
    shared = membership.shared
    if shared is None:
        return row
    place = {"partner": partner_row(shared.partner), "role": shared.role, "th": b64(shared.th)}
    marks = {"closed": shared.closed, "removed": shared.removed}
    return row | place | {name: True for name, is_so in marks.items() if is_so}


def _read_membership(row: Json) -> Membership:
    return Membership(
        space=parse_uuid(row.get("space")),
        member=parse_uuid(row.get("member")),
        keys=MemberKeys(unb64(row.get("ed_seed"), KEY_BYTES), unb64(row.get("x_seed"), KEY_BYTES)),
        seq=as_number(row.get("seq")),
        head=unb64(row.get("head"), 32),
        shared=_read_shared(row) if "partner" in row else None,
    )


def _read_shared(row: Json) -> SharedPlace:
    role = row.get("role")
    if role not in {INVITER, INVITED}:
        raise MalformedError("a shared space has two roles")
    if any(row.get(mark, True) is not True for mark in ("closed", "removed")):
        raise MalformedError("a shared space is closed or not, and removed or not")
    return SharedPlace(
        read_partner(as_object(row["partner"])),
        str(role),
        unb64(row.get("th"), 32),
        closed=row.get("closed") is True,
        removed=row.get("removed") is True,
    )
