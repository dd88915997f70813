"""The shapes of the content files; anything else in a file is refused by name.

A file is trusted no further than these models: an unknown field, a helpline said to be confirmed
without a date, or a rule whose own example it does not catch stops the build.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

# R31: a line that nobody has checked for six months does not ship. Half a year, the longer half.
HELPLINE_MAX_AGE = dt.timedelta(days=184)

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
# ISO 3166-1 alpha-2, "EU", or "001": CLDR's code for the world, where a row is not of one country.
Place = Annotated[str, StringConstraints(pattern=r"^(?:[A-Z]{2}|001)$")]


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Helpline(_Strict):
    """One service that answers, and how well that is known.

    `source` says where the number was read. `confirmed` is set by a person who rang it or wrote to
    it on `last_checked`; until then hours and languages may be unknown, and the row does not ship.
    """

    country: Place
    kind: Literal["emergency", "abuse", "distress", "directory"]
    service: Line
    number: Line | None = None
    # How to use the number, where ringing is not the way: "text START", "then 55".
    how: Line | None = None
    # A directory is found by its address instead of a number.
    address: Line | None = None
    hours: Line | None = None
    languages: tuple[Line, ...] = ()
    source: Line
    last_checked: dt.date | None = None
    confirmed: bool

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.number is None) == (self.address is None):
            raise ValueError("a line has either a number or an address")
        if self.confirmed and not (self.hours and self.languages and self.last_checked):
            raise ValueError("a confirmed line has hours, languages and the day it was checked")
        return self

    def is_outdated(self, today: dt.date) -> bool:
        """Whether the check is older than six months, or dated in the future."""
        if self.last_checked is None:
            return True
        return not dt.timedelta(0) <= today - self.last_checked <= HELPLINE_MAX_AGE

    def ships(self, today: dt.date) -> bool:
        """R31: only what a person confirmed within the last six months reaches a phone."""
        return self.confirmed and not self.is_outdated(today)


class HelplineFile(_Strict):
    """`helplines.yaml`: every line known, shipped or not."""

    lines: tuple[Helpline, ...]


class ThanksPrompt(_Strict):
    """A beginning to borrow, and the part of the three that it begins (guide §5)."""

    words: Line
    part: Literal["did", "changed", "shows"] = "did"
    # The sentence goes on by itself; otherwise a colon stands between.
    runs_on: bool = False


class ThanksGroup(_Strict):
    name: Line
    prompts: tuple[ThanksPrompt, ...] = Field(min_length=1)


class ThanksFile(_Strict):
    """`thanks.yaml`: what is offered under "Borrow a start", each beginning once."""

    groups: tuple[ThanksGroup, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        words = [prompt.words for group in self.groups for prompt in group.prompts]
        repeated = sorted({text for text in words if words.count(text) > 1})
        if repeated:
            raise ValueError(f"offered twice: {repeated}")
        return self


class TextRule(_Strict):
    """One pattern that no shown text may match.

    `catches` and `allows` are the rule's own proof: the first must match, the second must not.
    `keys` limits the rule to messages whose name begins with one of these.
    """

    name: Line
    why: Line
    pattern: Pattern
    catches: tuple[Line, ...]
    allows: tuple[Line, ...] = ()
    keys: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _proves_itself(self) -> Self:
        if not self.catches:
            raise ValueError(f"{self.name}: names no text that it catches")
        for text in self.catches:
            if not self.matches(text):
                raise ValueError(f"{self.name}: does not catch {text!r}")
        for text in self.allows:
            if self.matches(text):
                raise ValueError(f"{self.name}: catches {text!r}, which it allows")
        return self

    def matches(self, text: str) -> bool:
        return re.search(self.pattern, text, re.IGNORECASE) is not None


class WordsFile(_Strict):
    """`words.yaml`: what no screen says.

    `approved` sentences are taken out of a text before it is scanned, because the approved
    sentence about what the app does not do has to name what it does not do.
    """

    approved: tuple[str, ...]
    avoided: tuple[TextRule, ...]
    claims: tuple[TextRule, ...]
    refused: tuple[TextRule, ...]
    scoped: tuple[TextRule, ...]


def read_helplines(path: Path) -> tuple[Helpline, ...]:
    return HelplineFile.model_validate(read_yaml(path)).lines


def read_thanks(path: Path) -> tuple[ThanksGroup, ...]:
    return ThanksFile.model_validate(read_yaml(path)).groups


def read_words(path: Path) -> WordsFile:
    return WordsFile.model_validate(read_yaml(path))


class _OnceLoader(yaml.SafeLoader):
    """Plain YAML in which a key stands once: of two, the first would be lost in silence."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 (the signature of PyYAML)
    ) -> dict[Any, Any]:
        names = [name.value for name, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise yaml.MarkedYAMLError(
                    problem=f"{name} stands twice", problem_mark=node.start_mark
                )
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> object:
    # The loader is a safe one: it makes nothing but plain values.
    return yaml.load(path.read_text(encoding="utf-8"), _OnceLoader)  # noqa: S506
