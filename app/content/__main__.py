"""`python -m app.content check` reports; `python -m app.content build` hands data to the frontend.

`check` exits 1 and names every fault: words, claims, outdated helplines, a frontend that was built
from other rows. `build` writes the lines that may ship (R31). Both take the day from the clock of
the machine that builds, because a release is what goes stale.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.content.models import Helpline, read_helplines, read_words
from app.content.scan import (
    read_markdown,
    read_messages,
    read_page,
    repeated_keys,
    scan,
    scan_screen,
)
from app.core.clock import SystemClock, day_of, day_text


@dataclass(frozen=True)
class Places:
    """Where the content lies, below the root of the project."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "app" / "content"

    @property
    def messages(self) -> Path:
        return self.root / "frontend" / "messages"

    @property
    def pages(self) -> Path:
        return self.root / "frontend" / "static"

    @property
    def helplines(self) -> Path:
        return self.root / "frontend" / "src" / "lib" / "content" / "helplines.json"

    def named(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def helplines_json(lines: Sequence[Helpline], today: dt.date) -> str:
    """What the frontend may know: rows that ship, without the flag that let them."""
    shipped = [line.model_dump(mode="json", exclude={"confirmed"}) for line in lines]
    kept = [row for row, line in zip(shipped, lines, strict=True) if line.ships(today)]
    return json.dumps({"lines": kept}, ensure_ascii=False, indent="\t") + "\n"


def helpline_faults(lines: Sequence[Helpline], today: dt.date) -> Iterator[str]:
    for line in lines:
        if line.confirmed and line.is_outdated(today):
            row = f"{line.country} {line.service}"
            yield f"helplines: {row}: checked {line.last_checked}, past six months (R31)"


def word_faults(places: Places, language: str) -> Iterator[str]:
    words = read_words(places.content / language / "words.yaml")
    catalogues = sorted((places.messages / language).glob("*.json"))
    texts = [text for path in catalogues for text in read_messages(path, places.named(path))]
    pages = [read_page(path, places.named(path)) for path in sorted(places.pages.glob("*.html"))]
    for text in (*texts, *pages):
        yield from map(str, scan_screen(text, words))
    yield from map(str, repeated_keys(texts))
    # The readme is judged by what it claims, like a screen (R32); its style is its own.
    readme = places.root / "README.md"
    if readme.exists():
        for text in read_markdown(readme, places.named(readme)):
            yield from map(str, scan(text, words.claims, words.approved))


def check(places: Places, today: dt.date) -> list[str]:
    """Every fault, in the order of the files; an empty list is a release."""
    lines = read_helplines(places.content / "en" / "helplines.yaml")
    faults = [*helpline_faults(lines, today), *word_faults(places, "en")]
    built = places.helplines.read_text(encoding="utf-8") if places.helplines.exists() else ""
    if built != helplines_json(lines, today):
        faults.append(f"{places.named(places.helplines)}: differs from the rows; build again")
    return faults


def build(places: Places, today: dt.date) -> None:
    lines = read_helplines(places.content / "en" / "helplines.yaml")
    places.helplines.parent.mkdir(parents=True, exist_ok=True)
    places.helplines.write_text(helplines_json(lines, today), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app.content", description=__doc__)
    parser.add_argument("command", choices=("check", "build"))
    command: str = parser.parse_args(arguments).command
    places = Places(Path(__file__).resolve().parents[2])
    today = dt.date.fromisoformat(day_text(day_of(SystemClock().now_ms())))
    if command == "build":
        build(places, today)
        return 0
    faults = check(places, today)
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
