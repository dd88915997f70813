"""VAPID (RFC 8292): how a push service knows that a note comes from this server.

The P-256 key is derived from the server's own key, which is made at the first start and kept: a
second secret would be one more thing to keep, and to lose.
"""

from itertools import count
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import jwt

from app.core.clock import HOUR_MS, SECOND_MS
from app.core.secret import ServerKey
from app.core.wire import encode_b64

# A push service takes at most 24 hours; clocks may differ.
_VALID_MS = 12 * HOUR_MS
# The order of P-256.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Vapid:
    """The server's key for push services. `contact` is a mailto: or https: address for them."""

    def __init__(self, key: ServerKey, contact: str) -> None:
        self._private = ec.derive_private_key(_scalar(key), ec.SECP256R1())
        self._contact = contact
        self.public = self._private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )

    def authorization(self, endpoint: str, now_ms: int) -> str:
        """The header for one note to this endpoint."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": (now_ms + _VALID_MS) // SECOND_MS,
            "sub": self._contact,
        }
        return f"vapid t={jwt.sign(claims, self._private)},k={encode_b64(self.public)}"


def _scalar(key: ServerKey) -> int:
    """A number below the order, each with the same chance; nearly always the first."""
    numbers = (int.from_bytes(key.digest("vapid", bytes([turn])), "big") for turn in count())
    return next(number for number in numbers if 0 < number < _ORDER)
