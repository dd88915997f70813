"""The verbs of appreciations: given (rev 1, body), taken in, answered (body), and erased."""

from collections.abc import Sequence
from typing import Literal, Self

from app.core.wire import B64_32
from app.log.events import ClearFields, Verb


class _NamedVersion(ClearFields):
    """env_hash of the version that the event is about."""

    env_hash: B64_32

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        if len(fields) != 1:
            raise ValueError("one clear field: the env_hash")
        return cls(env_hash=fields[0])


class AppreciationGiven(ClearFields):
    """Thanks. Everything about it is inside the sealed body."""

    verb: Literal["appreciation.given"] = "appreciation.given"

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        if fields:
            raise ValueError("appreciation.given has no clear fields")
        return cls()


class AppreciationTakenIn(_NamedVersion):
    """The recipient has taken in the thanks with this hash."""

    verb: Literal["appreciation.taken_in"] = "appreciation.taken_in"


class AppreciationAnswered(_NamedVersion):
    """The recipient's line, to the thanks with this hash."""

    verb: Literal["appreciation.answered"] = "appreciation.answered"


class AppreciationErased(_NamedVersion):
    """The body with this rev and this hash is to be deleted: the thanks, or the answer."""

    verb: Literal["appreciation.erased"] = "appreciation.erased"


APPRECIATION_GIVEN = Verb("appreciation.given", AppreciationGiven, has_body=True)
APPRECIATION_TAKEN_IN = Verb("appreciation.taken_in", AppreciationTakenIn, has_body=False)
APPRECIATION_ANSWERED = Verb("appreciation.answered", AppreciationAnswered, has_body=True)
APPRECIATION_ERASED = Verb("appreciation.erased", AppreciationErased, has_body=False)
