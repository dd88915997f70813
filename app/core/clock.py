"""The server's clock, handed in wherever time matters so that tests can set it.

All times are whole milliseconds since 1970-01-01 UTC. Days are whole days since the same moment:
what is shown or kept about a session is a day, never a minute.
"""

import time
from datetime import date, timedelta
from typing import Protocol

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

_EPOCH = date(1970, 1, 1)


class Clock(Protocol):
    """Anything that can tell the time."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000


def day_of(at_ms: int) -> int:
    """The UTC day a moment lies in, counted from 1970-01-01."""
    return at_ms // DAY_MS


def day_text(day: int) -> str:
    """A day as `2026-11-23`."""
    return (_EPOCH + timedelta(days=day)).isoformat()
