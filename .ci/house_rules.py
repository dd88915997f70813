"""Rules that review would otherwise repeat: one pattern, where it may stand, and why.

A rule reads tracked and new files as text, line by line. It names the file, the line and the
reason, and nothing else needs to be known to mend it.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 400
CODE = (".py", ".ts", ".js", ".svelte", ".css")


@dataclass(frozen=True)
class Rule:
    """A pattern that no file under `folder` with one of `endings` may hold, except `allowed`."""

    reason: str
    pattern: str
    folder: str
    endings: tuple[str, ...] = CODE
    allowed: tuple[str, ...] = field(default=())


RULES = (
    Rule("commit() belongs to core/database alone: one unit of work",
         r"\.commit\(", "app/", (".py",), ("app/core/database.py",)),
    Rule("the time comes from an injected clock",
         r"datetime\.now|datetime\.utcnow|\btime\.time(_ns)?\(", "app/", (".py",),
         ("app/core/clock.py", "app/client/clock.py")),
    Rule("only lib/sync talks to the server",
         r"(?<![\w.])(?:window\.|globalThis\.|self\.)?fetch\(", "frontend/src/", (".ts", ".svelte"),
         ("frontend/src/lib/sync/", "frontend/src/service-worker")),
    Rule("what is left to do is an issue, not a comment",
         r"\b(TODO|FIXME|XXX|HACK)\b", "", (*CODE, ".md", ".yaml", ".sh")),
    Rule("text a person typed goes into text nodes only (T12)",
         r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b|\beval\(|new Function\(",
         "frontend/src/"),
    Rule("logical properties only: inline-start and inline-end, never left and right",
         r"(?<![\w-])((margin|padding|border|inset|scroll-margin|scroll-padding)-(left|right)\b"
         r"|border-(top|bottom)-(left|right)-radius|(left|right)\s*:[^;]*;|float\s*:\s*(left|right)"
         r"|(text-align|clear)\s*:\s*(left|right))",
         "frontend/src/", (".svelte", ".css")),
)  # fmt: skip


def tracked() -> list[Path]:
    """Every file that git knows or would add, so that new work is judged before it is committed."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return sorted(Path(name) for name in listing.stdout.split("\0") if name)


def judge_lines(path: Path, lines: list[str]) -> list[str]:
    """The faults of one file's lines against every rule that covers it."""
    name = path.as_posix()
    covering = [
        rule for rule in RULES
        if name.startswith(rule.folder) and path.suffix in rule.endings
        and not name.startswith(rule.allowed or "\0")
    ]  # fmt: skip
    return [
        f"{name}:{number}: {rule.reason}"
        for number, line in enumerate(lines, start=1)
        for rule in covering
        if re.search(rule.pattern, line)
    ]


def judge_unused(catalogues: list[Path], sources: list[Path]) -> list[str]:
    """Messages that no source names."""
    used = "\n".join((ROOT / path).read_text(encoding="utf-8") for path in sources)
    names = set(re.findall(r"\bm\.(\w+)|\bm\[['\"](\w+)", used))
    flat = {name for pair in names for name in pair if name}
    return [
        f"{path}: {key}: no screen says this"
        for path in catalogues
        for key in json.loads((ROOT / path).read_text(encoding="utf-8"))
        if key not in flat and not key.startswith("$")
    ]


def judge_locks() -> list[str]:
    """Lock files name versions and hashes, never an address to load them from."""
    address = re.compile(r'"resolved"|--index-url|--find-links|@ https?:')
    return [
        f"{name}: a lock file names no download address"
        for name in ("requirements.lock", "requirements-dev.lock", "frontend/package-lock.json")
        if address.search((ROOT / name).read_text(encoding="utf-8"))
    ]


def main() -> int:
    """Print every fault and say by the exit code whether there was one."""
    files = [path for path in tracked() if (ROOT / path).is_file()]
    faults = judge_locks()
    for path in files:
        if path.name == Path(__file__).name or path.suffix not in {*CODE, ".md", ".yaml", ".sh"}:
            continue
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        faults += judge_lines(path, lines)
        if path.suffix in CODE and len(lines) > MAX_LINES:
            faults.append(f"{path}: {len(lines)} lines, {MAX_LINES} at most: is it one idea?")
        if re.fullmatch(r"(utils?|helpers?|manager|common)", path.stem):
            faults.append(f"{path}: a name that says what is inside")
    catalogues = [path for path in files if path.match("frontend/messages/*/*.json")]
    sources = [path for path in files if path.suffix in {".ts", ".svelte"}]
    faults += judge_unused(catalogues, sources)
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
