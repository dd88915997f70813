"""The people and spaces of the log's tests."""

from tests.log.conftest import side, world

__all__ = ["side", "world"]
