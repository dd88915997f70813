"""What the protocol says of one agreement, in plain words and without the rules' code."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.agreements.verbs import (
    AgreementAccepted,
    AgreementErased,
    AgreementProposed,
    AgreementReviewed,
    Outcome,
)
from app.core.clock import DAY_MS
from app.core.ids import MemberId
from app.log.events import Event

ZERO = bytes(32)


def hash_of(rev: int) -> bytes:
    """Of the body under this rev, whoever wrote it."""
    return bytes([rev]) * 32


@dataclass(frozen=True)
class Words:
    """One version, and what became of it."""

    author: MemberId
    base: bytes
    deep: bool
    at_ms: int
    erased: bool = False


@dataclass(frozen=True)
class Known:
    """Versions up to `past` were withdrawn or retired. `said` is what was accepted, in order."""

    versions: tuple[Words, ...] = ()
    holds: int | None = None
    pauses: frozenset[tuple[MemberId, int]] = frozenset()
    past: int = 0
    review: tuple[MemberId, Outcome, int] | None = None
    said: tuple[Event, ...] = field(default=(), compare=False)

    def expected(self, event: Event) -> "Known | str":
        """What stands after the event, or the code of its refusal."""
        after = self._after(event)
        return after if isinstance(after, str) else replace(after, said=(*self.said, event))

    def is_open(self, rev: int) -> bool:
        words = self.versions[rev - 1]
        is_replaced = any(later.base == hash_of(rev) for later in self.versions[rev:])
        is_older = self.holds is not None and rev <= self.holds
        return not (words.erased or is_replaced or is_older or rev <= self.past)

    def _after(self, event: Event) -> "Known | str":
        match event.clear:
            case AgreementProposed(base=base, deep=deep):
                return self._proposed(event, Words(event.member, base, deep, event.at_ms))
            case AgreementAccepted(env_hash=named):
                return self._accepted(event, named)
            case AgreementReviewed(env_hash=named, outcome=outcome, next_ms=next_ms):
                return self._reviewed(event, named, (event.member, outcome, next_ms))
            case AgreementErased(env_hash=named):
                return self._erased(event, named)
        match event.verb:
            case "agreement.paused":
                return self._paused(event)
            case "agreement.resumed":
                return self._resumed(event)
        return self._withdrawn(event)

    def _proposed(self, event: Event, words: Words) -> "Known | str":
        known = {hash_of(rev) for rev in range(1, len(self.versions) + 1)}
        if not known and words.base != ZERO:
            return "stale"
        if known and words.base not in known:
            return "unknown_version"
        if event.rev != len(self.versions) + 1:
            return "stale"
        return replace(self, versions=(*self.versions, words))

    def _accepted(self, event: Event, named: bytes) -> "Known | str":
        if not 1 <= event.rev <= len(self.versions):
            return "unknown_version"
        words = self.versions[event.rev - 1]
        if event.member == words.author:
            return "not_recipient"
        if named != hash_of(event.rev):
            return "stale"
        if words.erased:
            return "taken_back"
        if self.holds == event.rev:
            return "already_accepted"
        if not self.is_open(event.rev):
            return "replaced"
        if words.deep and event.at_ms < words.at_ms + DAY_MS:
            return "too_soon"
        kept = {(who, rev) for who, rev in self.pauses if who == words.author and rev >= event.rev}
        return replace(self, holds=event.rev, pauses=frozenset(kept), review=None)

    def _paused(self, event: Event) -> "Known | str":
        if self.holds is None:
            return "not_in_force"
        if event.rev != 0:
            return "stale"
        if event.member in {who for who, _ in self.pauses}:
            return "already_paused"
        return replace(self, pauses=self.pauses | {(event.member, len(self.versions))})

    def _resumed(self, event: Event) -> "Known | str":
        others = frozenset(pause for pause in self.pauses if pause[0] != event.member)
        if others == self.pauses:
            return "not_paused"
        return replace(self, pauses=others) if event.rev == 0 else "stale"

    def _withdrawn(self, event: Event) -> "Known | str":
        if not self.versions:
            return "unknown_version"
        if event.rev != 0:
            return "stale"
        standing = any(self.is_open(rev) for rev in range(1, len(self.versions) + 1))
        return self._closed() if standing or self.holds is not None else "already_withdrawn"

    def _reviewed(
        self, event: Event, named: bytes, said: tuple[MemberId, Outcome, int]
    ) -> "Known | str":
        _, outcome, next_ms = said
        if not 1 <= event.rev <= len(self.versions):
            return "unknown_version"
        if self.holds != event.rev:
            return "not_in_force"
        if named != hash_of(event.rev):
            return "stale"
        if outcome is Outcome.KEPT and next_ms <= event.at_ms:
            return "too_soon"
        if next_ms > event.at_ms + 90 * DAY_MS:
            return "too_late"
        if self.review == said:
            return "already_reviewed"
        if self.review is None or self.review[1:] != said[1:]:
            return replace(self, review=said)
        return self._closed() if outcome is Outcome.RETIRED else replace(self, review=None)

    def _erased(self, event: Event, named: bytes) -> "Known | str":
        if not 1 <= event.rev <= len(self.versions):
            return "unknown_version"
        words = self.versions[event.rev - 1]
        if event.member != words.author:
            return "not_author"
        if named != hash_of(event.rev):
            return "stale"
        if words.erased:
            return "already_erased"
        if self.holds == event.rev:
            return "in_force"
        return replace(self, versions=self._with(event.rev, replace(words, erased=True)))

    def _with(self, rev: int, words: Words) -> tuple[Words, ...]:
        return (*self.versions[: rev - 1], words, *self.versions[rev:])

    def _closed(self) -> "Known":
        return replace(self, holds=None, pauses=frozenset(), past=len(self.versions), review=None)


def in_force_by_signatures(said: tuple[Event, ...]) -> int | None:
    """The rev that holds, counted from what was signed alone, or None.

    Two signatures over the same words: their proposal and the newest acceptance. Since the
    acceptance nobody has withdrawn and not both have retired them; and nobody's pause is newer than
    their own signature and not taken back.
    """
    places = [at for at, event in enumerate(said) if event.verb == "agreement.accepted"]
    if not places:
        return None
    at, accepted = places[-1], said[places[-1]]
    signed_at = {accepted.member: at}
    for place, event in enumerate(said):
        if event.verb == "agreement.proposed" and event.rev == accepted.rev:
            signed_at[event.member] = place
    if any(event.verb == "agreement.withdrawn" for event in said[at:]) or _both_retired(said[at:]):
        return None
    for member, since in signed_at.items():
        own = [event.verb for event in said[since:] if event.member == member]
        pausing = [verb for verb in own if verb in ("agreement.paused", "agreement.resumed")]
        if pausing and pausing[-1] == "agreement.paused":
            return None
    return accepted.rev


def _both_retired(said: tuple[Event, ...]) -> bool:
    """Whether two reviews in a row, one of each person, ended it."""
    reviews = [e for e in said if isinstance(e.clear, AgreementReviewed)]
    for one, other in pairwise(reviews):
        both = {e.clear.outcome for e in (one, other) if isinstance(e.clear, AgreementReviewed)}
        if one.member != other.member and both == {Outcome.RETIRED}:
            return True
    return False
