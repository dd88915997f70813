"""What a rule is: a pure function from what stands and what is asked to what stands next.

A rule knows no database, clock, socket or framework. Domains write them, `app/main.py` collects
them into one mapping from verb to rule, the writer calls them, and the phone runs their twins over
the same events (`tests/vectors/`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.log.events import Event, Verb
from app.log.objects import Facts, ObjectState, Version
from app.spaces.facts import SpaceFacts
from app.spaces.verbs import SPACE_OPENED, SpaceKind


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands before the event: the space itself, the object and the version it names.

    `space` is None before a space's first event. `is_repair`: the event was on the server before
    and was lost, so that what lay beside it may be lost as well.
    """

    space: ObjectState | None
    object: ObjectState | None
    version: Version | None
    is_repair: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rule says no. `code` is what the phone is told, and `detail` where a number helps."""

    code: str
    detail: str | None = None


Decide = Callable[[Situation, Event], ObjectState | Refusal]


@dataclass(frozen=True, slots=True)
class Rule:
    """A verb with its rule, and where it may be asked.

    `facts` is what its kind of object keeps. `erases`: an accepted event deletes the body of the
    named version. `is_personal`: a personal space knows the verb too. `is_pairing`: it is said
    before both people are in.
    """

    verb: Verb
    kind: str
    decide: Decide
    facts: type[Facts] | None = None
    erases: bool = False
    is_personal: bool = False
    is_pairing: bool = False


def judge(rules: Mapping[str, Rule], situation: Situation, event: Event) -> ObjectState | Refusal:
    """Ask the verb's rule, where the space is at a point at which the verb may be said.

    Behind a leaving that is taking back one's own words, and nothing else (R14).

    A verb without a rule cannot be judged and is refused. An object belongs to the domain that
    first wrote it: no other domain's verb can touch it.
    """
    rule = rules.get(event.verb)
    if rule is None:
        return Refusal("unknown_verb")
    if event.verb == SPACE_OPENED.name:
        return rule.decide(situation, event)
    if situation.space is None:
        return Refusal("genesis")
    space = SpaceFacts.of(situation.space)
    if space.kind is SpaceKind.PERSONAL and not rule.is_personal:
        return Refusal("unknown_verb")
    if space.left and not rule.erases:
        return Refusal("space_closed")
    if space.kind is SpaceKind.SHARED and not space.joined and not rule.is_pairing:
        return Refusal("not_joined")
    if situation.object is not None and situation.object.kind != rule.kind:
        return Refusal("other_kind")
    return rule.decide(situation, event)


def verbs_of(rules: Mapping[str, Rule]) -> dict[str, Verb]:
    """The table of verbs that these rules can judge."""
    return {name: rule.verb for name, rule in rules.items()}
