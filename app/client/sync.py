"""Reading to the head, sending what waits, and healing a server that lost or changed its log.

One `Sync` is one device's memory of one space: a verified log and an outbox (protocol.md §6, §10).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.client.again import intents_of
from app.client.chain import ChainError
from app.client.device import Device
from app.client.errors import ClientError, DistrustError, RefusedError
from app.client.events import Event, Item, parse
from app.client.keys import MemberKeys, SpaceKeys
from app.client.log import BranchError, LostError, SpaceLog, find_fork
from app.client.outbox import (
    MAX_APPEND_BYTES,
    MAX_ITEMS,
    Intent,
    RefusedIntentError,
    Signer,
    still_open,
)
from app.client.wire import Appended

# Other devices of the same person can win the place a few times in a row, not for ever.
_MAX_TRIES = 20
# Kept bytes dated further from now than this meet the server's clock rule: they are signed again
# with a new date. They can be from the future as well, if the device's clock has been put right.
_KEPT_MS = 5 * 60 * 1000


@dataclass
class Sync:
    device: Device
    log: SpaceLog
    member_keys: MemberKeys
    keys: SpaceKeys
    outbox: list[Intent] = field(default_factory=list)
    # What a rule refused: it waits for the person, with its words.
    needs_you: list[RefusedIntentError] = field(default_factory=list)
    # The other person's, written and then lost by the server: theirs alone to put back.
    _lost_theirs: list[Event] = field(default_factory=list)
    _kept: list[Item] = field(default_factory=list)

    def read(self) -> None:
        """Read to the server's head.

        Raises LostError or BranchError where the server's line is not ours, DistrustError `behind`
        where it ends before what the vault knows, ChainError where it does not verify.
        """
        api, log = self.device.api, self.log
        while True:
            page = api.page(log.space, log.seq)
            try:
                log.apply(page)
            except LostError:
                raise
            except (ChainError, DistrustError) as fault:
                raise self._branch_or(fault) from fault
            if log.seq == page.seq:
                log.check_pin()
                return

    def flush(self) -> None:
        """Send what waits, in order, each once, however often this is tried again.

        What a rule refuses moves to `needs_you`. Raises OfflineError or RefusedError with the
        outbox as it is.
        """
        tries = _MAX_TRIES + len(self.outbox)
        for _ in range(tries):
            self.read()
            self.outbox = still_open(self.outbox, self.log)
            if not self.outbox:
                self._kept = []
                return
            try:
                self.append(self._signed_for_this_place())
            except RefusedIntentError as refused:
                self._set_aside(refused)
            except RefusedError as refused:
                if refused.code != "head_moved" and not self._may_sign_again(refused):
                    raise
                self._kept = []
        raise RefusedError("head_moved", 409, "others wrote first every time")

    def sign(self, intents: Sequence[Intent]) -> list[Item]:
        """Signed on the head read so far, and not sent."""
        return Signer(self.log, self.member_keys, self.keys, self.device).sign_all(intents)

    def append(self, items: Sequence[Item], *, repair: bool = False) -> Appended:
        """One append as it is: neither read before nor tried again."""
        return self.device.api.append(self.log.space, list(items), repair=repair)

    def repair(self) -> int:
        """Post verbatim what a restored server has lost; gives how many events that were."""
        count = 0
        for _ in range(_MAX_TRIES):
            try:
                self.read()
            except LostError as loss:
                count += self._give_back([row.item for row in loss.lost])
            else:
                return count
        raise RefusedError("head_moved", 409, "others wrote first every time")

    def go_on_from_here(self) -> bool:
        """Take the server's line where it branched off, and put our own lost words back on top.

        They wait in the outbox for the next `flush`; the other person's stay `lost_theirs`. False
        where there is no branch.
        """
        try:
            self.read()
        except BranchError as branch:
            again = intents_of(self.log, self.keys, branch.fork_seq)
            own = self.log.pin.own.member
            lost = self.log.events[branch.fork_seq :]
            self._lost_theirs += [event for event in lost if event.member != own]
            theirs = branch.theirs
            self.log, self._kept = theirs, []
            theirs.pin = replace(theirs.pin, seq=theirs.seq, head=theirs.head)
            self.outbox = [*again, *self.outbox]
            return True
        return False

    def give_up(self, intent: Intent) -> None:
        """Take it out of the outbox with the bytes that were signed for it."""
        self.outbox = [i for i in self.outbox if i.event_id != intent.event_id]
        self._kept = []

    def _set_aside(self, refused: RefusedIntentError) -> None:
        self.give_up(refused.intent)
        self.needs_you.append(refused)

    def try_again(self) -> None:
        """Send what a rule refused once more: what it is about may have been put back since."""
        self.outbox = [*(refused.intent for refused in self.needs_you), *self.outbox]
        self.needs_you = []
        self.flush()

    def lost_theirs(self) -> list[Event]:
        """What the other person wrote on a line that is gone, until their device put it back."""
        return [event for event in self._lost_theirs if not self.log.has(event.event_id)]

    def _signed_for_this_place(self) -> list[Item]:
        """Sign once per place, and keep the bytes until they are answered."""
        if not self._kept or parse(self._kept[0].event).prev != self.log.head:
            self._kept = self.sign(self.outbox)
        return self._kept

    def _may_sign_again(self, refused: RefusedError) -> bool:
        off_ms = self.device.clock.now_ms() - parse(self._kept[0].event).at_ms
        return refused.code == "clock" and abs(off_ms) > _KEPT_MS

    def _give_back(self, items: list[Item]) -> int:
        for batch in batches(items):
            try:
                self.append(batch, repair=True)
            except RefusedError as refused:
                # Another device heals the same log; reading says what is still missing.
                if refused.code != "head_moved":
                    raise
                return 0
        return len(items)

    def _branch_or(self, fault: ClientError) -> ClientError:
        """What is wrong when a page does not follow on ours: another line, less of it, or `fault`.

        Only the whole line, read from its genesis, can tell.
        """
        if self.log.seq == 0 or fault.code not in {"place", "head"}:
            return fault
        theirs = SpaceLog(self.log.pin.from_start())
        while True:
            page = self.device.api.page(theirs.space, theirs.seq)
            theirs.apply(page)
            if theirs.seq == page.seq:
                break
        fork_seq = find_fork(self.log, theirs)
        if fork_seq == self.log.seq:
            return fault
        if fork_seq == theirs.seq:
            return LostError(self.log.delivered[fork_seq:])
        return BranchError(fork_seq, theirs)


def batches(items: Sequence[Item]) -> list[list[Item]]:
    """The items in order, in as few appends as the bounds allow."""
    result: list[list[Item]] = []
    room = 0
    for item in items:
        size = len(item.event) + len(item.sig) + len(item.body or b"")
        if not result or size > room or len(result[-1]) == MAX_ITEMS:
            result.append([])
            room = MAX_APPEND_BYTES
        result[-1].append(item)
        room -= size
    return result
