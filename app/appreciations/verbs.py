"""The verbs of appreciations: given (rev 1, body), taken in, answered (body), and erased."""

from typing import Literal

from app.log.clear import NamedVersion, NoFields
from app.log.events import Verb


class AppreciationGiven(NoFields):
    """Thanks. Everything about it is inside the sealed body."""

    verb: Literal["appreciation.given"] = "appreciation.given"


class AppreciationTakenIn(NamedVersion):
    """The recipient has taken in the thanks with this hash."""

    verb: Literal["appreciation.taken_in"] = "appreciation.taken_in"


class AppreciationAnswered(NamedVersion):
    """The recipient's line, to the thanks with this hash."""

    verb: Literal["appreciation.answered"] = "appreciation.answered"


class AppreciationErased(NamedVersion):
    """The body with this rev and this hash is to be deleted: the thanks, or the answer."""

    verb: Literal["appreciation.erased"] = "appreciation.erased"


APPRECIATION_GIVEN = Verb("appreciation.given", AppreciationGiven, has_body=True)
APPRECIATION_TAKEN_IN = Verb("appreciation.taken_in", AppreciationTakenIn, has_body=False)
APPRECIATION_ANSWERED = Verb("appreciation.answered", AppreciationAnswered, has_body=True)
APPRECIATION_ERASED = Verb("appreciation.erased", AppreciationErased, has_body=False)
