"""The verbs of items: `item.put` (body, no clear fields) and `item.erased` (env_hash, no body)."""

from collections.abc import Sequence
from typing import Literal, Self

from app.core.wire import B64_32
from app.log.events import ClearFields, Verb


class ItemPut(ClearFields):
    """A first or next version of an item. Everything about it is inside the sealed body."""

    verb: Literal["item.put"] = "item.put"

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        if fields:
            raise ValueError("item.put has no clear fields")
        return cls()


class ItemErased(ClearFields):
    """The body of the version with this rev and this hash is to be deleted."""

    verb: Literal["item.erased"] = "item.erased"
    env_hash: B64_32

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        if len(fields) != 1:
            raise ValueError("item.erased has one clear field")
        return cls(env_hash=fields[0])


ITEM_PUT = Verb("item.put", ItemPut, has_body=True)
ITEM_ERASED = Verb("item.erased", ItemErased, has_body=False)
