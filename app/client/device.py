"""What a device brings from outside: the server's address, a clock, randomness, its own id."""

import secrets
from dataclasses import dataclass, field
from typing import TypedDict, Unpack
from uuid import UUID

import httpx

from app.client.api import Api
from app.client.clock import Clock, SystemClock
from app.client.envelope import Random


class DeviceOptions(TypedDict, total=False):
    """What a device may be given; `transport` stands in for the network."""

    kind: str
    clock: Clock
    random: Random
    transport: httpx.BaseTransport


@dataclass
class Device:
    """`kind` is phone, tablet or computer: nothing finer is told to anybody."""

    api: Api
    kind: str = "phone"
    clock: Clock = field(default_factory=SystemClock)
    random: Random = secrets.token_bytes
    id: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.id = self.uuid4()

    def uuid4(self) -> UUID:
        """Random, for accounts, members, spaces and devices: it says nothing of when."""
        return UUID(bytes=self.random(16), version=4)

    def uuid7(self) -> UUID:
        """Ordered by time, for objects and events."""
        return UUID(bytes=_stamp(self.clock.now_ms(), self.random(16)))


def _stamp(now_ms: int, random: bytes) -> bytes:
    value = bytearray(now_ms.to_bytes(6, "big") + random[6:])
    value[6] = value[6] & 0x0F | 0x70
    value[8] = value[8] & 0x3F | 0x80
    return bytes(value)


def make_device(base_url: str, **options: Unpack[DeviceOptions]) -> Device:
    """A device at this server, by default with the machine's own clock and randomness."""
    return Device(
        Api(base_url, options.get("transport")),
        options.get("kind", "phone"),
        options.get("clock", SystemClock()),
        options.get("random", secrets.token_bytes),
    )
