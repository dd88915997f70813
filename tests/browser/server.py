"""The server as an operator runs it: the `main()` of `python -m app`, a process on its own data."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.browser.warm import WarmProcess, is_running
from tests.process.address import await_answer, free_port

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 15
# Names the file with which a test sets the clock of `tests.browser.at_time`.
CLOCK_FILE = "TEST_CLOCK_FILE"
_warm = WarmProcess()


class Server:
    """A real server process on one port and one folder, which outlives being killed."""

    def __init__(
        self,
        folder: Path,
        *,
        now: datetime | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """`settings` are environment variables; with `now` the server's clock starts there."""
        self.folder = folder
        self.port = free_port()
        self.settings = dict(settings or {})
        self._module = "app.__main__"
        if now is not None:
            self._module = "tests.browser.at_time"
            self.settings[CLOCK_FILE] = str(self.folder / "clock")
            self.set_clock(now)
        self._process: int | None = None

    @property
    def url(self) -> str:
        """The address of the server itself, without a device's wire."""
        return f"http://localhost:{self.port}"

    @property
    def data(self) -> Path:
        """The folder with the database."""
        return self.folder / "data"

    @property
    def log_path(self) -> Path:
        """Everything the process printed, over all its starts."""
        return self.folder / "server.log"

    def log(self) -> str:
        """Everything the process printed so far."""
        return self.log_path.read_text(encoding="utf-8") if self.log_path.exists() else ""

    def set_clock(self, now: datetime) -> None:
        """Set the clock of a server that was made with one."""
        ahead_ms = round((now - datetime.now(UTC)).total_seconds() * 1_000)
        self.folder.mkdir(parents=True, exist_ok=True)
        Path(self.settings[CLOCK_FILE]).write_text(str(ahead_ms), encoding="ascii")

    def launch(self) -> None:
        """Start the process without waiting for it."""
        self.data.mkdir(parents=True, exist_ok=True)
        self._process = _warm.fork(
            self._module, environment(self.data, self.port) | self.settings, self.log_path
        )

    def start(self) -> Self:
        """Start the process and return once it answers."""
        if self._process is None:
            self.launch()
        self.wait()
        return self

    def wait(self) -> None:
        """Return once the server answers; AssertionError with its log where it does not."""
        try:
            await_answer(f"http://127.0.0.1:{self.port}", self._is_running)
        except AssertionError as error:
            raise AssertionError(f"{error}:\n{self.log()[-3000:]}") from error

    def kill(self) -> None:
        """End the process as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the process as its operator would."""
        self._end(signal.SIGTERM)

    def run(self, *arguments: str) -> str:
        """Run one of the operator's commands on this server's data and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            cwd=ROOT,
            env=environment(self.data, self.port) | self.settings,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _is_running(self) -> bool:
        return self._process is not None and is_running(self._process)

    def _end(self, with_signal: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, with_signal)
        deadline = time.monotonic() + STOP_SECONDS
        while is_running(process):
            if time.monotonic() > deadline:
                os.kill(process, signal.SIGKILL)
                raise AssertionError(f"the server did not stop:\n{self.log()[-3000:]}")
            time.sleep(0.01)  # A poll for another process's end, not a wait for an effect.

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def environment(data: Path, port: int) -> dict[str, str]:
    """The surrounding environment without any setting of the app, and with this server's own."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GOLDSEAM_")}
    return plain | {
        "GOLDSEAM_DATA": str(data),
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "PYTHONUNBUFFERED": "1",
    }
