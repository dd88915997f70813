"""What the server keeps of a conversation between two events: places, turns and hashes.

The two people are 0, who invited, and 1, who was invited.
"""

from typing import Literal

from app.conversations.verbs import PlanStep, StepKind
from app.core.wire import B64_32, UuidBytes, Wire
from app.log.objects import Facts

Phase = Literal["speak", "mirror", "confirm", "validate", "imagine", "feeling"]
Pair = tuple[int, int]


class Turn(Wire):
    """Where the current step of turns stands. `taken`: the rounds in which each has spoken."""

    ready: tuple[int, ...] = ()
    speaker: int | None = None
    phase: Phase = "speak"
    taken: Pair = (0, 0)


class Pause(Wire):
    at_ms: int
    return_ms: int


class Held(Wire):
    """One person's answer to one opening. `record` is its hash, and None once it is withdrawn."""

    rev: int
    record: B64_32 | None
    withdrawn_ms: int | None = None


class Opening(Wire):
    """Two answers that open together.

    `second`: whose came second; from then on both are frozen. `named`: the hashes by which the log
    says that they opened.
    """

    held: tuple[Held | None, Held | None] = (None, None)
    second: int | None = None
    named: tuple[B64_32, B64_32] | None = None

    def record(self, who: int) -> bytes | None:
        """The hash of this person's record, while it is in."""
        held = self.held[who]
        return None if held is None else held.record

    @property
    def records(self) -> tuple[bytes | None, bytes | None]:
        """Both hashes, the inviter's first."""
        return self.record(0), self.record(1)

    def is_fixed(self, who: int) -> bool:
        """Whether this person's record can no longer change: both are in, or the log names it."""
        record = self.record(who)
        return record is not None and (
            self.second is not None or (self.named is not None and self.named[who] == record)
        )


class ConversationFacts(Facts):
    """`done` counts joint steps, `opened` openings.

    `turn` and `told` are about the step to come: where it is turns, and where it is a reveal.
    """

    plan: tuple[PlanStep, ...]
    people: tuple[UuidBytes, UuidBytes]
    accepted: bool = False
    ended: bool = False
    done: int = 0
    opened: int = 0
    paused: Pause | None = None
    told: tuple[int, ...] = ()
    turn: Turn = Turn()
    openings: tuple[Opening, ...] = ()

    @property
    def step(self) -> PlanStep | None:
        """The joint step to come; None when all are done."""
        return self.plan[self.done] if self.done < len(self.plan) else None

    @property
    def is_turns(self) -> bool:
        """Whether the step to come is turns."""
        return self.step is not None and self.next_opening is None

    @property
    def next_opening(self) -> int | None:
        """The opening to come, where the step to come is one."""
        step = self.step
        return self.opened + 1 if step is not None and step.kind is StepKind.REVEAL else None

    def opening(self, number: int) -> Opening:
        """What is known of this opening, which may lie ahead."""
        return self.openings[number - 1] if number <= len(self.openings) else Opening()

    def with_opening(self, number: int, opening: Opening) -> "ConversationFacts":
        missing = (Opening(),) * (number - len(self.openings))
        openings = [*self.openings, *missing]
        openings[number - 1] = opening
        return self.model_copy(update={"openings": tuple(openings)})

    def at_step(self, done: int) -> "ConversationFacts":
        """With so many steps done, and nothing said yet in the one to come."""
        return self.model_copy(update={"done": done, "turn": Turn()})
