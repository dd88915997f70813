"""Quiet hours: a pure question to the clock on somebody's wall.

A moment is quiet while that clock shows a time within the hours. So a night in which the clocks
change is an hour shorter or longer, as it is for the person.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core.clock import MINUTE_MS, SECOND_MS

MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 24 * MINUTES_AN_HOUR
# The furthest that any zone moves its clocks at once.
_LARGEST_CHANGE = 2 * MINUTES_AN_HOUR


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `from_min` until before `to_min`, in minutes after midnight on the clock of `zone`.

    They may pass midnight. The same minute twice is no quiet at all.
    """

    from_min: int
    to_min: int
    zone: str

    def end_of(self, at_ms: int) -> int:
        """`at_ms` itself, or the first moment after it that is not quiet."""
        zone = _zone(self.zone)
        minute = at_ms // MINUTE_MS
        shown = _shown(minute, zone)
        if not self._holds(shown):
            return at_ms
        # Clocks that go forward on the way end the hours early: start before that, go by minutes.
        minute += max(0, (self.to_min - shown) % MINUTES_A_DAY - _LARGEST_CHANGE)
        while self._holds(_shown(minute, zone)):
            minute += 1
        return minute * MINUTE_MS

    def _holds(self, shown: int) -> bool:
        return (shown - self.from_min) % MINUTES_A_DAY < (
            self.to_min - self.from_min
        ) % MINUTES_A_DAY


def _shown(minute: int, zone: ZoneInfo) -> int:
    """What the clock shows at this minute since 1970, as minutes after midnight."""
    moment = datetime.fromtimestamp(minute * MINUTE_MS // SECOND_MS, UTC).astimezone(zone)
    return moment.hour * MINUTES_AN_HOUR + moment.minute


def _zone(name: str) -> ZoneInfo:
    """UTC for a zone that was known when it was chosen and is not in this machine's tables."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
