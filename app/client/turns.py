"""Where a guided conversation stands: its joint steps, its pause, and whose turn it is.

Pure values without events. A turn goes speak → mirror → confirm, and in deeper steps on through
validate → imagine → feeling; then the other person speaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from app.client.errors import RuleError
from app.client.talk_verbs import DEEPER_TURNS, REVEAL, PlanStep
from app.client.talk_verbs import IMAGINE as MOVE_IMAGINE
from app.client.talk_verbs import MIRROR as MOVE_MIRROR
from app.client.talk_verbs import SPEAK as MOVE_SPEAK
from app.client.talk_verbs import VALIDATE as MOVE_VALIDATE

SPEAK: Final = "speak"
MIRROR: Final = "mirror"
CONFIRM: Final = "confirm"
VALIDATE: Final = "validate"
IMAGINE: Final = "imagine"
FEELING: Final = "feeling"
# A phase in which something is said: by the speaker or not, which move, and what comes then.
_SAYING: Final[dict[str, tuple[bool, int, str]]] = {
    SPEAK: (True, MOVE_SPEAK, MIRROR),
    MIRROR: (False, MOVE_MIRROR, CONFIRM),
    VALIDATE: (False, MOVE_VALIDATE, IMAGINE),
    IMAGINE: (False, MOVE_IMAGINE, FEELING),
}
# A phase in which the speaker says whether that is it, and what is said again if not.
_HEARING: Final = {CONFIRM: SPEAK, FEELING: IMAGINE}


@dataclass(frozen=True)
class Turn:
    """The current step of turns. `taken`: the rounds in which each person has spoken."""

    taken: Mapping[UUID, int]
    ready: frozenset[UUID] = frozenset()
    speaker: UUID | None = None
    phase: str = SPEAK

    def say(self, member: UUID, move: int) -> "Turn":
        by_speaker, expected, then = _SAYING.get(self.phase, (True, 0, SPEAK))
        speaker = member if self.speaker is None else self.speaker
        if move != expected or by_speaker != (member == speaker):
            raise RuleError("not_your_turn", "it is something else's turn, or somebody else's")
        return replace(self, speaker=speaker, phase=then)

    def hear(self, member: UUID, step: PlanStep, *, enough: bool) -> "Turn | None":
        """None where both have spoken as often as the step says."""
        again = _HEARING.get(self.phase)
        if again is None or member != self.speaker:
            raise RuleError("not_your_turn", "nothing of this person's waits to be heard")
        if not enough:
            return replace(self, phase=again)
        if self.phase == CONFIRM and step.kind == DEEPER_TURNS:
            return replace(self, phase=VALIDATE)
        taken = {who: count + (who == member) for who, count in self.taken.items()}
        if all(count >= step.rounds for count in taken.values()):
            return None
        (other,) = (who for who in taken if who != member)
        return replace(self, taken=taken, speaker=other, phase=SPEAK)


@dataclass(frozen=True)
class Pause:
    at_ms: int
    return_ms: int


@dataclass(frozen=True)
class Talk:
    """`people`: the inviter first. `opened`: how many answers have opened together.

    `turn` is None where the step to come is no turns; `told` is about the opening to come.
    `hashes` by opening: SHA-256 of the inviter's and of the invited person's record.
    """

    plan: tuple[PlanStep, ...]
    people: tuple[UUID, UUID]
    accepted: bool = False
    ended: bool = False
    done: int = 0
    opened: int = 0
    paused: Pause | None = None
    told: frozenset[UUID] = frozenset()
    turn: Turn | None = None
    hashes: Mapping[int, tuple[bytes, bytes]] = field(default_factory=dict)

    @classmethod
    def begin(cls, plan: tuple[PlanStep, ...], people: tuple[UUID, UUID]) -> "Talk":
        return cls(plan, people).at_step(0)

    @property
    def step(self) -> PlanStep | None:
        """The joint step to come; None when all are done."""
        return self.plan[self.done] if self.done < len(self.plan) else None

    @property
    def opening(self) -> int | None:
        """The opening to come, where the step to come is one."""
        return self.opened + 1 if self.step is not None and self.step.kind == REVEAL else None

    def next_step(self) -> "Talk":
        return self.at_step(self.done + 1)

    def at_step(self, done: int) -> "Talk":
        moved = replace(self, done=done, turn=None)
        if moved.step is None or moved.step.kind == REVEAL:
            return moved
        return replace(moved, turn=Turn(dict.fromkeys(self.people, 0)))
