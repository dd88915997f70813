"""What wakes the other person: a short list, and nothing else does.

Told of each append inside its transaction, so that a note is owed exactly when the event is
stored, whatever happens to the process next. The verb decides and is then forgotten: only the
account is written down.
"""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, select

from app.core.ids import AccountId
from app.log.events import Event
from app.notifications import queue
from app.notifications.wire import Kind
from app.spaces.models import Membership

# Not here, and never to be: leaving, pausing, declining, ending, taking back, taking in (R13); nor
# an answer that waits, which is no event at all (T9). An answer to a request and the end of a
# review look alike whether they say yes or no, so neither wakes anybody.
CAUSES: Mapping[str, Kind] = {
    "appreciation.given": "thanks",
    "appreciation.answered": "thanks",
    "conversation.invited": "talk",
    "conversation.accepted": "talk",
    "conversation.said": "talk",
    "conversation.heard": "talk",
    "conversation.told": "talk",
    "conversation.opened_together": "talk",
    "limit.shared": "agreements",
    "request.asked": "agreements",
    "agreement.proposed": "agreements",
    "agreement.accepted": "agreements",
}


def notice(session: Session, events: Sequence[Event], now_ms: int) -> None:
    """Let the other members of a space have a note for what was said in it."""
    for event in events:
        kind = CAUSES.get(event.verb)
        if kind is not None:
            for account_id in _list_others(session, event):
                queue.wake(session, account_id, kind, now_ms)


def _list_others(session: Session, event: Event) -> list[AccountId]:
    """The accounts of the space but the one whose event it is; both have joined by then."""
    others = session.exec(
        select(Membership.account_id).where(
            Membership.space_id == event.space,
            Membership.member_id != event.member,
        )
    )
    return [AccountId(account_id) for account_id in others]
