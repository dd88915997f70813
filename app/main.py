"""`create_app`: settings → database → writer → hub → routers → the built frontend. Wiring only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.core import errors, guard
from app.core.clock import Clock, SystemClock
from app.core.database import Database
from app.core.secret import load_server_key
from app.settings import Settings


def create_app(settings: Settings, *, clock: Clock | None = None) -> FastAPI:
    """The whole application over a database that `migrate` has brought up to date."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.database.close()

    app = FastAPI(
        title="Goldseam",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json" if settings.api_pages else None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.clock = clock or SystemClock()
    app.state.key = load_server_key(settings.key_path)
    app.state.database = Database(settings.database_url)
    errors.install(app)
    guard.install(app, settings.origin)
    return app
