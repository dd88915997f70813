"""The one rule of every `*.erased`: a version's author takes its body out, naming it, once.

The date and the signature of that version stay in the log.
"""

from app.log.clear import NamedVersion
from app.log.events import Event
from app.log.objects import ObjectState
from app.log.rules import Refusal, Situation


def decide_erased(situation: Situation, event: Event) -> ObjectState | Refusal:
    """The object as it stands, where the body may go; each domain says what that means to it."""
    named = NamedVersion.of(event)
    state, version = situation.object, situation.version
    if state is None or version is None:
        return Refusal("unknown_version")
    if event.member != version.author:
        return Refusal("not_author")
    if named.env_hash != version.env_hash:
        return Refusal("stale")
    if version.erased:
        return Refusal("already_erased")
    return state
