"""`create_app`: settings → database → writer → hub → routers → the built frontend. Wiring only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from app.accounts import routes as account_routes
from app.accounts.door import Door
from app.accounts.service import Accounts
from app.agreements.rules import RULES as AGREEMENT_RULES
from app.appreciations.rules import RULES as APPRECIATION_RULES
from app.conversations import routes as conversation_routes
from app.conversations.rules import RULES as CONVERSATION_RULES
from app.conversations.service import ANSWERS, Conversations
from app.core import errors
from app.core.clock import Clock, SystemClock
from app.core.database import Database
from app.core.guard import Guard
from app.core.secret import load_server_key
from app.items.rules import RULES as ITEM_RULES
from app.log import routes as log_routes
from app.log.writer import Writer
from app.notifications import routes as notification_routes
from app.notifications.causes import notice
from app.notifications.reminders import Reminders
from app.notifications.sender import Sender
from app.notifications.service import Notifications
from app.notifications.vapid import Vapid
from app.realtime import routes as realtime_routes
from app.realtime.hub import Hub
from app.settings import Settings
from app.spaces import routes as space_routes
from app.spaces.pairing import Pairing
from app.spaces.purge import Purge
from app.spaces.rules import RULES as SPACE_RULES
from app.web import api_pages
from app.web import routes as web_routes
from app.web.headers import SecurityHeaders
from app.web.site import Site

# What the guard can refuse with, before any route is asked.
_ANYWHERE = errors.responses("malformed", "wrong_origin", "too_large", "upgrade")

# Put together once: what FastAPI works out about a route is the same for every application.
_API = APIRouter(prefix="/api", responses=_ANYWHERE)
for _routes in (
    web_routes,
    account_routes,
    space_routes,
    log_routes,
    conversation_routes,
    notification_routes,
    realtime_routes,
):
    _API.include_router(_routes.router)


def create_app(settings: Settings, *, clock: Clock | None = None) -> FastAPI:
    """The whole application, over a database that `migrate` has brought up to date."""
    clock = clock or SystemClock()
    database = Database(settings.database_url)
    key = load_server_key(settings.key_path)
    hub = Hub()
    domains = (SPACE_RULES, ITEM_RULES, APPRECIATION_RULES, CONVERSATION_RULES, AGREEMENT_RULES)
    rules = {verb: rule for domain in domains for verb, rule in domain.items()}
    writer = Writer(database, clock, rules, hub.wake, notice, annexes=[ANSWERS])
    purge = Purge(database=database, clock=clock, writer=writer)
    door = Door(
        database=database,
        clock=clock,
        key=key,
        writer=writer,
        by_invitation=settings.signup == "invitation",
    )
    vapid = Vapid(key, settings.contact)
    sender = Sender(database=database, clock=clock, vapid=vapid)
    site = Site(settings.frontend)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        jobs = [asyncio.create_task(job.keep_running()) for job in (purge, sender)]
        yield
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        database.close()

    app = FastAPI(
        title="Goldseam",
        description="Sealed, signed logs. The server keeps what it cannot read.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        routes=_API.routes,
    )
    app.state.settings = settings
    app.state.clock = clock
    app.state.database = database
    app.state.key = key
    app.state.hub = hub
    app.state.writer = writer
    app.state.door = door
    app.state.accounts = Accounts(
        database=database,
        clock=clock,
        key=key,
        writer=writer,
        on_ended=hub.close_sessions,
        on_vault=hub.tell_sessions,
        on_deleted=door.announce,
    )
    app.state.pairing = Pairing(database=database, clock=clock, key=key, writer=writer)
    app.state.conversations = Conversations(
        database=database, clock=clock, key=key, writer=writer, on_opened=hub.tell_opened
    )
    app.state.sender = sender
    app.state.notifications = Notifications(
        database=database,
        clock=clock,
        key=key,
        public_key=vapid.public,
        services=settings.push_services,
    )
    app.state.reminders = Reminders(database=database, clock=clock, key=key)
    app.state.build = site.build

    if settings.api_pages:
        api_pages.install(app)
    # Asked when no route matches: a wrong method on a known path stays 405.
    app.router.default = site
    errors.install(app)
    app.add_middleware(Guard, public_origin=settings.origin)
    app.add_middleware(SecurityHeaders, is_production=settings.is_production)
    door.announce()
    return app
