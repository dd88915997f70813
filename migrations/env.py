"""How Alembic finds our tables and our database.

The server hands in an engine (`app/core/migrate.py`); from a shell the database of the settings
is used, for example to write the next revision:
`alembic -c migrations/alembic.ini revision --autogenerate -m "add …"`.
"""

from alembic import context
from sqlalchemy import Engine
from sqlmodel import SQLModel

# Imported for their tables.
import app.accounts.models
import app.conversations.models
import app.core.allowance
import app.log.models
import app.notifications.models
import app.spaces.invitations
import app.spaces.models  # noqa: F401
from app.core.database import make_engine
from app.settings import read_settings


def _engine() -> Engine:
    given = context.config.attributes.get("engine")
    return given if isinstance(given, Engine) else make_engine(read_settings().database_url)


def run() -> None:
    """One transaction for all steps, so that a migration that stops half-way changes nothing."""
    with _engine().connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            # SQLite cannot alter a table in place; Alembic copies it instead.
            render_as_batch=True,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
