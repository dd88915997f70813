"""One space as this device knows it: every event verified, from the genesis to a head of its own.

`apply` is the one way in, for pages of HTTP and of the socket alike. It takes a page whole or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.client.chain import ChainState, Pairing, verify_page
from app.client.errors import DistrustError
from app.client.events import ZERO_HASH, Event
from app.client.items import ObjectState
from app.client.rules import Standing, fold
from app.client.verbs import MemberEntry
from app.client.wire import Delivered, Page


class LostError(DistrustError):
    """The server's log ends before ours and agrees up to there: a restored backup (T5)."""

    def __init__(self, lost: Sequence[Delivered]) -> None:
        super().__init__("lost", f"the server has lost {len(lost)} changes")
        self.lost = tuple(lost)


class BranchError(DistrustError):
    """The server's log went on without ours: both are verified, and alike up to `fork_seq`."""

    def __init__(self, fork_seq: int, theirs: "SpaceLog") -> None:
        super().__init__("branch", f"the server's log differs after event {fork_seq}")
        self.fork_seq = fork_seq
        self.theirs = theirs


@dataclass(frozen=True)
class Pin:
    """What is known of a space before its log is read.

    `own` are our id and keys, which the genesis must name; `seq` and `head` are how far this person
    has verified the log on any device, 0 and zeros where nothing is known. A shared space has a
    `pairing`, whose partner and th the genesis must name as well.
    """

    space: UUID
    own: MemberEntry
    seq: int = 0
    head: bytes = ZERO_HASH
    pairing: Pairing | None = None

    def from_start(self) -> "Pin":
        """The same parties, with nothing verified."""
        return replace(self, seq=0, head=ZERO_HASH)


class SpaceLog:
    """A verified log, which must pass through its pin."""

    def __init__(self, pin: Pin) -> None:
        self.pin = pin
        self._state = ChainState(pin.space, pin.own, pin.pairing)
        self._heads = [ZERO_HASH]
        self.delivered: list[Delivered] = []
        self.events: list[Event] = []

    @property
    def space(self) -> UUID:
        return self._state.space

    @property
    def seq(self) -> int:
        return self._state.seq

    @property
    def head(self) -> bytes:
        return self._state.head

    @property
    def at_ms(self) -> int:
        return self._state.at_ms

    def head_at(self, seq: int) -> bytes:
        return self._heads[seq]

    def has(self, event_id: UUID) -> bool:
        return any(event.event_id == event_id for event in self.events)

    def fold(self) -> tuple[Standing, list[Event]]:
        """What the rules make of the log, and the events that they do not accept or know."""
        return fold(self.events)

    def objects(self) -> dict[UUID, ObjectState]:
        return self.fold()[0].objects

    def body_of(self, event: Event) -> bytes | None:
        return self.delivered[event.seq - 1].item.body

    def apply(self, page: Page) -> list[Event]:
        """Take a page that follows on ours and give its events, or raise and keep what we have.

        Raises ChainError for events that do not verify; DistrustError `lost`, `branch`, `withheld`
        or `head` where the server's account of the log contradicts the events.
        """
        state, events = verify_page(self._state, [row.item for row in page.events])
        heads = [row.item.head for row in page.events]
        self._check_passes_pin(state.seq, heads)
        self._check_claim(page, state)
        self._state = state
        self._heads += heads
        self.delivered += page.events
        self.events += events
        self._drop_erased(events)
        return events

    def count_missing(self) -> int:
        """Own bodies that were signed, not erased, and are not here."""
        versions = (v for state in self.objects().values() for v in state.versions.values())
        own = (v.put for v in versions if not v.erased and v.put.member == self.pin.own.member)
        return sum(self.body_of(put) is None for put in own)

    def check_pin(self) -> None:
        """A log that ends before its pin is `behind`; one that does not pass through it, `branch`.

        A newer vault may bring a pin that another device set on another line. That is said here,
        when both logs have been read, and not at signing in.
        """
        if self.seq < self.pin.seq:
            raise DistrustError("behind", "the vault knows more than the server gives")
        if self.head_at(self.pin.seq) != self.pin.head:
            raise DistrustError("branch", "this is not the history that the vault has verified")

    def _check_passes_pin(self, seq: int, heads: list[bytes]) -> None:
        if self.seq < self.pin.seq <= seq and heads[self.pin.seq - self.seq - 1] != self.pin.head:
            raise DistrustError("branch", "this is not the history that the vault has verified")

    def _check_claim(self, page: Page, state: ChainState) -> None:
        if page.seq < state.seq:
            if page.events or page.head != self.head_at(page.seq):
                raise DistrustError("head", "the server's head is before its own events")
            raise LostError(self.delivered[page.seq :])
        if page.seq == state.seq and page.head != state.head:
            raise DistrustError("head", "the server's head is not that of its events")
        if page.seq > state.seq and not page.events:
            raise DistrustError("withheld", "the server has more events and gives none")

    def _drop_erased(self, events: list[Event]) -> None:
        """An erased body is gone from this device as well, whatever the server still sends."""
        if not any(event.verb.endswith(".erased") for event in events):
            return
        for state in self.objects().values():
            for version in state.versions.values():
                if version.erased:
                    self._drop_body(version.put.seq)

    def _drop_body(self, seq: int) -> None:
        row = self.delivered[seq - 1]
        self.delivered[seq - 1] = replace(row, item=replace(row.item, body=None))


def find_fork(ours: SpaceLog, theirs: SpaceLog) -> int:
    """The last seq at which both logs are the same; 0 when not even the genesis is."""
    shared = min(ours.seq, theirs.seq)
    return max(seq for seq in range(shared + 1) if ours.head_at(seq) == theirs.head_at(seq))
