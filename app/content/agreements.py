"""Starters of agreements, and the patterns that draw a private remark (guide §4, R30).

A starter is a whole draft that two people change as they like. A pattern is a regular expression
that the phone alone runs over what somebody writes; it blocks nothing and tells nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from app.content.expressions import PhonePattern
from app.content.guides import Guide, read_part
from app.content.models import Line
from app.content.scan import Text
from app.content.steps import (
    TRUST_REPAIR_REVIEW_DAYS,
    AgreementDraft,
    Category,
    Part,
    Propose,
    Sentence,
    Slug,
    Title,
)

# Where a clause ends for the phone: a denial before it says nothing about what comes after.
_ENDS = r".!?;:,\n“”()"
DraftText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=700)]


class CategoryName(Part):
    id: Category
    name: Title


class TrustRepair(Part):
    """Guide §4: the partner making repair offers it, and it ends, in days from its start."""

    offered_by_repairer: Literal[True]
    days: int = Field(ge=1, le=TRUST_REPAIR_REVIEW_DAYS)


class Starter(AgreementDraft):
    """A whole draft with an id; only the line to borrow and the exceptions may stay empty."""

    id: Slug
    kind: Literal["agreement"] = "agreement"
    what: DraftText
    kept_looks_like: DraftText
    help: DraftText
    if_missed: DraftText
    if_kept_missed: DraftText
    review_days: int = Field(ge=7, le=90)
    trust_repair: TrustRepair | None = None

    @model_validator(mode="after")
    def _trust_repair_ends(self) -> Self:
        if (self.category == "trust-repair") != (self.trust_repair is not None):
            raise ValueError(f"{self.id}: trust repair, and nothing else, says when it ends")
        if self.trust_repair and self.review_days > self.trust_repair.days:
            raise ValueError(f"{self.id}: is reviewed after it has ended")
        return self

    def texts(self, place: str) -> list[Text]:
        """Every text that a person may borrow, under keys that the rules for guides apply to."""
        return _draft_texts(self, place, f"starter_{self.id}")


class StartersFile(Part):
    """`starters.yaml`: every category with its name on screen, and the starters in order."""

    categories: tuple[CategoryName, ...]
    starters: tuple[Starter, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if [row.id for row in self.categories] != list(get_args(Category)):
            raise ValueError(f"the categories are {', '.join(get_args(Category))}, in this order")
        for names in ([row.id for row in self.starters], [row.title for row in self.starters]):
            repeated = sorted({name for name in names if names.count(name) > 1})
            if repeated:
                raise ValueError(f"two starters have one name: {', '.join(repeated)}")
        return self


class RefusedPattern(Part):
    """One refused pattern as the file words it, with the texts that prove it, and its note."""

    name: Line
    demands: PhonePattern | None = None
    bans: PhonePattern | None = None
    note: Sentence
    catches: tuple[Line, ...] = Field(min_length=1)
    allows: tuple[Line, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.demands is None and self.bans is None:
            raise ValueError(f"{self.name}: neither demands nor bans anything")
        return self


@dataclass(frozen=True)
class Refused:
    """A pattern as the phone runs it: one expression, flags `iu`, and one whole note."""

    name: str
    pattern: str
    note: str

    def matches(self, words: str) -> bool:
        return re.search(self.pattern, words, re.IGNORECASE) is not None


class PatternsFile(Part):
    """`patterns.yaml`: the gravest first; each proves itself or the file is refused."""

    denials: PhonePattern
    closing: Sentence
    patterns: tuple[RefusedPattern, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _prove_themselves(self) -> Self:
        for row, pattern in zip(self.patterns, self.refused, strict=True):
            for text in row.catches:
                if not pattern.matches(text):
                    raise ValueError(f"{row.name}: does not catch {text!r}")
            for text in row.allows:
                found = [one.name for one in self.refused if one.matches(text)]
                if found:
                    raise ValueError(f"{row.name}: {found[0]} catches {text!r}, which it allows")
        return self

    @cached_property
    def refused(self) -> tuple[Refused, ...]:
        return tuple(
            Refused(row.name, self._expression(row), f"{row.note} {self.closing}")
            for row in self.patterns
        )

    def _expression(self, row: RefusedPattern) -> str:
        """`bans` wherever it stands, `demands` only in a clause that no denial turns round."""
        parts = [row.bans] if row.bans else []
        if row.demands:
            affirmed = rf"(?![^{_ENDS}]*?(?:{self.denials}))[^{_ENDS}]*?(?:{row.demands})"
            parts.append(rf"(?:^|[{_ENDS}]){affirmed}")
        return "|".join(parts)


def _draft_texts(draft: AgreementDraft, place: str, key: str) -> list[Text]:
    named = {name: getattr(draft, name) for name in _WORDS}
    return [Text(place, f"{key}.{name}", words) for name, words in named.items() if words]


_WORDS = (
    "title", "what", "why", "kept_looks_like", "exceptions", "help", "if_missed", "if_kept_missed",
)  # fmt: skip


def read_starters(path: Path) -> StartersFile:
    return read_part(path, StartersFile)


def read_patterns(path: Path) -> PatternsFile:
    return read_part(path, PatternsFile)


def shown_texts(
    starters: StartersFile, in_starters: str, patterns: PatternsFile, in_patterns: str
) -> list[Text]:
    """What a screen shows of the two files, each with its place, for the rules of style."""
    return [
        *(Text(in_starters, f"category_{row.id}", row.name) for row in starters.categories),
        *(text for starter in starters.starters for text in starter.texts(in_starters)),
        *(Text(in_patterns, f"pattern_{row.name}", row.note) for row in patterns.refused),
    ]


def draft_texts(guides: Sequence[Guide], place: str) -> list[Text]:
    """The words of every draft that a guide leaves, which are templates too."""
    return [
        text
        for guide in guides
        for step in guide.steps
        if isinstance(step, Propose)
        for text in _draft_texts(step.draft, place, f"guide_{guide.id}.{step.id}")
    ]


def refused_faults(texts: Sequence[Text], patterns: PatternsFile) -> Iterator[str]:
    """R30: no template holds what the phone would remark on."""
    for text in texts:
        for pattern in patterns.refused:
            if pattern.matches(text.words):
                yield f"{text.place}: {text.key}: {pattern.name} (R30): {text.words}"


def agreements_json(starters: StartersFile, patterns: PatternsFile) -> str:
    """What the phone is handed; the proofs of the patterns stay behind."""
    rows = {
        "categories": [row.model_dump(mode="json") for row in starters.categories],
        "starters": [row.model_dump(mode="json") for row in starters.starters],
        "patterns": [
            {"name": row.name, "pattern": row.pattern, "note": row.note} for row in patterns.refused
        ],
    }
    return json.dumps(rows, ensure_ascii=False, indent="\t") + "\n"


def report_lines(starters: StartersFile, patterns: PatternsFile) -> Iterator[str]:
    """One line for each category, and one for the patterns."""
    yield "category               starters  words  first reviews in days"
    for category in starters.categories:
        rows = [row for row in starters.starters if row.category == category.id]
        words = sum(len(text.words.split()) for row in rows for text in row.texts(""))
        days = " ".join(str(row.review_days) for row in rows)
        yield f"{category.id:<21}  {len(rows):>8}  {words:>5}  {days}".rstrip()
    caught = sum(len(row.catches) for row in patterns.patterns)
    allowed = sum(len(row.allows) for row in patterns.patterns)
    yield f"{len(patterns.patterns)} refused patterns catch {caught} texts and allow {allowed}"
