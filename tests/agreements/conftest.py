"""The people and spaces of the log's tests."""

from tests.log.conftest import couple, side, world

__all__ = ["couple", "side", "world"]
