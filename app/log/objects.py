"""What the server keeps of an object between two events: never words, and small.

`rev` and `author` every object has. What else a domain's rule must know to decide the next event
are its facts: a small model of the domain's own, kept as JSON in the object's row.
"""

from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel, ConfigDict

from app.core.ids import MemberId


class Facts(BaseModel):
    """The facts of one kind of object. Each domain that keeps any has its own subclass."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def of(cls, state: "ObjectState") -> Self:
        """The object's facts, in a rule that is only ever asked about its own kind."""
        if not isinstance(state.facts, cls):
            raise TypeError(f"an object of kind {state.kind} has no {cls.__name__}")
        return state.facts


@dataclass(frozen=True, slots=True)
class ObjectState:
    """`kind` is the domain it belongs to, `rev` its newest version, `author` who put it first."""

    kind: str
    rev: int
    author: MemberId
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an object: the body stored under this rev, or the place where it stood."""

    rev: int
    env_hash: bytes
    author: MemberId
    erased: bool
