"""What is left of a closed space for one person, and giving that up.

Leaving itself is an event like any other (`space.left`); here is only what follows it.
"""

from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import AccountId, SpaceId
from app.log.access import Asker
from app.log.models import SpaceRow
from app.log.writer import Writer


def drop_membership(database: Database, writer: Writer, asker: Asker, space_id: SpaceId) -> None:
    """Delete one's own key and reading of a closed space; with the last one the space's rows go.

    Raises Refused: `not_found`, alike for another's space and none; `open` while nobody has left.
    """
    access = asker.access(space_id)
    with writer.turn() as turn:
        membership = access(turn.session)
        if not turn.session.get_one(SpaceRow, space_id).closed:
            raise Refused("open")
        turn.drop_membership(space_id, AccountId(membership.account_id))
    # The deleted rows would otherwise stay readable in the write-ahead log.
    database.truncate_log()
