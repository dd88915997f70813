"""Labels, lengths, numbers, ids and base64url."""

from functools import partial

from app.client.canonical import T, b64
from tests.vectors import case
from tests.vectors.case import Json

DESCRIPTION = "One spelling for every value: T(), fixed-width numbers, ids and base64url"

good = partial(case.good, "canonical")
bad = partial(case.bad, "canonical", error="malformed")

_ID = "0190f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506"


def cases() -> list[Json]:
    return [*_labelled(), *_split(), *_numbers(), *_ids(), *_base64url()]


def _labelled() -> list[Json]:
    return [
        good("a label alone", op="T", label="gs1:pw-auth", fields=[]),
        good("an absent field is empty", op="T", label="gs1:ctx", fields=["", b64(b"x"), ""]),
        good("fields do not run together", op="T", label="l", fields=[b64(b"ab"), b64(b"c")]),
        good("their twin, split elsewhere", op="T", label="l", fields=[b64(b"a"), b64(b"bc")]),
        good("an empty label", op="T", label="", fields=[]),
        good("a label beyond ASCII is UTF-8", op="T", label="gs1:é漢", fields=[]),
        good("the longest field", op="T", label="l", fields=[{"zeros": 65_535}]),
        bad("a field one byte too long", op="T", label="l", fields=[{"zeros": 65_536}]),
        bad("a lone surrogate in a label", op="T", label="\ud800", fields=[]),
    ]


def _split() -> list[Json]:
    whole = T("gs1:head", b"event", b"", b"sig")
    return [
        good("three fields come back", op="split", bytes=b64(whole)),
        good("no field comes back", op="split", bytes=b64(T("gs1:head"))),
        bad("nothing at all", op="split", bytes=""),
        bad("a length cut in half", op="split", bytes=b64(whole + b"\0")),
        bad("a last field one byte short", op="split", bytes=b64(whole[:-1])),
        bad("a length beyond the end", op="split", bytes=b64(whole + b"\xff\xffx")),
        bad("a label that is not UTF-8", op="split", bytes=b64(b"\0\1\xff")),
    ]


def _numbers() -> list[Json]:
    limits = {"u8": 2**8, "u16": 2**16, "u32": 2**32, "u64": 2**53}
    return [
        case_
        for op, limit in limits.items()
        for case_ in (
            good(f"{op} zero", op=op, value=0),
            good(f"{op} at its largest", op=op, value=limit - 1),
            bad(f"{op} one too large", op=op, value=limit),
            bad(f"{op} negative", op=op, value=-1),
        )
    ]


def _ids() -> list[Json]:
    return [
        good("an id", op="uuid", text=_ID),
        good("the id of only zeros", op="uuid", text="00000000-0000-0000-0000-000000000000"),
        bad("an upper-case id", op="uuid", text=_ID.upper()),
        bad("one upper-case letter", op="uuid", text=_ID.replace("a4", "A4")),
        bad("an id without hyphens", op="uuid", text=_ID.replace("-", "")),
        bad("an id in braces", op="uuid", text=f"{{{_ID}}}"),
        bad("an id as a URN", op="uuid", text=f"urn:uuid:{_ID}"),
        bad("a hyphen in another place", op="uuid", text="0190f3a45-b6c-7d8e-9fa0-b1c2d3e4f506"),
        bad("a letter that is no digit", op="uuid", text=_ID.replace("f5", "g5")),
        bad("an id and a line feed", op="uuid", text=f"{_ID}\n"),
        bad("an id and a space before", op="uuid", text=f" {_ID}"),
        bad(
            "a digit of another script", op="uuid", text=_ID.replace("0190", "0190"[:3] + "\u0660")
        ),
        bad("an empty id", op="uuid", text=""),
    ]


def _base64url() -> list[Json]:
    return [
        good("no bytes", op="base64url", text=""),
        good("one byte", op="base64url", text="_w"),
        good("two bytes", op="base64url", text="-_8"),
        good("three bytes", op="base64url", text="AP-A"),
        good("every letter", op="base64url", text=b64(bytes(range(256)))),
        bad("padding", op="base64url", text="_w=="),
        bad("the other alphabet", op="base64url", text="/w"),
        bad("the other alphabet's plus", op="base64url", text="+/8"),
        bad("stray bits after one byte", op="base64url", text="_x"),
        bad("stray bits after two bytes", op="base64url", text="-_9"),
        bad("a length that cannot be", op="base64url", text="AAAAA"),
        bad("a space inside", op="base64url", text="AP A"),
        bad("a line feed at the end", op="base64url", text="AP-A\n"),
        bad("a letter of another script", op="base64url", text="AP-\u0410"),
    ]
