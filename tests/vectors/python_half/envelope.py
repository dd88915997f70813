"""Sealed bodies, and what an attacker or a bug makes of them: one fault a case."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from app.client import contexts
from app.client.canonical import b64, u32
from app.client.envelope import BUCKETS, SPACE_EPOCH, derive_cipher, seal
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fixed import MEMBER, OBJECT, OTHER_MEMBER, OTHER_OBJECT, SPACE, fixed_bytes

DESCRIPTION = (
    "Envelopes: sealed with a given salt, opened, and refused by the first check that fails"
)

KEY = fixed_bytes("body key", 32)
SALT = fixed_bytes("envelope salt", 32)
CTX = contexts.body(SPACE, OBJECT, MEMBER, "item.put", 1)
NOTE = {"t": "note", "v": 1, "title": "Tuesday", "text": "The kettle, and what I meant by it."}

seal_case = partial(case.good, "envelope", op="seal", key=b64(KEY), ctx=b64(CTX), salt=b64(SALT))
seal_bad = partial(case.bad, "envelope", op="seal", key=b64(KEY), ctx=b64(CTX), salt=b64(SALT))


def cases() -> list[Json]:
    return [*_sealed(), *_opened(), *_header(), *_elsewhere(), *_flipped(), *_padding(), *_json()]


def open_case(name: str, envelope: bytes, **changes: Any) -> Json:
    return case.good("envelope", name, **_opening(envelope, changes))


def refused(name: str, error: str, envelope: bytes, **changes: Any) -> Json:
    return case.bad("envelope", name, error, **_opening(envelope, changes))


def _opening(envelope: bytes, changes: Json) -> Json:
    given = {"op": "open", "key": b64(KEY), "ctx": b64(CTX), "epoch": SPACE_EPOCH}
    return {**given, "envelope": b64(envelope), **changes}


def _sealed() -> list[Json]:
    lengths = {
        "the smallest bucket, full": BUCKETS[0] - 4,
        "one byte over the smallest bucket": BUCKETS[0] - 3,
        "the largest bucket, full": BUCKETS[-1] - 4,
    }
    return [
        seal_case("a note", epoch=1, plaintext=NOTE),
        seal_case("epoch 0", epoch=0, plaintext={"t": "ak", "v": 1, "k": b64(SALT)}),
        seal_case("the least there is", epoch=1, plaintext={"t": "", "v": 0}),
        seal_case("many scripts", epoch=1, plaintext={**NOTE, "text": "שלום ☕ 漢字 \U0001f9e1"}),
        seal_case("control characters", epoch=1, plaintext={**NOTE, "text": "\x00\x1f\x7f\u2028"}),
        seal_case("quotes and solidus", epoch=1, plaintext={**NOTE, "text": '"\\/ </script>'}),
        seal_case("a lone surrogate", epoch=1, plaintext={**NOTE, "text": "cut \ud83d off"}),
        seal_case(
            "nested values", epoch=1, plaintext={**NOTE, "replaces": [1, 2], "x": {"y": None}}
        ),
        *(seal_case(n, epoch=1, plaintext=_of_length(length)) for n, length in lengths.items()),
        seal_bad("one byte too long", "too_long", epoch=1, plaintext=_of_length(BUCKETS[-1] - 3)),
        seal_bad("no t", "json", epoch=1, plaintext={"v": 1}),
        seal_bad("t is a number", "json", epoch=1, plaintext={"t": 1, "v": 1}),
        seal_bad("no v", "json", epoch=1, plaintext={"t": "note"}),
        seal_bad("v is text", "json", epoch=1, plaintext={"t": "note", "v": "1"}),
        seal_bad("v is true", "json", epoch=1, plaintext={"t": "note", "v": True}),
    ]


def _of_length(count: int) -> Json:
    """A plaintext whose JSON is so many bytes long."""
    frame = len(json.dumps({"t": "note", "v": 1, "text": ""}, separators=(",", ":")))
    return {"t": "note", "v": 1, "text": "x" * (count - frame)}


def _whole() -> bytes:
    return seal(KEY, CTX, NOTE, SPACE_EPOCH, lambda _: SALT)


def _opened() -> list[Json]:
    wrap = seal(KEY, CTX, NOTE, 0, lambda _: SALT)
    return [
        open_case("a note opens", _whole()),
        open_case("epoch 0 opens", wrap, epoch=0),
        open_case("spaces in the JSON", sealed_bytes(b' { "t" : "note" ,\n"v":1 } ')),
        open_case("a lone surrogate, escaped", sealed_bytes(b'{"t":"note","v":1,"x":"\\ud83d"}')),
        open_case("a type nobody knows", sealed_bytes(b'{"t":"tomorrow","v":99,"y":[]}')),
        open_case("v written as a fraction", sealed_bytes(b'{"t":"note","v":1.0}')),
        open_case("the last of two t counts", sealed_bytes(b'{"t":1,"t":"note","v":1}')),
    ]


def _header() -> list[Json]:
    whole = _whole()
    return [
        refused("version 0", "version", b"\0" + whole[1:]),
        refused("version 2", "version", b"\2" + whole[1:]),
        refused("no byte at all", "version", b""),
        refused("suite 0", "suite", whole[:1] + b"\0" + whole[2:]),
        refused("suite 2", "suite", whole[:1] + b"\2" + whole[2:]),
        refused("one byte", "suite", whole[:1]),
        refused("epoch 0 where 1 is expected", "epoch", whole[:2] + u32(0) + whole[6:]),
        refused("epoch 2", "epoch", whole[:2] + u32(2) + whole[6:]),
        refused("a little-endian epoch", "epoch", whole[:2] + b"\1\0\0\0" + whole[6:]),
        refused("epoch 1 where 0 is expected", "epoch", whole, epoch=0),
        refused("cut inside the epoch", "epoch", whole[:5]),
        refused("cut after the epoch", "bucket", whole[:6]),
        refused("cut inside the salt", "bucket", whole[:20]),
        refused("cut inside the commit", "bucket", whole[:69]),
        refused("the header alone", "bucket", whole[:70]),
        refused("header and tag alone", "bucket", whole[:70] + whole[-16:]),
        refused("one byte short", "bucket", whole[:-1]),
        refused("one byte more", "bucket", whole + b"\0"),
        refused("without its tag", "bucket", whole[:-16]),
        refused("a bucket between two", "bucket", whole + bytes(128)),
        refused("three times the smallest bucket", "bucket", whole[:70] + bytes(768 + 16)),
        refused("cut to a smaller bucket", "tag", _long()[: 70 + 256 + 16]),
        refused("extended to a larger bucket", "tag", whole + bytes(256)),
    ]


def _long() -> bytes:
    return seal(KEY, CTX, _of_length(400), SPACE_EPOCH, lambda _: SALT)


def _elsewhere() -> list[Json]:
    """The right bytes in the wrong place: the context does not fit."""
    places = {
        "another object": contexts.body(SPACE, OTHER_OBJECT, MEMBER, "item.put", 1),
        "another author": contexts.body(SPACE, OBJECT, OTHER_MEMBER, "item.put", 1),
        "another space": contexts.body(OBJECT, OBJECT, MEMBER, "item.put", 1),
        "another verb": contexts.body(SPACE, OBJECT, MEMBER, "item.set", 1),
        "another rev": contexts.body(SPACE, OBJECT, MEMBER, "item.put", 2),
        "another kind": contexts.vault(SPACE, 1),
        "no context": b"",
    }
    other_key = b64(fixed_bytes("another key", 32))
    return [
        *(refused(f"opened in {n}", "commit", _whole(), ctx=b64(p)) for n, p in places.items()),
        refused("opened with another key", "commit", _whole(), key=other_key),
    ]


def _flipped() -> list[Json]:
    flips = {
        "the first bit of the salt": (6, 0x80, "commit"),
        "the last bit of the salt": (37, 1, "commit"),
        "the first bit of the commit": (38, 0x80, "commit"),
        "the last bit of the commit": (69, 1, "commit"),
        "the first bit of the ciphertext": (70, 0x80, "tag"),
        "the last bit of the ciphertext": (-17, 1, "tag"),
        "the first bit of the tag": (-16, 0x80, "tag"),
        "the last bit of the tag": (-1, 1, "tag"),
    }
    return [refused(f"flipped: {n}", e, _flip(at, bit)) for n, (at, bit, e) in flips.items()]


def _flip(at: int, bit: int) -> bytes:
    changed = bytearray(_whole())
    changed[at] ^= bit
    return bytes(changed)


def sealed_bytes(text: bytes, pad: Callable[[bytes], bytes] | None = None) -> bytes:
    """An envelope around any padded plaintext, right or wrong: what a bad writer would send."""
    padded = (pad or (lambda t: (u32(len(t)) + t).ljust(256, b"\0")))(text)
    cipher, nonce, commit = derive_cipher(KEY, SALT, CTX)
    header = b"\1\1" + u32(SPACE_EPOCH) + SALT + commit
    return header + cipher.encrypt(nonce, padded, header + CTX)


def _padding() -> list[Json]:
    text = b'{"t":"note","v":1}'
    pads: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
        "a length past the bucket": ("length", lambda t: (u32(253) + t).ljust(256, b"\0")),
        "the largest length": ("length", lambda t: (u32(2**32 - 1) + t).ljust(256, b"\0")),
        "a bit at the end of the padding": (
            "padding",
            lambda t: (u32(len(t)) + t).ljust(255, b"\0") + b"\1",
        ),
        "a bit at the start of the padding": (
            "padding",
            lambda t: (u32(len(t)) + t + b"\1").ljust(256, b"\0"),
        ),
        "a length one short of the text": (
            "padding",
            lambda t: (u32(len(t) - 1) + t).ljust(256, b"\0"),
        ),
        "a larger bucket than needed": (
            "padding",
            lambda t: (u32(len(t)) + t).ljust(512, b"\0"),
        ),
        "padded with spaces": ("padding", lambda t: (u32(len(t)) + t).ljust(256, b" ")),
    }
    return [refused(name, error, sealed_bytes(text, pad)) for name, (error, pad) in pads.items()]


def _json() -> list[Json]:
    texts = {
        "nothing": b"",
        "not JSON": b"hello",
        "a list": b'["note",1]',
        "a string": b'"note"',
        "null": b"null",
        "two objects": b'{"t":"note","v":1}{"t":"note","v":1}',
        "a trailing comma": b'{"t":"note","v":1,}',
        "single quotes": b"{'t':'note','v':1}",
        "a comment": b'{"t":"note","v":1}//x',
        "NaN": b'{"t":"note","v":1,"x":NaN}',
        "Infinity": b'{"t":"note","v":1,"x":-Infinity}',
        "a byte order mark": b'\xef\xbb\xbf{"t":"note","v":1}',
        "UTF-16": '{"t":"note","v":1}'.encode("utf-16-le"),
        "a byte that is not UTF-8": b'{"t":"note","v":1,"x":"\xff"}',
        "an overlong encoding": b'{"t":"note","v":1,"x":"\xc0\xaf"}',
        "a surrogate in UTF-8": b'{"t":"note","v":1,"x":"\xed\xa0\xbd"}',
        "a raw line feed in a string": b'{"t":"note","v":1,"x":"\n"}',
        "a zero byte after the object": b'{"t":"note","v":1}\0',
        "no t": b'{"v":1}',
        "t is null": b'{"t":null,"v":1}',
        "no v": b'{"t":"note"}',
        "v is text": b'{"t":"note","v":"1"}',
        "v is a fraction": b'{"t":"note","v":1.5}',
        "v is true": b'{"t":"note","v":true}',
        "v is 2^53": b'{"t":"note","v":9007199254740992}',
    }
    return [refused(f"sealed JSON: {n}", "json", sealed_bytes(t)) for n, t in texts.items()]
