"""The eleven kinds of step that a guide is made of (guide §2), each with the fields it needs.

Who can see what a person writes in a step follows from its kind and is never written in a file,
so that no file can promise something else than the app keeps (R5, R6).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.content.expressions import PhonePattern

# As the app's visibility tag knows them: "Only you", "Sealed until you have both answered",
# "Both of you".
Visibility = Literal["only-me", "sealed", "both"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=90)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=700)]
DraftWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=700)]
# The step and the field of an earlier answer: "opens-closes.opens".
Source = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$")]
When = Literal["alone", "together"]
Category = Literal[
    "conversation",
    "time-and-attention",
    "devices-and-privacy",
    "trust-repair",
    "body-and-intimacy",
    "money-and-home",
    "family-and-friends",
    "children-therapy-app",
    "other",
]
# Guide §4: an agreement that repairs trust is looked at again within a month.
TRUST_REPAIR_REVIEW_DAYS = 30


class Part(BaseModel):
    """A piece of a guide. Nothing is guessed: an unknown field or a wrong type is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AnswerField(Part):
    """One thing to write, choose or mark; all of them may stay empty."""

    id: Slug
    label: Sentence
    kind: Literal["text", "line", "choice", "scale"]
    help: Sentence | None = None
    # A sentence somebody might write, quoted below the field.
    example: Sentence | None = None
    options: tuple[Title, ...] = ()
    many: bool = False
    # The words at 0 and at 10 of a scale.
    low: Title | None = None
    high: Title | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind == "choice") != (len(self.options) > 1) or (self.many and not self.options):
            raise ValueError(f"{self.id}: a choice has two options or more, and nothing else has")
        if len(set(self.options)) != len(self.options):
            raise ValueError(f"{self.id}: offers an option twice")
        if (self.kind == "scale") != (self.low is not None and self.high is not None):
            raise ValueError(f"{self.id}: a scale has words for low and high, and nothing else has")
        return self


class Hint(Part):
    """A private remark while writing, made on the phone and kept nowhere (R12).

    `pattern` is read with letters of either case alike. While a `grave` one speaks, the others are
    silent: nobody who writes of fear is asked for better words (R25).
    """

    pattern: PhonePattern
    words: Sentence
    grave: bool = False


class Step(Part):
    id: Slug
    when: When | None = None

    @property
    def is_joint(self) -> bool:
        """Whether both people take this step, in the order that the server enforces."""
        return False

    @property
    def needs_two(self) -> bool:
        """Whether the step makes no sense to one person alone."""
        return self.is_joint

    @property
    def visibility(self) -> Visibility | None:
        """Who sees what is written here; none where nothing is written."""
        return None

    @property
    def writes(self) -> tuple[Source, ...]:
        """What a later step may take from here."""
        return ()

    @property
    def takes(self) -> tuple[Source, ...]:
        """What this step offers again from what was written earlier."""
        return ()


class TitledStep(Step):
    title: Title
    text: tuple[Paragraph, ...] = Field(min_length=1)


class Intro(TitledStep):
    """What, why, how long, who sees what, and how to stop."""

    kind: Literal["intro"]
    stop: Sentence


class Check(Step):
    """The private 0 to 10; its words are the app's, and its answer never leaves memory."""

    kind: Literal["check"]

    @property
    def visibility(self) -> Visibility:
        return "only-me"


class _Writing(TitledStep):
    fields: tuple[AnswerField, ...] = Field(min_length=1)
    hints: tuple[Hint, ...] = ()

    @model_validator(mode="after")
    def _each_field_once(self) -> Self:
        names = [field.id for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.id}: has a field twice")
        return self

    @property
    def writes(self) -> tuple[Source, ...]:
        return tuple(f"{self.id}.{field.id}" for field in self.fields)


class Private(_Writing):
    """Solo writing. `paper` offers "do this on paper", which stores nothing."""

    kind: Literal["private"]
    paper: bool = True

    @property
    def visibility(self) -> Visibility:
        return "only-me"


class Reveal(_Writing):
    """Both answer, and the two answers open together (R6).

    `from` offers what was written in a private field as a start: own field to its source.
    """

    kind: Literal["reveal"]
    sources: dict[Slug, Source] = Field(default_factory=dict, alias="from")

    @model_validator(mode="after")
    def _fills_its_own_fields(self) -> Self:
        for name in self.sources:
            if f"{self.id}.{name}" not in self.writes:
                raise ValueError(f"{self.id}: has no field {name} to fill")
        return self

    @property
    def takes(self) -> tuple[Source, ...]:
        return tuple(self.sources.values())

    @property
    def is_joint(self) -> bool:
        return True

    @property
    def visibility(self) -> Visibility:
        return "sealed"


class Turns(TitledStep):
    """Speaker and listener. `seconds` is a suggestion for a piece, to be lengthened or ignored."""

    kind: Literal["turns"]
    rounds: int = Field(ge=1, le=9)
    deeper: bool = False
    seconds: int = Field(ge=30, le=900)
    topic: Sentence
    speaker: tuple[Sentence, ...] = Field(min_length=1)
    listener: tuple[Sentence, ...] = Field(min_length=1)
    # The beginnings of what the listener says: the mirror and, deeper, the other two.
    stem: Title
    validate_stem: Title | None = Field(default=None, alias="validate")
    imagine: Title | None = None

    @model_validator(mode="after")
    def _deeper_has_its_stems(self) -> Self:
        for stem in (self.validate_stem, self.imagine):
            if self.deeper != (stem is not None):
                raise ValueError(f"{self.id}: validate and imagine belong to deeper turns, both")
        return self

    @property
    def is_joint(self) -> bool:
        return True

    @property
    def visibility(self) -> Visibility:
        return "both"


class Phase(Part):
    """One line of an exercise; without seconds it lasts until the person goes on."""

    words: Sentence
    seconds: int | None = Field(ge=1, le=1200)


class Timer(TitledStep):
    kind: Literal["timer"]
    caution: Sentence | None = None
    phases: tuple[Phase, ...] = Field(min_length=1)
    cycles: int = Field(default=1, ge=1, le=20)

    @property
    def seconds(self) -> int:
        """How long the timed phases take; a user-paced one counts nothing."""
        return self.cycles * sum(phase.seconds or 0 for phase in self.phases)


class Away(TitledStep):
    """Something to do off the screen; `done` is the button back."""

    kind: Literal["away"]
    done: Title


class Choose(TitledStep):
    """What leaves the private room, or nothing: a line for the partner, or one to keep."""

    kind: Literal["choose"]
    sources: tuple[Source, ...] = Field(min_length=1, alias="from")
    to: Literal["partner", "kept"]

    @property
    def takes(self) -> tuple[Source, ...]:
        return self.sources

    @property
    def needs_two(self) -> bool:
        return self.to == "partner"

    @property
    def visibility(self) -> Visibility:
        return "both" if self.to == "partner" else "only-me"


class AgreementDraft(Part):
    """What `propose` begins with (guide §4); every word can be changed, or nothing be kept."""

    kind: Literal["limit", "request", "agreement"]
    category: Category
    title: Title
    what: DraftWords = ""
    why: DraftWords = ""
    kept_looks_like: DraftWords = ""
    exceptions: DraftWords = ""
    help: DraftWords = ""
    if_missed: DraftWords = ""
    if_kept_missed: DraftWords = ""
    review_days: int = Field(default=14, ge=1, le=90)

    @model_validator(mode="after")
    def _trust_repair_is_reviewed_within_a_month(self) -> Self:
        if self.category == "trust-repair" and self.review_days > TRUST_REPAIR_REVIEW_DAYS:
            raise ValueError(f"{self.title}: trust repair is reviewed within a month")
        return self


DraftField = Literal[
    "what", "why", "kept_looks_like", "exceptions", "help", "if_missed", "if_kept_missed"
]


class Propose(TitledStep):
    """Leaves a draft on My side.

    `from` adds what was written to a field of the draft, below the guide's own words there: a line
    for each source, which begins with the label of the field that it comes from.
    """

    kind: Literal["propose"]
    draft: AgreementDraft
    sources: dict[DraftField, tuple[Source, ...]] = Field(default_factory=dict, alias="from")

    @property
    def takes(self) -> tuple[Source, ...]:
        return tuple(source for many in self.sources.values() for source in many)

    @property
    def visibility(self) -> Visibility:
        return "only-me"


class Thanks(TitledStep):
    """An appreciation, if one wants to be said; the words go where every appreciation goes."""

    kind: Literal["thanks"]

    @property
    def needs_two(self) -> bool:
        return True

    @property
    def visibility(self) -> Visibility:
        return "both"


class After(TitledStep):
    """A private note, and whether it was all right to say no today."""

    kind: Literal["after"]

    @property
    def visibility(self) -> Visibility:
        return "only-me"


AnyStep = Annotated[
    Intro | Check | Private | Reveal | Turns | Timer | Away | Choose | Propose | Thanks | After,
    Field(discriminator="kind"),
]
