"""One phone's socket: frames in, one at a time; pages out, as fast as the phone takes them.

Nothing is queued for a phone. Each followed space has a cursor; a wake-up marks the space as due,
and the page is read from the database when the phone has taken the one before it. So a slow phone
costs one page of memory, and one that takes nothing for a while is dropped: it comes back and asks
from where it stands.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import WebSocket, WebSocketDisconnect
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.core.clock import SECOND_MS, Clock
from app.core.database import Database
from app.core.errors import Refused
from app.core.ids import ObjectId, SpaceId
from app.core.limits import MAX_FOLLOWED_SPACES
from app.log.access import Asker
from app.log.stream import Cursor
from app.log.writer import Writer
from app.realtime.hub import Hub
from app.realtime.protocol import (
    AccountFrame,
    Append,
    AppendedFrame,
    CloseCode,
    ClosingError,
    Follow,
    FrameAllowance,
    HeartbeatFrame,
    OpenedFrame,
    PageFrame,
    RefusedFrame,
    closing_of,
    parse_frame,
)

_Answer = TypeVar("_Answer")
# The close code of a connection that ended without one (RFC 6455).
_BROKEN = 1006


class Socket:
    """A `Listener` of the hub, for one session."""

    def __init__(
        self,
        websocket: WebSocket,
        asker: Asker,
        *,
        database: Database,
        writer: Writer,
        hub: Hub,
        clock: Clock,
    ) -> None:
        self._websocket = websocket
        self._asker = asker
        self._database = database
        self._writer = writer
        self._hub = hub
        self._clock = clock
        self._allowance = FrameAllowance(clock.now_ms())
        self._cursors: dict[SpaceId, Cursor] = {}
        # Spaces to look at next, in turn; True where a heartbeat is owed if nothing is new.
        self._due: dict[SpaceId, bool] = {}
        self._account_changed = False
        # What has opened and is not yet said, in this order; each once.
        self._opened: dict[tuple[SpaceId, ObjectId, int], None] = {}
        self._news = asyncio.Event()
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        # Answers and pages come from two tasks; a frame's timeout counts for that frame alone.
        self._sending = asyncio.Lock()

    def wake(self, space_id: SpaceId) -> None:
        """The space may have grown: look at it when there is time."""
        self._due.setdefault(space_id, False)
        self._news.set()

    def tell_opened(self, space_id: SpaceId, conversation: ObjectId, opening: int) -> None:
        """Two answers have opened: say so when there is time."""
        self._opened[space_id, conversation, opening] = None
        self._news.set()

    def tell_account(self) -> None:
        """Another device of this account wrote its vault: say so when there is time."""
        self._account_changed = True
        self._news.set()

    def end(self, code: int) -> None:
        """Close with this code, and deliver nothing more."""
        if not self._ended.done():
            self._ended.set_result(code)

    async def run(self) -> int | None:
        """Serve until either side ends it.

        Gives the code to close with, or None where nobody is left to be told: the phone went
        away, or took nothing for so long that it would not take a close either.
        """
        parts = [
            asyncio.create_task(part)
            for part in (self._receive(), self._deliver(), self._wait_for_end())
        ]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
            for space_id in tuple(self._cursors):
                self._drop(space_id)
        faults = [part.exception() for part in done]
        for fault in faults:
            if isinstance(fault, ClosingError):
                return fault.code
        for fault in faults:
            if fault is not None and not isinstance(fault, WebSocketDisconnect | TimeoutError):
                raise fault
        return None

    async def _wait_for_end(self) -> None:
        raise ClosingError(await self._ended)

    async def _receive(self) -> None:
        # Asked once more now that the hub knows this socket: whatever ends the session from here
        # on either shows in this answer or reaches `end`.
        await self._refuse_or(None, self._read(self._asker.check))
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message["code"])
            self._allowance.take(self._clock.now_ms())
            text = message.get("text")
            if text is None:
                raise ClosingError(CloseCode.MALFORMED)
            frame = parse_frame(text)
            if isinstance(frame, Follow):
                await self._refuse_or(None, self._follow(frame))
            else:
                await self._refuse_or(frame.ref, self._append(frame))

    async def _follow(self, frame: Follow) -> None:
        space_id = SpaceId(frame.space)
        if space_id not in self._cursors and len(self._cursors) >= MAX_FOLLOWED_SPACES:
            raise Refused("slow_down", f"at most {MAX_FOLLOWED_SPACES} spaces")
        self._cursors[space_id] = Cursor(space_id, frame.after, frame.head)
        # First listen, then read: what lands in between is seen twice, never missed.
        self._hub.follow(space_id, self)
        self.wake(space_id)

    async def _append(self, frame: Append) -> None:
        space_id = SpaceId(frame.space)
        outcome = await run_in_threadpool(
            self._writer.submit,
            space_id,
            self._asker.access(space_id),
            frame.items,
            repair=frame.repair,
        )
        answer = AppendedFrame(
            ref=frame.ref, status=outcome.status, seq=outcome.seq, head=outcome.head
        )
        await self._send(answer.model_dump_json())

    async def _deliver(self) -> None:
        loop = asyncio.get_running_loop()
        interval = self._hub.pace.heartbeat_ms / SECOND_MS
        beat_at = loop.time() + interval
        while True:
            try:
                async with asyncio.timeout_at(beat_at):
                    await self._news.wait()
            except TimeoutError:
                beat_at = loop.time() + interval
                self._due.update(dict.fromkeys(self._cursors, True))
            self._news.clear()
            if self._account_changed:
                self._account_changed = False
                await self._refuse_or(None, self._say_account())
            while self._opened:
                opened = next(iter(self._opened))
                del self._opened[opened]
                await self._refuse_or(None, self._say_opened(*opened))
            while self._due:
                space_id = next(iter(self._due))
                beat = self._due.pop(space_id)
                await self._refuse_or(None, self._visit(space_id, beat=beat))

    async def _say_account(self) -> None:
        await self._read(self._asker.check)
        await self._send(AccountFrame().model_dump_json())

    async def _say_opened(self, space_id: SpaceId, conversation: ObjectId, opening: int) -> None:
        await self._read(self._asker.access(space_id))
        frame = OpenedFrame(space=space_id, conversation=conversation, opening=opening)
        await self._send(frame.model_dump_json())

    async def _visit(self, space_id: SpaceId, *, beat: bool) -> None:
        """Send the next page of this space, or the heartbeat it owes, or nothing.

        Raises Refused when the space is no longer one's own, or is closed and all of it is sent:
        it is followed no more.
        """
        cursor = self._cursors.get(space_id)
        if cursor is None:
            return
        try:
            text = await self._read(lambda session: self._write_frame(session, cursor, beat=beat))
        except Refused:
            self._drop(space_id)
            raise
        if self._cursors.get(space_id) is not cursor:
            return
        if text is not None:
            await self._send(text)
        if cursor.is_behind:
            self.wake(space_id)
        elif cursor.is_ended or cursor.is_closed:
            self._drop(space_id)
        if cursor.is_closed and not cursor.is_behind:
            raise Refused("space_closed")

    def _write_frame(self, session: Session, cursor: Cursor, *, beat: bool) -> str | None:
        """Session, membership and page from one moment of the database, as JSON."""
        self._asker.access(cursor.space_id)(session)
        is_owed = not cursor.is_answered
        page = cursor.pull(session)
        space, seq, head = cursor.space_id, page.seq, page.head
        if page.events or is_owed:
            return PageFrame(space=space, events=page.events, seq=seq, head=head).model_dump_json()
        if beat and not cursor.is_closed:
            return HeartbeatFrame(space=space, seq=seq, head=head).model_dump_json()
        return None

    def _drop(self, space_id: SpaceId) -> None:
        self._cursors.pop(space_id, None)
        self._due.pop(space_id, None)
        self._hub.unfollow(space_id, self)

    async def _refuse_or(self, ref: str | None, work: Awaitable[object]) -> None:
        """Do it, or say in a frame why not; a session that ended ends the socket."""
        try:
            await work
        except Refused as refused:
            closing = closing_of(refused)
            if closing is not None:
                raise closing from None
            frame = RefusedFrame(
                ref=ref, status=refused.status, code=refused.code, detail=refused.detail
            )
            await self._send(frame.model_dump_json())

    async def _read(self, ask: Callable[[Session], _Answer]) -> _Answer:
        def read() -> _Answer:
            with self._database.read() as session:
                return ask(session)

        return await run_in_threadpool(read)

    async def _send(self, text: str) -> None:
        """Raises TimeoutError if the phone does not take it in time."""
        async with self._sending, asyncio.timeout(self._hub.pace.send_timeout_ms / SECOND_MS):
            try:
                await self._websocket.send_text(text)
            except RuntimeError:
                # The server has closed the connection itself, after a missed ping for example.
                raise WebSocketDisconnect(_BROKEN) from None
