"""What two phones leave for one another while they pair (protocol.md §8): sealed, or a hash."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.accounts.wire import KeyWrap, check_envelope_length
from app.core.limits import MAX_LETTER_BYTES, MIN_ENVELOPE_BYTES
from app.core.wire import B64_16, B64_32, B64_64, Base64, SafeInt, UuidBytes, Wire
from app.log.wire import EventBytes, PostedItem

# M1 or M2 under K_i.
Letter = Annotated[
    bytes,
    Base64(MIN_ENVELOPE_BYTES, MAX_LETTER_BYTES),
    AfterValidator(check_envelope_length),
]
# open: made · claimed: M2 is in · answered: N is in · opened: the space exists, nobody has joined.
Step = Literal["open", "claimed", "answered", "opened"]


class NewInvitation(Wire):
    """A link, as the server may know it."""

    id: B64_16 = Field(description="the first half of SHA-256(M1)")
    auth: B64_32 = Field(description="SHA-256 of A_i")
    m1: Letter


class Invited(Wire):
    expires_ms: SafeInt


class OwnInvitation(Wire):
    """How far an invitation has come, for the account that made it."""

    id: B64_16
    step: Step
    expires_ms: SafeInt
    m1: Letter
    m2: Letter | None
    nonce: B64_16 | None
    space: UuidBytes | None


class OwnInvitations(Wire):
    invitations: list[OwnInvitation]


class Genesis(Wire):
    """The first event of the space, as the inviter's phone signed it."""

    event: EventBytes
    sig: B64_64


class ShownInvitation(Wire):
    """What the link shows: M1 to whoever has it, everything else to the account that claimed it."""

    step: Step
    expires_ms: SafeInt
    m1: Letter
    m2: Letter | None
    nonce: B64_16 | None
    space: UuidBytes | None
    genesis: Genesis | None
    pair_wrap: KeyWrap | None


class Claim(Wire):
    m2: Letter


class Answer(Wire):
    nonce: B64_16 = Field(description="N, to which M1 committed")


class Opening(Wire):
    """The space, once the digits were equal: its first event, and its key sealed twice."""

    space: UuidBytes
    member: UuidBytes = Field(description="the inviter's")
    sk_wrap: KeyWrap = Field(description="under the inviter's own account key")
    pair_wrap: KeyWrap = Field(description="under K_p, for the invited person")
    genesis: PostedItem


class Joining(Wire):
    """The invited person's place: their own wrap of the space's key, and their first event."""

    sk_wrap: KeyWrap
    joined: PostedItem
