"""Who is woken and who is closed, with listeners that only take notes."""

import asyncio
import threading
from collections.abc import Callable

from app.core.ids import ObjectId, SessionId, SpaceId
from app.core.limits import MAX_SOCKETS_A_SESSION
from app.realtime.hub import Hub

SPACE, OTHER = SpaceId(b"S" * 16), SpaceId(b"T" * 16)
CONVERSATION = ObjectId(b"C" * 16)
SESSION, STRANGER = SessionId(b"A" * 16), SessionId(b"B" * 16)


class Notes:
    """A listener that writes down what it was told."""

    def __init__(self) -> None:
        self.woken: list[SpaceId] = []
        self.ended: list[int] = []
        self.told = 0
        self.opened: list[tuple[SpaceId, ObjectId, int]] = []

    def tell_account(self) -> None:
        self.told += 1

    def tell_opened(self, space_id: SpaceId, conversation: ObjectId, opening: int) -> None:
        self.opened.append((space_id, conversation, opening))

    def wake(self, space_id: SpaceId) -> None:
        self.woken.append(space_id)

    def end(self, code: int) -> None:
        self.ended.append(code)


async def _told(tell: Callable[[], None]) -> None:
    """Tell the hub from another thread, and wait until the loop has passed it on."""
    thread = threading.Thread(target=tell)
    thread.start()
    await asyncio.to_thread(thread.join)
    await asyncio.sleep(0)


def test_only_followers_of_the_space_are_woken() -> None:
    async def check() -> None:
        hub, follower, other = Hub(), Notes(), Notes()
        for listener, space_id in ((follower, SPACE), (other, OTHER)):
            hub.enter(SESSION, listener)
            hub.follow(space_id, listener)
        await _told(lambda: hub.wake(SPACE))
        assert (follower.woken, other.woken) == ([SPACE], [])
        hub.unfollow(SPACE, follower)
        hub.unfollow(SPACE, follower)
        await _told(lambda: hub.wake(SPACE))
        assert follower.woken == [SPACE]

    asyncio.run(check())


def test_only_followers_of_the_space_hear_that_answers_opened() -> None:
    async def check() -> None:
        hub, follower, other, idle = Hub(), Notes(), Notes(), Notes()
        for listener, space_id in ((follower, SPACE), (other, OTHER)):
            hub.enter(SESSION, listener)
            hub.follow(space_id, listener)
        hub.enter(SESSION, idle)
        await _told(lambda: hub.tell_opened(SPACE, CONVERSATION, 2))
        assert follower.opened == [(SPACE, CONVERSATION, 2)]
        assert (other.opened, idle.opened, follower.woken) == ([], [], [])

    asyncio.run(check())


def test_t10_every_socket_of_an_ended_session_is_closed_and_no_other() -> None:
    async def check() -> None:
        hub, sockets, stranger = Hub(), [Notes(), Notes()], Notes()
        for socket in sockets:
            hub.enter(SESSION, socket)
        hub.enter(STRANGER, stranger)
        await _told(lambda: hub.close_sessions([SESSION], 4403))
        assert [socket.ended for socket in sockets] == [[4403], [4403]]
        assert stranger.ended == []
        for socket in sockets:
            hub.leave(SESSION, socket)
        await _told(lambda: hub.close_sessions([SESSION], 4403))
        assert sockets[0].ended == [4403]

    asyncio.run(check())


def test_t13_one_socket_too_many_closes_the_session_s_oldest() -> None:
    async def check() -> None:
        hub, stranger = Hub(), Notes()
        sockets = [Notes() for _ in range(MAX_SOCKETS_A_SESSION + 2)]
        hub.enter(STRANGER, stranger)
        for socket in sockets:
            hub.enter(SESSION, socket)
        assert [socket.ended for socket in sockets[:2]] == [[4429], [4429]]
        assert not any(socket.ended for socket in [*sockets[2:], stranger])
        for socket in sockets:
            hub.leave(SESSION, socket)
        hub.leave(STRANGER, stranger)
        hub.enter(SESSION, Notes())

    asyncio.run(check())


def test_telling_nobody_is_no_error() -> None:
    """Before the first socket, and after the loop has ended."""
    hub = Hub()
    hub.wake(SPACE)
    hub.tell_sessions([SESSION])
    hub.tell_opened(SPACE, CONVERSATION, 1)
    hub.close_sessions([SESSION], 4401)

    async def enter() -> None:
        hub.enter(SESSION, Notes())

    asyncio.run(enter())
    hub.wake(SPACE)
    hub.close_sessions([SESSION], 4401)
