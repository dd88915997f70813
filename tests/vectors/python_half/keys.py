"""The key schedule from fixed secrets, and public keys that are refused."""

from functools import partial

from app.client.canonical import b64
from app.client.keys import PROFILE
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fixed import KEYS, OTHER_KEYS, fixed_bytes

DESCRIPTION = "The key schedule with KDF profile 1 (Argon2id, 32 MiB, t 4, p 1), and weak keys"

good = partial(case.good, "keys")
weak = partial(case.bad, "keys", error="weak_key")
refuse = partial(
    case.bad, "keys", op="password", login="sam", password="correct horse battery staple"
)

_SMALL_ORDER = {
    "zero": "00" * 32,
    "one": "01" + "00" * 31,
    "minus one": "ec" + "ff" * 30 + "7f",
    "zero, not reduced": "ed" + "ff" * 30 + "7f",
    "one, not reduced": "ee" + "ff" * 30 + "7f",
    "order eight": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "order eight, the other": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
}
# u coordinates on which every X25519 result is zero (RFC 7748, section 7).
_ZERO_RESULT = {
    "zero": "00" * 32,
    "one": "01" + "00" * 31,
    "order eight": "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "order eight, the other": "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "minus one": "ec" + "ff" * 30 + "7f",
}


def cases() -> list[Json]:
    return [*_passwords(), *_schedule(), *_pairs()]


def _passwords() -> list[Json]:
    password = partial(good, op="password", profile=PROFILE)
    plain = "correct horse battery staple"
    salt, other = b64(fixed_bytes("salt", 16)), b64(fixed_bytes("other salt", 16))
    return [
        password("a passphrase", login="sam", salt=salt, password=plain),
        password("the login is folded", login="SAM", salt=salt, password=plain),
        password("another login, same salt", login="kim", salt=salt, password=plain),
        password("the same login, another salt", login="sam", salt=other, password=plain),
        password(
            "NFKC, then Argon2id", login="sam", salt=salt, password="o\ufb03ce \uff30ass words"
        ),
        refuse("profile 0", error="unknown_profile", profile=0, salt=salt),
        refuse("profile 2", error="unknown_profile", profile=2, salt=salt),
        refuse("no salt", error="salt_length", profile=PROFILE, salt=""),
        refuse("a salt of 15 bytes", error="salt_length", profile=PROFILE, salt=b64(bytes(15))),
        refuse("a salt of 17 bytes", error="salt_length", profile=PROFILE, salt=b64(bytes(17))),
    ]


def _schedule() -> list[Json]:
    return [
        good("a recovery code's keys", op="recovery", bytes=b64(fixed_bytes("recovery", 20))),
        good("an account's keys", op="account", ak=b64(fixed_bytes("ak", 32))),
        good("a space's keys", op="space", sk=b64(fixed_bytes("sk", 32))),
    ]


def _pairs() -> list[Json]:
    sign_bit = {
        f"{name}, top bit set": point[:62] + f"{int(point[62:], 16) | 0x80:02x}"
        for name, point in _SMALL_ORDER.items()
    }
    small = _SMALL_ORDER | sign_bit
    shared = partial(good, op="x25519_shared")
    zero = partial(weak, op="x25519_shared", seed=b64(KEYS.x_seed))
    return [
        good("a signing key", op="ed25519", seed=b64(KEYS.ed_seed)),
        good("an agreement key", op="x25519", seed=b64(KEYS.x_seed)),
        good("a public key that is taken", op="ed_pub", public=b64(KEYS.ed_pub)),
        *(weak(f"Ed25519 {n}", op="ed_pub", public=_hex(point)) for n, point in small.items()),
        shared("one side", seed=b64(KEYS.x_seed), public=b64(OTHER_KEYS.x_pub)),
        shared("the other side", seed=b64(OTHER_KEYS.x_seed), public=b64(KEYS.x_pub)),
        *(zero(f"X25519 {name}", public=_hex(point)) for name, point in _ZERO_RESULT.items()),
    ]


def _hex(text: str) -> str:
    return b64(bytes.fromhex(text))
