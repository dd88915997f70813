"""The key schedule (protocol.md §4): from a passphrase, a recovery code or a seed to every key.

Argon2id parameters come from the table below and never from the server, which names a row of it.
Keys are kept out of `repr`, so that no log line or failed test shows one.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.client.canonical import T, u8, utf8
from app.client.errors import KeyMaterialError, SignatureError
from app.client.names import fold_login, passphrase_bytes

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16


@dataclass(frozen=True)
class KdfProfile:
    memory_kib: int
    passes: int
    lanes: int


PROFILE: Final = 1
PROFILES: Final = {PROFILE: KdfProfile(memory_kib=32 * 1024, passes=4, lanes=1)}

# Ed25519 points of small order, top bit cleared: under these, one signature fits many messages.
_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "00" * 32,
        "01" + "00" * 31,
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
)


def hkdf(secret: bytes, info: bytes, *, salt: bytes = b"", length: int = KEY_BYTES) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


def derive(secret: bytes, label: str) -> bytes:
    """One key of the schedule, 32 bytes."""
    return hkdf(secret, T(label))


@dataclass(frozen=True)
class PasswordKeys:
    profile: int
    salt_eff: bytes = field(repr=False)
    pmk: bytes = field(repr=False)

    @property
    def auth(self) -> bytes:
        return derive(self.pmk, "gs1:pw-auth")

    @property
    def kek(self) -> bytes:
        return derive(self.pmk, "gs1:pw-kek")


def _kdf(profile: int, salt: bytes) -> KdfProfile:
    """The row of the table: `unknown_profile`, or `salt_length`."""
    if profile not in PROFILES:
        raise KeyMaterialError(
            "unknown_profile", "the server names a key derivation that is not ours"
        )
    if len(salt) != SALT_BYTES:
        raise KeyMaterialError("salt_length", "the server's salt is not 16 bytes")
    return PROFILES[profile]


def password_keys(profile: int, login: str, salt: bytes, passphrase: str) -> PasswordKeys:
    """Argon2id over the passphrase, about 0.1 s and 32 MiB.

    Everything made from a passphrase comes from here, so a profile or salt that is not ours stops
    every use of it before anything is sent (T8).
    """
    chosen = _kdf(profile, salt)
    secret = passphrase_bytes(passphrase)
    # Login and profile are hashed in, so a server that hands everybody one salt gains nothing.
    labelled = T("gs1:pw-salt", u8(profile), utf8(fold_login(login)), salt)
    salt_eff = hashlib.sha256(labelled).digest()[:SALT_BYTES]
    pmk = hash_secret_raw(
        secret,
        salt_eff,
        time_cost=chosen.passes,
        memory_cost=chosen.memory_kib,
        parallelism=chosen.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
        version=0x13,
    )
    return PasswordKeys(profile, salt_eff, pmk)


@dataclass(frozen=True)
class RecoveryKeys:
    secret: bytes = field(repr=False)

    @property
    def auth(self) -> bytes:
        return derive(self.secret, "gs1:rc-auth")

    @property
    def kek(self) -> bytes:
        return derive(self.secret, "gs1:rc-kek")


@dataclass(frozen=True)
class AccountKeys:
    ak: bytes = field(repr=False)

    @property
    def priv(self) -> bytes:
        """Seals the vault."""
        return derive(self.ak, "gs1:ak-priv")

    @property
    def skw(self) -> bytes:
        """Seals the keys of spaces."""
        return derive(self.ak, "gs1:ak-sk")

    @property
    def device(self) -> bytes:
        """Seals drafts and outbox."""
        return derive(self.ak, "gs1:ak-device")


@dataclass(frozen=True)
class SpaceKeys:
    sk: bytes = field(repr=False)

    @property
    def obj(self) -> bytes:
        """Seals bodies."""
        return derive(self.sk, "gs1:sk-obj")

    @property
    def live(self) -> bytes:
        """Seals live frames."""
        return derive(self.sk, "gs1:sk-live")


@dataclass(frozen=True)
class MemberKeys:
    """What a member signs and pairs with; both seeds are 32 bytes."""

    ed_seed: bytes = field(repr=False)
    x_seed: bytes = field(repr=False)

    @property
    def ed_pub(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.ed_seed).public_key().public_bytes_raw()

    @property
    def x_pub(self) -> bytes:
        return X25519PrivateKey.from_private_bytes(self.x_seed).public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.ed_seed).sign(message)

    def shared_with(self, x_pub: bytes) -> bytes:
        """The X25519 secret; a public key that makes it all zero is `weak_key`."""
        own = X25519PrivateKey.from_private_bytes(self.x_seed)
        try:
            return own.exchange(X25519PublicKey.from_public_bytes(x_pub))
        except ValueError:
            raise KeyMaterialError("weak_key", "the shared secret would be zero") from None


def check_ed_pub(ed_pub: bytes) -> None:
    """`weak_key` for a point of small order, whatever its sign bit."""
    if ed_pub[:31] + bytes([ed_pub[31] & 0x7F]) in _SMALL_ORDER:
        raise KeyMaterialError("weak_key", "a signing key is of small order")


def check_x_pub(x_pub: bytes) -> None:
    """`weak_key` for a point on which every secret comes out as zero."""
    MemberKeys(bytes(KEY_BYTES), bytes(KEY_BYTES)).shared_with(x_pub)


def verify(ed_pub: bytes, sig: bytes, message: bytes) -> None:
    """`signature` unless this key signed these bytes; `weak_key` for a key that fits any."""
    check_ed_pub(ed_pub)
    try:
        Ed25519PublicKey.from_public_bytes(ed_pub).verify(sig, message)
    except (InvalidSignature, ValueError):
        raise SignatureError("signature", "a signature does not fit") from None
