"""`python -m app.content check` judges, `build` hands data to the frontend, `report` counts.

`check` exits 1 and names every fault: words, claims, refused patterns (R30), outdated helplines, a
frontend that was built from other content. `build` writes the lines that may ship (R31), the
beginnings of thanks, the guides, and the starters and patterns of agreements. `report` prints a row
for each guide and each category of agreements. `check` and `build` take the day from the clock of
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

from app.content.agreements import (
    agreements_json,
    draft_texts,
    read_patterns,
    read_starters,
    refused_faults,
    report_lines,
    shown_texts,
)
from app.content.guides import Guide, GuideError, guides_json, read_guides
from app.content.models import (
    Helpline,
    ThanksGroup,
    WordsFile,
    read_helplines,
    read_thanks,
    read_words,
)
from app.content.remarks import read_remarks
from app.content.scan import (
    Text,
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
    def built(self) -> Path:
        return self.root / "frontend" / "src" / "lib" / "content"

    @property
    def guides(self) -> Path:
        return self.content / "en" / "guides"

    @property
    def remarks(self) -> Path:
        return self.content / "en" / "remarks.yaml"

    @property
    def starters(self) -> Path:
        return self.content / "en" / "starters.yaml"

    @property
    def patterns(self) -> Path:
        return self.content / "en" / "patterns.yaml"

    def named(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def helplines_json(lines: Sequence[Helpline], today: dt.date) -> str:
    """What the frontend may know: rows that ship, without the flag that let them."""
    shipped = [line.model_dump(mode="json", exclude={"confirmed"}) for line in lines]
    kept = [row for row, line in zip(shipped, lines, strict=True) if line.ships(today)]
    return json.dumps({"lines": kept}, ensure_ascii=False, indent="\t") + "\n"


def thanks_json(groups: Sequence[ThanksGroup]) -> str:
    rows = [group.model_dump(mode="json") for group in groups]
    return json.dumps({"groups": rows}, ensure_ascii=False, indent="\t") + "\n"


def thanks_texts(groups: Sequence[ThanksGroup], place: str) -> list[Text]:
    """What "Borrow a start" shows, under keys that the rules for thanks apply to."""
    return [
        Text(place, "thanks_prompt", words)
        for group in groups
        for words in (group.name, *(prompt.words for prompt in group.prompts))
    ]


def helpline_faults(lines: Sequence[Helpline], today: dt.date) -> Iterator[str]:
    for line in lines:
        if line.confirmed and line.is_outdated(today):
            row = f"{line.country} {line.service}"
            yield f"helplines: {row}: checked {line.last_checked}, past six months (R31)"


def guide_faults(guide: Guide, place: str, words: WordsFile) -> list[str]:
    return [str(found) for text in guide.texts(place) for found in scan_screen(text, words)]


def agreement_faults(places: Places, words: WordsFile) -> Iterator[str]:
    """Faults of style in all that is shown, and refused patterns in every template (R30)."""
    starters, patterns = read_starters(places.starters), read_patterns(places.patterns)
    in_starters = places.named(places.starters)
    for text in shown_texts(starters, in_starters, patterns, places.named(places.patterns)):
        yield from map(str, scan_screen(text, words))
    templates = draft_texts(read_guides(places.guides), places.named(places.guides))
    templates += [text for starter in starters.starters for text in starter.texts(in_starters)]
    yield from refused_faults(templates, patterns)


def word_faults(places: Places, language: str) -> Iterator[str]:
    words = read_words(places.content / language / "words.yaml")
    catalogues = sorted((places.messages / language).glob("*.json"))
    texts = [text for path in catalogues for text in read_messages(path, places.named(path))]
    pages = [read_page(path, places.named(path)) for path in sorted(places.pages.glob("*.html"))]
    thanks = places.content / language / "thanks.yaml"
    prompts = thanks_texts(read_thanks(thanks), places.named(thanks))
    remarks = read_remarks(places.remarks).texts(places.named(places.remarks))
    for text in (*texts, *pages, *prompts, *remarks):
        yield from map(str, scan_screen(text, words))
    yield from map(str, repeated_keys(texts))
    for guide in read_guides(places.guides):
        yield from guide_faults(guide, places.named(places.guides), words)
    yield from agreement_faults(places, words)
    # The readme is judged by what it claims, like a screen (R32); its style is its own.
    readme = places.root / "README.md"
    if readme.exists():
        for text in read_markdown(readme, places.named(readme)):
            yield from map(str, scan(text, words.claims, words.approved))


def built(places: Places, today: dt.date) -> dict[Path, str]:
    """What the frontend is handed: each file and what it holds."""
    english = places.content / "en"
    return {
        places.built / "helplines.json": helplines_json(
            read_helplines(english / "helplines.yaml"), today
        ),
        places.built / "thanks.json": thanks_json(read_thanks(english / "thanks.yaml")),
        places.built / "guides.json": guides_json(
            read_guides(places.guides), read_remarks(places.remarks).hints
        ),
        places.built / "agreements.json": agreements_json(
            read_starters(places.starters), read_patterns(places.patterns)
        ),
    }


def check(places: Places, today: dt.date) -> list[str]:
    """Every fault, in the order of the files; an empty list is a release."""
    lines = read_helplines(places.content / "en" / "helplines.yaml")
    faults = [*helpline_faults(lines, today), *word_faults(places, "en")]
    for path, wanted in built(places, today).items():
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            faults.append(f"{places.named(path)}: differs from the rows; build again")
    return faults


def build(places: Places, today: dt.date) -> None:
    places.built.mkdir(parents=True, exist_ok=True)
    for path, text in built(places, today).items():
        path.write_text(text, encoding="utf-8")


def report(places: Places) -> list[str]:
    """One line for each guide: its length as the card says it and as it comes out, and faults."""
    words = read_words(places.content / "en" / "words.yaml")
    lines = ["guide                    v  mode      intensity  said  words  read  timer  faults"]
    for guide in read_guides(places.guides):
        faults = guide_faults(guide, places.named(places.guides), words)
        lines.append(
            f"{guide.id:<24} {guide.version:>1}  {guide.mode:<8}  {guide.intensity:<9}"
            f"  {guide.minutes:>4}  {guide.words():>5}  {guide.reading_minutes():>4}"
            f"  {guide.timer_seconds():>4}s  {len(faults):>6}"
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app.content", description=__doc__)
    parser.add_argument("command", choices=("check", "build", "report"))
    command: str = parser.parse_args(arguments).command
    places = Places(Path(__file__).resolve().parents[2])
    today = dt.date.fromisoformat(day_text(day_of(SystemClock().now_ms())))
    try:
        if command == "build":
            build(places, today)
            return 0
        if command == "report":
            agreements = report_lines(
                read_starters(places.starters), read_patterns(places.patterns)
            )
            sys.stdout.writelines(f"{line}\n" for line in (*report(places), "", *agreements))
            return 0
        faults = check(places, today)
    except GuideError as error:
        faults = [str(error)]
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
