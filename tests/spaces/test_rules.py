"""The rule of opening a space."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.core.ids import EventId, MemberId, ObjectId, SpaceId
from app.log.events import Event
from app.log.rules import Decide, ObjectState, Refusal, Situation
from app.spaces.rules import decide_opened, is_weak
from app.spaces.verbs import MemberKeys, SpaceKind, SpaceOpened
from tests.log.mutants import mutants_of
from tests.log.signing import Member

SPACE = SpaceId(b"S" * 16)
KEYS = MemberKeys(member=b"A" * 16, ed_pub=Member().ed_pub, x_pub=bytes(32))
EMPTY = Situation(space_opened=False, object=None, version=None)
# Of small order, as protocol.md §4 lists them.
SMALL_ORDER = (
    "00" * 32,
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "ed" + "ff" * 30 + "7f",
    "ee" + "ff" * 30 + "7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)


def _opening(**clear: object) -> Event:
    opened = SpaceOpened(kind=SpaceKind.PERSONAL, th=bytes(32), members=(KEYS,))
    return Event(
        space=SPACE,
        event_id=EventId(bytes(16)),
        seq=1,
        prev=bytes(32),
        member=MemberId(KEYS.member),
        at_ms=0,
        verb="space.opened",
        object=ObjectId(SPACE),
        rev=0,
        env_hash=None,
        clear=opened.model_copy(update=clear),
    )


def _weak(key: str, sign: int = 0) -> Event:
    raw = bytearray.fromhex(key)
    raw[31] |= sign
    return _opening(members=(KEYS.model_copy(update={"ed_pub": bytes(raw)}),))


SHARED = _opening(kind=SpaceKind.SHARED, th=b"\1" * 32, members=(KEYS, KEYS))
REFUSED: list[tuple[str, Situation, Event]] = [
    ("already_opened", replace(EMPTY, space_opened=True), _opening()),
    ("already_opened", EMPTY, replace(_opening(), seq=2)),
    ("unknown_verb", EMPTY, SHARED),
    ("genesis", EMPTY, replace(_opening(), object=ObjectId(b"T" * 16))),
    ("genesis", EMPTY, replace(_opening(), rev=1)),
    ("genesis", EMPTY, _opening(th=b"\1" * 32)),
    ("genesis", EMPTY, replace(_opening(), member=MemberId(b"B" * 16))),
    *[("weak_key", EMPTY, _weak(key, sign)) for key in SMALL_ORDER for sign in (0, 0x80)],
]


def _check(decide: Decide) -> None:
    """Raises AssertionError where the rule and the protocol part."""
    opened = decide(EMPTY, _opening())
    assert opened == ObjectState(kind="space", rev=0, author=MemberId(KEYS.member))
    for code, situation, event in REFUSED:
        assert decide(situation, event) == Refusal(code)


def test_a_personal_space_opens_once_for_the_one_who_opens_it() -> None:
    _check(decide_opened)


@pytest.mark.parametrize(
    "mutant", [pytest.param(mutant, id=what) for what, mutant in mutants_of(decide_opened)]
)
def test_a_seeded_fault_is_found(mutant: Callable[[Situation, Event], ObjectState]) -> None:
    with pytest.raises((AssertionError, IndexError)):
        _check(mutant)


def test_t6_no_ordinary_key_is_weak() -> None:
    assert not any(is_weak(Member().ed_pub) for _ in range(20))


@pytest.mark.parametrize("key", SMALL_ORDER)
@pytest.mark.parametrize("at", [0, 15, 31])
def test_t6_one_bit_beside_a_weak_key_is_another_key(key: str, at: int) -> None:
    raw = bytearray.fromhex(key)
    raw[at] ^= 0x02 if at else 0x10
    assert not is_weak(bytes(raw))
