"""The verbs of conversations and their clear fields: what the server must know to keep the order.

`step` counts the joint steps of the plan from 1, `opening` the answers that open together.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.core.wire import B64_32, MAX_SAFE_INT, SafeInt, Wire
from app.log.clear import NamedVersion, NoFields
from app.log.events import ClearFields, Verb

MAX_STEPS = 16
MAX_ROUNDS = 9
_STEP_BYTES = 2

# u16, from 1.
Place = Annotated[int, Field(ge=1, le=65_535)]


class StepKind(IntEnum):
    """A joint step: sealed answers, turns, or turns that also validate and guess the feeling."""

    REVEAL = 1
    TURNS = 2
    DEEPER_TURNS = 3


class Move(IntEnum):
    """One piece of a turn."""

    SPEAK = 1
    MIRROR = 2
    VALIDATE = 3
    IMAGINE = 4


class PlanStep(Wire):
    """`rounds`: how often each person speaks, 1 to 9; 0 for a reveal."""

    kind: StepKind
    rounds: Annotated[int, Field(ge=0, le=MAX_ROUNDS)]

    @model_validator(mode="after")
    def _turns_alone_have_rounds(self) -> Self:
        if (self.kind is StepKind.REVEAL) != (self.rounds == 0):
            raise ValueError("turns have rounds, a reveal has none")
        return self


Plan = Annotated[tuple[PlanStep, ...], Field(min_length=1, max_length=MAX_STEPS)]


class _OfStep(ClearFields):
    """u16 step."""

    step: Place

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        (step,) = _take(fields, 2)
        return cls(step=_number(step))


class ConversationInvited(ClearFields):
    """Two bytes a joint step, all in one field: u8 kind · u8 rounds."""

    verb: Literal["conversation.invited"] = "conversation.invited"
    plan: Plan

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        (data,) = fields
        if len(data) % _STEP_BYTES:
            raise ValueError("a step of a plan has two bytes")
        pairs = zip(data[::_STEP_BYTES], data[1::_STEP_BYTES], strict=True)
        return cls(plan=tuple(PlanStep(kind=StepKind(kind), rounds=n) for kind, n in pairs))


class ConversationAccepted(NoFields):
    verb: Literal["conversation.accepted"] = "conversation.accepted"


class ConversationReady(_OfStep):
    verb: Literal["conversation.ready"] = "conversation.ready"


class ConversationSaid(ClearFields):
    """u16 step · u8 move."""

    verb: Literal["conversation.said"] = "conversation.said"
    step: Place
    move: Move

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        step, move = _take(fields, 2, 1)
        return cls(step=_number(step), move=Move(_number(move)))


class ConversationHeard(ClearFields):
    """u16 step · u8 enough: 1 "yes, that is it", 0 "there is more"."""

    verb: Literal["conversation.heard"] = "conversation.heard"
    step: Place
    enough: bool

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        step, enough = _take(fields, 2, 1)
        if _number(enough) > 1:
            raise ValueError("enough is 0 or 1")
        return cls(step=_number(step), enough=_number(enough) == 1)


class ConversationPassed(_OfStep):
    verb: Literal["conversation.passed"] = "conversation.passed"


class ConversationPaused(ClearFields):
    """u64 return_ms, by the clock of whoever pauses."""

    verb: Literal["conversation.paused"] = "conversation.paused"
    return_ms: SafeInt

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        (return_ms,) = _take(fields, 8)
        if _number(return_ms) > MAX_SAFE_INT:
            raise ValueError("a moment out of range")
        return cls(return_ms=_number(return_ms))


class ConversationResumed(NoFields):
    verb: Literal["conversation.resumed"] = "conversation.resumed"


class ConversationTold(ClearFields):
    """u16 opening: "I have answered"."""

    verb: Literal["conversation.told"] = "conversation.told"
    opening: Place

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        (opening,) = _take(fields, 2)
        return cls(opening=_number(opening))


class ConversationOpenedTogether(ClearFields):
    """u16 opening · SHA-256 of the inviter's record · of the invited person's."""

    verb: Literal["conversation.opened_together"] = "conversation.opened_together"
    opening: Place
    inviter: B64_32
    invited: B64_32

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        opening, inviter, invited = _take(fields, 2, 32, 32)
        return cls(opening=_number(opening), inviter=inviter, invited=invited)


class ConversationEnded(NoFields):
    verb: Literal["conversation.ended"] = "conversation.ended"


class ConversationErased(NamedVersion):
    """The body of the version with this rev and this hash is to be deleted."""

    verb: Literal["conversation.erased"] = "conversation.erased"


INVITED = Verb("conversation.invited", ConversationInvited, has_body=True)
ACCEPTED = Verb("conversation.accepted", ConversationAccepted, has_body=False)
READY = Verb("conversation.ready", ConversationReady, has_body=False)
SAID = Verb("conversation.said", ConversationSaid, has_body=True)
HEARD = Verb("conversation.heard", ConversationHeard, has_body=False)
PASSED = Verb("conversation.passed", ConversationPassed, has_body=False)
PAUSED = Verb("conversation.paused", ConversationPaused, has_body=False)
RESUMED = Verb("conversation.resumed", ConversationResumed, has_body=False)
TOLD = Verb("conversation.told", ConversationTold, has_body=False)
OPENED_TOGETHER = Verb("conversation.opened_together", ConversationOpenedTogether, has_body=False)
ENDED = Verb("conversation.ended", ConversationEnded, has_body=False)
ERASED = Verb("conversation.erased", ConversationErased, has_body=False)


def _take(fields: Sequence[bytes], *widths: int) -> Sequence[bytes]:
    """The fields, if they have these widths in bytes."""
    if tuple(map(len, fields)) != widths:
        raise ValueError("not these clear fields")
    return fields


def _number(field: bytes) -> int:
    return int.from_bytes(field, "big")
