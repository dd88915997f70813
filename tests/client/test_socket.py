"""The socket as a cursor: pages, appends, refusals and closes."""

import pytest

from app.client.errors import ClosedError, OfflineError, RefusedError
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
        seqs = [event.seq for _ in range(2) for event in follower.next()]
    assert seqs == [3]
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
