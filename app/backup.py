"""Copies of the database, and the way back.

A backup is a whole, consistent database in one file, made while the server runs. It holds what
the server holds: sealed bytes, logins, times. The server's key is not in it.
"""

import contextlib
import os
import sqlite3
from pathlib import Path

from app.accounts.sessions import end_every_session
from app.core.database import Database
from app.core.migrate import migrate
from app.server import only_process
from app.settings import Settings

_APPLICATION_TABLE = "account_session"


class BackupError(Exception):
    """Nothing was copied; one sentence says why."""


def back_up(settings: Settings, target: Path) -> None:
    """Copy the database to `target`, which must not exist. Raises BackupError."""
    if not settings.database_path.exists():
        raise BackupError(f"There is no database in {settings.data} yet.")
    # Created first, and only for its owner: no moment in which others could read it.
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise BackupError(f"{target} is already there: choose another name.") from None
    except OSError as error:
        raise BackupError(f"{target} cannot be written: {error.strerror}.") from None
    with (
        contextlib.closing(_open_read_only(settings.database_path)) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        # One file that needs no log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def restore(settings: Settings, source: Path) -> None:
    """Put a backup in the database's place and end every session. Raises BackupError.

    The server must not be running (AlreadyRunningError). Sessions end because the backup may be
    older than a revocation; phones sign in again and heal what the backup lacks.
    """
    _check_is_backup(source)
    with only_process(settings):
        unfinished = settings.database_path.with_suffix(".restoring")
        unfinished.unlink(missing_ok=True)
        with (
            contextlib.closing(_open_read_only(source)) as backup,
            contextlib.closing(sqlite3.connect(unfinished)) as copy,
        ):
            backup.backup(copy)
        url = f"sqlite:///{unfinished}"
        migrate(url)
        database = Database(url)
        with database.write() as session:
            end_every_session(session)
        database.close()
        _put_in_place(unfinished, settings.database_path)


def _put_in_place(new: Path, old: Path) -> None:
    """Replace the database in one step. A log of the old one would be applied to the new."""
    for ending in ("-wal", "-shm"):
        Path(f"{old}{ending}").unlink(missing_ok=True)
    new.replace(old)


def _check_is_backup(path: Path) -> None:
    try:
        with contextlib.closing(_open_read_only(path)) as connection:
            found = connection.execute(
                "SELECT 1 FROM sqlite_master WHERE name = ?", (_APPLICATION_TABLE,)
            ).fetchone()
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        found, sound = None, False
    if not found or not sound:
        raise BackupError(f"{path} is not a whole backup of a Goldseam server.")


def _open_read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
