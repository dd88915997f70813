"""`python -m tests.browser.at_time`: the server as `python -m app` starts it, on a test's clock.

The clock file holds how many milliseconds the server's clock is ahead of this machine's. Pictures
are taken on a set evening with it, and a test can let a fortnight pass.
"""

import os
from pathlib import Path

import uvicorn

from app.core.clock import SystemClock
from app.core.migrate import migrate
from app.main import create_app
from app.server import make_config, only_process
from app.settings import read_settings
from tests.browser.server import CLOCK_FILE


class ShiftedClock:
    """The machine's clock, ahead by what the file says at that moment."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._clock = SystemClock()

    def now_ms(self) -> int:
        """Milliseconds since 1970, shifted."""
        return self._clock.now_ms() + int(self._file.read_text(encoding="ascii"))


def main() -> None:
    """Serve until told to stop."""
    settings = read_settings()
    with only_process(settings):
        migrate(settings.database_url)
        app = create_app(settings, clock=ShiftedClock(Path(os.environ[CLOCK_FILE])))
        uvicorn.Server(make_config(app, settings)).run()


if __name__ == "__main__":
    main()
