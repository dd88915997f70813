"""`python -m tests.browser.warm`: a process that has the server's code loaded and forks from it.

Loading the code takes the larger part of a server's start, and every test starts one. A fork runs
the same `main()` as `python -m app` in a process of its own, with an environment, a folder and a
log of its own, and can be killed like any other.

One line of JSON a launch on its input: {module, environment, log}; the child's id is the answer.
"""

import importlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parents[2]


class Launch(TypedDict):
    """What one fork becomes."""

    module: str
    environment: dict[str, str]
    log: str


class WarmProcess:
    """The process to fork from, started once for all tests of a run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def fork(self, module: str, environment: Mapping[str, str], log: Path) -> int:
        """Run `module.main()` in a new process and give its id; what it prints goes to `log`."""
        with self._lock:
            process = self._process = self._process or _start()
            assert process.stdin is not None
            assert process.stdout is not None
            wanted = Launch(module=module, environment=dict(environment), log=str(log))
            process.stdin.write(json.dumps(wanted) + "\n")
            process.stdin.flush()
            return int(process.stdout.readline())


def _start() -> "subprocess.Popen[str]":
    # It ends by itself when its input does: with the process that asked for it.
    return subprocess.Popen(
        [sys.executable, "-m", "tests.browser.warm"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def is_running(process: int) -> bool:
    """Whether a forked process is still there; the warm process reaps those that ended."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def main() -> None:
    """Load everything, then fork as asked until the input ends."""
    importlib.import_module("app.__main__")
    importlib.import_module("alembic.command")
    importlib.import_module("uvicorn.protocols.http.httptools_impl")
    importlib.import_module("uvicorn.protocols.websockets.websockets_sansio_impl")
    importlib.import_module("tests.browser.at_time")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        print(child, flush=True)


def _run(wanted: Launch) -> None:
    """In the fork: become the server and end with its status."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(wanted["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv = [wanted["module"]]
    status = 1
    try:
        status = importlib.import_module(wanted["module"]).main() or 0
    except Exception:
        logging.getLogger(__name__).exception("the server could not run")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
