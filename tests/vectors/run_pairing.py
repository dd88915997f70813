"""Runs one vector of pairing: the ops stand in README.md."""

import hashlib
from collections.abc import Callable
from typing import Any

from app.client.canonical import b64, parse_uuid, unb64
from app.client.pairing import (
    Agreement,
    Link,
    Message1,
    Message2,
    Taken,
    agree,
    check_nonce,
    hash_nonce,
    invitation_id,
    open_message,
    open_space_key,
    read_link,
    read_m1,
    read_m2,
    seal_message,
    seal_space_key,
    transcript,
    verify_number,
    write_m1,
    write_m2,
)

Json = dict[str, Any]


def run_pairing(given: Json) -> Json:
    return _OPS[given["op"]](given)


def _taken(given: Json) -> Taken:
    taken = given["taken"]
    return Taken(frozenset(map(parse_uuid, taken["ids"])), frozenset(map(unb64, taken["keys"])))


def _m1(given: Json) -> Json:
    fields = given["fields"]
    m1 = write_m1(
        Message1(
            space=parse_uuid(fields["space"]),
            member=parse_uuid(fields["member"]),
            name=fields["name"],
            **{key: unb64(fields[key]) for key in ("ed_pub", "x_pub", "x_i", "nonce_hash")},
        )
    )
    return {"m1": b64(m1), "id": b64(invitation_id(m1))}


def _read_m1(given: Json) -> Json:
    message = read_m1(unb64(given["m1"]), unb64(given["id"]), _taken(given))
    return {"fields": fields_of_m1(message)}


def fields_of_m1(message: Message1) -> Json:
    return {
        "space": str(message.space),
        "member": str(message.member),
        "name": message.name,
        "ed_pub": b64(message.ed_pub),
        "x_pub": b64(message.x_pub),
        "x_i": b64(message.x_i),
        "nonce_hash": b64(message.nonce_hash),
    }


def _m2(given: Json) -> Json:
    fields = given["fields"]
    m2 = write_m2(
        Message2(
            member=parse_uuid(fields["member"]),
            name=fields["name"],
            **{key: unb64(fields[key]) for key in ("m1_hash", "ed_pub", "x_pub", "x_e")},
        )
    )
    return {"m2": b64(m2)}


def _read_m2(given: Json) -> Json:
    message = read_m2(unb64(given["m2"]), unb64(given["m1"]), _taken(given))
    return {"fields": fields_of_m2(message)}


def fields_of_m2(message: Message2) -> Json:
    return {
        "m1_hash": b64(message.m1_hash),
        "member": str(message.member),
        "name": message.name,
        "ed_pub": b64(message.ed_pub),
        "x_pub": b64(message.x_pub),
        "x_e": b64(message.x_e),
    }


def _check_nonce(given: Json) -> Json:
    m1 = unb64(given["m1"])
    check_nonce(unb64(given["nonce"]), read_m1(m1, invitation_id(m1), Taken()))
    return {}


def _link(given: Json) -> Link:
    return Link(unb64(given["id"]), unb64(given["s"]))


def _invitation_keys(given: Json) -> Json:
    link = _link(given)
    return {
        "k_i": b64(link.seal_key),
        "a_i": b64(link.auth),
        "auth": b64(hashlib.sha256(link.auth).digest()),
    }


def _agreement(given: Json) -> Agreement:
    seed, public = unb64(given["x_seed"]), unb64(given["x_pub"])
    return agree(seed, public, unb64(given["s"]), unb64(given["th"]))


def _read_link(given: Json) -> Json:
    link = read_link(given["text"])
    return {"id": b64(link.invitation), "s": b64(link.secret)}


def _seal(given: Json) -> Json:
    salt = unb64(given["salt"])
    envelope = seal_message(_link(given), given["part"], unb64(given["m"]), lambda _: salt)
    return {"envelope": b64(envelope)}


def _seal_pair(given: Json) -> Json:
    salt, sk = unb64(given["salt"]), unb64(given["sk"])
    envelope = seal_space_key(unb64(given["k_p"]), unb64(given["th"]), sk, lambda _: salt)
    return {"envelope": b64(envelope)}


def _open_pair(given: Json) -> Json:
    envelope = unb64(given["envelope"])
    return {"sk": b64(open_space_key(unb64(given["k_p"]), unb64(given["th"]), envelope))}


def _verify_number(given: Json) -> Json:
    number = verify_number(parse_uuid(given["space"]), given["seq"], unb64(given["head"]))
    return {"digits": number}


_OPS: dict[str, Callable[[Json], Json]] = {
    "m1": _m1,
    "read_m1": _read_m1,
    "m2": _m2,
    "read_m2": _read_m2,
    "nonce_hash": lambda given: {"nonce_hash": b64(hash_nonce(unb64(given["nonce"])))},
    "check_nonce": _check_nonce,
    "th": lambda given: {"th": b64(transcript(unb64(given["m1"]), unb64(given["m2"])))},
    "invitation_keys": _invitation_keys,
    "pair_key": lambda given: {"k_p": b64(_agreement(given).pair_key)},
    "digits": lambda given: {"digits": _agreement(given).digits(unb64(given["nonce"]))},
    "link": lambda given: {"link": _link(given).text},
    "read_link": _read_link,
    "seal": _seal,
    "open": lambda given: {
        "m": b64(open_message(_link(given), given["part"], unb64(given["envelope"])))
    },
    "seal_pair": _seal_pair,
    "open_pair": _open_pair,
    "verify_number": _verify_number,
}
