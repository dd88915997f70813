"""Runs one vector of sealed answers through `app.client.answers`."""

from typing import Any

from app.client.answers import Answer, Record, check_answer, make_answer, open_answer, read_record
from app.client.canonical import b64, parse_uuid, unb64
from app.client.keys import MemberKeys, SpaceKeys
from app.client.wire import answer_json

Json = dict[str, Any]


def run_answers(given: Json) -> Json:
    match given["op"]:
        case "build":
            return {"record": b64(record_of(given["fields"]).build())}
        case "parse":
            return {"fields": record_fields(read_record(unb64(given["record"])))}
        case "hash":
            return {"hash": b64(Answer(unb64(given["record"]), b"", b"").hash)}
        case "make":
            return _make(given)
        case "check":
            return _check(given)
        case op:
            assert op == "open"
            keys, record = SpaceKeys(unb64(given["sk"])), read_record(unb64(given["record"]))
            return {"plaintext": open_answer(record, unb64(given["body"]), keys)}


def _make(given: Json) -> Json:
    salt = unb64(given["salt"])
    answer = make_answer(
        record_of({**given["fields"], "key_gen": 1, "env_hash": ""}),
        MemberKeys(unb64(given["ed_seed"]), bytes(32)),
        SpaceKeys(unb64(given["sk"])),
        given["plaintext"],
        lambda _: salt,
    )
    return answer_fields(answer)


def _check(given: Json) -> Json:
    place = record_of({**given["place"], "key_gen": 1, "rev": 0, "env_hash": ""})
    opened = None if given["opened"] is None else unb64(given["opened"])
    answer = Answer(*(unb64(given[part]) for part in ("record", "sig", "body")))
    return {"rev": check_answer(answer, place, unb64(given["ed_pub"]), opened).rev}


def record_of(fields: Json) -> Record:
    return Record(
        space=parse_uuid(fields["space"]),
        conversation=parse_uuid(fields["conversation"]),
        opening=fields["opening"],
        member=parse_uuid(fields["member"]),
        key_gen=fields["key_gen"],
        rev=fields["rev"],
        env_hash=unb64(fields["env_hash"]),
    )


def record_fields(record: Record) -> Json:
    return {
        "space": str(record.space),
        "conversation": str(record.conversation),
        "opening": record.opening,
        "member": str(record.member),
        "key_gen": record.key_gen,
        "rev": record.rev,
        "env_hash": b64(record.env_hash),
    }


def answer_fields(answer: Answer) -> Json:
    return answer_json(answer)
