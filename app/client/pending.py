"""Pairings under way, as the vault keeps them: any device of a person can see where they stand.

What only the inviter's own phone may know (the seed of X_i, N, which M2 it took) is not here.
"""

from dataclasses import dataclass, field
from uuid import UUID

from app.client.canonical import b64, parse_uuid, unb64
from app.client.chain import INVITED, INVITER, Pairing
from app.client.errors import MalformedError
from app.client.keys import KEY_BYTES, MemberKeys
from app.client.names import check_name
from app.client.pairing import (
    INVITATION_BYTES,
    SECRET_BYTES,
    Link,
    Taken,
    invitation_id,
    read_m1,
    read_m2,
    transcript,
)
from app.client.verbs import MemberEntry
from app.client.wire import Json, as_object, as_text


@dataclass(frozen=True)
class Partner:
    """The other person as pairing named them."""

    entry: MemberEntry
    name: str


@dataclass(frozen=True)
class SharedPlace:
    """What a shared space has more than a personal one. `role` is ours.

    `closed`: somebody left, and this person has verified that line. `removed`: this person gave up
    what was left of it, and no device of theirs keeps it.
    """

    partner: Partner
    role: str
    th: bytes
    closed: bool = False
    removed: bool = False

    @property
    def pairing(self) -> Pairing:
        return Pairing(self.partner.entry, self.role, self.th)


@dataclass(frozen=True)
class Own:
    """Ourselves in the space to be."""

    member: UUID
    name: str
    keys: MemberKeys

    @property
    def entry(self) -> MemberEntry:
        return MemberEntry(self.member, self.keys.ed_pub, self.keys.x_pub)


@dataclass(frozen=True)
class InviterEntry:
    """An invitation that we made. `place` is None until the digits were equal."""

    link: Link
    own: Own
    m1: bytes = field(repr=False)
    space: UUID
    place: SharedPlace | None = None


@dataclass(frozen=True)
class InvitedEntry:
    """An invitation that we took up. M2 is made once: every retry sends `m2_envelope`."""

    link: Link
    own: Own
    m1: bytes = field(repr=False)
    x_e_seed: bytes = field(repr=False)
    m2: bytes = field(repr=False)
    m2_envelope: bytes = field(repr=False)

    @property
    def space(self) -> UUID:
        return read_m1(self.m1, self.link.invitation, Taken()).space

    @property
    def place(self) -> SharedPlace:
        offer = read_m1(self.m1, self.link.invitation, Taken())
        return SharedPlace(Partner(offer.entry, offer.name), INVITED, transcript(self.m1, self.m2))


PairingEntry = InviterEntry | InvitedEntry


def pairing_row(entry: PairingEntry) -> Json:
    row = {
        "invitation": b64(entry.link.invitation),
        "s": b64(entry.link.secret),
        "member": str(entry.own.member),
        "name": entry.own.name,
        "ed_seed": b64(entry.own.keys.ed_seed),
        "x_seed": b64(entry.own.keys.x_seed),
        "m1": b64(entry.m1),
    }
    if isinstance(entry, InvitedEntry):
        return row | {
            "role": INVITED,
            "x_e_seed": b64(entry.x_e_seed),
            "m2": b64(entry.m2),
            "m2_envelope": b64(entry.m2_envelope),
        }
    place = entry.place
    return row | {
        "role": INVITER,
        "space": str(entry.space),
        "partner": None if place is None else partner_row(place.partner),
        "th": None if place is None else b64(place.th),
    }


def read_pairing(row: Json) -> PairingEntry:
    """An entry, or `malformed`, also where its messages are not those that its ids name."""
    link = Link(unb64(row.get("invitation"), INVITATION_BYTES), unb64(row.get("s"), SECRET_BYTES))
    own = Own(
        parse_uuid(row.get("member")),
        check_name(as_text(row.get("name"))),
        MemberKeys(unb64(row.get("ed_seed"), KEY_BYTES), unb64(row.get("x_seed"), KEY_BYTES)),
    )
    m1 = unb64(row.get("m1"))
    if invitation_id(m1) != link.invitation:
        raise MalformedError("a pairing is not about its invitation")
    if row.get("role") == INVITED:
        m2 = unb64(row.get("m2"))
        read_m2(m2, m1, Taken())
        seed, envelope = unb64(row.get("x_e_seed"), KEY_BYTES), unb64(row.get("m2_envelope"))
        return InvitedEntry(link, own, m1, seed, m2, envelope)
    if row.get("role") != INVITER:
        raise MalformedError("a pairing has two roles")
    return InviterEntry(link, own, m1, parse_uuid(row.get("space")), _read_place(row))


def _read_place(row: Json) -> SharedPlace | None:
    if row.get("partner") is None:
        return None
    partner = read_partner(as_object(row["partner"]))
    return SharedPlace(partner, INVITER, unb64(row.get("th"), 32))


def partner_row(partner: Partner) -> Json:
    entry = partner.entry
    return {
        "member": str(entry.member),
        "ed_pub": b64(entry.ed_pub),
        "x_pub": b64(entry.x_pub),
        "name": partner.name,
    }


def read_partner(row: Json) -> Partner:
    entry = MemberEntry(
        parse_uuid(row.get("member")),
        unb64(row.get("ed_pub"), KEY_BYTES),
        unb64(row.get("x_pub"), KEY_BYTES),
    )
    return Partner(entry, check_name(as_text(row.get("name"))))
