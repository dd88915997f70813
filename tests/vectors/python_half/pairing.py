"""Pairing, message by message, and everything that must not pass between two phones."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from app.client import contexts
from app.client.canonical import T, b64, split
from app.client.envelope import NO_EPOCH, seal
from app.client.keys import MemberKeys
from app.client.pairing import (
    Link,
    Message1,
    Message2,
    agree,
    hash_nonce,
    invitation_id,
    seal_message,
    seal_space_key,
    transcript,
    write_m1,
    write_m2,
)
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fixed import (
    KEYS,
    MEMBER,
    OBJECT,
    OTHER_KEYS,
    OTHER_MEMBER,
    OTHER_SPACE,
    SMALL_ORDER,
    SPACE,
    ZERO_RESULT,
    fixed_bytes,
    fixed_keys,
)
from tests.vectors.run_pairing import fields_of_m1, fields_of_m2

DESCRIPTION = "Pairing: M1, M2, what both phones make of them, the link, and every refusal"

good = partial(case.good, "pairing")
bad = partial(case.bad, "pairing")

_INVITER_X = fixed_keys("pairing inviter")
_INVITED_X = fixed_keys("pairing invited")
_NONCE = fixed_bytes("N", 16)
_SECRET = fixed_bytes("S", 16)
OFFER = Message1(
    SPACE, MEMBER, "Nadia", KEYS.ed_pub, KEYS.x_pub, _INVITER_X.x_pub, hash_nonce(_NONCE)
)
M1 = write_m1(OFFER)
REPLY = Message2(
    hashlib.sha256(M1).digest(),
    OTHER_MEMBER,
    "Elias",
    OTHER_KEYS.ed_pub,
    OTHER_KEYS.x_pub,
    _INVITED_X.x_pub,
)
M2 = write_m2(REPLY)
LINK = Link(invitation_id(M1), _SECRET)
_TH = transcript(M1, M2)
_NOTHING: Json = {"ids": [], "keys": []}


def cases() -> list[Json]:
    return [
        *_messages(),
        *_changed(),
        *_malformed(),
        *_names(),
        *_weak(),
        *_repeats(),
        *_derived(),
        *_links(),
        *_envelopes(),
        *_numbers(),
    ]


def _read_m1(m1: bytes, invitation: bytes | None = None, taken: Json = _NOTHING) -> Json:
    named = invitation_id(m1) if invitation is None else invitation
    return {"op": "read_m1", "id": b64(named), "m1": b64(m1), "taken": taken}


def _read_m2(m2: bytes, m1: bytes = M1, taken: Json = _NOTHING) -> Json:
    return {"op": "read_m2", "m1": b64(m1), "m2": b64(m2), "taken": taken}


def _messages() -> Iterator[Json]:
    elsewhere = {"ids": [str(OTHER_SPACE), str(OBJECT)], "keys": [b64(fixed_bytes("known", 32))]}
    for name in ("Nadia", "ليلى", "Ana-Lucía del Río", "\U0001f33f" * 40):
        offer, reply = replace(OFFER, name=name), replace(REPLY, name=name)
        yield good(f"m1 of {name}", op="m1", fields=fields_of_m1(offer))
        yield good(f"m1 of {name}, read", **_read_m1(write_m1(offer)))
        yield good(f"m2 of {name}", op="m2", fields=fields_of_m2(reply))
        yield good(f"m2 of {name}, read", **_read_m2(write_m2(reply)))
    yield good("m1 beside other ids and keys", **_read_m1(M1, taken=elsewhere))
    yield good("m2 beside other ids and keys", **_read_m2(M2, taken=elsewhere))


def _changed() -> list[Json]:
    """T7: the link names M1 by its hash, and M2 names M1."""
    other_keys = replace(OFFER, ed_pub=OTHER_KEYS.ed_pub, x_pub=OTHER_KEYS.x_pub)
    swapped = {
        "another name": replace(OFFER, name="Nadja"),
        "other keys": other_keys,
        "another key for the pairing": replace(OFFER, x_i=OTHER_KEYS.x_pub),
        "another promise": replace(OFFER, nonce_hash=fixed_bytes("another promise", 32)),
        "another member": replace(OFFER, member=OTHER_MEMBER),
        "another space": replace(OFFER, space=OTHER_SPACE),
    }
    flipped = M1[:-1] + bytes([M1[-1] ^ 1])
    changed = partial(bad, error="changed")
    other = write_m1(replace(OFFER, name="Nadja"))
    return [
        *(
            changed(f"m1 with {n}", **_read_m1(write_m1(offer), LINK.invitation))
            for n, offer in swapped.items()
        ),
        changed("m1 with one bit flipped", **_read_m1(flipped, LINK.invitation)),
        changed("m1 under an id of zeros", **_read_m1(M1, bytes(16))),
        changed("m2 for another m1", **_read_m2(M2, other)),
        changed("m2 that names the id alone", **_read_m2(_m2_with(0, LINK.invitation))),
        good("the promised number", op="check_nonce", m1=b64(M1), nonce=b64(_NONCE)),
        changed("another number", op="check_nonce", m1=b64(M1), nonce=b64(bytes(16))),
    ]


def _m1_with(position: int, field: bytes) -> bytes:
    label, fields = split(M1)
    return T(label, *fields[:position], field, *fields[position + 1 :])


def _m2_with(position: int, field: bytes) -> bytes:
    label, fields = split(M2)
    return T(label, *fields[:position], field, *fields[position + 1 :])


def _malformed() -> Iterator[Json]:
    malformed = partial(bad, error="malformed")
    _, of_m1 = split(M1)
    _, of_m2 = split(M2)
    wrong_m1 = {
        "nothing": b"",
        "another label": T("gs1:m2", *of_m1),
        "a field short": T("gs1:m1", *of_m1[:-1]),
        "a field too many": T("gs1:m1", *of_m1, b""),
        "one byte short": M1[:-1],
        "one byte more": M1 + b"\0",
        "another word than join": _m1_with(0, b"Join"),
        "a space of 15 bytes": _m1_with(1, SPACE.bytes[1:]),
        "a member of 17 bytes": _m1_with(2, MEMBER.bytes + b"\0"),
        "a name that is not UTF-8": _m1_with(3, b"\xff"),
        "a signing key of 31 bytes": _m1_with(4, OFFER.ed_pub[1:]),
        "an agreement key of 33 bytes": _m1_with(5, OFFER.x_pub + b"\0"),
        "no key for the pairing": _m1_with(6, b""),
        "a promise of 16 bytes": _m1_with(7, OFFER.nonce_hash[16:]),
    }
    wrong_m2 = {
        "nothing": b"",
        "another label": T("gs1:m1", *of_m2),
        "a field short": T("gs1:m2", *of_m2[:-1]),
        "a field too many": T("gs1:m2", *of_m2, b""),
        "one byte short": M2[:-1],
        "a member of 15 bytes": _m2_with(1, OTHER_MEMBER.bytes[1:]),
        "a name that is not UTF-8": _m2_with(2, b"\xc3"),
        "a signing key of 33 bytes": _m2_with(3, REPLY.ed_pub + b"\0"),
        "an agreement key of 31 bytes": _m2_with(4, REPLY.x_pub[1:]),
        "a key for the pairing of 64 bytes": _m2_with(5, REPLY.x_e * 2),
    }
    yield from (malformed(f"m1: {name}", **_read_m1(m1)) for name, m1 in wrong_m1.items())
    yield from (malformed(f"m2: {name}", **_read_m2(m2)) for name, m2 in wrong_m2.items())


def _names() -> Iterator[Json]:
    wrong = {
        "no name": "",
        "a name of 41": "a" * 41,
        "a name that is not NFC": "Zoe\u0308",
        "a name with a line feed": "Nadia\n",
        "a name that turns round": "Nadia\u202e",
    }
    for name, text in wrong.items():
        yield bad(f"m1 with {name}", "bad_name", **_read_m1(_m1_with(3, text.encode())))
        yield bad(f"m2 with {name}", "bad_name", **_read_m2(_m2_with(2, text.encode())))
        fields = fields_of_m1(OFFER) | {"name": text}
        yield bad(f"m1 written with {name}", "bad_name", op="m1", fields=fields)


def _weak() -> Iterator[Json]:
    """T6: keys under which nothing is proved and nothing is secret."""
    weak = partial(bad, error="weak_key")
    for name, point in SMALL_ORDER.items():
        key = bytes.fromhex(point)
        yield weak(f"m1 with the Ed25519 key {name}", **_read_m1(_m1_with(4, key)))
        yield weak(f"m2 with the Ed25519 key {name}", **_read_m2(_m2_with(3, key)))
    for name, point in ZERO_RESULT.items():
        key = bytes.fromhex(point)
        yield weak(f"m1 with the X25519 key {name}", **_read_m1(_m1_with(5, key)))
        yield weak(f"m1 with the pairing key {name}", **_read_m1(_m1_with(6, key)))
        yield weak(f"m2 with the X25519 key {name}", **_read_m2(_m2_with(4, key)))
        yield weak(f"m2 with the pairing key {name}", **_read_m2(_m2_with(5, key)))
        yield weak(f"agreeing with {name}", op="pair_key", **_agreeing(_INVITER_X, key))
        yield weak(
            f"digits with {name}",
            op="digits",
            nonce=b64(_NONCE),
            **_agreeing(_INVITER_X, key),
        )


def _repeats() -> Iterator[Json]:
    repeat = partial(bad, error="repeat")
    for name, known in {"space": SPACE, "member": MEMBER}.items():
        taken = _NOTHING | {"ids": [str(OBJECT), str(known)]}
        yield repeat(f"m1: the {name} is ours", **_read_m1(M1, taken=taken))
    for name, key in {"ed": OFFER.ed_pub, "x": OFFER.x_pub, "x_i": OFFER.x_i}.items():
        taken = _NOTHING | {"keys": [b64(key)]}
        yield repeat(f"m1: the key {name} is ours", **_read_m1(M1, taken=taken))
    yield repeat("m1: one id for both", **_read_m1(write_m1(replace(OFFER, member=SPACE))))
    yield repeat("m1: one key twice", **_read_m1(write_m1(replace(OFFER, x_i=OFFER.x_pub))))
    taken = _NOTHING | {"ids": [str(OTHER_MEMBER)]}
    yield repeat("m2: the member is ours", **_read_m2(M2, taken=taken))
    for name, key in {"ed": REPLY.ed_pub, "x": REPLY.x_pub, "x_e": REPLY.x_e}.items():
        taken = _NOTHING | {"keys": [b64(key)]}
        yield repeat(f"m2: the key {name} is ours", **_read_m2(M2, taken=taken))
    again = {
        "the space as member": replace(REPLY, member=SPACE),
        "the inviter's id": replace(REPLY, member=MEMBER),
        "the inviter's signing key": replace(REPLY, ed_pub=OFFER.ed_pub),
        "the inviter's agreement key": replace(REPLY, x_pub=OFFER.x_pub),
        "the inviter's key as the pairing's": replace(REPLY, x_e=OFFER.x_pub),
        "the pairing's key": replace(REPLY, x_e=OFFER.x_i),
        "one key twice": replace(REPLY, x_e=REPLY.x_pub),
    }
    yield from (repeat(f"m2: {name}", **_read_m2(write_m2(reply))) for name, reply in again.items())


def _agreeing(own: MemberKeys, x_pub: bytes) -> Json:
    return {"x_seed": b64(own.x_seed), "x_pub": b64(x_pub), "s": b64(_SECRET), "th": b64(_TH)}


def _derived() -> Iterator[Json]:
    yield good("the promise of N", op="nonce_hash", nonce=b64(_NONCE))
    yield good("th", op="th", m1=b64(M1), m2=b64(M2))
    sides = {
        "the inviter": _agreeing(_INVITER_X, _INVITED_X.x_pub),
        "the invited person": _agreeing(_INVITED_X, _INVITER_X.x_pub),
    }
    for name, side in sides.items():
        yield good(f"the pairing's key for {name}", op="pair_key", **side)
        yield good(f"the digits for {name}", op="digits", nonce=b64(_NONCE), **side)
    yield good("digits that begin with zero", op="digits", **_with_leading_zero())
    other = sides["the inviter"] | {"s": b64(fixed_bytes("another S", 16))}
    yield good("digits under another S", op="digits", nonce=b64(_NONCE), **other)
    yield good("digits under another N", op="digits", nonce=b64(bytes(16)), **sides["the inviter"])


def _with_leading_zero() -> Json:
    agreement = agree(_INVITER_X.x_seed, _INVITED_X.x_pub, _SECRET, _TH)
    tries = (fixed_bytes(f"N {at}", 16) for at in range(1000))
    nonce = next(nonce for nonce in tries if agreement.digits(nonce).startswith("0"))
    return _agreeing(_INVITER_X, _INVITED_X.x_pub) | {"nonce": b64(nonce)}


def _links() -> Iterator[Json]:
    part = LINK.text.removeprefix("/join")
    taken = {
        "from /join on": LINK.text,
        "with its address": f"https://goldseam.example{LINK.text}",
        "with a port": f"http://localhost:8000{LINK.text}",
        "the part alone": part,
    }
    identity, secret = b64(LINK.invitation), b64(LINK.secret)
    refused = {
        "nothing": "",
        "no part": "https://goldseam.example/join",
        "an empty part": "/join#",
        "another page": f"/today{part}",
        "another version": f"/join#2.{identity}.{secret}",
        "no version": f"/join#{identity}.{secret}",
        "no secret": f"/join#1.{identity}",
        "an empty secret": f"/join#1.{identity}.",
        "a field too many": f"/join#1.{identity}.{secret}.",
        "a short id": f"/join#1.{b64(bytes(15))}.{secret}",
        "a long secret": f"/join#1.{identity}.{b64(bytes(17))}",
        "padding": f"/join#1.{identity}.{secret}==",
        "stray bits": f"/join#1.{b64(bytes(16))[:-1]}B.{secret}",
        "another alphabet": f"/join#1.{identity}.{'+' * 22}",
        "a space at the end": f"{LINK.text} ",
        "a second mark": f"/join#{part}",
    }
    yield good("a link", op="link", id=identity, s=secret)
    yield good("what the link derives", op="invitation_keys", id=identity, s=secret)
    yield from (good(f"link read: {n}", op="read_link", text=text) for n, text in taken.items())
    yield from (
        bad(f"link: {name}", "malformed", op="read_link", text=text)
        for name, text in refused.items()
    )


def _envelopes() -> Iterator[Json]:
    link = {"id": b64(LINK.invitation), "s": b64(LINK.secret)}
    salt = fixed_bytes("pairing salt", 32)
    for part, message in {"m1": M1, "m2": M2}.items():
        yield good(f"{part} sealed", op="seal", part=part, salt=b64(salt), m=b64(message), **link)
        envelope = b64(seal_message(LINK, part, message, lambda _: salt))
        yield good(f"{part} opened", op="open", part=part, envelope=envelope, **link)
        other = {"m1": "m2", "m2": "m1"}[part]
        yield bad(f"{part} as {other}", "commit", op="open", part=other, envelope=envelope, **link)
    envelope = b64(seal_message(LINK, "m1", M1, lambda _: salt))
    wrong_s = link | {"s": b64(bytes(16))}
    yield bad("m1 by another S", "commit", op="open", part="m1", envelope=envelope, **wrong_s)
    wrong_id = link | {"id": b64(bytes(16))}
    yield bad("m1 of another id", "commit", op="open", part="m1", envelope=envelope, **wrong_id)
    context = contexts.invite(LINK.invitation, "m1")
    for name, held in {"another kind": {"t": "m2", "v": 1}, "no m": {"t": "m1", "v": 1}}.items():
        other_held = seal(LINK.seal_key, context, held, NO_EPOCH, lambda _: salt)
        yield bad(
            f"m1 that holds {name}",
            "malformed",
            op="open",
            part="m1",
            envelope=b64(other_held),
            **link,
        )
    yield from _space_keys(salt)


def _space_keys(salt: bytes) -> Iterator[Json]:
    key = agree(_INVITER_X.x_seed, _INVITED_X.x_pub, _SECRET, _TH).pair_key
    given = {"k_p": b64(key), "th": b64(_TH)}
    sk = fixed_bytes("sk", 32)
    yield good("a space's key sealed", op="seal_pair", salt=b64(salt), sk=b64(sk), **given)
    envelope = b64(seal_space_key(key, _TH, sk, lambda _: salt))
    yield good("a space's key opened", op="open_pair", envelope=envelope, **given)
    other_th = given | {"th": b64(bytes(32))}
    yield bad("a space's key by th", "commit", op="open_pair", envelope=envelope, **other_th)
    other_key = given | {"k_p": b64(bytes(32))}
    yield bad("a space's key by K_p", "commit", op="open_pair", envelope=envelope, **other_key)
    short = b64(seal_space_key(key, _TH, sk[1:], lambda _: salt))
    yield bad("a space's key of 31 bytes", "malformed", op="open_pair", envelope=short, **given)


def _numbers() -> Iterator[Json]:
    head = b64(fixed_bytes("head", 32))
    number = partial(good, op="verify_number")
    yield number("verify together", space=str(SPACE), seq=7, head=head)
    yield number("verify together, another seq", space=str(SPACE), seq=8, head=head)
    yield number("verify together, another space", space=str(OTHER_SPACE), seq=7, head=head)
    yield number("verify together, another head", space=str(SPACE), seq=7, head=b64(bytes(32)))
    yield number("verify together, the largest seq", space=str(SPACE), seq=2**53 - 1, head=head)
