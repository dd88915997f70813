"""What a rule is: a pure function from what stands and what is asked to what stands next.

A rule knows no database, clock, socket or framework. Domains write them, `app/main.py` collects
them into one mapping from verb to rule, the writer calls them, and the phone runs their twins over
the same events (`tests/vectors/`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.core.ids import MemberId
from app.log.events import Event, Verb


@dataclass(frozen=True, slots=True)
class ObjectState:
    """What the server keeps of an object: never words, and small.

    `kind` is the domain it belongs to, `rev` its newest version, `author` who put it first.
    """

    kind: str
    rev: int
    author: MemberId


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an object: the body stored under this rev, or the place where it stood."""

    rev: int
    env_hash: bytes
    author: MemberId
    erased: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands before the event: the space, the object and the version it names."""

    space_opened: bool
    object: ObjectState | None
    version: Version | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rule says no. `code` is what the phone is told, with status 422."""

    code: str


Decide = Callable[[Situation, Event], ObjectState | Refusal]


@dataclass(frozen=True, slots=True)
class Rule:
    """A verb with its rule. `erases`: an accepted event deletes the body of the named version."""

    verb: Verb
    kind: str
    decide: Decide
    erases: bool = False


def judge(rules: Mapping[str, Rule], situation: Situation, event: Event) -> ObjectState | Refusal:
    """Ask the verb's rule. A verb without one cannot be judged and is refused.

    An object belongs to the domain that first wrote it: no other domain's verb can touch it.
    """
    rule = rules.get(event.verb)
    if rule is None:
        return Refusal("unknown_verb")
    if situation.object is not None and situation.object.kind != rule.kind:
        return Refusal("other_kind")
    return rule.decide(situation, event)


def verbs_of(rules: Mapping[str, Rule]) -> dict[str, Verb]:
    """The table of verbs that these rules can judge."""
    return {name: rule.verb for name, rule in rules.items()}
