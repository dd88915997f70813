"""Reading the log: one page, and a cursor that catches up and then stays with the end.

A page is what `GET` answers and what a socket sends, made by the same function. A cursor holds a
number and nothing else: what it has not yet read waits in the database, not in memory.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.core.errors import Refused
from app.core.ids import SpaceId
from app.core.limits import MAX_PAGE_BYTES, MAX_PAGE_EVENTS
from app.log.canonical import head_of
from app.log.models import BodyRow, EventRow, SpaceRow
from app.log.wire import DeliveredItem, Page

# JSON around one item, and around a page in a socket's frame, rounded up.
_ITEM_FRAME_BYTES = 128
_PAGE_FRAME_BYTES = 512
# Rows fetched at a time: a page is full after twelve of the largest bodies.
_ROWS_AT_A_TIME = 16


def read_page(session: Session, space_id: SpaceId, after: int) -> Page:
    """What follows `after`, at most 500 events or 1 MiB, and where the space stands.

    A place beyond the end has nothing behind it: the page is empty, and seq and head tell a phone
    that the server knows less than it does. Raises `not_found` for a space that is gone.
    """
    space = _find_space(session, space_id)
    rows = session.exec(
        select(EventRow, BodyRow.sealed)
        .outerjoin(
            BodyRow,
            (col(BodyRow.space_id) == col(EventRow.space_id))
            & (col(BodyRow.seq) == col(EventRow.seq)),
        )
        .where(EventRow.space_id == space_id, EventRow.seq > after)
        .order_by(col(EventRow.seq))
        .limit(MAX_PAGE_EVENTS)
        .execution_options(yield_per=_ROWS_AT_A_TIME)
    )
    try:
        return Page(events=_fill_page(rows), seq=space.seq, head=space.head)
    finally:
        rows.close()


def find_head(session: Session, space_id: SpaceId, seq: int) -> bytes | None:
    """The head after event `seq`, or None if the log does not reach that far."""
    row = session.get(EventRow, (space_id, seq))
    return None if row is None else head_of(row.event, row.sig)


@dataclass(slots=True)
class Cursor:
    """Where one reader stands in one space.

    `head` is what the reader holds at `after`; None before its first event. Where ours differs,
    the reader's history is not ours: it is told once where we stand, and nothing more
    (`is_ended`), because the next page would not fit behind what it has. `is_closed`: somebody has
    left the space, so nothing comes behind its end.
    """

    space_id: SpaceId
    after: int
    head: bytes | None
    is_answered: bool = False
    is_ended: bool = False
    is_behind: bool = True
    is_closed: bool = False

    def pull(self, session: Session) -> Page:
        """The next page, empty at the end of the log; moves the cursor behind it."""
        space = _find_space(session, self.space_id)
        if not self.is_answered and not self._agrees(session):
            self.is_ended = True
            page = Page(events=[], seq=space.seq, head=space.head)
        else:
            page = read_page(session, self.space_id, self.after)
            self.after += len(page.events)
        self.is_answered, self.is_closed = True, space.closed
        self.is_behind = not self.is_ended and self.after < page.seq
        return page

    def _agrees(self, session: Session) -> bool:
        return self.after == 0 or find_head(session, self.space_id, self.after) == self.head


def _find_space(session: Session, space_id: SpaceId) -> SpaceRow:
    space = session.get(SpaceRow, space_id)
    if space is None:
        raise Refused("not_found")
    return space


def _fill_page(rows: Iterable[tuple[EventRow, bytes | None]]) -> list[DeliveredItem]:
    items: list[DeliveredItem] = []
    size = _PAGE_FRAME_BYTES
    for row, sealed in rows:
        raw = len(row.event) + len(row.sig) + len(sealed or b"")
        size += _ITEM_FRAME_BYTES + raw * 4 // 3 + 4
        if items and size > MAX_PAGE_BYTES:
            break
        items.append(
            DeliveredItem(
                event=row.event,
                sig=row.sig,
                body=sealed,
                arrived_ms=row.arrived_ms,
                repaired=row.repaired,
            )
        )
    return items
