"""Answers that open together: records in bytes, and what a reader refuses of them."""

from collections.abc import Iterator
from functools import partial

from app.client.answers import Answer, Record, make_answer
from app.client.canonical import T, b64, lp, u8, u16, u32
from app.client.keys import SpaceKeys
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fixed import (
    KEYS,
    MEMBER,
    OBJECT,
    OTHER_KEYS,
    OTHER_MEMBER,
    OTHER_OBJECT,
    OTHER_SPACE,
    SMALL_ORDER,
    SPACE,
    fixed_bytes,
)
from tests.vectors.run_answers import answer_fields, record_fields

DESCRIPTION = "Records of sealed answers: fields to bytes and back, made, checked and opened"

_SK = fixed_bytes("space key", 32)
_SALT = fixed_bytes("answer salt", 32)
_RECORD = Record(SPACE, OBJECT, 1, MEMBER, 1, fixed_bytes("env hash", 32))
_PLAINTEXTS: dict[str, Json] = {
    "words": {"t": "answer", "v": 1, "pass": False, "words": {"opens": "A walk. مشي 🌊"}},
    "a pass": {"t": "answer", "v": 1, "pass": True, "words": {}},
}


def cases() -> list[Json]:
    return [*_good(), *_malformed(), *_checked(), *_opened()]


def _good() -> Iterator[Json]:
    records = {
        "the first": _RECORD,
        "the largest numbers": Record(
            SPACE, OBJECT, 2**16 - 1, OTHER_MEMBER, 2**32 - 1, _RECORD.env_hash
        ),
    }
    for name, record in records.items():
        yield case.good("answers", f"build: {name}", op="build", fields=record_fields(record))
        yield case.good("answers", f"parse: {name}", op="parse", record=b64(record.build()))
        yield case.good("answers", f"hash: {name}", op="hash", record=b64(record.build()))
    for name, plaintext in _PLAINTEXTS.items():
        yield case.good(
            "answers",
            f"make: {name}",
            op="make",
            fields=_place(_RECORD) | {"rev": 2},
            ed_seed=b64(fixed_bytes("member ed", 32)),
            sk=b64(_SK),
            salt=b64(_SALT),
            plaintext=plaintext,
        )


def _place(record: Record) -> Json:
    fields = record_fields(record)
    return {name: fields[name] for name in ("space", "conversation", "opening", "member")}


def _malformed() -> list[Json]:
    parts = _parts()
    spoilt = {
        "space of 15 bytes": (0, SPACE.bytes[1:]),
        "conversation of 17 bytes": (1, OBJECT.bytes + b"\0"),
        "opening 0": (2, u16(0)),
        "opening as u8": (2, u8(1)),
        "opening as u32": (2, u32(1)),
        "an empty member": (3, b""),
        "key_gen 0": (4, u16(0)),
        "key_gen 2": (4, u16(2)),
        "key_gen as u32": (4, u32(1)),
        "rev 0": (5, u32(0)),
        "rev as u16": (5, u16(1)),
        "an empty hash": (6, b""),
        "a hash of 31 bytes": (6, bytes(31)),
        "a hash of 33 bytes": (6, bytes(33)),
    }
    wrong = {
        "nothing": b"",
        "the label alone": T("gs1:answer"),
        "another label": T("gs1:event", *parts),
        "a field short": T("gs1:answer", *parts[:-1]),
        "a field more": T("gs1:answer", *parts, b""),
        "one byte short": _RECORD.build()[:-1],
        "one byte more": _RECORD.build() + b"\0",
        "a date in it": T("gs1:answer", *parts[:5], bytes(8), *parts[5:]),
        **{
            name: T("gs1:answer", *parts[:at], field, *parts[at + 1 :])
            for name, (at, field) in spoilt.items()
        },
    }
    bad = partial(case.bad, "answers", error="malformed", op="parse")
    return [bad(f"record: {name}", record=b64(data)) for name, data in wrong.items()]


def _parts() -> list[bytes]:
    data, at, parts = _RECORD.build(), len(lp(b"gs1:answer")), list[bytes]()
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        parts.append(data[at + 2 : end])
        at = end
    return parts


def _made(plaintext: Json | None = None) -> Answer:
    words = _PLAINTEXTS["words"] if plaintext is None else plaintext
    return make_answer(_RECORD, KEYS, SpaceKeys(_SK), words, lambda _: _SALT)


def _body(answer: Answer) -> bytes:
    assert answer.body is not None
    return answer.body


def _checked() -> list[Json]:
    made = _made()
    given: Json = {
        "op": "check",
        **answer_fields(made),
        "place": _place(_RECORD),
        "ed_pub": b64(KEYS.ed_pub),
        "opened": None,
    }
    neutral = b"\1" + bytes(31)
    others: dict[str, Json] = {
        "another space": {"space": str(OTHER_SPACE)},
        "another conversation": {"conversation": str(OTHER_OBJECT)},
        "another opening": {"opening": 2},
        "another member": {"member": str(OTHER_MEMBER)},
    }
    places: dict[str, Json] = {
        name: given | {"place": _place(_RECORD) | change} for name, change in others.items()
    }
    body = _body(made)
    bodies: dict[str, Json] = {
        "a bit flipped": given | {"body": b64(body[:-1] + bytes([body[-1] ^ 1]))},
        "another answer's": given | {"body": b64(_body(_made(_PLAINTEXTS["a pass"])))},
        "empty": given | {"body": ""},
    }
    signatures: dict[str, Json] = {
        "another key": given | {"ed_pub": b64(OTHER_KEYS.ed_pub)},
        "a bit flipped": given | {"sig": b64(bytes([made.sig[0] ^ 1]) + made.sig[1:])},
        "of the hash": given | {"sig": b64(KEYS.sign(made.hash))},
    }
    weak = given | {"sig": b64(neutral + bytes(32))}
    weak["ed_pub"] = b64(bytes.fromhex(SMALL_ORDER["one"]))
    good, bad = partial(case.good, "answers"), partial(case.bad, "answers")
    cut = b64(made.record[:-1])
    return [
        good("check: not opened yet", **given),
        good("check: as the log names it", **given | {"opened": b64(made.hash)}),
        bad("check: a record cut short", "malformed", **given | {"record": cut}),
        *(bad(f"check: {name}", "place", **one) for name, one in places.items()),
        bad("check: the log names another", "changed", **given | {"opened": b64(bytes(32))}),
        *(bad(f"check: the body, {name}", "body", **one) for name, one in bodies.items()),
        *(bad(f"check: the signature, {n}", "signature", **one) for n, one in signatures.items()),
        bad("check: a key of small order", "weak_key", **weak),
    ]


def _opened() -> list[Json]:
    made = _made()
    given: Json = {
        "op": "open",
        "sk": b64(_SK),
        "record": b64(made.record),
        "body": b64(_body(made)),
    }
    later = Record(SPACE, OBJECT, 1, MEMBER, 2, _RECORD.env_hash).build()
    other = Record(SPACE, OBJECT, 2, MEMBER, 1, _RECORD.env_hash).build()
    bad = partial(case.bad, "answers", error="commit")
    return [
        case.good("answers", "open", **given),
        bad("open: another key", **given | {"sk": b64(bytes(32))}),
        bad("open: under another rev", **given | {"record": b64(later)}),
        bad("open: under another opening", **given | {"record": b64(other)}),
    ]
