"""Who listens to which space. Told that a space grew, it wakes them.

It also tells the sockets of some sessions that their account changed, and the followers of a
space that two answers in it have opened. Nothing else passes here.

A wake-up carries no event and may be lost: the log is what is read, and the heartbeat reads it
again. So one process needs no more than these two tables, and a second process would only have
to be told "space S grew".

`wake`, `tell_sessions`, `tell_opened` and `close_sessions` may be called from any thread;
everything else runs on the event loop.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from app.core.ids import ObjectId, SessionId, SpaceId
from app.core.limits import HEARTBEAT_MS, MAX_SOCKETS_A_SESSION, SEND_TIMEOUT_MS
from app.realtime.protocol import CloseCode


class Listener(Protocol):
    """A socket as the hub knows it. No call waits for anything."""

    def wake(self, space_id: SpaceId) -> None:
        """The space may have grown."""

    def tell_opened(self, space_id: SpaceId, conversation: ObjectId, opening: int) -> None:
        """Two answers of a followed space have opened together."""

    def tell_account(self) -> None:
        """What the account has may have changed."""

    def end(self, code: int) -> None:
        """Close, and deliver nothing more."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a followed space's head is repeated, and how long a reader may take nothing."""

    heartbeat_ms: int = HEARTBEAT_MS
    send_timeout_ms: int = SEND_TIMEOUT_MS


class Hub:
    """The sockets of this process."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._followers: dict[SpaceId, set[Listener]] = {}
        self._sockets: dict[SessionId, list[Listener]] = {}

    def wake(self, space_id: SpaceId) -> None:
        """The space grew: wake whoever follows it. Never raises."""
        self._soon(lambda: self._wake(space_id))

    def tell_sessions(self, session_ids: Sequence[SessionId]) -> None:
        """The account of these sessions changed: tell their sockets. Never raises."""
        self._soon(lambda: self._tell(session_ids))

    def tell_opened(self, space_id: SpaceId, conversation: ObjectId, opening: int) -> None:
        """Two answers have opened: tell whoever follows the space. Never raises."""
        self._soon(lambda: self._tell_opened(space_id, conversation, opening))

    def close_sessions(self, session_ids: Sequence[SessionId], code: int) -> None:
        """These sessions ended: close their sockets at once. Never raises."""
        self._soon(lambda: self._close(session_ids, code))

    def enter(self, session_id: SessionId, listener: Listener) -> None:
        """A socket opened. One more than a session may have closes its oldest."""
        self._loop = asyncio.get_running_loop()
        sockets = self._sockets.setdefault(session_id, [])
        sockets.append(listener)
        if len(sockets) > MAX_SOCKETS_A_SESSION:
            sockets.pop(0).end(CloseCode.SLOW_DOWN)

    def leave(self, session_id: SessionId, listener: Listener) -> None:
        """The socket closed, and follows nothing any more."""
        sockets = self._sockets.get(session_id, [])
        if listener in sockets:
            sockets.remove(listener)
        if not sockets:
            self._sockets.pop(session_id, None)

    def follow(self, space_id: SpaceId, listener: Listener) -> None:
        """Wake this listener when the space grows. Called before the log is read."""
        self._followers.setdefault(space_id, set()).add(listener)

    def unfollow(self, space_id: SpaceId, listener: Listener) -> None:
        """Wake it no more."""
        followers = self._followers.get(space_id, set())
        followers.discard(listener)
        if not followers:
            self._followers.pop(space_id, None)

    def _wake(self, space_id: SpaceId) -> None:
        for listener in self._followers.get(space_id, ()):
            listener.wake(space_id)

    def _tell_opened(self, space_id: SpaceId, conversation: ObjectId, opening: int) -> None:
        for listener in self._followers.get(space_id, ()):
            listener.tell_opened(space_id, conversation, opening)

    def _tell(self, session_ids: Sequence[SessionId]) -> None:
        for session_id in session_ids:
            for listener in self._sockets.get(session_id, ()):
                listener.tell_account()

    def _close(self, session_ids: Sequence[SessionId], code: int) -> None:
        for session_id in session_ids:
            for listener in tuple(self._sockets.get(session_id, ())):
                listener.end(code)

    def _soon(self, call: Callable[[], None]) -> None:
        """On the loop's own thread. Without a loop, or after it, there is nobody to tell."""
        if self._loop is None:
            return
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call)
