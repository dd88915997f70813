"""How bytes, ids and numbers travel in JSON (protocol.md §3), as Pydantic types.

Inside the server they are `bytes` and `int`; outside, strict base64url without padding, lower-case
UUIDs, and numbers below 2^53. Each value has one spelling: decoding refuses every other.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from app.core.ids import ID_BYTES, UUID_PATTERN, format_id, parse_id

MAX_SAFE_INT = 2**53 - 1
_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")


class Wire(BaseModel):
    """A JSON object on the wire. An unknown field is refused: it would be a misunderstanding."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def encode_b64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decode_b64(text: str) -> bytes:
    """The bytes of strict base64url: no padding, no spaces, no stray bits. Raises ValueError."""
    if not _ALPHABET.fullmatch(text) or len(text) % 4 == 1:
        raise ValueError("not base64url")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode_b64(raw) != text:
        raise ValueError("not the one spelling of these bytes")
    return raw


def _text_length(size: int) -> int:
    """How many base64url characters `size` bytes take without padding."""
    return (size * 4 + 2) // 3


def _wire_bytes(
    read: Callable[[object], bytes], write: Callable[[bytes], str]
) -> core_schema.CoreSchema:
    return core_schema.no_info_plain_validator_function(
        read,
        serialization=core_schema.plain_serializer_function_ser_schema(
            write, return_schema=core_schema.str_schema()
        ),
    )


@dataclass(frozen=True)
class Base64:
    """Marks `bytes` that travel as base64url: `Annotated[bytes, Base64(32)]`, sizes in bytes."""

    minimum: int
    maximum: int | None = None

    @property
    def _largest(self) -> int:
        return self.minimum if self.maximum is None else self.maximum

    def read(self, value: object) -> bytes:
        """Raises ValueError for another type, another size or another spelling."""
        raw = value
        # The length is looked at first, so that nothing long is decoded only to be refused.
        if isinstance(value, str) and len(value) <= _text_length(self._largest):
            raw = decode_b64(value)
        if isinstance(raw, bytes) and self.minimum <= len(raw) <= self._largest:
            return raw
        raise ValueError("not base64url of the agreed size")

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return _wire_bytes(self.read, encode_b64)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        sizes = f"{self.minimum}" if self.maximum is None else f"{self.minimum} to {self.maximum}"
        return {
            "type": "string",
            "pattern": "^[A-Za-z0-9_-]*$",
            "minLength": _text_length(self.minimum),
            "maxLength": _text_length(self._largest),
            "description": f"{sizes} bytes as base64url without padding",
        }


class Uuid:
    """Marks the 16 `bytes` of an id that travels as a lower-case UUID."""

    def read(self, value: object) -> bytes:
        """Raises ValueError for anything but 16 bytes or their one spelling."""
        if isinstance(value, str):
            return parse_id(value)
        if isinstance(value, bytes) and len(value) == ID_BYTES:
            return value
        raise ValueError("not a lower-case UUID")

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return _wire_bytes(self.read, format_id)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": UUID_PATTERN, "description": "a lower-case UUID"}


B64_16 = Annotated[bytes, Base64(16)]
B64_32 = Annotated[bytes, Base64(32)]
B64_64 = Annotated[bytes, Base64(64)]
UuidBytes = Annotated[bytes, Uuid()]
SafeInt = Annotated[int, Field(strict=True, ge=0, le=MAX_SAFE_INT)]
