"""What two phones say to each other before they share a space (protocol.md §8).

M1 is the inviter's, M2 the invited person's. The server carries both sealed under a key that only
the link holds; `th` binds them, and the six digits compare what the link alone could not prove.
"""

import hashlib
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.client import contexts
from app.client.canonical import T, b64, exact, split_labelled, text_of, u64, unb64, utf8, uuid_of
from app.client.envelope import NO_EPOCH, Random, open_envelope, seal
from app.client.errors import MalformedError, PairingError
from app.client.keys import KEY_BYTES, MemberKeys, check_ed_pub, check_x_pub, hkdf
from app.client.names import check_name
from app.client.verbs import MemberEntry

INVITATION_BYTES: Final = 16
SECRET_BYTES: Final = 16
NONCE_BYTES: Final = 16
LINK_VERSION: Final = "1"

_DIGITS = 10**6
_M1_FIELDS = 8
_M2_FIELDS = 6
_JOIN = b"join"


@dataclass(frozen=True)
class Message1:
    """The inviter's offer. `x_i` is an X25519 key of this pairing alone."""

    space: UUID
    member: UUID
    name: str
    ed_pub: bytes
    x_pub: bytes
    x_i: bytes
    nonce_hash: bytes

    @property
    def entry(self) -> MemberEntry:
        return MemberEntry(self.member, self.ed_pub, self.x_pub)


@dataclass(frozen=True)
class Message2:
    """The invited person's answer to exactly one M1. `x_e` is of this pairing alone."""

    m1_hash: bytes
    member: UUID
    name: str
    ed_pub: bytes
    x_pub: bytes
    x_e: bytes

    @property
    def entry(self) -> MemberEntry:
        return MemberEntry(self.member, self.ed_pub, self.x_pub)


@dataclass(frozen=True)
class Taken:
    """Ids and public keys that a phone knows already, and that nobody else can bring again."""

    ids: frozenset[UUID] = frozenset()
    keys: frozenset[bytes] = frozenset()

    def refuse(self, ids: Iterable[UUID], keys: Iterable[bytes]) -> None:
        """`repeat` where one of these is taken, or stands here twice."""
        _refuse_repeats(self.ids, list(ids))
        _refuse_repeats(self.keys, list(keys))


def _refuse_repeats(known: AbstractSet[object], values: list[Any]) -> None:
    if len(set(values)) != len(values) or known & set(values):
        raise PairingError("repeat", "an id or a key of the invitation is known already")


@dataclass(frozen=True)
class Link:
    """What the link holds: the invitation's id, 16 bytes, and its secret S, 16 bytes."""

    invitation: bytes
    secret: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return f"/join#{LINK_VERSION}.{b64(self.invitation)}.{b64(self.secret)}"

    @property
    def seal_key(self) -> bytes:
        """K_i: seals M1 and M2."""
        return hkdf(self.secret, T("gs1:inv-seal"), salt=self.invitation)

    @property
    def auth(self) -> bytes:
        """A_i: shows the server that one holds the link; it keeps the SHA-256."""
        return hkdf(self.secret, T("gs1:inv-auth"), salt=self.invitation)

    @property
    def sign_up_code(self) -> str:
        """What sign-up sends where the server asks for an invitation."""
        return f"{b64(self.invitation)}.{b64(self.auth)}"


def read_link(text: str) -> Link:
    """A whole link, or its part from `/join` or from `#` on; anything else is `malformed`."""
    before, mark, part = text.partition("#")
    if not mark or not (before == "" or before.endswith("/join")):
        raise MalformedError("it is no link of an invitation")
    version, *values = part.split(".")
    if version != LINK_VERSION or len(values) != 2:  # noqa: PLR2004  # an id and a secret
        raise MalformedError("it is no link of an invitation")
    return Link(unb64(values[0], INVITATION_BYTES), unb64(values[1], SECRET_BYTES))


def hash_nonce(nonce: bytes) -> bytes:
    return hashlib.sha256(T("gs1:nonce", exact(nonce, NONCE_BYTES))).digest()


def invitation_id(m1: bytes) -> bytes:
    return hashlib.sha256(m1).digest()[:INVITATION_BYTES]


def write_m1(message: Message1) -> bytes:
    return T(
        "gs1:m1",
        _JOIN,
        message.space.bytes,
        message.member.bytes,
        utf8(check_name(message.name)),
        message.ed_pub,
        message.x_pub,
        message.x_i,
        message.nonce_hash,
    )


def read_m1(m1: bytes, invitation: bytes, taken: Taken) -> Message1:
    """The offer that the link named: `changed malformed bad_name weak_key repeat` if not."""
    if invitation_id(m1) != invitation:
        raise PairingError("changed", "it is not the invitation that the link names")
    fields = split_labelled("gs1:m1", m1)
    if len(fields) != _M1_FIELDS or fields[0] != _JOIN:
        raise MalformedError("an invitation has eight fields and says join")
    message = Message1(
        space=uuid_of(fields[1]),
        member=uuid_of(fields[2]),
        name=check_name(text_of(fields[3])),
        ed_pub=exact(fields[4], KEY_BYTES),
        x_pub=exact(fields[5], KEY_BYTES),
        x_i=exact(fields[6], KEY_BYTES),
        nonce_hash=exact(fields[7], 32),
    )
    _check_keys(message.ed_pub, message.x_pub, message.x_i)
    taken.refuse(_ids_of(message), _keys_of(message))
    return message


def write_m2(message: Message2) -> bytes:
    return T(
        "gs1:m2",
        message.m1_hash,
        message.member.bytes,
        utf8(check_name(message.name)),
        message.ed_pub,
        message.x_pub,
        message.x_e,
    )


def read_m2(m2: bytes, m1: bytes, taken: Taken) -> Message2:
    """The answer to this M1, which one's own phone wrote; refusals as in `read_m1`."""
    fields = split_labelled("gs1:m2", m2)
    if fields[:1] != [hashlib.sha256(m1).digest()]:
        raise PairingError("changed", "it answers another invitation")
    if len(fields) != _M2_FIELDS:
        raise MalformedError("the answer to an invitation has six fields")
    message = Message2(
        m1_hash=fields[0],
        member=uuid_of(fields[1]),
        name=check_name(text_of(fields[2])),
        ed_pub=exact(fields[3], KEY_BYTES),
        x_pub=exact(fields[4], KEY_BYTES),
        x_e=exact(fields[5], KEY_BYTES),
    )
    _check_keys(message.ed_pub, message.x_pub, message.x_e)
    offer = read_m1(m1, invitation_id(m1), Taken())
    known = Taken(taken.ids.union(_ids_of(offer)), taken.keys.union(_keys_of(offer)))
    known.refuse([message.member], [message.ed_pub, message.x_pub, message.x_e])
    return message


def _ids_of(offer: Message1) -> tuple[UUID, UUID]:
    return offer.space, offer.member


def _keys_of(offer: Message1) -> tuple[bytes, bytes, bytes]:
    return offer.ed_pub, offer.x_pub, offer.x_i


def _check_keys(ed_pub: bytes, *x_pubs: bytes) -> None:
    check_ed_pub(ed_pub)
    for x_pub in x_pubs:
        check_x_pub(x_pub)


def check_nonce(nonce: bytes, offer: Message1) -> None:
    """`changed` unless this is the N that M1 committed to before it knew of M2 (T7)."""
    if hash_nonce(nonce) != offer.nonce_hash:
        raise PairingError("changed", "the number is not the one that the invitation promised")


def transcript(m1: bytes, m2: bytes) -> bytes:
    """th: both messages, byte for byte."""
    return hashlib.sha256(T("gs1:th", m1, m2)).digest()


@dataclass(frozen=True)
class Agreement:
    """What both phones, and nobody else, can make of the link and of each other's key."""

    ikm: bytes = field(repr=False)
    th: bytes

    @property
    def pair_key(self) -> bytes:
        """K_p: seals the space's key for the invited person."""
        return hkdf(self.ikm, T("gs1:pair"), salt=self.th)

    def digits(self, nonce: bytes) -> str:
        """Six digits to be read out."""
        okm = hkdf(self.ikm, T("gs1:sas", nonce), salt=self.th, length=8)
        return _six_digits(okm)


def agree(x_seed: bytes, x_pub: bytes, secret: bytes, th: bytes) -> Agreement:
    """One's own seed of this pairing, the other's public key, and S. `weak_key` for a zero."""
    return Agreement(MemberKeys(bytes(KEY_BYTES), x_seed).shared_with(x_pub) + secret, th)


def verify_number(space: UUID, seq: int, head: bytes) -> str:
    """The six digits of *verify together*: the same on both phones where the history is (T4)."""
    return _six_digits(hashlib.sha256(T("gs1:verify", space.bytes, u64(seq), head)).digest()[:8])


def _six_digits(data: bytes) -> str:
    return f"{int.from_bytes(data, 'big') % _DIGITS:06}"


def seal_message(link: Link, part: str, message: bytes, random: Random) -> bytes:
    """`part` is m1 or m2."""
    context = contexts.invite(link.invitation, part)
    return seal(link.seal_key, context, _plaintext(part, "m", message), NO_EPOCH, random)


def open_message(link: Link, part: str, envelope: bytes) -> bytes:
    """The message, not read yet; an EnvelopeError, or `malformed` where it holds another thing."""
    context = contexts.invite(link.invitation, part)
    return _held(open_envelope(link.seal_key, context, envelope, NO_EPOCH), part, "m")


def seal_space_key(agreement_key: bytes, th: bytes, space_key: bytes, random: Random) -> bytes:
    """The space's key for the invited person, under K_p."""
    plaintext = _plaintext("sk", "k", space_key)
    return seal(agreement_key, contexts.pair(th), plaintext, NO_EPOCH, random)


def open_space_key(agreement_key: bytes, th: bytes, envelope: bytes) -> bytes:
    plaintext = open_envelope(agreement_key, contexts.pair(th), envelope, NO_EPOCH)
    return exact(_held(plaintext, "sk", "k"), KEY_BYTES)


def _plaintext(kind: str, member: str, data: bytes) -> dict[str, object]:
    return {"t": kind, "v": 1, member: b64(data)}


def _held(plaintext: dict[str, object], kind: str, member: str) -> bytes:
    if (plaintext["t"], plaintext["v"]) != (kind, 1):
        raise MalformedError("an envelope holds something else")
    return unb64(plaintext.get(member))
