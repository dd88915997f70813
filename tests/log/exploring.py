"""Exhaustive exploration: every reachable state to a small depth, every event in each.

The rules are compared with a model that says what the protocol says, in plain words and without
their code.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

from app.core.ids import EventId, MemberId, ObjectId, SpaceId
from app.log.events import ClearFields, Event
from app.spaces.verbs import MemberKeys, SpaceJoined, SpaceKind, SpaceOpened
from tests.log.folding import Folded
from tests.log.signing import Member

SPACE = SpaceId(b"S" * 16)
TH = b"\7" * 32
# A mutant is found by an answer that differs, or by not getting as far as an answer.
FOUND = (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)


def _keys(member: bytes, x_pub: bytes) -> MemberKeys:
    return MemberKeys(member=member, ed_pub=Member().ed_pub, x_pub=x_pub)


INVITER, INVITED = _keys(b"A" * 16, b"\1" * 32), _keys(b"B" * 16, b"\2" * 32)
MEMBERS = (MemberId(INVITER.member), MemberId(INVITED.member))


class Model(Protocol):
    """What the protocol says has happened. Equal and hashable by value."""

    def expected(self, event: Event) -> Self | str:
        """What stands after the event, or the code of its refusal."""


@dataclass(frozen=True)
class Said:
    """Makes events of one space; places and dates play no part in the rules."""

    member: MemberId
    seq: int = 2

    def __call__(
        self,
        verb: str,
        clear: ClearFields | None,
        target: bytes,
        rev: int,
        env_hash: bytes | None = None,
    ) -> Event:
        return Event(
            space=SPACE,
            event_id=EventId(bytes(16)),
            seq=self.seq,
            prev=bytes(32),
            member=self.member,
            at_ms=0,
            verb=verb,
            object=ObjectId(target),
            rev=rev,
            env_hash=env_hash,
            clear=clear,
        )


def opening(**changes: object) -> Event:
    """The first event of a shared space; `changes` are to its clear fields."""
    clear = SpaceOpened(kind=SpaceKind.SHARED, th=TH, members=(INVITER, INVITED))
    event = Said(MEMBERS[0], seq=1)("space.opened", clear, SPACE, 0)
    return replace(event, clear=clear.model_copy(update=changes))


def joining() -> Event:
    return Said(MEMBERS[1])("space.joined", SpaceJoined(th=TH), SPACE, 0)


def stand(folded: Folded, *events: Event) -> Folded:
    """The same after these events, each of which must count."""
    for event in events:
        code = folded.take(event)
        assert code is None, code
    return folded


def explore(
    start: Folded,
    known: Model,
    events: Sequence[Event],
    depth: int,
    check: Callable[[Folded, Model], None],
) -> int:
    """Ask about every event in every state that `depth` events reach; the number of questions.

    Raises one of FOUND where the rules and the model part; `check` compares what then stands.
    """
    seen: set[object] = {(known, start.key())}
    frontier, asked = [(start, known)], 0
    for _ in range(depth):
        reached: list[tuple[Folded, Model]] = []
        for folded, before in frontier:
            for event in events:
                expected = before.expected(event)
                asked += 1
                if isinstance(expected, str):
                    # What is refused changes nothing, and a wrong yes ends the exploration.
                    assert folded.take(event) == expected, event
                    continue
                after = folded.copy()
                code = after.take(event)
                assert code is None, (code, event)
                check(after, expected)
                key = (expected, after.key())
                if key not in seen:
                    seen.add(key)
                    reached.append((after, expected))
        frontier = reached
    return asked
