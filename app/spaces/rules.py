"""The rules about a space itself: it opens once, is joined once, and either person may leave.

Whoever opens it or is invited has a key that can really sign.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.core.ids import ObjectId
from app.log.canonical import ZERO_HASH
from app.log.events import Event
from app.log.objects import ObjectState
from app.log.rules import Refusal, Rule, Situation
from app.spaces.facts import SpaceFacts
from app.spaces.verbs import (
    SPACE_JOINED,
    SPACE_LEFT,
    SPACE_OPENED,
    MemberKeys,
    SpaceJoined,
    SpaceKind,
    SpaceOpened,
)

KIND = "space"

# Ed25519 points of small order, as encoded with the sign bit cleared (protocol.md §4). Under such
# a key a signature can be made without any secret, so it proves nothing about anybody.
_WEAK_KEYS = frozenset(
    bytes.fromhex(key)
    for key in (
        "00" * 32,
        "01" + "00" * 31,
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
)


def is_weak(ed_pub: bytes) -> bool:
    """Whether this Ed25519 public key is of small order, in either spelling of its sign."""
    return ed_pub[:31] + bytes([ed_pub[31] & 0x7F]) in _WEAK_KEYS


def decide_opened(situation: Situation, event: Event) -> ObjectState | Refusal:
    """A space opens once, by the one it names first; a shared one names two who differ in all.

    A pairing's `th` is never zero, a personal space's always: neither can pass for the other.
    """
    opened = SpaceOpened.of(event)
    if situation.space is not None or event.seq != 1:
        return Refusal("already_opened")
    if not _names_the_space(event) or opened.members[0].member != event.member:
        return Refusal("genesis")
    if (opened.kind is SpaceKind.SHARED) != (opened.th != ZERO_HASH):
        return Refusal("genesis")
    if not _all_differ(opened.members):
        return Refusal("genesis")
    if any(is_weak(keys.ed_pub) for keys in opened.members):
        return Refusal("weak_key")
    members = tuple(keys.member for keys in opened.members)
    facts = SpaceFacts(kind=opened.kind, th=opened.th, members=members)
    return ObjectState(KIND, 0, event.member, facts)


def decide_joined(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The invited person comes in once, by the pairing that the space was opened with."""
    state, facts = _space_of(situation)
    if not _names_the_space(event) or SpaceJoined.of(event).th != facts.th:
        return Refusal("genesis")
    if event.member != facts.members[1]:
        return Refusal("not_author")
    if facts.joined:
        return Refusal("already_joined")
    return replace(state, facts=facts.model_copy(update={"joined": True}))


def decide_left(situation: Situation, event: Event) -> ObjectState | Refusal:
    """Either person goes, at any time; whoever else is in has no say in it (R13)."""
    state, facts = _space_of(situation)
    if not _names_the_space(event):
        return Refusal("genesis")
    return replace(state, facts=facts.model_copy(update={"left": True}))


def _names_the_space(event: Event) -> bool:
    return event.object == ObjectId(event.space) and event.rev == 0


def _all_differ(members: Sequence[MemberKeys]) -> bool:
    """No two of them share an id or a key."""
    parts = ("member", "ed_pub", "x_pub")
    return all(len({getattr(keys, part) for keys in members}) == len(members) for part in parts)


def _space_of(situation: Situation) -> tuple[ObjectState, SpaceFacts]:
    """The space as it stands; these verbs are asked about an open space only."""
    if situation.space is None:
        raise TypeError("the space is not open")
    return situation.space, SpaceFacts.of(situation.space)


RULES: Mapping[str, Rule] = {
    SPACE_OPENED.name: Rule(SPACE_OPENED, KIND, decide_opened, SpaceFacts),
    SPACE_JOINED.name: Rule(SPACE_JOINED, KIND, decide_joined, SpaceFacts, is_pairing=True),
    SPACE_LEFT.name: Rule(SPACE_LEFT, KIND, decide_left, SpaceFacts, is_pairing=True),
}
