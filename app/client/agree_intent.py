"""An act on a limit, a request or an agreement, until its place in the log is known.

It names a version by the event that brought it; rev and hash are filled in when it is signed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from app.client.agreement_verbs import (
    AGREEMENT_VERBS,
    AgreementProposed,
    AgreementReviewed,
)
from app.client.clear import ClearFields
from app.client.errors import RuleError
from app.client.events import ZERO_HASH, Event
from app.client.items import ObjectState, find_version
from app.client.wire import Json


@dataclass(frozen=True)
class Agree:
    """`version`: the event whose words it names. `words`: the hash that was read and accepted."""

    event_id: UUID
    object: UUID
    verb: str
    version: UUID | None = None
    plaintext: Json | None = None
    deep: bool = False
    outcome: int = 0
    next_ms: int = 0
    words: bytes | None = None


def draw_up(intent: Agree, state: ObjectState | None) -> tuple[ClearFields, int]:
    """The clear fields and the rev, or a RuleError where the version is not there any more."""
    version = find_version(state, intent.version)
    if version is None and intent.version is not None:
        raise RuleError("unknown_version", "there is no such version")
    env_hash = ZERO_HASH if version is None else version.put.env_hash
    if intent.words is not None and intent.words != env_hash:
        raise RuleError("unknown_version", "it has other words than were read")
    newest = 0 if state is None else state.rev
    named = 0 if version is None else version.put.rev
    rev = named if intent.plaintext is None else newest + 1
    return _clear(intent, env_hash), rev


def _clear(intent: Agree, env_hash: bytes) -> ClearFields:
    kind: Callable[..., ClearFields] = AGREEMENT_VERBS[intent.verb]
    if kind is AgreementProposed:
        return AgreementProposed(env_hash, intent.deep)
    if kind is AgreementReviewed:
        return AgreementReviewed(env_hash, intent.outcome, intent.next_ms)
    return kind() if intent.version is None else kind(env_hash)


def agree_again(event: Event, state: ObjectState, body: Json | None) -> Agree:
    """What an event of ours meant, to be put on another line of the log."""
    clear = event.clear
    env_hash = getattr(clear, "env_hash", None) or getattr(clear, "base", None)
    named = next((v.put for v in state.versions.values() if v.put.env_hash == env_hash), None)
    return Agree(
        event.event_id,
        event.object,
        event.verb,
        None if named is None else named.event_id,
        body,
        deep=getattr(clear, "deep", False),
        outcome=getattr(clear, "outcome", 0),
        next_ms=getattr(clear, "next_ms", 0),
        words=env_hash if event.verb == "agreement.accepted" else None,
    )
