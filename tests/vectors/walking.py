"""Every answer within a few events, as one digest a level: what a reader takes, and its refusals.

Three readers of one log, and the model, walk the same events and meet in the same digests.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from app.client.canonical import b64

Json = dict[str, Any]


class Brings(Protocol):
    """An event; its hash is empty or absent where it brings no words."""

    @property
    def env_hash(self) -> bytes | None: ...


_State = TypeVar("_State")
_Event = TypeVar("_Event", bound=Brings)
# What stands after the event and its row, or None and the code of the refusal.
Take = Callable[[_State, _Event], tuple[_State | None, str]]


def row_text(row: Json) -> str:
    return json.dumps(row, sort_keys=True, separators=(",", ":"))


def walk(
    start: _State, events: Sequence[_Event], depth: int, take: Take[_State, _Event]
) -> list[Json]:
    """Ask about every event in every state that fewer than `depth` events reach, in order.

    A state is its row and the events that brought its words, so that all readers tell the same
    states apart.
    """
    levels: list[Json] = []
    seen: set[tuple[tuple[int, ...], str]] = set()
    frontier: list[tuple[_State, tuple[int, ...]]] = [(start, ())]
    for _ in range(depth):
        digest = hashlib.sha256()
        reached: list[tuple[_State, tuple[int, ...]]] = []
        for number, (state, words) in enumerate(frontier):
            for at, event in enumerate(events):
                after, answer = take(state, event)
                digest.update(f"{number} {at} {answer}\n".encode())
                brought = (*words, at) if event.env_hash else words
                if after is not None and (brought, answer) not in seen:
                    seen.add((brought, answer))
                    reached.append((after, brought))
        levels.append({"states": len(frontier), "digest": b64(digest.digest())})
        frontier = reached
    return levels
