"""What goes over a socket, and what a socket may do: pure, without a socket.

Text frames of JSON, subprotocol `goldseam.1`, at most 1 MiB each:

    → {type: "follow", space, after, head}            "I have the space up to `after` with `head`"
    → {type: "append", ref, space, items, repair}     the same as POST
    ← {type: "page", space, events, seq, head}        the same as GET; at least one per follow
    ← {type: "appended", ref, status, seq, head}
    ← {type: "refused", ref, status, code, detail?}   `ref` is null for a follow
    ← {type: "heartbeat", space, seq, head}           repeats where a followed space stands
    ← {type: "account"}                               another device wrote the vault: GET it
    ← {type: "opened", space, conversation, opening}  two answers are open: GET them

A space that somebody has left is sent to its end and then refused with `space_closed`.
A frame that is not one of the first two closes the socket: there is nothing to answer it by.
"""

from enum import IntEnum
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from app.core.clock import MINUTE_MS
from app.core.errors import Refused
from app.core.limits import FRAMES_A_MINUTE, MAX_FRAME_BYTES
from app.core.wire import B64_32, SafeInt, UuidBytes, Wire
from app.log.wire import Appended, AppendRequest, Page

SUBPROTOCOL = "goldseam.1"


class CloseCode(IntEnum):
    """Why the server ends a socket. After 4401 a phone locks, after 4403 it also deletes."""

    MALFORMED = 4400
    SIGNED_OUT = 4401
    REVOKED = 4403
    SLOW_DOWN = 4429


class ClosingError(Exception):
    """The socket is to be closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Follow(Wire):
    """Send what follows `after`, and then what comes. Replaces an earlier follow of the space."""

    type: Literal["follow"]
    space: UuidBytes
    after: SafeInt
    head: B64_32 | None

    @model_validator(mode="after")
    def _head_belongs_to_a_place(self) -> Self:
        if (self.head is None) != (self.after == 0):
            raise ValueError("head is null exactly at the start")
        return self


class Append(AppendRequest):
    """Store these items; the answer names `ref`."""

    type: Literal["append"]
    ref: Annotated[str, Field(strict=True, min_length=1, max_length=64)]
    space: UuidBytes


class PageFrame(Page):
    type: Literal["page"] = "page"
    space: UuidBytes


class AppendedFrame(Appended):
    type: Literal["appended"] = "appended"
    ref: str
    status: int


class RefusedFrame(Wire):
    type: Literal["refused"] = "refused"
    ref: str | None
    status: int
    code: str
    detail: str | None = Field(default=None, exclude_if=lambda detail: detail is None)


class HeartbeatFrame(Wire):
    type: Literal["heartbeat"] = "heartbeat"
    space: UuidBytes
    seq: SafeInt
    head: B64_32


class AccountFrame(Wire):
    """Another device of this account wrote its vault: there may be a space more, or one less."""

    type: Literal["account"] = "account"


class OpenedFrame(Wire):
    """Both people have answered, in a space that this socket follows."""

    type: Literal["opened"] = "opened"
    space: UuidBytes
    conversation: UuidBytes
    opening: SafeInt


_INCOMING: TypeAdapter[Follow | Append] = TypeAdapter(
    Annotated[Follow | Append, Field(discriminator="type")]
)


def parse_frame(text: str) -> Follow | Append:
    """Read one frame. Raises ClosingError for anything that is not one."""
    if len(text) > MAX_FRAME_BYTES:
        raise ClosingError(CloseCode.MALFORMED)
    try:
        return _INCOMING.validate_json(text)
    except ValidationError:
        raise ClosingError(CloseCode.MALFORMED) from None


def closing_of(refused: Refused) -> ClosingError | None:
    """The close that a refusal means for the whole socket; None where only a frame is refused."""
    codes = {"signed_out": CloseCode.SIGNED_OUT, "revoked": CloseCode.REVOKED}
    code = codes.get(refused.code)
    return None if code is None else ClosingError(code)


class FrameAllowance:
    """How many frames a socket may send: a minute's worth at once, refilled over the minute."""

    def __init__(self, now_ms: int) -> None:
        self._left = float(FRAMES_A_MINUTE)
        self._at_ms = now_ms

    def take(self, now_ms: int) -> None:
        """Count one frame. Raises ClosingError when there were too many."""
        refill = max(0, now_ms - self._at_ms) * FRAMES_A_MINUTE / MINUTE_MS
        self._left = min(FRAMES_A_MINUTE, self._left + refill)
        self._at_ms = now_ms
        if self._left < 1:
            raise ClosingError(CloseCode.SLOW_DOWN)
        self._left -= 1
