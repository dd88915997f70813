"""The socket as a cursor: pages, appends, refusals and closes."""

import json
from typing import Any, Self

import pytest

from app.client.api import Api
from app.client.canonical import b64
from app.client.errors import ClosedError, MalformedError, OfflineError, RefusedError
from app.client.person import Person
from app.client.socket import connect_socket
from tests.client.people import PASSPHRASE, People


def test_everything_before_and_after_arrives(sam: Person, people: People) -> None:
    other = people.sign_in()
    with other.follow() as follower:
        assert [event.verb for event in follower.next()] == ["space.opened", "item.put"]
        sam.put_note("Wednesday", "While somebody listens")
        assert [event.seq for event in follower.next()] == [3]
    assert len(other.known().notes) == 2


def test_following_from_the_head_begins_with_an_empty_page(sam: Person) -> None:
    sam.read()
    with sam.follow() as follower:
        assert follower.next() == []


def test_an_append_over_the_socket_comes_back_as_a_page(sam: Person, people: People) -> None:
    """What a device wrote is shown when it comes back from the log, like anybody's."""
    sam.read()
    sam.queue_note("Wednesday", "Over the socket")
    items = sam.prepare()
    with sam.follow() as follower:
        first, again = follower.append(items), follower.append(items)
        assert (first.status, again.status) == (201, 200)
        # The page that answers the follow may have been read before the append, or after it.
        arrived = follower.next() or follower.next()
    assert [event.seq for event in arrived] == [3]
    assert len(people.sign_in().read().notes) == 2


def test_a_refused_append_says_why_and_the_socket_stays(sam: Person, people: People) -> None:
    sam.read()
    sam.queue_note("Wednesday", "For a place that somebody takes first")
    late = sam.prepare()
    people.sign_in().put_note("Thursday", "First")
    with sam.follow() as follower:
        with pytest.raises(RefusedError) as refused:
            follower.append(late)
        assert (refused.value.code, refused.value.status) == ("head_moved", 409)
        assert [event.seq for event in follower.next()] == [3]
        assert follower.append(sam.prepare()).status == 201


@pytest.mark.parametrize("ending,code", [("revoke", "revoked"), ("password", "signed_out")])
def test_a_session_that_ends_closes_its_socket(
    sam: Person, people: People, ending: str, code: str
) -> None:
    other = people.sign_in()
    other.read()
    with other.follow() as follower:
        follower.next()
        if ending == "revoke":
            [row] = [row for row in sam.list_sessions() if not row["current"]]
            sam.revoke_session(row["id"])
        else:
            sam.change_password(PASSPHRASE, "a quite different passphrase")
        with pytest.raises(ClosedError) as closed:
            follower.next()
    assert closed.value.code == code


def test_without_a_session_the_socket_closes_at_once(sam: Person) -> None:
    sam.read()
    sam.sign_out()
    with pytest.raises(ClosedError) as closed, sam.follow() as follower:
        follower.next()
    assert closed.value.code == "signed_out"


def test_a_frame_that_is_none_closes_the_socket(sam: Person) -> None:
    sam.read()
    with sam.follow() as follower:
        follower.next()
        follower._connection.send("hello")
        with pytest.raises(ClosedError) as closed:
            follower.next()
    assert closed.value.code == "malformed"


def test_a_server_that_is_not_there_is_offline(sam: Person) -> None:
    sam.device.api._http.base_url = "http://127.0.0.1:9"
    with pytest.raises(OfflineError):
        connect_socket(sam.device.api)


class Scripted:
    """A socket that says what a test wrote down, and keeps what it was sent."""

    def __init__(self, *frames: object) -> None:
        self._frames = [json.dumps(frame) for frame in frames]
        self.sent: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, _: Api) -> Self:
        return self

    def send(self, message: str) -> None:
        self.sent.append(json.loads(message))

    def recv(self, timeout: float | None = None) -> str:
        return self._frames.pop(0)


def test_a_heartbeat_ahead_of_us_asks_again_from_where_we_are(sam: Person) -> None:
    """A lost wake-up costs at most one heartbeat."""
    sam.read()
    space, head = str(sam.sync.log.space), b64(sam.sync.log.head)
    heartbeat = {"type": "heartbeat", "space": space, "seq": 9, "head": head}
    socket = Scripted(heartbeat)
    with sam.follow(socket) as follower:
        assert follower.next() == []
    follow = {"type": "follow", "space": space, "after": 2, "head": head}
    assert socket.sent == [follow, follow]


def test_a_new_device_follows_from_the_start(sam: Person, people: People) -> None:
    socket = Scripted()
    device = people.sign_in()
    with device.follow(socket):
        pass
    space = str(device.sync.log.space)
    assert socket.sent == [{"type": "follow", "space": space, "after": 0, "head": None}]


@pytest.mark.parametrize(
    "frame",
    [[], {}, {"type": "page"}, {"type": "news"}, "page", {"type": "heartbeat", "seq": 1}, None],
)
def test_a_frame_of_another_shape_is_malformed(sam: Person, frame: object) -> None:
    sam.read()
    if isinstance(frame, dict):
        frame = {"space": str(sam.sync.log.space), **frame}
    with sam.follow(Scripted(frame)) as follower, pytest.raises(MalformedError):
        follower.next()


def test_a_refused_follow_says_why(sam: Person) -> None:
    frame = {"type": "refused", "ref": None, "status": 404, "code": "not_found"}
    with sam.follow(Scripted(frame)) as follower, pytest.raises(RefusedError) as refused:
        follower.next()
    assert (refused.value.code, refused.value.status) == ("not_found", 404)
