"""Guides: one file each, which a therapist can read and edit and which needs no code.

The newest version of a guide is `guides/<id>.yaml`; a version that people may still be in the
middle of moves to `guides/earlier/<id>.<version>.yaml`, so that a conversation keeps the words it
began with. A file that does not fit is refused by its name and the place in it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, Self, TypeVar

import yaml
from pydantic import Field, ValidationError, model_validator

from app.content.models import read_yaml
from app.content.scan import Text
from app.content.steps import (
    AnyStep,
    Hint,
    Part,
    Private,
    Reveal,
    Sentence,
    Slug,
    Source,
    Timer,
    Title,
)

# protocol.md §7: the plan of a conversation names at most so many joint steps.
MAX_JOINT_STEPS = 16
# Slow enough for a person who is upset and reads in a second language.
WORDS_A_MINUTE = 180

Theme = Literal[
    "about-therapy",
    "betrayal-and-trust",
    "communication",
    "emotional-wounds",
    "intimacy",
    "boundaries",
    "self-compassion",
    "mindfulness",
    "emotional-safety",
    "moving-forward",
]
# What a file says that no screen shows: names for the machine, and where a guide comes from.
_UNSEEN = frozenset({
    "id", "kind", "theme", "also", "informed_by", "mode", "intensity", "reviewed_by", "when",
    "pattern", "from", "to", "category",
})  # fmt: skip


class Guide(Part):
    """A whole guide: what its card says, and its steps in order (guide §2)."""

    id: Slug
    version: int = Field(ge=1)
    title: Title
    theme: Theme
    also: tuple[Theme, ...] = ()
    # Frameworks it draws on: metadata, never on screen as a claim (guide §1).
    informed_by: str
    mode: Literal["alone", "together", "either"]
    minutes: int = Field(ge=1, le=60)
    intensity: Literal["gentle", "moderate", "deep"]
    touch: bool = False
    about: Sentence
    who_for: Sentence
    who_sees: Sentence
    # Added to what holds for every joint guide (N0), which the app says itself.
    not_when: tuple[Sentence, ...] = ()
    content_note: Sentence | None = None
    # The clinician who read it and stands for it by name.
    reviewed_by: str | None = None
    steps: tuple[AnyStep, ...]

    @model_validator(mode="after")
    def _has_its_frame(self) -> Self:
        kinds = [step.kind for step in self.steps]
        if kinds[:2] != ["intro", "check"] or kinds[-1:] != ["after"]:
            raise ValueError("a guide begins with intro and check, and ends with after")
        for kind in ("intro", "check", "after"):
            if kinds.count(kind) > 1:
                raise ValueError(f"a guide has one step of the kind {kind}")
        names = [step.id for step in self.steps]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise ValueError(f"two steps have one id: {', '.join(repeated)}")
        return self

    @model_validator(mode="after")
    def _fits_its_mode(self) -> Self:
        for step in self.steps:
            if step.when and self.mode != "either":
                raise ValueError(f"{step.id}: only a guide of mode either says when")
            alone = self.mode == "alone" or (self.mode == "either" and step.when != "together")
            if step.needs_two and alone:
                raise ValueError(f"{step.id}: {step.kind} needs two people")
        joint = sum(step.is_joint for step in self.steps)
        if (self.mode == "alone") != (joint == 0) or joint > MAX_JOINT_STEPS:
            raise ValueError(f"{joint} joint steps; two people take 1 to {MAX_JOINT_STEPS}")
        return self

    @model_validator(mode="after")
    def _notes_what_is_heavy(self) -> Self:
        if (self.touch or self.intensity != "gentle") and self.content_note is None:
            raise ValueError("a guide that is not gentle has a content note (R26)")
        return self

    @model_validator(mode="after")
    def _takes_only_what_was_written(self) -> Self:
        private: set[Source] = set()
        own: set[Source] = set()
        for step in self.steps:
            # What opens together is written from what was private, or afresh.
            known = private if isinstance(step, Reveal) else private | own
            for source in step.takes:
                if source not in known:
                    raise ValueError(f"{step.id}: nothing earlier writes {source}")
            (own if isinstance(step, Reveal) else private).update(step.writes)
        return self

    def texts(self, place: str) -> list[Text]:
        """Every text of the guide that a screen shows, with the way to it in the file."""
        return list(_walk(self.model_dump(by_alias=True), place, f"guide_{self.id}"))

    def words(self) -> int:
        return sum(len(text.words.split()) for text in self.texts(""))

    def reading_minutes(self) -> int:
        return math.ceil(self.words() / WORDS_A_MINUTE)

    def timer_seconds(self) -> int:
        return sum(step.seconds for step in self.steps if isinstance(step, Timer))


def _walk(node: object, place: str, key: str) -> Iterator[Text]:
    if isinstance(node, str):
        yield Text(place, key, node)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name not in _UNSEEN:
                yield from _walk(value, place, f"{key}.{name}")
    elif isinstance(node, tuple):
        for number, value in enumerate(node, start=1):
            name = value.get("id", number) if isinstance(value, dict) else number
            yield from _walk(value, place, f"{key}.{name}")


Shape = TypeVar("Shape", bound=Part)


class GuideError(ValueError):
    """A file of guides or agreements that cannot be used: which one, and why."""


def read_part(path: Path, shape: type[Shape]) -> Shape:
    """The one thing that a file holds. Raises GuideError with the file and the place in it."""
    try:
        # By way of JSON, where a list is what a tuple is read from, and nothing else is bent.
        loaded = json.dumps(read_yaml(path), default=str)
        return shape.model_validate_json(loaded)
    except yaml.YAMLError as error:
        raise GuideError(f"{path.name}: {error}") from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise GuideError(f"{path.name}: {faults}") from error


def read_guide(path: Path) -> Guide:
    return read_part(path, Guide)


def read_guides(folder: Path) -> list[Guide]:
    """Every version of every guide, by id and version; each file is named after what it holds."""
    newest = [(path, read_guide(path)) for path in sorted(folder.glob("*.yaml"))]
    earlier = [(path, read_guide(path)) for path in sorted(folder.glob("earlier/*.yaml"))]
    latest = {guide.id: guide.version for _, guide in newest}
    for path, guide in newest:
        if path.stem != guide.id:
            raise GuideError(f"{path.name}: holds the guide {guide.id}")
    for path, guide in earlier:
        if path.stem != f"{guide.id}.{guide.version}":
            raise GuideError(f"{path.name}: holds {guide.id}, version {guide.version}")
        if guide.version >= latest.get(guide.id, 0):
            raise GuideError(f"{path.name}: is not earlier than {guide.id}.yaml")
    return sorted((guide for _, guide in newest + earlier), key=lambda one: (one.id, one.version))


def guides_json(guides: Sequence[Guide], remarks: Sequence[Hint]) -> str:
    """One bundle for the phone: every version, so that no request tells which guide is read (T1).

    Each step carries who sees what is written in it, and each one that is written in the remarks of
    every guide, before its own (R25); where a guide comes from stays behind.
    """
    shared = [remark.model_dump(mode="json") for remark in remarks]
    rows = [
        guide.model_dump(mode="json", by_alias=True, exclude={"informed_by"}) for guide in guides
    ]
    for row, guide in zip(rows, guides, strict=True):
        for shown, step in zip(row["steps"], guide.steps, strict=True):
            shown["visibility"] = step.visibility
            if isinstance(step, Private | Reveal):
                shown["hints"] = [*shared, *shown["hints"]]
    return json.dumps({"guides": rows}, ensure_ascii=False, indent="\t") + "\n"
