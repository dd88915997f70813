"""What stands of a limit, a request or an agreement beside the versions of its words."""

from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID


@dataclass(frozen=True)
class Limit:
    """`acknowledged`: the newest version was."""

    acknowledged: bool = False
    retired: bool = False


@dataclass(frozen=True)
class Request:
    """`asked`: the rev of the newest words that were asked; later revs are answers to them."""

    asked: int
    withdrawn: bool = False


@dataclass(frozen=True)
class Proposed:
    """What a proposal says beside its words. `past`: withdrawn or retired since."""

    base: bytes
    env_hash: bytes
    deep: bool
    at_ms: int
    past: bool = False


@dataclass(frozen=True)
class Agreement:
    """`in_force` is the rev that both signed; it holds while nobody pauses.

    `paused` says of each who pauses what the newest rev was then. `review` is what one person has
    said of its end: who, outcome, and the next date.
    """

    proposals: tuple[Proposed, ...] = ()
    in_force: int | None = None
    next_review_ms: int | None = None
    paused: dict[UUID, int] = field(default_factory=dict)
    review: tuple[UUID, int, int] | None = None

    @property
    def holds(self) -> bool:
        return self.in_force is not None and not self.paused

    def open_revs(self, erased: set[int]) -> list[int]:
        """The versions that wait for the other person's signature."""
        return [
            rev
            for rev, proposed in enumerate(self.proposals, 1)
            if rev > (self.in_force or 0)
            and rev not in erased
            and not proposed.past
            and all(later.base != proposed.env_hash for later in self.proposals[rev:])
        ]

    def closed(self) -> Self:
        """Nothing holds and nothing is suggested any more."""
        past = tuple(replace(each, past=True) for each in self.proposals)
        return type(self)(proposals=past)
