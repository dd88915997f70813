"""Remarks that every page of writing in a guide makes on the phone, whichever guide it is (R25).

The phone runs them over what somebody writes; they are kept nowhere, told to nobody, and stop
nothing. They stand once, so that no guide can leave them out or word them more weakly.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from app.content.expressions import PhonePattern
from app.content.guides import read_part
from app.content.models import Line
from app.content.scan import Text
from app.content.steps import Hint, Part, Sentence, Slug


class Remark(Part):
    """One remark with the texts that prove it, in the words of somebody alone with a page."""

    id: Slug
    pattern: PhonePattern
    words: Sentence
    catches: tuple[Line, ...] = Field(min_length=1)
    allows: tuple[Line, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _proves_itself(self) -> Self:
        for text in self.catches:
            if not self.matches(text):
                raise ValueError(f"{self.id}: does not catch {text!r}")
        for text in self.allows:
            if self.matches(text):
                raise ValueError(f"{self.id}: catches {text!r}, which it allows")
        return self

    def matches(self, words: str) -> bool:
        return re.search(self.pattern, words, re.IGNORECASE) is not None


class RemarksFile(Part):
    """`remarks.yaml`: fear, and harm to oneself or somebody else."""

    remarks: tuple[Remark, ...] = Field(min_length=1)

    @property
    def hints(self) -> tuple[Hint, ...]:
        """As a guide would word them."""
        return tuple(Hint(pattern=row.pattern, words=row.words, grave=True) for row in self.remarks)

    def texts(self, place: str) -> list[Text]:
        """What a screen shows, under keys that the rules for guides apply to."""
        return [Text(place, f"guide_remark.{row.id}", row.words) for row in self.remarks]


def read_remarks(path: Path) -> RemarksFile:
    """Raises GuideError with the file and the place in it."""
    return read_part(path, RemarksFile)
