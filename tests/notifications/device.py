"""What a browser's push service gives to a device: an address, and keys that only it holds."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.client.canonical import b64

KNOWN_SERVICE = "https://fcm.googleapis.com/fcm/send/"


@dataclass(frozen=True)
class Device:
    """One browser's subscription."""

    endpoint: str = field(default_factory=lambda: KNOWN_SERVICE + secrets.token_urlsafe(16))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def body(self) -> dict[str, Any]:
        """What the browser tells our server."""
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return {"endpoint": self.endpoint, "p256dh": b64(point), "auth": b64(self.auth)}
