"""The shipped rules over a line of events, in memory: the writer's steps without its tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from app.core.ids import ObjectId
from app.log.events import Event
from app.log.objects import ObjectState, Version
from app.log.rules import Refusal, Rule, Situation, judge

Rules = Mapping[str, Rule]
Judge = Callable[[Rules, Situation, Event], ObjectState | Refusal]


@dataclass
class Folded:
    """What stands after the events so far. The space is the object that bears its id."""

    rules: Rules
    objects: dict[ObjectId, ObjectState] = field(default_factory=dict)
    versions: dict[tuple[ObjectId, int], Version] = field(default_factory=dict)
    judge: Judge = judge
    is_repair: bool = False

    def take(self, event: Event) -> str | None:
        """Let the event count, or give the code of its refusal; a refused one changes nothing."""
        place = (event.object, event.rev)
        version = self.versions.get(place)
        situation = Situation(
            space=self.objects.get(ObjectId(event.space)),
            object=self.objects.get(event.object),
            version=version,
            is_repair=self.is_repair,
        )
        decided = self.judge(self.rules, situation, event)
        if isinstance(decided, Refusal):
            return decided.code
        self.objects[event.object] = decided
        if version is not None and self.rules[event.verb].erases:
            self.versions[place] = replace(version, erased=True)
        if event.env_hash is not None:
            self.versions[place] = Version(event.rev, event.env_hash, event.member, erased=False)
        return None

    def copy(self) -> "Folded":
        return replace(self, objects=dict(self.objects), versions=dict(self.versions))

    def key(self) -> frozenset[object]:
        """Equal where everything that stands is."""
        return frozenset([*self.objects.items(), *self.versions.items()])

    def erased(self, target: ObjectId) -> list[int]:
        """The revs of the object's erased versions."""
        versions = self.versions.items()
        return sorted(rev for (owner, rev), one in versions if owner == target and one.erased)
