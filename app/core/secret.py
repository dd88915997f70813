"""The server's one secret: a key in a file beside the database, never in it.

It names allowances, salts of unknown logins and device cookies, and the key for push services comes
from it. A stolen database or backup without this file does not tell from where somebody tried to
sign in. Losing the file locks nobody out: salts of existing accounts are stored, devices get a new
cookie at their next sign-in, and give a new address for notes at their next contact.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


class ServerKey:
    """HMAC-SHA-256 under the server's key."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise ValueError(f"the server's key must have {KEY_BYTES} bytes")
        self._raw = raw

    def digest(self, *fields: str | bytes) -> bytes:
        """32 bytes that name `fields`; each is length-prefixed, so no two lists collide."""
        mac = hmac.new(self._raw, digestmod=hashlib.sha256)
        for field in fields:
            raw = field.encode() if isinstance(field, str) else field
            mac.update(len(raw).to_bytes(4, "big") + raw)
        return mac.digest()


def load_server_key(path: Path) -> ServerKey:
    """The key in `path`; a new random one, readable by its owner alone, if there is none yet."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return ServerKey(path.read_bytes())
    with os.fdopen(handle, "wb") as file:
        raw = secrets.token_bytes(KEY_BYTES)
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    return ServerKey(raw)
