"""The door of the socket: who may open one, and how it ends.

A browser cannot read the status of a refused handshake, so a session that ended is told by a
close code; everything else is refused before the socket exists.
"""

import asyncio
from contextlib import suppress

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from app.accounts.present import read_token_hash
from app.accounts.sessions import SignedIn
from app.core.clock import SECOND_MS
from app.core.database import Database
from app.core.errors import Refused, answer
from app.core.origin import is_own_origin
from app.log.access import Asker
from app.realtime.hub import Hub
from app.realtime.protocol import SUBPROTOCOL, closing_of
from app.realtime.socket import Socket

router = APIRouter()


@router.websocket("/socket")
async def open_socket(websocket: WebSocket) -> None:
    """Follow spaces and append to them, subprotocol `goldseam.1`."""
    hub: Hub = websocket.app.state.hub
    try:
        _check_handshake(websocket)
        asker, who = await run_in_threadpool(_check_session, websocket)
    except Refused as refused:
        await _refuse(websocket, refused, hub)
        return
    await websocket.accept(subprotocol=SUBPROTOCOL)
    socket = Socket(
        websocket,
        asker,
        database=websocket.app.state.database,
        writer=websocket.app.state.writer,
        hub=hub,
        clock=websocket.app.state.clock,
    )
    hub.enter(who.session_id, socket)
    try:
        code = await socket.run()
    finally:
        hub.leave(who.session_id, socket)
    if code is not None:
        await _close(websocket, code, hub)


def _check_handshake(websocket: WebSocket) -> None:
    """Raises Refused: `wrong_origin`, or `upgrade` for a client that speaks another version."""
    headers, settings = websocket.headers, websocket.app.state.settings
    if not is_own_origin(headers.get("origin"), headers.get("host"), settings.origin):
        raise Refused("wrong_origin")
    if SUBPROTOCOL not in websocket.scope["subprotocols"]:
        raise Refused("upgrade")


def _check_session(websocket: WebSocket) -> tuple[Asker, SignedIn]:
    asker = Asker(read_token_hash(websocket), websocket.app.state.clock)
    database: Database = websocket.app.state.database
    with database.read() as session:
        return asker, asker.check(session)


async def _refuse(websocket: WebSocket, refused: Refused, hub: Hub) -> None:
    closing = closing_of(refused)
    if closing is None:
        await websocket.send_denial_response(answer(refused))
        return
    await websocket.accept(subprotocol=SUBPROTOCOL)
    await _close(websocket, closing.code, hub)


async def _close(websocket: WebSocket, code: int, hub: Hub) -> None:
    """Say why, if the phone still takes anything."""
    with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
        async with asyncio.timeout(hub.pace.send_timeout_ms / SECOND_MS):
            await websocket.close(code)
