"""The key schedule from fixed secrets, and public keys that are refused."""

from functools import partial

from app.client.canonical import b64
from app.client.keys import PROFILE
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fixed import KEYS, OTHER_KEYS, SMALL_ORDER, ZERO_RESULT, fixed_bytes

DESCRIPTION = "The key schedule with KDF profile 1 (Argon2id, 32 MiB, t 4, p 1), and weak keys"

good = partial(case.good, "keys")
weak = partial(case.bad, "keys", error="weak_key")
refuse = partial(
    case.bad, "keys", op="password", login="sam", password="correct horse battery staple"
)


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
        for name, point in SMALL_ORDER.items()
    }
    small = SMALL_ORDER | sign_bit
    shared = partial(good, op="x25519_shared")
    zero = partial(weak, op="x25519_shared", seed=b64(KEYS.x_seed))
    return [
        good("a signing key", op="ed25519", seed=b64(KEYS.ed_seed)),
        good("an agreement key", op="x25519", seed=b64(KEYS.x_seed)),
        good("a public key that is taken", op="ed_pub", public=b64(KEYS.ed_pub)),
        *(weak(f"Ed25519 {n}", op="ed_pub", public=_hex(point)) for n, point in small.items()),
        shared("one side", seed=b64(KEYS.x_seed), public=b64(OTHER_KEYS.x_pub)),
        shared("the other side", seed=b64(OTHER_KEYS.x_seed), public=b64(KEYS.x_pub)),
        *(zero(f"X25519 {name}", public=_hex(point)) for name, point in ZERO_RESULT.items()),
    ]


def _hex(text: str) -> str:
    return b64(bytes.fromhex(text))
