"""What a person does about notifications: turn them on for a device, choose, and look.

Each act is one transaction that first asks again whether the session still stands.
"""

from collections.abc import Collection
from typing import cast

from sqlmodel import Session, col, delete

from app.core.allowance import Allowance
from app.core.clock import SECOND_MS, Clock
from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import AccountId
from app.core.secret import ServerKey
from app.log.access import Asker
from app.notifications import queue
from app.notifications.endpoints import is_known_service
from app.notifications.models import PushChoice, PushSubscription
from app.notifications.wire import KINDS, Choices, Kind, PushState, Quiet, Subscription

# A phone writes a few of these when it starts; only the load is bounded.
CHANGE = Allowance("notifications", burst=120, refill_ms=5 * SECOND_MS)


class Notifications:
    """The acts. `public_key` is the server's for push services; `services` are more of those."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        key: ServerKey,
        public_key: bytes,
        services: Collection[str],
    ) -> None:
        self._database = database
        self._clock = clock
        self._key = key
        self._public_key = public_key
        self._services = services

    def state(self, asker: Asker) -> PushState:
        """How notifications stand, for this device and for the account."""
        with self._database.read() as session:
            who = asker.check(session)
            here = session.get(PushSubscription, who.session_id) is not None
            choice = session.get(PushChoice, who.account_id)
        return PushState(
            key=self._public_key,
            here=here,
            kinds=[] if choice is None else cast("list[Kind]", choice.kinds.split()),
            quiet=None if choice is None else _quiet(choice),
        )

    def subscribe(self, asker: Asker, wanted: Subscription) -> None:
        """Let this device be woken, for everything until the person chooses.

        An endpoint is one browser's: it moves to the session that gave it last. Raises Refused:
        `malformed` for an endpoint at no known push service; `slow_down`.
        """
        if not is_known_service(wanted.endpoint, self._services):
            raise Refused("malformed", "not at a known push service")
        with self._database.write() as session:
            who = asker.check(session)
            self._spend(session, who.account_id)
            session.execute(
                delete(PushSubscription).where(
                    col(PushSubscription.endpoint) == wanted.endpoint,
                    col(PushSubscription.session_id) != who.session_id,
                )
            )
            row = session.get(PushSubscription, who.session_id)
            if row is None:
                row = PushSubscription(
                    session_id=who.session_id,
                    account_id=who.account_id,
                    endpoint=wanted.endpoint,
                    p256dh=wanted.p256dh,
                    auth=wanted.auth,
                )
                session.add(row)
            else:
                row.endpoint, row.p256dh, row.auth = wanted.endpoint, wanted.p256dh, wanted.auth
            if session.get(PushChoice, who.account_id) is None:
                session.add(PushChoice(account_id=who.account_id, kinds=" ".join(KINDS)))

    def unsubscribe(self, asker: Asker) -> None:
        """Wake this device no more. The choices stay, for the others."""
        with self._database.write() as session:
            who = asker.check(session)
            session.execute(
                delete(PushSubscription).where(col(PushSubscription.session_id) == who.session_id)
            )

    def choose(self, asker: Asker, wanted: Choices) -> None:
        """For which kinds, and when not. Raises `slow_down`."""
        with self._database.write() as session:
            who = asker.check(session)
            self._spend(session, who.account_id)
            queue.ask_again(session, who.account_id, self._clock.now_ms())
            quiet = wanted.quiet
            session.merge(
                PushChoice(
                    account_id=who.account_id,
                    kinds=" ".join(kind for kind in KINDS if kind in wanted.kinds),
                    quiet_from=None if quiet is None else quiet.from_min,
                    quiet_to=None if quiet is None else quiet.to_min,
                    zone=None if quiet is None else quiet.zone,
                )
            )
            if not wanted.kinds:
                queue.look(session, who.account_id)

    def look(self, asker: Asker) -> None:
        """The person has the app open and has seen what there is. When, is not kept (T4)."""
        with self._database.read() as session:
            account_id = asker.check(session).account_id
            if not queue.is_told(session, account_id):
                return
        with self._database.write() as session:
            queue.look(session, asker.check(session).account_id)

    def _spend(self, session: Session, account_id: AccountId) -> None:
        CHANGE.spend(session, self._key, self._clock.now_ms(), account_id)


def _quiet(choice: PushChoice) -> Quiet | None:
    hours = queue.quiet_hours(choice)
    if hours is None:
        return None
    # Not judged again: the zone was known when it was chosen.
    return Quiet.model_construct(from_min=hours.from_min, to_min=hours.to_min, zone=hours.zone)
