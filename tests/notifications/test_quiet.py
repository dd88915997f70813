"""Quiet hours on the clock of the person's wall, in two zones and when the clocks change."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clock import DAY_MS, MINUTE_MS
from app.notifications.quiet import MINUTES_A_DAY, QuietHours

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def at(wall: str, zone: str, *, fold: int = 0) -> int:
    """The moment at which the clock of `zone` shows this; `fold` 1 is the second time."""
    moment = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return round(moment.timestamp() * 1_000)


def night(begin: str, end: str, zone: str) -> QuietHours:
    first, last = (int(text[:2]) * 60 + int(text[3:]) for text in (begin, end))
    return QuietHours(first, last, zone)


# begin, end, zone · the moment asked about · the first moment that is not quiet.
NIGHTS = [
    # An ordinary night, from both sides of midnight, and its edges.
    ("22:00", "07:30", BERLIN, "2026-05-12T23:15:20", "2026-05-13T07:30"),
    ("22:00", "07:30", NEW_YORK, "2026-05-13T03:00", "2026-05-13T07:30"),
    ("22:00", "07:30", BERLIN, "2026-05-12T22:00", "2026-05-13T07:30"),
    ("22:00", "07:30", BERLIN, "2026-05-12T21:59:59", "2026-05-12T21:59:59"),
    ("22:00", "07:30", BERLIN, "2026-05-13T07:30", "2026-05-13T07:30"),
    # Hours within a day.
    ("09:00", "17:00", NEW_YORK, "2026-05-12T12:00", "2026-05-12T17:00"),
    ("09:00", "17:00", NEW_YORK, "2026-05-12T18:00", "2026-05-12T18:00"),
    # The same minute twice: none at all.
    ("08:00", "08:00", BERLIN, "2026-05-12T08:00", "2026-05-12T08:00"),
    # Clocks go forward: the night is an hour shorter, the morning as late as ever.
    ("22:00", "07:30", BERLIN, "2026-03-28T23:00", "2026-03-29T07:30"),
    ("22:00", "07:30", NEW_YORK, "2026-03-07T23:00", "2026-03-08T07:30"),
    # An end that this night leaves out: quiet until the clock has jumped past it.
    ("22:00", "02:30", BERLIN, "2026-03-29T01:10", "2026-03-29T03:00"),
    ("22:00", "02:30", NEW_YORK, "2026-03-08T01:10", "2026-03-08T03:00"),
    # Clocks go back: the night is an hour longer.
    ("22:00", "07:30", BERLIN, "2026-10-24T23:00", "2026-10-25T07:30"),
    ("22:00", "07:30", NEW_YORK, "2026-10-31T23:00", "2026-11-01T07:30"),
]


@pytest.mark.parametrize("begin, end, zone, asked, expected", NIGHTS)
def test_quiet_ends_by_the_clock_on_the_wall(
    begin: str, end: str, zone: str, asked: str, expected: str
) -> None:
    assert night(begin, end, zone).end_of(at(asked, zone)) == at(expected, zone)


@pytest.mark.parametrize("day, zone", [("2026-10-25", BERLIN), ("2026-11-01", NEW_YORK)])
def test_hour_that_comes_twice_is_quiet_twice(day: str, zone: str) -> None:
    first_hour = 2 if zone == BERLIN else 1
    quiet = QuietHours(22 * 60, first_hour * 60 + 30, zone)
    ends = f"{day}T0{first_hour}:30"
    assert quiet.end_of(at(f"{day}T00:10", zone)) == at(ends, zone)
    again = at(f"{day}T0{first_hour}:05", zone, fold=1)
    assert quiet.end_of(again) == at(ends, zone, fold=1)


def test_same_moment_is_night_here_and_day_there() -> None:
    moment = at("2026-05-12T23:00", BERLIN)
    assert night("22:00", "07:00", BERLIN).end_of(moment) == at("2026-05-13T07:00", BERLIN)
    assert night("22:00", "07:00", NEW_YORK).end_of(moment) == moment


def test_zone_that_this_machine_does_not_know_counts_as_utc() -> None:
    quiet = night("22:00", "07:00", "Europe/Atlantis")
    assert quiet.end_of(at("2026-05-12T23:00", "UTC")) == at("2026-05-13T07:00", "UTC")


minutes = st.integers(0, MINUTES_A_DAY - 1)
# The days around each change of 2026, in three zones; Lord Howe moves by half an hour.
CHANGES = [
    (zone, round(datetime.fromisoformat(f"{day}T00:00Z").timestamp() * 1_000))
    for zone, days in (
        (BERLIN, ("2026-03-28", "2026-10-24")),
        (NEW_YORK, ("2026-03-07", "2026-10-31")),
        ("Australia/Lord_Howe", ("2026-04-04", "2026-10-03")),
    )
    for day in days
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CHANGES), minutes, minutes, st.integers(0, 2 * DAY_MS))
def test_end_is_the_first_moment_that_is_not_quiet(
    change: tuple[str, int], first: int, last: int, offset: int
) -> None:
    """Against the plain definition: go on by minutes, and look at the clock."""
    zone, start = change

    def is_quiet(moment: int) -> bool:
        wall = datetime.fromtimestamp(moment / 1_000, ZoneInfo(zone))
        shown = wall.hour * 60 + wall.minute
        return first <= shown < last if first <= last else shown >= first or shown < last

    asked = start + offset
    expected = asked
    while is_quiet(expected):
        expected += MINUTE_MS - expected % MINUTE_MS
    assert QuietHours(first, last, zone).end_of(asked) == expected
