"""What notifications send and receive."""

from functools import cache
from typing import Annotated, Literal, get_args
from zoneinfo import available_timezones

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import AfterValidator, Field

from app.core.limits import MAX_ENDPOINT_CHARS, MAX_REMINDERS
from app.core.wire import B64_16, Base64, SafeInt, Wire

POINT_BYTES = 65
MINUTES_A_DAY = 24 * 60

# What a person can be woken for. Which of them it was is stored nowhere.
Kind = Literal["thanks", "talk", "agreements", "reminders"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _check_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("not a time zone")
    return name


def _check_point(raw: bytes) -> bytes:
    """Raises ValueError for bytes that are no point of the curve: nothing could be sealed to it."""
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    return raw


# A P-256 public key, uncompressed.
Point = Annotated[bytes, Base64(POINT_BYTES), AfterValidator(_check_point)]
Minute = Annotated[int, Field(strict=True, ge=0, lt=MINUTES_A_DAY)]
# Names of the tz database, as a browser gives its own.
Zone = Annotated[str, Field(max_length=64), AfterValidator(_check_zone)]


class Quiet(Wire):
    """From one minute of the day to another, past midnight too; the same minute twice is never."""

    from_min: Minute
    to_min: Minute
    zone: Zone


class PushState(Wire):
    """What a device needs to offer notifications and to show how they stand."""

    key: Annotated[bytes, Base64(POINT_BYTES)] = Field(
        description="the server's public key, for pushManager.subscribe"
    )
    here: bool = Field(description="this device can be woken")
    kinds: list[Kind]
    quiet: Quiet | None


class Subscription(Wire):
    """What a browser's push service gave to this device."""

    endpoint: Annotated[str, Field(max_length=MAX_ENDPOINT_CHARS)]
    p256dh: Point
    auth: B64_16


class Choices(Wire):
    """What the person wants to be woken for, and when not. Of the account, for all its devices."""

    kinds: Annotated[list[Kind], Field(max_length=len(KINDS))]
    quiet: Quiet | None


class ReminderState(Wire):
    id: B64_16
    due_ms: SafeInt


class ReminderList(Wire):
    reminders: Annotated[list[ReminderState], Field(max_length=MAX_REMINDERS)]


class ReminderTime(Wire):
    due_ms: SafeInt = Field(description="in the past: at once")
