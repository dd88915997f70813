"""What a verb says outside its sealed body: a class for each row of the verbs' table."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from app.client.canonical import exact
from app.client.errors import MalformedError

_FLAGS = {b"\0": False, b"\1": True}


class ClearFields(ABC):
    """Equal by value. `brings_body`: the verb comes with sealed words."""

    brings_body: ClassVar[bool] = False

    @abstractmethod
    def fields(self) -> tuple[bytes, ...]:
        """As they are signed, behind the verb."""

    @classmethod
    @abstractmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        """Strictly: MalformedError where they are anything else."""


@dataclass(frozen=True)
class NoFields(ClearFields):
    """The verb says everything."""

    def fields(self) -> tuple[bytes, ...]:
        return ()

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        take(fields, 0)
        return cls()


@dataclass(frozen=True)
class NamedVersion(ClearFields):
    """A verb about one version: `env_hash` is that of its body."""

    env_hash: bytes

    def fields(self) -> tuple[bytes, ...]:
        return (self.env_hash,)

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        (env_hash,) = take(fields, 1)
        return cls(exact(env_hash, 32))


def take(fields: Sequence[bytes], count: int) -> Sequence[bytes]:
    """These fields, if they are so many; else MalformedError."""
    if len(fields) != count:
        raise MalformedError(f"aux has {len(fields)} clear fields, not {count}")
    return fields


def flag(field: bytes, name: str) -> bool:
    """One byte, 0 or 1; else MalformedError."""
    if field not in _FLAGS:
        raise MalformedError(f"{name} is 0 or 1")
    return _FLAGS[field]
