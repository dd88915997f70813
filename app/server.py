"""The process: one lock, migrations, uvicorn with our limits, a graceful stop."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from fastapi import FastAPI

from app.core.limits import MAX_FRAME_BYTES
from app.core.migrate import migrate
from app.main import create_app
from app.settings import Settings

log = logging.getLogger(__name__)

PING_SECONDS = 25
# Open requests and sockets get this long to end before the process does.
STOP_SECONDS = 10
# Behind a proxy, connections are its own and few; a phone's are told to come back.
KEEP_ALIVE_SECONDS = 15


class StartError(Exception):
    """The server cannot start here; one sentence says why."""


class AlreadyRunningError(StartError):
    """Another process serves this folder."""


def make_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """Uvicorn as measured: cheapest socket path, no deflate (sealed bytes do not compress).

    Its own access log is off: it would write query strings and ids.
    """
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ws="websockets-sansio",
        ws_max_size=MAX_FRAME_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        lifespan="on",
    )


@contextmanager
def only_process(settings: Settings) -> Iterator[None]:
    """Hold the folder's lock. Raises AlreadyRunningError if another process does, else StartError.

    Two writers on one SQLite file would each believe that they alone know a space's head. The
    operating system gives the lock back even when the process is killed.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        lock = settings.lock_path.open("a")
    except OSError as error:
        raise StartError(f"{settings.data} cannot be used: {error.strerror}.") from None
    with lock as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(
                f"Another Goldseam server is already using {settings.data}: stop it first."
            ) from None
        yield


def serve(settings: Settings) -> None:
    """Run until told to stop (SIGINT, SIGTERM)."""
    with only_process(settings):
        migrate(settings.database_url)
        app = create_app(settings)
        if settings.is_production and not settings.trusted_proxies:
            log.warning(
                "GOLDSEAM_TRUSTED_PROXIES is empty: behind a proxy, all visitors share the "
                "allowances of one address"
            )
        log.info("listening on http://%s:%d", settings.host, settings.port)
        # Uvicorn stops in order first and then raises the signal again, for whoever started us.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(make_config(app, settings)).run()
