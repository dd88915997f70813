"""The verbs of guided conversations: a class for each row of the table, which reads and writes it.

A plan says what the joint steps are and nothing of the guide. `step` counts them from 1, `opening`
counts the answers that open together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from app.client.canonical import exact, number, u8, u16, u64
from app.client.clear import ClearFields, NamedVersion, NoFields, flag, take
from app.client.errors import MalformedError

REVEAL: Final = 1
TURNS: Final = 2
DEEPER_TURNS: Final = 3
MOST_STEPS: Final = 16
MOST_ROUNDS: Final = 9
SPEAK, MIRROR, VALIDATE, IMAGINE = 1, 2, 3, 4
_STEP_BYTES = 2


@dataclass(frozen=True)
class PlanStep:
    """A joint step: its kind, and for turns how often each person speaks."""

    kind: int
    rounds: int = 0

    @classmethod
    def read(cls, data: bytes) -> Self:
        kind, rounds = data
        fits = rounds == 0 if kind == REVEAL else 1 <= rounds <= MOST_ROUNDS
        if kind not in {REVEAL, TURNS, DEEPER_TURNS} or not fits:
            raise MalformedError("a plan has a step that is none")
        return cls(kind, rounds)


@dataclass(frozen=True)
class _OfStep(ClearFields):
    step: int

    def fields(self) -> tuple[bytes, ...]:
        return (u16(self.step),)

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        return cls(_place(*take(fields, 1)))


@dataclass(frozen=True)
class Invited(ClearFields):
    brings_body = True

    plan: tuple[PlanStep, ...]

    def fields(self) -> tuple[bytes, ...]:
        return (b"".join(u8(step.kind) + u8(step.rounds) for step in self.plan),)

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        (data,) = take(fields, 1)
        count, odd = divmod(len(data), _STEP_BYTES)
        if odd or not 1 <= count <= MOST_STEPS:
            raise MalformedError("a plan has 1 to 16 steps of two bytes")
        pieces = (data[at : at + _STEP_BYTES] for at in range(0, len(data), _STEP_BYTES))
        return cls(tuple(map(PlanStep.read, pieces)))


class Accepted(NoFields):
    pass


class Resumed(NoFields):
    pass


class Ended(NoFields):
    pass


class Ready(_OfStep):
    pass


class Passed(_OfStep):
    pass


@dataclass(frozen=True)
class Said(ClearFields):
    brings_body = True

    step: int
    move: int

    def fields(self) -> tuple[bytes, ...]:
        return (u16(self.step), u8(self.move))

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        step, move = take(fields, 2)
        said = cls(_place(step), number(move, 1))
        if not SPEAK <= said.move <= IMAGINE:
            raise MalformedError("there are four moves")
        return said


@dataclass(frozen=True)
class Heard(ClearFields):
    """`enough`: yes, that is it; otherwise there is more."""

    step: int
    enough: bool

    def fields(self) -> tuple[bytes, ...]:
        return (u16(self.step), u8(int(self.enough)))

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        step, enough = take(fields, 2)
        return cls(_place(step), flag(enough, "enough"))


@dataclass(frozen=True)
class Paused(ClearFields):
    return_ms: int

    def fields(self) -> tuple[bytes, ...]:
        return (u64(self.return_ms),)

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        (return_ms,) = take(fields, 1)
        return cls(number(return_ms, 8))


@dataclass(frozen=True)
class Told(ClearFields):
    opening: int

    def fields(self) -> tuple[bytes, ...]:
        return (u16(self.opening),)

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        return cls(_place(*take(fields, 1)))


@dataclass(frozen=True)
class OpenedTogether(ClearFields):
    """SHA-256 of each person's record."""

    opening: int
    inviter: bytes
    invited: bytes

    def fields(self) -> tuple[bytes, ...]:
        return (u16(self.opening), self.inviter, self.invited)

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        opening, inviter, invited = take(fields, 3)
        return cls(_place(opening), exact(inviter, 32), exact(invited, 32))


class TalkErased(NamedVersion):
    pass


TALK_VERBS: Final[dict[str, type[ClearFields]]] = {
    "conversation.invited": Invited,
    "conversation.accepted": Accepted,
    "conversation.ready": Ready,
    "conversation.said": Said,
    "conversation.heard": Heard,
    "conversation.passed": Passed,
    "conversation.paused": Paused,
    "conversation.resumed": Resumed,
    "conversation.told": Told,
    "conversation.opened_together": OpenedTogether,
    "conversation.ended": Ended,
    "conversation.erased": TalkErased,
}


def _place(field: bytes) -> int:
    """Steps and openings count from 1."""
    place = number(field, 2)
    if place == 0:
        raise MalformedError("steps and openings count from 1")
    return place
