"""Bring a database to the newest schema: empty, or from any earlier release."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from app.core.database import make_engine

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def migrate(url: str) -> None:
    """Run what is missing, in one transaction. Nothing else may have the database open."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = make_engine(url, begin="BEGIN IMMEDIATE")
    config.attributes["engine"] = engine
    try:
        command.upgrade(config, "head")
    finally:
        engine.dispose()
