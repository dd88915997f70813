"""A couple to look round with: Nadia and Elias, five weeks of what two people say and agree.

They are made as any two people are, through the protocol, by devices whose clock is set to when
each thing happened. `make demo` starts the server for it; nothing of it is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.client.clock import SystemClock
from app.client.content import Words
from app.client.person import Person

MINUTE_MS: Final = 60_000
DAY_MS: Final = 24 * 60 * MINUTE_MS
# How long ago the story begins, in days.
WEEKS_DAYS: Final = 36


@dataclass(frozen=True)
class Role:
    """Somebody of the story; the passphrase is printed, for it opens nothing that is kept."""

    name: str
    glaze: str
    passphrase: str

    @property
    def login(self) -> str:
        return self.name.lower()


NADIA: Final = Role("Nadia", "celadon", "quiet harbour morning bread")
ELIAS: Final = Role("Elias", "indigo", "blue ladder under the pear tree")


@dataclass
class WalkingClock:
    """Stands where the story is, and runs with the machine's clock once the story is told."""

    _now_ms: int | None
    _machine: SystemClock = field(default_factory=SystemClock)

    def now_ms(self) -> int:
        return self._machine.now_ms() if self._now_ms is None else self._now_ms

    def go_to(self, at_ms: int) -> None:
        self._now_ms = at_ms

    def run_on(self) -> None:
        self._now_ms = None


def clock_of_the_story() -> WalkingClock:
    return WalkingClock(_midnight() - WEEKS_DAYS * DAY_MS)


def _midnight() -> int:
    """Today's in UTC: whatever is told happened yesterday or before."""
    now_ms = SystemClock().now_ms()
    return now_ms - now_ms % DAY_MS


class Couple:
    """Both people at the server, and the thanks that the story speaks of, by a short name."""

    def __init__(self, url: str, clock: WalkingClock) -> None:
        self._url, self._clock = url, clock
        self._people: dict[Role, Person] = {}
        self._thanks: dict[str, UUID] = {}

    def of(self, role: Role) -> Person:
        return self._people[role]

    def arrive(self, role: Role, invitation: str | None = None) -> None:
        person = Person.sign_up(
            self._url, role.login, role.passphrase, invitation, clock=self._clock
        )
        person.put_profile(role.name, role.glaze, recovery_checked=True)
        self._people[role] = person

    def pair(self) -> None:
        nadia, elias = self.of(NADIA), self.of(ELIAS)
        invitation = nadia.invite()
        claim = elias.claim(invitation.link)
        invitation.answer()
        invitation.open(claim.digits())
        claim.join()
        for role in (NADIA, ELIAS):
            self.of(role).us.put_member(role.name, role.glaze)

    def note(self, role: Role, title: str, text: str) -> None:
        self.of(role).put_note(title, text)

    def draft(self, role: Role, words: Words) -> None:
        self.of(role).keep_draft(words)

    def give(self, role: Role, name: str, words: Words) -> None:
        self._thanks[name] = self.of(role).us.give(words)

    def take_in(self, role: Role, name: str) -> None:
        self.of(role).us.take_in(self._thanks[name])

    def answer(self, role: Role, name: str, text: str) -> None:
        self.of(role).us.answer(self._thanks[name], text)

    def keep(self, role: Role, name: str) -> None:
        person = self.of(role)
        thanks = person.us.read().find(self._thanks[name])
        if thanks is not None:
            person.keep_in_jar(person.us, thanks)

    def go(self) -> None:
        """Every device signs out, so that the list of sessions is the visitor's own."""
        for person in self._people.values():
            person.sign_out()
            person.close()


@dataclass(frozen=True)
class Scene:
    """Something that happened so many days before today, at a time of day in UTC."""

    days_ago: int
    at: str
    happens: Callable[[Couple], None]

    @property
    def before_midnight_ms(self) -> int:
        hours, minutes = map(int, self.at.split(":"))
        return self.days_ago * DAY_MS - (hours * 60 + minutes) * MINUTE_MS


def tell(url: str, clock: WalkingClock, story: tuple[Scene, ...]) -> None:
    """Let it all happen at this server, whose clock this is, and leave the clock running."""
    couple, midnight = Couple(url, clock), _midnight()
    for scene in sorted(story, key=lambda scene: -scene.before_midnight_ms):
        clock.go_to(midnight - scene.before_midnight_ms)
        scene.happens(couple)
    couple.go()
    clock.run_on()
