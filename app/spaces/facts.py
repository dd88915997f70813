"""What stands about a space itself, for the rules: who it is for and how far it has come."""

from app.core.wire import B64_32, UuidBytes
from app.log.objects import Facts, ObjectState
from app.spaces.verbs import SpaceKind


class SpaceFacts(Facts):
    """As its first event said (`members`: the inviter first), and what has happened since.

    `joined`: the invited person has come in. `left`: one of the two has gone.
    """

    kind: SpaceKind
    th: B64_32
    members: tuple[UuidBytes, ...]
    joined: bool = False
    left: bool = False


def has_left(space: ObjectState | None) -> bool:
    """Whether somebody has left: from there on no line tells when it was written (R13, R14)."""
    return space is not None and SpaceFacts.of(space).left
