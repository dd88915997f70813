"""The rule of items, explored: every reachable state to a small depth, every event in each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest

from app.core.ids import EventId, MemberId, ObjectId, SpaceId
from app.items.rules import RULES, decide_put
from app.items.verbs import ItemErased, ItemPut
from app.log.erasure import decide_erased
from app.log.events import Event
from app.log.objects import ObjectState, Version
from app.log.rules import Decide, Refusal, Situation
from tests.log.mutants import mutants_of

DEPTH = 7
AUTHORS = (MemberId(b"A" * 16), MemberId(b"B" * 16))
REVS = range(6)


def _hash(rev: int) -> bytes:
    return bytes([rev]) * 32


@dataclass(frozen=True)
class Known:
    """What the protocol says has happened to one object: its author, and each version's body."""

    author: MemberId | None = None
    erased: tuple[bool, ...] = ()

    def expected(self, event: Event) -> "Known | str":
        """§6 in plain words: what stands after the event, or the code of its refusal."""
        newest = len(self.erased)
        foreign = self.author is not None and event.member != self.author
        if event.verb == "item.put":
            if foreign:
                return "not_author"
            if event.rev != newest + 1:
                return "stale"
            return Known(event.member, (*self.erased, False))
        if not 1 <= event.rev <= newest:
            return "unknown_version"
        if foreign:
            return "not_author"
        if ItemErased.of(event).env_hash != _hash(event.rev):
            return "stale"
        if self.erased[event.rev - 1]:
            return "already_erased"
        changed = (*self.erased[: event.rev - 1], True, *self.erased[event.rev :])
        return Known(self.author, changed)

    def version(self, rev: int) -> Version | None:
        if self.author is None or not 1 <= rev <= len(self.erased):
            return None
        return Version(rev, _hash(rev), self.author, self.erased[rev - 1])


def _every_event() -> Iterator[Event]:
    put = Event(
        space=SpaceId(bytes(16)),
        event_id=EventId(bytes(16)),
        seq=2,
        prev=bytes(32),
        member=AUTHORS[0],
        at_ms=0,
        verb="item.put",
        object=ObjectId(b"O" * 16),
        rev=0,
        env_hash=None,
        clear=ItemPut(),
    )
    for author, rev in product(AUTHORS, REVS):
        yield replace(put, member=author, rev=rev, env_hash=_hash(rev))
        for named in REVS:
            clear = ItemErased(env_hash=_hash(named))
            yield replace(put, verb="item.erased", member=author, rev=rev, clear=clear)


_Place = tuple[Known, ObjectState | None]


def _explore(rules: dict[str, Decide]) -> int:
    """Ask about every event in every reachable state; the number of questions.

    Raises AssertionError where the rule and the protocol part.
    """
    events = list(_every_event())
    start: list[_Place] = [(Known(), None)]
    seen, frontier, asked = set(start), start, 0
    for _ in range(DEPTH):
        reached: list[_Place] = []
        for (known, state), event in product(frontier, events):
            situation = Situation(space=None, object=state, version=known.version(event.rev))
            decided, expected = rules[event.verb](situation, event), known.expected(event)
            asked += 1
            if isinstance(decided, Refusal):
                assert decided.code == expected
                continue
            assert isinstance(expected, Known)
            assert decided.author == expected.author
            assert (decided.kind, decided.rev) == ("item", len(expected.erased))
            if (expected, decided) not in seen:
                seen.add((expected, decided))
                reached.append((expected, decided))
        frontier = reached
    return asked


SHIPPED: dict[str, Decide] = {name: rule.decide for name, rule in RULES.items()}
MUTANTS = [
    pytest.param(verb, mutant, id=f"{verb} {what}")
    for verb, rule in (("item.put", decide_put), ("item.erased", decide_erased))
    for what, mutant in mutants_of(rule)
]


def test_the_rule_is_the_protocol_s_in_every_reachable_state() -> None:
    assert _explore(SHIPPED) > 2_000


def test_there_are_mutants_of_each_rule() -> None:
    assert len(MUTANTS) > 15


@pytest.mark.parametrize("verb, mutant", MUTANTS)
def test_a_seeded_fault_is_found(verb: str, mutant: Decide) -> None:
    with pytest.raises((AssertionError, AttributeError)):
        _explore({**SHIPPED, verb: mutant})


def test_only_erasing_erases() -> None:
    assert [name for name, rule in RULES.items() if rule.erases] == ["item.erased"]


def test_a_rule_is_asked_about_its_own_verb_alone() -> None:
    put = next(_every_event())
    with pytest.raises(TypeError):
        decide_erased(Situation(space=None, object=None, version=None), put)
