"""What is checked of an append against the stored rows, before its verbs' rules are asked.

One function a check, called in the order of protocol.md §6; each goes over the whole batch and
raises Refused with its own code.
"""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from app.core.clock import MINUTE_MS
from app.core.errors import Refused, slow_down
from app.core.ids import MemberId, SpaceId
from app.core.limits import CLOCK_SLACK_MS, EVENTS_A_MINUTE, REPAIRS_A_MINUTE
from app.log.batch import Entry, is_entry_signed_by
from app.log.events import Event
from app.log.models import EventRow, SpaceRow
from app.log.rules import Rule
from app.spaces.models import Membership
from app.spaces.verbs import SPACE_LEFT


def without_stored(
    session: Session, space_id: SpaceId, entries: Sequence[Entry]
) -> Sequence[Entry]:
    """What is left of the batch behind a leading run that is stored with the same bytes."""
    for at, entry in enumerate(entries):
        row = session.get(EventRow, (space_id, entry.event.seq))
        if row is None or (row.event, row.sig) != (entry.item.event, entry.item.sig):
            return entries[at:]
    return ()


def check_ids(session: Session, space_id: SpaceId, entries: Sequence[Entry]) -> None:
    """An event id serves once in a space."""
    ids = [entry.event.event_id for entry in entries]
    used = session.exec(
        select(EventRow.seq)
        .where(EventRow.space_id == space_id, col(EventRow.event_id).in_(ids))
        .limit(1)
    ).first()
    if used is not None or len(set(ids)) != len(ids):
        raise Refused("id_used")


def check_place(space: SpaceRow, first: Event) -> None:
    """The first event goes right behind the space's head."""
    if first.seq != space.seq + 1 or first.prev != space.head:
        raise Refused("head_moved")


def check_authors(entries: Sequence[Entry], authors: set[MemberId]) -> None:
    """Only these wrote it."""
    if any(entry.event.member not in authors for entry in entries):
        raise Refused("not_author")


def check_takes_back(entries: Sequence[Entry], rules: Mapping[str, Rule]) -> None:
    """In a closed space people take back their own words, and write nothing else (R14)."""
    known = [rules.get(entry.event.verb) for entry in entries]
    if not all(rule is not None and rule.erases for rule in known):
        raise Refused("space_closed")


def check_clock(
    now_ms: int,
    previous_ms: int,
    entries: Sequence[Entry],
    *,
    repair: bool,
    is_left: bool = False,
) -> None:
    """A date is never before the previous event's, nor far ahead of ours.

    A new event's is not far behind ours either; a repaired one keeps its date. Leaving, and what
    comes behind it, repeats the previous event's date and is held to nothing else: it tells nobody
    when (R13). `is_left`: somebody had left before.
    """
    earliest_ms = 0 if repair else now_ms - CLOCK_SLACK_MS
    for entry in entries:
        at_ms = entry.event.at_ms
        is_left = is_left or entry.event.verb == SPACE_LEFT.name
        if is_left:
            if at_ms != previous_ms:
                raise Refused("clock")
        elif not max(previous_ms, earliest_ms) <= at_ms <= now_ms + CLOCK_SLACK_MS:
            raise Refused("clock")
        previous_ms = at_ms


def check_signatures(entries: Sequence[Entry], keys: Mapping[MemberId, bytes]) -> None:
    """Every event is signed by the key of the member it names."""
    if not all(is_entry_signed_by(entry, keys[entry.event.member]) for entry in entries):
        raise Refused("bad_signature")


def check_allowance(
    session: Session,
    now_ms: int,
    space_id: SpaceId,
    member_id: MemberId,
    entries: Sequence[Entry],
    *,
    repair: bool,
) -> None:
    """At most so many events in any minute, counted by who posts.

    Repairs have an allowance of their own, counted in posts: a post may heal twenty events, but
    each one moves the head, and the other person has to get in between. Leaving costs nothing: it
    is said once, and nothing may put it off.
    """
    count = sum(entry.event.verb != SPACE_LEFT.name for entry in entries)
    limit = REPAIRS_A_MINUTE if repair else EVENTS_A_MINUTE
    recent = select(EventRow.arrived_ms).where(
        EventRow.space_id == space_id,
        EventRow.posted_by == member_id,
        EventRow.repaired == repair,
        EventRow.arrived_ms > now_ms - MINUTE_MS,
    )
    times = sorted(session.exec(recent.distinct() if repair else recent))
    excess = len(times) + (1 if repair else count) - limit
    if excess > 0:
        # When the oldest `excess` of them are a minute old, this post fits.
        raise slow_down(times[excess - 1] + MINUTE_MS - now_ms)


def check_joined(
    session: Session, space_id: SpaceId, member_id: MemberId, entries: Sequence[Entry]
) -> None:
    """Who was invited and holds no key yet can leave, and write nothing else."""
    membership = session.get_one(Membership, (space_id, member_id))
    if membership.sk_wrap is None and any(e.event.verb != SPACE_LEFT.name for e in entries):
        raise Refused("not_joined")
