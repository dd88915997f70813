"""The rules of answers that wait outside the log (protocol.md §7), pure like every rule.

What one person is told here depends on their own answer alone until both are in: no code, no
number and no wait is another one because the other person's answer is waiting (T9).
"""

from typing import NamedTuple

from app.conversations.facts import ConversationFacts, Held
from app.core.limits import ANSWER_AGAIN_MS
from app.log.rules import Refusal


class Put(NamedTuple):
    """An answer as it is brought: whose (0 or 1), to which opening, and the hash of its record.

    `is_signed`: the signature is that person's, over that record.
    """

    who: int
    opening: int
    rev: int
    record: bytes
    is_signed: bool


def decide_answer(facts: ConversationFacts, put: Put, now_ms: int) -> ConversationFacts | Refusal:
    """What stands once this answer is in; the second one freezes both.

    An opening that is done takes the very record that the log names, should the server have lost
    it, whatever has become of the conversation since.
    """
    opening = facts.opening(put.opening)
    is_lost = put.opening <= facts.opened
    refusal = _check_lost(facts, put) if is_lost else _check_waiting(facts, put)
    if refusal is not None:
        return refusal
    if not put.is_signed:
        return Refusal("bad_signature")
    held = opening.held[put.who]
    if not is_lost:
        wait_ms = wait_of(held, now_ms)
        if wait_ms > 0:
            return Refusal("too_soon", str(wait_ms))
        if put.rev != (0 if held is None else held.rev) + 1:
            return Refusal("stale")
    kept = _set(opening.held, put.who, Held(rev=put.rev, record=put.record))
    is_second = not is_lost and opening.record(1 - put.who) is not None
    changes = {"held": kept, **({"second": put.who} if is_second else {})}
    return facts.with_opening(put.opening, opening.model_copy(update=changes))


def decide_withdrawn(
    facts: ConversationFacts, who: int, number: int, now_ms: int
) -> ConversationFacts | Refusal:
    """What stands once this person's answer is out again; the same where there is none.

    The rev goes on counting, and putting again waits, so that nobody can probe.
    """
    opening = facts.opening(number)
    held = opening.held[who]
    if held is None or held.record is None:
        return facts
    if opening.is_fixed(who):
        return Refusal("frozen")
    if who in facts.told and number == facts.next_opening:
        return Refusal("told")
    gone = Held(rev=held.rev, record=None, withdrawn_ms=now_ms)
    changes = {"held": _set(opening.held, who, gone)}
    return facts.with_opening(number, opening.model_copy(update=changes))


def without_waiting(facts: ConversationFacts) -> ConversationFacts:
    """What is left when somebody leaves: nothing of an answer that has not opened."""
    openings = []
    for opening in facts.openings:
        held = tuple(opening.held[who] if opening.is_fixed(who) else None for who in (0, 1))
        openings.append(opening.model_copy(update={"held": held}))
    return facts.model_copy(update={"openings": tuple(openings)})


def wait_of(held: Held | None, now_ms: int) -> int:
    """How long until this person may put again, in milliseconds."""
    if held is None or held.withdrawn_ms is None:
        return 0
    return max(0, held.withdrawn_ms + ANSWER_AGAIN_MS - now_ms)


def _check_lost(facts: ConversationFacts, put: Put) -> Refusal | None:
    named = facts.opening(put.opening).named
    if named is None or named[put.who] != put.record:
        return Refusal("frozen")
    return None


def _check_waiting(facts: ConversationFacts, put: Put) -> Refusal | None:
    if facts.ended:
        return Refusal("ended")
    if not facts.accepted:
        return Refusal("not_accepted")
    if facts.paused is not None:
        return Refusal("paused")
    if put.opening != facts.next_opening:
        return Refusal("not_now")
    return None if facts.opening(put.opening).second is None else Refusal("frozen")


def _set(
    held: tuple[Held | None, Held | None], who: int, mine: Held
) -> tuple[Held | None, Held | None]:
    return (mine, held[1]) if who == 0 else (held[0], mine)
