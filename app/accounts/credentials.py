"""What proves who someone is, and how the server keeps it: never in a form that proves it again.

AUTH and RAUTH are 32-byte keys that a phone derives; a session's token and a device's id are
random. All of them have so much randomness, or so slow a derivation on the phone, that one
SHA-256 is enough here (protocol.md §4).
"""

import hashlib
import hmac
import secrets

from app.core.secret import ServerKey

TOKEN_BYTES = 32
DEVICE_ID_BYTES = 16
DEVICE_COOKIE_BYTES = DEVICE_ID_BYTES + 32
SALT_BYTES = 16

# The stored value names its form, so that another can be added beside it.
_SHA256 = b"\x01"
_NOBODY = _SHA256 + bytes(32)


def keep(auth: bytes) -> bytes:
    """The form in which AUTH or RAUTH is stored."""
    return _SHA256 + hashlib.sha256(auth).digest()


def is_match(stored: bytes | None, auth: bytes) -> bool:
    """Whether `auth` is the one that is stored. The same work where there is no account."""
    equal = hmac.compare_digest(keep(auth), stored if stored is not None else _NOBODY)
    return equal and stored is not None


def new_token() -> bytes:
    """A session's token; it goes into the cookie and nowhere else."""
    return secrets.token_bytes(TOKEN_BYTES)


def token_hash(token: bytes) -> bytes:
    """How a token is found and remembered."""
    return hashlib.sha256(token).digest()


def salt_of(key: ServerKey, login: str) -> bytes:
    """The salt of a login name, whether or not anybody has it: it tells nothing."""
    return key.digest("salt", login)[:SALT_BYTES]


def new_device_cookie(key: ServerKey, login: str) -> bytes:
    """Proof that somebody has signed in as `login` on this device before."""
    device_id = secrets.token_bytes(DEVICE_ID_BYTES)
    return device_id + key.digest("device", login, device_id)


def known_device(key: ServerKey, login: str, cookie: bytes | None) -> bytes | None:
    """The device's id, if `cookie` proves an earlier sign-in to this very login."""
    if cookie is None or len(cookie) != DEVICE_COOKIE_BYTES:
        return None
    device_id, proof = cookie[:DEVICE_ID_BYTES], cookie[DEVICE_ID_BYTES:]
    proven = hmac.compare_digest(proof, key.digest("device", login, device_id))
    return device_id if proven else None
