"""Recovery codes as people write and mistype them."""

from functools import partial

from app.client.canonical import b64
from app.client.recovery_code import write_code
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fixed import fixed_bytes

DESCRIPTION = "Recovery codes: nine groups of four, read back as a person may type them"

good = partial(case.good, "recovery_code")
read = partial(case.good, "recovery_code", op="read")
bad = partial(case.bad, "recovery_code", error="bad_code", op="read")

# With this secret the first body character is 0 and the next is 1, so O, I and L can be tried.
_SECRET = b"\x00\x40" + fixed_bytes("recovery code", 18)


def cases() -> list[Json]:
    groups = write_code(_SECRET)
    text = "-".join(groups)
    assert text.startswith("01")
    other = "A" if text[-1] != "A" else "B"
    secrets = {"zeros": bytes(20), "ones": b"\xff" * 20, "any": _SECRET}
    return [
        *(good(f"write {name}", op="write", bytes=b64(s)) for name, s in secrets.items()),
        read("read with hyphens", text=text),
        read("read with spaces", text=" ".join(groups)),
        read("read without any", text="".join(groups)),
        read(
            "read with line feeds and tabs", text="\n".join(groups[:5]) + "\t" + "".join(groups[5:])
        ),
        read("read in small letters", text=text.lower()),
        read("read with hyphens everywhere", text="-" + "- -".join("".join(groups)) + "- "),
        read("O is 0", text="O" + text[1:]),
        read("o is 0", text="o" + text[1:]),
        read("I is 1", text=text[0] + "I" + text[2:]),
        read("i is 1", text=text[0] + "i" + text[2:]),
        read("L is 1", text=text[0] + "L" + text[2:]),
        read("l is 1", text=text[0] + "l" + text[2:]),
        bad("nothing", text=""),
        bad("a bad check", text=text[:-1] + other),
        bad("a bad first character", text="2" + text[1:]),
        bad("two groups exchanged", text="-".join([groups[1], groups[0], *groups[2:]])),
        bad("a group missing", text="-".join(groups[:8])),
        bad("a group too many", text=text + "-0000"),
        bad("one character short", text=text[:-1]),
        bad("the letter U", text="U" + text[1:]),
        bad("a full stop", text=text.replace("-", ".")),
        bad("the long s, which upper-cases to S", text="\u017f" + text[1:]),
        bad("the dotless i, which upper-cases to I", text=text[0] + "\u0131" + text[2:]),
        bad("an Arabic digit zero", text="\u0660" + text[1:]),
        bad("a full-width digit zero", text="\uff10" + text[1:]),
        bad("a lone surrogate", text="\ud800" + text[1:]),
    ]
