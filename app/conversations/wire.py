"""Sealed answers as they travel (protocol.md §7)."""

from typing import Annotated

from pydantic import Field

from app.conversations.records import RECORD_BYTES
from app.core.wire import B64_64, Base64, SafeInt, Wire
from app.log.wire import EnvelopeBytes


class SealedAnswer(Wire):
    """The signed record, and the envelope that it names."""

    record: Annotated[bytes, Base64(RECORD_BYTES)]
    sig: B64_64
    body: EnvelopeBytes


class HeldAnswer(Wire):
    """The same as it is read: without its body where its author took that back (R14)."""

    record: Annotated[bytes, Base64(RECORD_BYTES)]
    sig: B64_64
    body: EnvelopeBytes | None


class Kept(Wire):
    """What stands after a put. `open`: both are in. `second`: this one came second."""

    rev: SafeInt
    open: bool
    second: bool


class Answers(Wire):
    """What one person may know of an opening. Until both are in, theirs is all there is."""

    mine: HeldAnswer | None
    theirs: HeldAnswer | None = Field(description="null until both are in")
    rev: SafeInt = Field(description="of one's newest answer, withdrawn ones too; 0 for none")
    second: bool = Field(description="one's own came second")
    wait_ms: SafeInt = Field(description="until one may answer again after withdrawing")
