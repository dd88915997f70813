"""What the protocol says of one conversation, in plain words and without the code of its rules.

People are 0, who invited, and 1. Time is "just now" or "long ago": long enough for a pause to end
and for a withdrawn answer to be given again. Each record of one person for one opening counts as
the same, and every rev is the next one or a wrong one.
"""

from dataclasses import dataclass, replace
from typing import Literal

Age = Literal["now", "long ago"]
# Of a pause, against its two bounds.
Length = Literal["short", "right", "longest", "long"]
Kind = Literal["reveal", "turns", "deeper"]
Step = tuple[Kind, int]
Plan = tuple[Step, ...]


@dataclass(frozen=True)
class Act:
    """Something that one person does. `of` is a verb, `put`, `withdraw`, or `time` passing."""

    of: str
    who: int = 0
    at: int = 1
    move: int = 1
    enough: bool = True
    right: bool = True
    repair: bool = False
    length: Length = "right"
    signed: bool = True


@dataclass(frozen=True)
class Envelope:
    """One person's answer to one opening: never given, in, or withdrawn."""

    state: Literal["none", "in", "out"] = "none"
    age: Age = "now"


@dataclass(frozen=True)
class Reveal:
    """`second`: whose came second. `named`: what the log says opened, truly or not."""

    answers: tuple[Envelope, Envelope] = (Envelope(), Envelope())
    second: int | None = None
    named: Literal["true", "false"] | None = None

    def shows(self, who: int) -> bool:
        """Whether this person's answer may be read by the other."""
        is_in = self.answers[who].state == "in"
        return is_in and (self.second is not None or self.named == "true")

    def with_answer(self, who: int, envelope: Envelope) -> "Reveal":
        pair = (envelope, self.answers[1]) if who == 0 else (self.answers[0], envelope)
        return replace(self, answers=pair)


@dataclass(frozen=True)
class Talking:
    """A step of turns."""

    ready: frozenset[int] = frozenset()
    speaker: int | None = None
    phase: str = "speak"
    rounds: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Known:
    """Where the conversation stands. `reveals` are all openings of the plan."""

    plan: Plan
    reveals: tuple[Reveal, ...]
    accepted: bool = False
    ended: bool = False
    done: int = 0
    opened: int = 0
    paused: Age | None = None
    told: frozenset[int] = frozenset()
    talking: Talking = Talking()

    @classmethod
    def begin(cls, plan: Plan) -> "Known":
        count = sum(kind == "reveal" for kind, _ in plan)
        return cls(plan, (Reveal(),) * count)

    @property
    def step(self) -> Step | None:
        return self.plan[self.done] if self.done < len(self.plan) else None

    @property
    def is_reveal(self) -> bool:
        return self.step is not None and self.step[0] == "reveal"

    @property
    def is_turns(self) -> bool:
        return self.step is not None and not self.is_reveal

    def after(self, act: Act) -> "Known | str":
        """The order of protocol.md §6 and §7, line by line."""
        beside = {"time": self._later, "put": self._put, "withdraw": self._withdraw}
        if act.of in beside:
            return beside[act.of](act)
        if act.of == "invited":
            return "already_invited"
        if self.ended:
            return "ended"
        if act.of != "said" and not act.right:
            return "stale"
        if act.of == "accepted":
            return self._accept(act)
        if act.of == "ended" and (self.accepted or act.who == 0):
            return replace(self, ended=True)
        return self._jointly(act) if self.accepted else "not_accepted"

    def _accept(self, act: Act) -> "Known | str":
        if act.who == 0:
            return "not_invited"
        return "already_accepted" if self.accepted else replace(self, accepted=True)

    def _jointly(self, act: Act) -> "Known | str":
        if act.of in {"paused", "resumed"}:
            return self._pause(act)
        if act.of in {"told", "opened_together"}:
            return self._reveal(act)
        return self._turns(act)

    def _pause(self, act: Act) -> "Known | str":
        if act.of == "resumed":
            if self.paused is None:
                return "not_paused"
            return "too_soon" if self.paused == "now" else replace(self, paused=None)
        if self.paused is not None:
            return "already_paused"
        wrong = {"short": "too_soon", "long": "too_late"}
        return wrong.get(act.length) or replace(self, paused="now")

    def _turns(self, act: Act) -> "Known | str":
        if self.paused is not None:
            return "paused"
        if act.at != self.done + 1 or not self.is_turns:
            return "not_now"
        talking = self.talking
        if act.of == "passed":
            return self._next_step()
        if act.of == "ready":
            if act.who in talking.ready:
                return "already_ready"
            return replace(self, talking=replace(talking, ready=talking.ready | {act.who}))
        if talking.ready != {0, 1}:
            return "not_ready"
        return self._speak(act) if act.of == "said" else self._hear(act)

    def _speak(self, act: Act) -> "Known | str":
        talking = self.talking
        speaker = act.who if talking.speaker is None else talking.speaker
        listener = 1 - speaker
        turn = {
            "speak": (speaker, 1, "mirror"),
            "mirror": (listener, 2, "confirm"),
            "validate": (listener, 3, "imagine"),
            "imagine": (listener, 4, "feeling"),
        }.get(talking.phase)
        if turn is None or turn[:2] != (act.who, act.move):
            return "not_your_turn"
        if not act.right:
            return "stale"
        return replace(self, talking=replace(talking, speaker=speaker, phase=turn[2]))

    def _hear(self, act: Act) -> "Known | str":
        talking, step = self.talking, self.step
        assert step is not None
        if talking.phase not in {"confirm", "feeling"} or act.who != talking.speaker:
            return "not_your_turn"
        if not act.enough:
            again = "speak" if talking.phase == "confirm" else "imagine"
            return replace(self, talking=replace(talking, phase=again))
        if talking.phase == "confirm" and step[0] == "deeper":
            return replace(self, talking=replace(talking, phase="validate"))
        mine, theirs = talking.rounds
        rounds = (mine + 1, theirs) if act.who == 0 else (mine, theirs + 1)
        if rounds == (step[1], step[1]):
            return self._next_step()
        other = Talking(talking.ready, 1 - act.who, "speak", rounds)
        return replace(self, talking=other)

    def _reveal(self, act: Act) -> "Known | str":
        if not self.is_reveal or act.at != self.opened + 1:
            return "not_now"
        reveal = self.reveals[act.at - 1]
        if act.of == "told":
            if act.who in self.told:
                return "already_told"
            if reveal.answers[act.who].state != "in" and not act.repair:
                return "not_answered"
            return replace(self, told=self.told | {act.who})
        if not (act.repair if reveal.second is None else act.enough):
            return "not_open"
        named = replace(reveal, named="true" if act.enough else "false")
        moved = replace(self, opened=act.at, told=frozenset())
        return moved._with(act.at, named)._next_step()

    def _put(self, act: Act) -> "Known | str":
        if act.at <= self.opened:
            if self.reveals[act.at - 1].named != "true":
                return "frozen"
            again = self.reveals[act.at - 1].with_answer(act.who, Envelope("in"))
            return self._with(act.at, again) if act.signed else "bad_signature"
        shut = self._is_shut(act.at)
        if shut is not None:
            return shut
        reveal = self.reveals[act.at - 1]
        if not act.signed:
            return "bad_signature"
        if reveal.answers[act.who] == Envelope("out", "now"):
            return "too_soon"
        if not act.right:
            return "stale"
        both = reveal.answers[1 - act.who].state == "in"
        put = reveal.with_answer(act.who, Envelope("in"))
        return self._with(act.at, replace(put, second=act.who if both else None))

    def _is_shut(self, number: int) -> str | None:
        """Why nobody could answer this now."""
        if self.ended:
            return "ended"
        if not self.accepted:
            return "not_accepted"
        if self.paused is not None:
            return "paused"
        if not self.is_reveal or number != self.opened + 1:
            return "not_now"
        return None if self.reveals[number - 1].second is None else "frozen"

    def _withdraw(self, act: Act) -> "Known | str":
        if act.at > len(self.reveals):
            return self
        reveal = self.reveals[act.at - 1]
        if reveal.answers[act.who].state != "in":
            return self
        if reveal.shows(act.who):
            return "frozen"
        if act.who in self.told and self.is_reveal and act.at == self.opened + 1:
            return "told"
        return self._with(act.at, reveal.with_answer(act.who, Envelope("out")))

    def _with(self, number: int, reveal: Reveal) -> "Known":
        reveals = (*self.reveals[: number - 1], reveal, *self.reveals[number:])
        return replace(self, reveals=reveals)

    def _next_step(self) -> "Known":
        return replace(self, done=self.done + 1, talking=Talking())

    def _later(self, _act: Act) -> "Known":
        reveals = tuple(
            Reveal(
                (_older(reveal.answers[0]), _older(reveal.answers[1])),
                reveal.second,
                reveal.named,
            )
            for reveal in self.reveals
        )
        paused: Age | None = None if self.paused is None else "long ago"
        return replace(self, reveals=reveals, paused=paused)


def _older(envelope: Envelope) -> Envelope:
    return replace(envelope, age="long ago") if envelope.state == "out" else envelope
