"""What a log amounts to, read from the protocol without the server's code.

A log can hold validly signed events that break a rule (a newer app, or a server that does not
enforce it). They keep their place and change nothing, on every phone alike. Codes and their order
stand in tests/vectors/README.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from app.client import agreements, appreciations, items, talks
from app.client.agreement_verbs import AGREEMENT_VERBS
from app.client.agreements import AGREEMENT, LIMIT, REQUEST
from app.client.appreciations import APPRECIATION
from app.client.errors import KeyMaterialError, RuleError
from app.client.events import ZERO_HASH, Event
from app.client.items import ITEM, ObjectState
from app.client.keys import check_ed_pub
from app.client.talk_verbs import TALK_VERBS
from app.client.talks import CONVERSATION
from app.client.verbs import (
    ANSWERED,
    GIVEN,
    GIVEN_ERASED,
    ITEM_ERASED,
    ITEM_PUT,
    PERSONAL,
    SHARED,
    SPACE_JOINED,
    SPACE_LEFT,
    SPACE_OPENED,
    TAKEN_IN,
    SpaceJoined,
    SpaceOpened,
)

SPACE: Final = "space"
KINDS: Final[dict[str, str]] = {
    SPACE_OPENED: SPACE,
    SPACE_JOINED: SPACE,
    SPACE_LEFT: SPACE,
    ITEM_PUT: ITEM,
    ITEM_ERASED: ITEM,
    GIVEN: APPRECIATION,
    TAKEN_IN: APPRECIATION,
    ANSWERED: APPRECIATION,
    GIVEN_ERASED: APPRECIATION,
    **dict.fromkeys(TALK_VERBS, CONVERSATION),
    **{verb: verb.partition(".")[0] for verb in AGREEMENT_VERBS},
}
_DECIDE: Final[dict[str, Callable[[ObjectState | None, Event], ObjectState]]] = {
    ITEM: items.decide,
    APPRECIATION: appreciations.decide,
    LIMIT: agreements.decide_limit,
    REQUEST: agreements.decide_request,
    AGREEMENT: agreements.decide_agreement,
}
# What may still be said once somebody has left: taking back one's own words (R14).
ERASURES: Final = frozenset(verb for verb in KINDS if verb.endswith(".erased"))
_MUST_DIFFER = ("member", "ed_pub", "x_pub")


@dataclass(frozen=True)
class SpaceState:
    """The space itself. `left_by` is who ended it; a personal space is never joined or left."""

    opened: SpaceOpened
    joined: bool = False
    left_by: UUID | None = None


@dataclass
class Standing:
    """Everything that stands after some events: the space, and its objects by id."""

    space: SpaceState | None = None
    objects: dict[UUID, ObjectState] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Let the event count, or raise the RuleError of the first rule that says no."""
        kind = KINDS.get(event.verb)
        if kind is None:
            raise RuleError("unknown_verb", f"{event.verb} is of another version")
        if isinstance(event.clear, SpaceOpened):
            self.space = _open(self.space, event, event.clear)
            return
        if self.space is None:
            raise RuleError("genesis", "a space begins with space.opened")
        self._gate(self.space, kind, event)
        if kind == SPACE:
            self.space = _change_space(self.space, event)
        else:
            self.objects[event.object] = self._decide(self.space, kind, event)

    def _decide(self, space: SpaceState, kind: str, event: Event) -> ObjectState:
        state = self.objects.get(event.object)
        if kind == CONVERSATION:
            people = tuple(entry.member for entry in space.opened.members)
            return talks.decide(state, event, people)
        return _DECIDE[kind](state, event)

    def _gate(self, space: SpaceState, kind: str, event: Event) -> None:
        """What refuses an event before its own rule is asked."""
        if space.opened.kind == PERSONAL and kind != ITEM:
            raise RuleError("unknown_verb", f"a personal space does not know {event.verb}")
        if space.left_by is not None and event.verb not in ERASURES:
            raise RuleError("space_closed", "somebody left the space")
        if space.opened.kind == SHARED and not (space.joined or kind == SPACE):
            raise RuleError("not_joined", "the invited person has not joined")
        if self._kind_of(event.object, event.space) not in {None, kind}:
            raise RuleError("other_kind", f"{event.verb} is not about an object of this kind")

    def _kind_of(self, object_id: UUID, space: UUID) -> str | None:
        if object_id == space:
            return SPACE
        state = self.objects.get(object_id)
        return None if state is None else state.kind


def fold(events: Iterable[Event]) -> tuple[Standing, list[Event]]:
    """What stands after a verified log, and the events that no rule of this version accepted."""
    standing = Standing()
    cards = []
    for event in events:
        try:
            standing.take(event)
        except RuleError:
            cards.append(event)
    return standing, cards


def _check_about_space(event: Event) -> None:
    if event.object != event.space or event.rev != 0:
        raise RuleError("genesis", "it is not about the space itself")


def _open(space: SpaceState | None, event: Event, opened: SpaceOpened) -> SpaceState:
    if space is not None or event.seq != 1:
        raise RuleError("already_opened", "a space opens once")
    _check_about_space(event)
    first, *others = opened.members
    if event.member != first.member:
        raise RuleError("genesis", "the first member opens the space")
    if (opened.th == ZERO_HASH) != (opened.kind == PERSONAL):
        raise RuleError("genesis", "a shared space alone comes of a pairing")
    for other in others:
        if any(getattr(other, part) == getattr(first, part) for part in _MUST_DIFFER):
            raise RuleError("genesis", "both members are one")
    for member in opened.members:
        _check_signing_key(member.ed_pub)
    return SpaceState(opened)


def _check_signing_key(ed_pub: bytes) -> None:
    try:
        check_ed_pub(ed_pub)
    except KeyMaterialError as fault:
        raise RuleError(fault.code, fault.sentence) from fault


def _change_space(space: SpaceState, event: Event) -> SpaceState:
    _check_about_space(event)
    if isinstance(event.clear, SpaceJoined):
        return _join(space, event, event.clear.th)
    return replace(space, left_by=event.member)


def _join(space: SpaceState, event: Event, th: bytes) -> SpaceState:
    if th != space.opened.th:
        raise RuleError("genesis", "it joins by another pairing")
    if event.member != space.opened.members[1].member:
        raise RuleError("not_author", "the invited person joins")
    if space.joined:
        raise RuleError("already_joined", "the invited person has joined already")
    return replace(space, joined=True)
