"""Names, login names and passphrases, with what keyboards and attackers put into them."""

from functools import partial

from tests.vectors import case
from tests.vectors.case import Json

DESCRIPTION = "Which names, login names and passphrases are taken, and as which bytes"

good = partial(case.good, "names")
bad_name = partial(case.bad, "names", error="bad_name")
bad_login = partial(case.bad, "names", error="bad_login")
bad_length = partial(case.bad, "names", error="bad_passphrase_length", op="passphrase")
bad_surrogate = partial(case.bad, "names", error="lone_surrogate", op="passphrase")

_BIDI_CONTROLS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_CONTROLS = [0x00, 0x09, 0x0A, 0x1F, 0x7F, 0x85, 0x9F]
_FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"


def cases() -> list[Json]:
    return [*_names(), *_logins(), *_passphrases()]


def _names() -> list[Json]:
    taken = {
        "a plain name": "Sam",
        "one letter": "X",
        "spaces and a hyphen": " Ana-Lucía del Río ",
        "a name in another script": "ليلى",
        "an emoji family with joiners": _FAMILY,
        "40 code points": "a" * 40,
        "40 code points outside the basic plane": "\U0001f33f" * 40,
    }
    refused = {
        "an empty name": "",
        "41 code points": "a" * 41,
        "41 code points outside the basic plane": "\U0001f33f" * 41,
        "a lone high surrogate": "Sam\ud83d",
        "a lone low surrogate": "\ude00Sam",
        **{f"the control U+{c:04X}": f"Sa{chr(c)}m" for c in _CONTROLS},
        **{f"the Bidi control U+{c:04X}": f"Sa{chr(c)}m" for c in _BIDI_CONTROLS},
    }
    decomposed = "Zoe\u0308"
    return [
        *(good(name, op="name", text=text) for name, text in taken.items()),
        *(bad_name(name, op="name", text=text) for name, text in refused.items()),
        *(bad_name(f"typed: {name}", op="typed_name", text=t) for name, t in refused.items()),
        bad_name("a name that is not NFC", op="name", text=decomposed),
        bad_name("the Angstrom sign, which NFC replaces", op="name", text="\u212bsa"),
        good("typed: a name that is not NFC", op="typed_name", text=decomposed),
        good("typed: the Angstrom sign becomes a letter", op="typed_name", text="\u212bsa"),
        good("typed: 41 code points that NFC makes 40", op="typed_name", text="a" * 39 + "e\u0301"),
        bad_name("41 code points that NFC would make 40", op="name", text="a" * 39 + "e\u0301"),
        bad_name("typed: NFC makes it longer than 40", op="typed_name", text="\u0958" * 21),
    ]


def _logins() -> list[Json]:
    taken = ["sam", "a.b-c_d", "...", "007", "a" * 32, "SAM", "MiXeD.Case"]
    refused = {
        "two characters": "ab",
        "33 characters": "a" * 33,
        "nothing": "",
        "a space": "sam smith",
        "a space at the end": "sam ",
        "a line feed at the end": "sam\n",
        "an at sign": "sam@home",
        "a letter outside ASCII": "zoë",
        "the Kelvin sign, which lower-cases to k": "\u212aaren",
        "the dotless i": "d\u0131lan",
        "full-width letters": "\uff53\uff41\uff4d",
        "a lone surrogate": "sam\ud800",
    }
    return [
        *(good(f"login {text}", op="login", text=text) for text in taken),
        *(bad_login(f"login with {name}", op="login", text=t) for name, t in refused.items()),
    ]


def _passphrases() -> list[Json]:
    taken = {
        "12 bytes": "twelve bytes",
        "1,024 bytes": "a" * 1024,
        "spaces are kept": "  not trimmed  ",
        "tab and line feed are kept": "tab\tand\nline feed",
        "four emoji of three code points each": _FAMILY * 4,
        "NFKC folds a ligature and full width": "o\ufb03ce \uff30\uff41\uff53\uff53 words",
        "NFKC composes": "cafe\u0301 cafe\u0301 cafe\u0301",
        "NFKC turns a no-break space into a space": "no\u00a0break\u00a0space",
        "a Hangul word in conjoining letters": "\u1112\u1161\u11ab\u1100\u1173\u11af " * 3,
        "NFKC makes 9 bytes into 12": "\ufb03\ufb03\ufb03abc",
    }
    return [
        *(good(f"passphrase: {n}", op="passphrase", text=t) for n, t in taken.items()),
        bad_length("passphrase of 11 bytes", text="eleven byte"),
        bad_length("passphrase of 1,025 bytes", text="a" * 1025),
        bad_length("no passphrase", text=""),
        bad_length("18 bytes that NFKC makes 6", text="\uff41" * 6),
        bad_length("18 letters of 3 bytes in one that grows past 1,024", text="\ufdfa" * 57),
        bad_surrogate("passphrase with a lone high surrogate", text="long enough \ud83d words"),
        bad_surrogate("passphrase with a lone low surrogate", text="long enough \ude00 words"),
        bad_surrogate("passphrase with a swapped pair", text="long enough \ude00\ud83d words"),
    ]
