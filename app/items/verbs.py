"""The verbs of items: `item.put` (body, no clear fields) and `item.erased` (env_hash, no body)."""

from typing import Literal

from app.log.clear import NamedVersion, NoFields
from app.log.events import Verb


class ItemPut(NoFields):
    """A first or next version of an item. Everything about it is inside the sealed body."""

    verb: Literal["item.put"] = "item.put"


class ItemErased(NamedVersion):
    """The body of the version with this rev and this hash is to be deleted."""

    verb: Literal["item.erased"] = "item.erased"


ITEM_PUT = Verb("item.put", ItemPut, has_body=True)
ITEM_ERASED = Verb("item.erased", ItemErased, has_body=False)
