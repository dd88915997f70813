"""What Nadia and Elias talked about: one guide that they finished, and one they are in.

Guides, steps and fields are named by the ids that stand in `app/content/en/guides`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.client.demo import ELIAS, NADIA, Couple, Role, Scene
from app.client.outbox import Put
from app.client.talk_verbs import REVEAL, TURNS

RULES: Final = "talk-rules"
ROUNDS: Final = "one-at-a-time"
PLANS: Final = {RULES: [(REVEAL, 0), (REVEAL, 0)], ROUNDS: [(TURNS, 3), (REVEAL, 0)]}


@dataclass
class Talks:
    """The conversations of the story by their guides, and each person's own way through them."""

    conversations: dict[str, UUID] = field(default_factory=dict)
    runs: dict[tuple[Role, str], tuple[UUID, UUID | None, int]] = field(default_factory=dict)

    def invite(self, couple: Couple, role: Role, guide: str, note: str) -> None:
        talk = couple.of(role).us.talk
        self.conversations[guide] = talk.invite(guide, PLANS[guide], note)
        self.go_to(couple, role, guide, "welcome")

    def accept(self, couple: Couple, role: Role, guide: str) -> None:
        couple.of(role).us.read()
        couple.of(role).us.talk.accept(self.conversations[guide])
        self.go_to(couple, role, guide, "welcome")

    def go_to(
        self, couple: Couple, role: Role, guide: str, step: str, *, ended: bool = False
    ) -> None:
        """Where this person is in a guide; a new version of the same item."""
        person = couple.of(role)
        device, event = person.device, person.device.uuid7()
        now_ms = device.clock.now_ms()
        run, before, began_ms = self.runs.get((role, guide), (device.uuid7(), None, now_ms))
        plaintext = {
            "t": "run",
            "v": 1,
            "guide": guide,
            "version": 1,
            "space": str(person.us.space),
            "conversation": str(self.conversations[guide]),
            "step": step,
            "ended": ended,
            "started_ms": began_ms,
            "replaces": [],
        }
        person.sync.outbox.append(Put(event, run, plaintext, (before,) if before else ()))
        person.flush()
        self.runs[role, guide] = (run, event, began_ms)

    def answer(self, couple: Couple, role: Role, guide: str, words: Mapping[str, str]) -> None:
        couple.of(role).us.talk.put_answer(self.conversations[guide], words)

    def ready(self, couple: Couple, role: Role, guide: str) -> None:
        couple.of(role).us.talk.ready(self.conversations[guide])

    def say(self, couple: Couple, role: Role, guide: str, text: str) -> None:
        couple.of(role).us.talk.say(self.conversations[guide], text)

    def hear(self, couple: Couple, role: Role, guide: str) -> None:
        couple.of(role).us.talk.hear(self.conversations[guide])


def talks() -> tuple[Scene, ...]:
    """New each time: a story is told to one server."""
    told = Talks()

    def scene(days_ago: int, at: str, happens: Callable[[Couple], None]) -> Scene:
        return Scene(days_ago, at, happens)

    return (
        scene(
            15, "19:05", lambda c: told.invite(c, NADIA, RULES, "Before the big things, this one.")
        ),
        scene(14, "20:10", lambda c: told.accept(c, ELIAS, RULES)),
        scene(
            14,
            "20:25",
            lambda c: told.answer(
                c,
                ELIAS,
                RULES,
                {
                    "opens": "Being asked first, and then being given a minute.",
                    "closes": "A sigh before I have finished the sentence.",
                },
            ),
        ),
        scene(
            13,
            "07:30",
            lambda c: told.answer(
                c,
                NADIA,
                RULES,
                {
                    "opens": "When you put the phone in the other room without my asking.",
                    "closes": "“Can we not do this now”, when no other time is named.",
                },
            ),
        ),
        scene(
            12,
            "21:00",
            lambda c: told.answer(
                c, NADIA, RULES, {"hour": "Sunday, after supper", "word": "kettle"}
            ),
        ),
        scene(
            11,
            "18:40",
            lambda c: told.answer(
                c, ELIAS, RULES, {"hour": "Sunday, not after ten", "word": "kettle"}
            ),
        ),
        scene(11, "18:50", lambda c: told.go_to(c, ELIAS, RULES, "after", ended=True)),
        scene(11, "21:15", lambda c: told.go_to(c, NADIA, RULES, "after", ended=True)),
        scene(4, "20:00", lambda c: told.invite(c, ELIAS, ROUNDS, "Something small. The rota.")),
        scene(3, "18:30", lambda c: told.accept(c, NADIA, ROUNDS)),
        scene(3, "18:35", lambda c: told.ready(c, NADIA, ROUNDS)),
        scene(3, "21:40", lambda c: told.ready(c, ELIAS, ROUNDS)),
        scene(
            3,
            "21:45",
            lambda c: told.say(
                c, ELIAS, ROUNDS, "When the rota changes on the day, I feel like the last to know."
            ),
        ),
        scene(
            2,
            "07:10",
            lambda c: told.say(
                c, NADIA, ROUNDS, "You hear about it last, and it is your day that moves."
            ),
        ),
        scene(2, "19:20", lambda c: told.hear(c, ELIAS, ROUNDS)),
        scene(2, "19:21", lambda c: told.go_to(c, ELIAS, ROUNDS, "rounds")),
        scene(1, "08:15", lambda c: told.go_to(c, NADIA, ROUNDS, "rounds")),
    )
