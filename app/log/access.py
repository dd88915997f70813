"""Who may touch a space: the one place where that is decided, one condition a line.

It is asked at every delivery and again inside every write, never once for a whole socket: a
session may have ended, or a membership gone, since the last time.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from app.accounts.sessions import SignedIn, check_session
from app.core.clock import Clock
from app.core.errors import Refused
from app.core.ids import SpaceId
from app.spaces.models import Membership, find_membership

Access = Callable[[Session], Membership]


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever holds this session token, if anybody still does."""

    token_hash: bytes
    clock: Clock

    def check(self, session: Session) -> SignedIn:
        """Raises Refused: `signed_out`, `revoked`, or `recovery_only`."""
        signed_in = check_session(session, self.token_hash, self.clock.now_ms())
        if signed_in.recovery_only:
            raise Refused("recovery_only")
        return signed_in

    def access(self, space_id: SpaceId) -> Access:
        """The asker's own place in this space. Raises `not_found` alike for another's and none."""

        def enter(session: Session) -> Membership:
            membership = find_membership(session, self.check(session).account_id, space_id)
            if membership is None:
                raise Refused("not_found")
            return membership

        return enter
