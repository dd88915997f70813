"""The shapes that many verbs' clear fields have: none at all, and the version they are about."""

from collections.abc import Sequence
from typing import Self

from app.core.wire import B64_32
from app.log.events import ClearFields


class NoFields(ClearFields):
    """Nothing in the clear beside the verb."""

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        if fields:
            raise ValueError("no clear fields")
        return cls()


class NamedVersion(ClearFields):
    """env_hash of the version that the event is about."""

    env_hash: B64_32

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        if len(fields) != 1:
            raise ValueError("one clear field: the env_hash")
        return cls(env_hash=fields[0])
