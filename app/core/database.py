"""One SQLite file, one writer, readers beside it (architecture.md, "Where state lives").

Writes run one at a time behind a lock, each as `BEGIN IMMEDIATE`, and are on the disk when the
block ends (`synchronous=FULL`): only then may anybody be told. Readers have connections of their
own, see the last commit and cannot write. What is deleted is overwritten (`secure_delete`).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

BUSY_TIMEOUT_MS = 10_000
# The one writer keeps the pages it changes; readers are many and pass by.
WRITER_CACHE_KIB = 64 * 1024
READER_CACHE_KIB = 2 * 1024
# Threads that may read at the same time; the server's thread pool has 40.
READERS = 40


def make_engine(url: str, *, begin: str = "BEGIN", read_only: bool = False) -> Engine:
    """An engine whose connections have our pragmas and whose transactions start with `begin`."""
    # Statements in error messages come without their values: those may be somebody's.
    engine = create_engine(
        url, pool_size=READERS if read_only else 1, max_overflow=0, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # Python's sqlite3 would open transactions by itself, and never as IMMEDIATE.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"cache_size=-{READER_CACHE_KIB if read_only else WRITER_CACHE_KIB}",
            f"query_only={'ON' if read_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


class Database:
    """The two doors to the file: `read()` and `write()`."""

    def __init__(self, url: str) -> None:
        self._reader = make_engine(url, read_only=True)
        self._writer = make_engine(url, begin="BEGIN IMMEDIATE")
        self._lock = threading.Lock()
        self._owner: int | None = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on one moment of the database. It cannot write."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The one transaction that may write: committed at the end of the block, or not at all.

        It is durable when the block has ended. A second one inside the first would wait for itself
        for ever, so it raises RuntimeError instead.
        """
        if self._owner == threading.get_ident():
            raise RuntimeError("a write transaction is already open in this thread")
        with self._lock:
            self._owner = threading.get_ident()
            try:
                with Session(self._writer, expire_on_commit=False) as session, session.begin():
                    yield session
            finally:
                self._owner = None

    def truncate_log(self) -> None:
        """Move the write-ahead log into the file and empty it.

        After a deletion the old pages would otherwise stay readable in the log file.
        """
        with self._lock:
            # A checkpoint is refused inside a transaction, which `connect()` would begin.
            connection = self._writer.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Give back every connection."""
        self._reader.dispose()
        self._writer.dispose()
