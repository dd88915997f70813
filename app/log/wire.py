"""Items and pages as they travel, over HTTP and over the socket alike (protocol.md §6)."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import FailFast, Field, WithJsonSchema

from app.core.errors import Refused
from app.core.limits import MAX_APPEND_BYTES, MAX_ENVELOPE_BYTES, MAX_ITEMS, MIN_ENVELOPE_BYTES
from app.core.wire import B64_32, B64_64, Base64, SafeInt, Wire, decode_b64
from app.log.batch import Item

EventBytes = Annotated[bytes, Base64(1, MAX_APPEND_BYTES)]
EnvelopeBytes = Annotated[bytes, Base64(MIN_ENVELOPE_BYTES, MAX_ENVELOPE_BYTES)]


def _base64url(description: str) -> WithJsonSchema:
    schema: dict[str, Any] = {
        "type": "string",
        "pattern": "^[A-Za-z0-9_-]*$",
        "description": description,
    }
    return WithJsonSchema(schema)


class PostedItem(Wire):
    """One signed event with its sealed body, as a phone sends it.

    The three stay text here, because sizes are judged before spelling (`too_large`, then
    `malformed`) and a refusal over the socket must still name the frame that it answers.
    """

    event: Annotated[str, _base64url("the signed bytes themselves, base64url")]
    sig: Annotated[str, _base64url("Ed25519 over those bytes: 64 bytes, base64url")]
    body: Annotated[str, _base64url("the envelope, base64url")] | None


class AppendRequest(Wire):
    """1 to 20 chained items, at most 512 KiB together, stored all or not at all."""

    # Reading stops at the first item that is none: a frame full of them would cost seconds.
    items: Annotated[list[PostedItem], FailFast()] = Field(
        description=f"1 to {MAX_ITEMS} items, each naming the head after the one before it"
    )
    repair: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="the events were on the server before and were lost"
    )


class Appended(Wire):
    """Where the space stands after the append."""

    seq: SafeInt
    head: B64_32


class DeliveredItem(Wire):
    """One event as it was posted, and when it came. `body` is null once it is erased."""

    event: EventBytes
    sig: B64_64
    body: EnvelopeBytes | None
    arrived_ms: SafeInt
    repaired: bool = Field(description="posted again after the server had lost it")


class Page(Wire):
    """What follows a place in the log, and where the space stands."""

    events: list[DeliveredItem]
    seq: SafeInt
    head: B64_32


def read_posted(posted: Sequence[PostedItem]) -> list[Item]:
    """Decode what was sent. Raises Refused: `too_large` first, then `malformed`."""
    texts = [text for item in posted for text in (item.event, item.sig, item.body or "")]
    size = sum(len(text) * 3 // 4 for text in texts)
    if len(posted) > MAX_ITEMS or size > MAX_APPEND_BYTES:
        raise Refused("too_large", f"at most {MAX_ITEMS} items and {MAX_APPEND_BYTES} bytes")
    try:
        return [
            Item(
                event=decode_b64(item.event),
                sig=decode_b64(item.sig),
                envelope=None if item.body is None else decode_b64(item.body),
            )
            for item in posted
        ]
    except ValueError:
        raise Refused("malformed", "an item is not base64url") from None
