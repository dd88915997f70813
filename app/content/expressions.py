"""Regular expressions that Python proves at the build and JavaScript runs on the phone."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from app.content.models import Pattern

# What Python reads and JavaScript with the flag `u` does not, or not on every phone.
_ESCAPES = frozenset("bBdDsSwWn^$\\.*+?()[]{}|/")
_GROUPS = (":", "=", "!")


def _runs_on_the_phone(pattern: str) -> str:
    for escaped in re.findall(r"\\(.)", pattern):
        if escaped not in _ESCAPES:
            raise ValueError(rf"JavaScript does not read \{escaped}")
    for opening in re.findall(r"\(\?(.)", pattern.replace(r"\(", "")):
        if opening not in _GROUPS:
            raise ValueError(f"JavaScript does not read (?{opening} on every phone")
    return pattern


def _on_one_line(pattern: str) -> str:
    """A long expression stands on several lines of the file, each but the first with its "|"."""
    return pattern.replace("\n", "")


PhonePattern = Annotated[Pattern, AfterValidator(_on_one_line), AfterValidator(_runs_on_the_phone)]
