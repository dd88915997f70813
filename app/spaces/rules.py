"""The rules about a space itself: it opens once, by a member whose key can really sign."""

from collections.abc import Mapping

from app.core.ids import ObjectId
from app.log.canonical import ZERO_HASH
from app.log.events import Event
from app.log.rules import ObjectState, Refusal, Rule, Situation
from app.spaces.verbs import SPACE_OPENED, SpaceKind, SpaceOpened

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
    """A personal space opens once, for the one person who opens it.

    A shared space opens by a pairing; without one its `th` proves nothing, so it is not judged.
    """
    opened = SpaceOpened.of(event)
    if situation.space_opened or event.seq != 1:
        return Refusal("already_opened")
    if opened.kind is not SpaceKind.PERSONAL:
        return Refusal("unknown_verb")
    names_itself = (
        event.object == ObjectId(event.space) and event.rev == 0 and opened.th == ZERO_HASH
    )
    if not names_itself or opened.members[0].member != event.member:
        return Refusal("genesis")
    if is_weak(opened.members[0].ed_pub):
        return Refusal("weak_key")
    return ObjectState(kind=KIND, rev=0, author=event.member)


RULES: Mapping[str, Rule] = {SPACE_OPENED.name: Rule(SPACE_OPENED, KIND, decide_opened)}
