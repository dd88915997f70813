"""The one door to a space's tables.

A turn is one transaction behind one lock. What it did is on the disk when its block ends; only
then is anybody answered, and only after that are the sockets woken. Everything that can be known
without the lock (reading the bytes, hashes, signatures) is done before it is taken.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlmodel import Session

from app.core.clock import Clock
from app.core.database import Database
from app.core.ids import MemberId, SpaceId
from app.log.access import Access
from app.log.batch import read_batch, verify_entries
from app.log.events import Event
from app.log.rules import Rule, verbs_of
from app.log.turn import Annex, Notice, Outcome, Turn
from app.log.wire import PostedItem, read_posted
from app.spaces.models import list_keys


def _notice_nothing(_session: Session, _events: Sequence[Event], _now_ms: int) -> None:
    """Nobody wants to know."""


class Writer:
    """Appends to spaces. `rules` maps each verb to its rule.

    `wake` is told which spaces grew, after the commit; `notice` what was said, before it. `annexes`
    go when a space closes or is deleted.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rules: Mapping[str, Rule],
        wake: Callable[[SpaceId], None],
        notice: Notice = _notice_nothing,
        *,
        annexes: Sequence[Annex] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules
        self._verbs = verbs_of(rules)
        self._wake = wake
        self._notice = notice
        self._annexes = annexes

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """One transaction: committed and durable at the end of the block, or nothing of it."""
        with self._database.write() as session:
            turn = Turn(session, self._clock.now_ms(), self._rules, self._notice, self._annexes)
            yield turn
        for space_id in turn.touched:
            self._wake(space_id)

    def submit(
        self, space_id: SpaceId, access: Access, posted: Sequence[PostedItem], *, repair: bool
    ) -> Outcome:
        """Append what somebody posted: the order of checks of protocol.md §6, from the door on.

        Raises Refused with the first check that says no. `access` is asked again inside the
        transaction, so that nothing is written for a session that ended, or for a member who
        left, while the request was under way.
        """
        with self._database.read() as session:
            access(session)
            keys = list_keys(session, space_id)
        batch = read_batch(read_posted(posted), space_id, self._verbs, repair=repair)
        entries = verify_entries(batch, keys)
        with self.turn() as turn:
            member_id = MemberId(access(turn.session).member_id)
            return turn.append(space_id, member_id, entries, repair=repair)
