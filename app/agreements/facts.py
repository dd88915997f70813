"""What stands of an agreement: every version's signature, which one holds, and who paused it."""

from app.agreements.verbs import Outcome
from app.core.wire import B64_32, SafeInt, UuidBytes, Wire
from app.log.objects import Facts


class Proposal(Wire):
    """One version: `base` is the hash of the version it starts from, zeros for the first.

    `is_past`: a withdrawal or a retirement came after it.
    """

    author: UuidBytes
    env_hash: B64_32
    base: B64_32
    deep: bool
    at_ms: SafeInt
    erased: bool = False
    is_past: bool = False


class Pause(Wire):
    """Who paused, and the newest version at that moment."""

    by: UuidBytes
    rev: SafeInt


class Review(Wire):
    """How one person would end the review; the other has not said the same yet."""

    by: UuidBytes
    outcome: Outcome
    next_ms: SafeInt


class AgreementFacts(Facts):
    """Rev r stands at `proposals[r - 1]`. `in_force` is the rev that both signed, or None.

    What is in force holds while nobody is in `paused`; each pauses at most once at a time.
    """

    proposals: tuple[Proposal, ...] = ()
    in_force: int | None = None
    paused: tuple[Pause, ...] = ()
    review: Review | None = None

    def proposal(self, rev: int) -> Proposal | None:
        """The version under this rev, if there is one."""
        return self.proposals[rev - 1] if 1 <= rev <= len(self.proposals) else None

    def has_paused(self, member: bytes) -> bool:
        """Whether this person's pause stands."""
        return any(pause.by == member for pause in self.paused)

    def is_open(self, rev: int) -> bool:
        """Whether this version waits for the other person's signature.

        No newer words hold, none start from it, and nobody has withdrawn since.
        """
        proposal = self.proposals[rev - 1]
        if proposal.erased or proposal.is_past:
            return False
        if self.in_force is not None and rev <= self.in_force:
            return False
        return all(later.base != proposal.env_hash for later in self.proposals[rev:])

    @property
    def is_anything_open(self) -> bool:
        return any(self.is_open(rev) for rev in range(1, len(self.proposals) + 1))

    def without_words(self, rev: int) -> tuple[Proposal, ...]:
        """The versions, with the words of one of them erased."""
        erased = self.proposals[rev - 1].model_copy(update={"erased": True})
        return (*self.proposals[: rev - 1], erased, *self.proposals[rev:])

    def closed(self) -> "AgreementFacts":
        """Nothing holds and nothing is suggested any more; the history stays."""
        past = tuple(each.model_copy(update={"is_past": True}) for each in self.proposals)
        return AgreementFacts(proposals=past)
