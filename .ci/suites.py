"""Run every suite of tests, say how long each took and end with one line of counts.

The suites that need no browser run side by side; the browser's come after them, since beside the
others they would wait for the machine longer than for a page. The server's tests and the browser's
run two at a time. What a suite printed is shown when it has ended.

A suite that did not run, or found nothing to run, is named in that last line. With STRICT=1, as
`.ci/run` sets it, that is a failure too; the outcome is also kept in test-results/summary.txt.

A few browser tests that fail beside one another are run once more, alone. One that passes then
is named in the last line as unsteady: it is to be mended, but says nothing against a change.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import find_chromium  # noqa: E402 (needs the path set above)

RESULTS = ROOT / "test-results"
# More than these is no unsteadiness.
MOST_AGAIN = 3


@dataclass(frozen=True)
class Suite:
    """A command that leaves a JUnit report under its own name in test-results."""

    name: str
    command: Sequence[str]
    folder: Path = ROOT
    # Without tests to run: the ids of those that failed are put behind it.
    again: Sequence[str] = ()


@dataclass
class Outcome:
    """What one suite's report counted; `reason` says why it did not run, if it did not."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: tuple[str, ...] = ()
    unsteady: tuple[str, ...] = ()
    seconds: float = 0.0
    reason: str = ""


def suites() -> list[Suite]:
    """Every suite of the project, in the order in which a fault is cheapest to meet."""
    pytest = [sys.executable, "-m", "pytest", "-q"]
    # Two at a time, since a test waits for its server or its pages as much as it works.
    two = [*pytest, "-n", "2"]
    return [
        Suite("phone", ["npx", "--no-install", "vitest", "run", "--reporter=default",
                        "--reporter=junit", f"--outputFile.junit={report('phone')}"],
              ROOT / "frontend"),
        # A file stays together, since its tests may share one server.
        Suite("server", [*two, "--dist=loadfile", "--ignore=tests/browser",
                         f"--junitxml={report('server')}"]),
        # The tests of a file share nothing there: whoever is done takes over from the other.
        Suite("browser", [*two, "--dist=worksteal", "tests/browser",
                          f"--junitxml={report('browser')}"],
              again=[*pytest, f"--junitxml={report('browser-again')}"]),
    ]  # fmt: skip


def in_turn(chosen: Sequence[Suite]) -> list[list[Suite]]:
    """Those without a browser first, then those with one."""
    quiet = [each for each in chosen if each.name != "browser"]
    busy = [each for each in chosen if each.name == "browser"]
    return [group for group in (quiet, busy) if group]


def report(name: str) -> Path:
    """Where a suite writes its JUnit report."""
    return RESULTS / f"{name}.xml"


def hindrance(suite: Suite) -> str:
    """Why a suite cannot run here, or the empty string."""
    if suite.name == "browser" and find_chromium() is None:
        return "no Chromium"
    return ""


def run(suite: Suite) -> Outcome:
    """Run one suite to its end, print what it printed, and count from its report."""
    if reason := hindrance(suite):
        return Outcome(suite.name, reason=reason)
    began = time.monotonic()
    ended = show(suite.name, suite.command, suite.folder)
    outcome = count(suite.name)
    if ended != 0 and outcome.passed and not outcome.failed:
        outcome.reason = f"ended with code {ended}"
    if suite.again and 0 < outcome.failed <= MOST_AGAIN:
        run_again(suite, outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


def show(name: str, command: Sequence[str], folder: Path) -> int:
    """Run a command to its end, print what it printed, and give its exit status."""
    ended = subprocess.run(
        command,
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(f"\n{name} tests\n{ended.stdout}", flush=True)
    return ended.returncode


def run_again(suite: Suite, outcome: Outcome) -> None:
    """Those that failed, by themselves: if all of them pass, they were unsteady."""
    name = f"{suite.name}-again"
    show(name, [*suite.again, *outcome.failures], suite.folder)
    second = count(name)
    if second.passed == outcome.failed and not second.failed:
        outcome.unsteady = outcome.failures
        outcome.passed += outcome.failed
        outcome.failed = 0


def count(name: str) -> Outcome:
    """Read the counts from the suite's report; no report or no test is a suite that did not run."""
    outcome = Outcome(name)
    path = report(name)
    cases = list(ET.parse(path).iter("testcase")) if path.exists() else []  # noqa: S314 (as above)
    if not cases:
        outcome.reason = "found nothing to run"
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
            file = case.get("classname", "").replace(".", "/")
            outcome.failures += (f"{file}.py::{case.get('name')}",)
        elif case.find("skipped") is not None:
            outcome.skipped += 1
        else:
            outcome.passed += 1
    return outcome


def summary(outcomes: Sequence[Outcome]) -> str:
    """One line: what passed, what failed, what was skipped, what did not run."""
    parts = [
        f"{sum(each.passed for each in outcomes)} passed",
        f"{sum(each.failed for each in outcomes)} failed",
    ]
    if skipped := sum(each.skipped for each in outcomes):
        parts.append(f"{skipped} skipped")
    if unsteady := [name for each in outcomes for name in each.unsteady]:
        parts.append(f"unsteady: {' '.join(unsteady)}")
    unrun = [f"{each.name} ({each.reason})" for each in outcomes if each.reason]
    line = ", ".join(parts)
    return f"{line}; did not run: {', '.join(unrun)}" if unrun else line


def main() -> int:
    """Run the suites named as arguments, or all of them; the last line printed is the summary."""
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir()
    wanted = sys.argv[1:]
    chosen = [suite for suite in suites() if not wanted or suite.name in wanted]
    outcomes: list[Outcome] = []
    for group in in_turn(chosen):
        print(f"tests of {', '.join(each.name for each in group)}", flush=True)
        with ThreadPoolExecutor() as side_by_side:
            outcomes += side_by_side.map(run, group)
    for each in outcomes:
        print(
            f"{each.name:<10}{each.passed:>6} passed{each.failed:>5} failed{each.seconds:>8.0f} s"
        )
    line = summary(outcomes)
    (RESULTS / "summary.txt").write_text(line + "\n", encoding="utf-8")
    print(line)
    not_run = any(each.reason for each in outcomes)
    strict = bool(os.environ.get("STRICT"))
    return 1 if any(each.failed for each in outcomes) or (strict and not_run) else 0


if __name__ == "__main__":
    sys.exit(main())
