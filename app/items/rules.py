"""The one rule of items: only the first author revises, one version at a time, and erases bodies.

What is erased is a version's body. An object whose newest version is erased is gone from the
screens and may be put again under the next rev.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.items.verbs import ITEM_ERASED, ITEM_PUT
from app.log.erasure import decide_erased
from app.log.events import Event
from app.log.objects import ObjectState
from app.log.rules import Refusal, Rule, Situation

KIND = "item"


def decide_put(situation: Situation, event: Event) -> ObjectState | Refusal:
    """A new object begins at rev 1; a known one goes up by one, by its first author."""
    state = situation.object
    if state is None:
        state = ObjectState(kind=KIND, rev=0, author=event.member)
    if event.member != state.author:
        return Refusal("not_author")
    if event.rev != state.rev + 1:
        return Refusal("stale")
    return replace(state, rev=event.rev)


RULES: Mapping[str, Rule] = {
    ITEM_PUT.name: Rule(ITEM_PUT, KIND, decide_put, is_personal=True),
    ITEM_ERASED.name: Rule(ITEM_ERASED, KIND, decide_erased, erases=True, is_personal=True),
}
