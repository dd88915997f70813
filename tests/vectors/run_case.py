"""Runs one vector through `app.client`: input in, output out, or a `ClientError` with its code."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from app.client import contexts
from app.client.appreciations import APPRECIATION, standing_answer
from app.client.canonical import T, b64, parse_uuid, split, u8, u16, u32, u64, unb64
from app.client.chain import ChainState, Pairing, verify_page
from app.client.envelope import open_envelope, seal
from app.client.errors import ClientError
from app.client.events import build, head_of, parse, verify_event
from app.client.items import ObjectState, decide
from app.client.keys import (
    AccountKeys,
    MemberKeys,
    RecoveryKeys,
    SpaceKeys,
    check_ed_pub,
    password_keys,
)
from app.client.names import check_name, fold_login, passphrase_bytes, typed_name
from app.client.recovery_code import read_code, write_code
from app.client.rules import Standing
from app.client.turns import Talk
from tests.vectors.agreement_fields import agreed_fields
from tests.vectors.fields import entry_of, event_of, fields_of, item_of
from tests.vectors.run_answers import run_answers
from tests.vectors.run_pairing import run_pairing
from tests.vectors.run_walks import run_walks

Json = dict[str, Any]


def run(name: str, given: Json) -> Json:
    """The output for a case of the file `name`."""
    return _RUNNERS[name](given)


def _canonical(given: Json) -> Json:
    match given["op"]:
        case "T":
            return {"bytes": b64(T(given["label"], *map(_field, given["fields"])))}
        case "split":
            label, fields = split(unb64(given["bytes"]))
            return {"label": label, "fields": [b64(field) for field in fields]}
        case "uuid":
            return {"hex": parse_uuid(given["text"]).hex}
        case "base64url":
            return {"hex": unb64(given["text"]).hex()}
        case op:
            width = {"u8": u8, "u16": u16, "u32": u32, "u64": u64}[op]
            return {"bytes": b64(width(given["value"]))}


def _field(field: Any) -> bytes:
    return bytes(field["zeros"]) if isinstance(field, dict) else unb64(field)


def _names(given: Json) -> Json:
    match given["op"]:
        case "name":
            return {"name": check_name(given["text"])}
        case "typed_name":
            return {"name": typed_name(given["text"])}
        case "login":
            return {"login": fold_login(given["text"])}
        case op:
            assert op == "passphrase"
            return {"bytes": b64(passphrase_bytes(given["text"]))}


def _recovery_code(given: Json) -> Json:
    if given["op"] == "write":
        return {"groups": write_code(unb64(given["bytes"], 20))}
    return {"bytes": b64(read_code(given["text"]))}


def _keys(given: Json) -> Json:
    match given["op"]:
        case "password":
            return _password(given)
        case "recovery":
            recovery = RecoveryKeys(unb64(given["bytes"]))
            return {"rauth": b64(recovery.auth), "kek_rc": b64(recovery.kek)}
        case "account":
            account = AccountKeys(unb64(given["ak"]))
            return {
                "k_priv": b64(account.priv),
                "k_skw": b64(account.skw),
                "k_dev": b64(account.device),
            }
        case "space":
            space = SpaceKeys(unb64(given["sk"]))
            return {"k_obj": b64(space.obj), "k_live": b64(space.live)}
        case "ed25519":
            return {"public": b64(MemberKeys(unb64(given["seed"]), bytes(32)).ed_pub)}
        case "x25519":
            return {"public": b64(MemberKeys(bytes(32), unb64(given["seed"])).x_pub)}
        case "x25519_shared":
            own = MemberKeys(bytes(32), unb64(given["seed"]))
            return {"shared": b64(own.shared_with(unb64(given["public"])))}
        case op:
            assert op == "ed_pub"
            check_ed_pub(unb64(given["public"]))
            return {}


def _password(given: Json) -> Json:
    salt = unb64(given["salt"])
    keys = password_keys(given["profile"], given["login"], salt, given["password"])
    return {
        "salt_eff": b64(keys.salt_eff),
        "pmk": b64(keys.pmk),
        "auth": b64(keys.auth),
        "kek_pw": b64(keys.kek),
    }


def _envelope(given: Json) -> Json:
    key, ctx, epoch = unb64(given["key"]), unb64(given["ctx"]), given["epoch"]
    if given["op"] == "seal":
        salt = unb64(given["salt"])
        return {"envelope": b64(seal(key, ctx, given["plaintext"], epoch, lambda _: salt))}
    return {"plaintext": open_envelope(key, ctx, unb64(given["envelope"]), epoch)}


def _contexts(given: Json) -> Json:
    ids = {
        name: parse_uuid(value)
        for name, value in given.items()
        if name in {"account", "space", "object", "member", "conversation", "room", "device"}
    }
    return {"ctx": b64(_context(given, ids))}


def _context(given: Json, ids: dict[str, Any]) -> bytes:
    match given["kind"]:
        case "ak-wrap" if given["method"] == "rc":
            return contexts.recovery_wrap(ids["account"])
        case "ak-wrap":
            return contexts.password_wrap(ids["account"], given["profile"], unb64(given["salt"]))
        case "vault":
            return contexts.vault(ids["account"], given["revision"])
        case "sk-wrap":
            return contexts.space_key_wrap(ids["account"], ids["space"], given["epoch"])
        case "body":
            return contexts.body(
                ids["space"], ids["object"], ids["member"], given["verb"], given["rev"]
            )
        case "answer":
            return contexts.answer(
                ids["space"], ids["conversation"], given["step"], ids["member"], given["rev"]
            )
        case "invite":
            return contexts.invite(unb64(given["invitation"]), given["part"])
        case "pair":
            return contexts.pair(unb64(given["th"]))
        case "live":
            return contexts.live(
                ids["space"],
                ids["room"],
                ids["member"],
                my_visit=unb64(given["my_visit"]),
                your_visit=unb64(given["your_visit"]),
                counter=given["counter"],
            )
        case kind:
            assert kind == "device"
            return contexts.device(ids["device"], given["store"], given["key"])


def _events(given: Json) -> Json:
    match given["op"]:
        case "build":
            return {"event": b64(build(event_of(given["fields"])))}
        case "parse":
            return {"fields": fields_of(parse(unb64(given["event"])))}
        case op:
            assert op == "verify"
            verify_event(unb64(given["event"]), unb64(given["sig"]), unb64(given["ed_pub"]))
            return {}


def _heads(given: Json) -> Json:
    return {"head": b64(head_of(unb64(given["event"]), unb64(given["sig"])))}


def _items(given: Json) -> Json:
    *before, last = [event_of(fields) for fields in given["events"]]
    objects: dict[Any, ObjectState] = {}
    for event in before:
        try:
            objects[event.object] = decide(objects.get(event.object), event)
        except ClientError as refusal:
            raise AssertionError("only the last event of a case is refused") from refusal
    objects[last.object] = decide(objects.get(last.object), last)
    return {"objects": [_object_fields(key, objects[key]) for key in sorted(objects, key=str)]}


def _object_fields(key: Any, state: ObjectState) -> Json:
    erased = [rev for rev, version in sorted(state.versions.items()) if version.erased]
    return {"object": str(key), "author": str(state.author), "rev": state.rev, "erased": erased}


def _rules(given: Json) -> Json:
    *before, last = [event_of(fields) for fields in given["events"]]
    standing = Standing()
    for event in before:
        try:
            standing.take(event)
        except ClientError as refusal:
            raise AssertionError("only the last event of a case is refused") from refusal
    standing.take(last)
    space, objects = standing.space, standing.objects
    assert space is not None
    return {
        "space": {"joined": space.joined, "left": space.left_by is not None},
        "objects": [_standing_fields(key, objects[key]) for key in sorted(objects, key=str)],
    }


def _standing_fields(key: Any, state: ObjectState) -> Json:
    answer = standing_answer(state) if state.kind == APPRECIATION else None
    return _object_fields(key, state) | {
        "kind": state.kind,
        "taken_in": state.taken_in,
        "answer": None if answer is None else answer.put.rev,
        **({} if state.talk is None else _talk_fields(state.talk)),
        **({} if state.agreed is None else agreed_fields(state)),
    }


def _talk_fields(talk: Talk) -> Json:
    turn, paused = talk.turn, talk.paused
    return {
        "accepted": talk.accepted,
        "ended": talk.ended,
        "done": talk.done,
        "opened": talk.opened,
        "paused": None if paused is None else asdict(paused),
        "told": sorted(map(str, talk.told)),
        "turn": None
        if turn is None
        else {
            "ready": sorted(map(str, turn.ready)),
            "speaker": None if turn.speaker is None else str(turn.speaker),
            "phase": turn.phase,
            "taken": [turn.taken[member] for member in talk.people],
        },
    }


def _page(given: Json) -> Json:
    state = ChainState(parse_uuid(given["space"]), entry_of(given["own"]), _pairing_of(given))
    for page in given["pages"]:
        state, _ = verify_page(state, map(item_of, page))
    return {"seq": state.seq, "head": b64(state.head), "at_ms": state.at_ms}


def _pairing_of(given: Json) -> Pairing | None:
    if "partner" not in given:
        return None
    return Pairing(entry_of(given["partner"]), given["role"], unb64(given["th"]))


_RUNNERS: dict[str, Callable[[Json], Json]] = {
    "canonical": _canonical,
    "names": _names,
    "recovery_code": _recovery_code,
    "keys": _keys,
    "envelope": _envelope,
    "contexts": _contexts,
    "events": _events,
    "heads": _heads,
    "items": _items,
    "rules": _rules,
    "page": _page,
    "pairing": run_pairing,
    "answers": run_answers,
    "walks": run_walks,
}
NAMES = tuple(_RUNNERS)
