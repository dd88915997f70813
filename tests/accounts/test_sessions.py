"""T10: a session that ended is refused everywhere, and its sockets are closed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import select
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from app.accounts.models import AccountSession
from app.backup import back_up, restore
from app.core.clock import DAY_MS, HOUR_MS, SECOND_MS
from app.core.database import Database
from app.core.limits import MAX_SESSIONS
from app.core.migrate import migrate
from app.main import create_app
from app.settings import Settings
from tests.accounts.phone import Phone, new_password
from tests.conftest import FakeClock, running

ROUTES = (
    ("GET", "/api/account"),
    ("PUT", "/api/account/password"),
    ("PUT", "/api/account/recovery"),
    ("PUT", "/api/account/vault"),
    ("POST", "/api/account/deletion"),
    ("GET", "/api/sessions"),
    ("DELETE", "/api/sessions/current"),
    ("GET", "/api/spaces/{space}/events"),
    ("POST", "/api/spaces/{space}/events"),
)
SIGNED_OUT = (401, {"code": "signed_out"})
REVOKED = (401, {"code": "revoked"})


def answer_of(phone: Phone) -> tuple[int, object]:
    answer = phone.state()
    return answer.status_code, answer.json()


def close_code(phone: Phone) -> int | None:
    """With which code a new socket of this device ends at once."""
    with phone.socket() as socket, pytest.raises(ConnectionClosed) as ended:
        socket.recv(timeout=10)
    return ended.value.rcvd.code if ended.value.rcvd else None


def is_served(socket: ClientConnection, phone: Phone) -> bool:
    """Whether the socket still answers with this device's own log."""
    follow = {"type": "follow", "space": str(phone.space), "after": 0, "head": None}
    socket.send(json.dumps(follow))
    page = json.loads(socket.recv(timeout=10))
    return (page["type"], page["seq"]) == ("page", 1)


def everywhere(phone: Phone) -> set[tuple[int, str]]:
    """What every route that wants a session says to this device."""
    said = set()
    for method, path in ROUTES:
        address = path.replace("{space}", str(phone.space))
        answer = phone.http.request(method, address, json={})
        said.add((answer.status_code, answer.json()["code"]))
    return said


def end_by_sign_out(_phone: Phone, tablet: Phone) -> None:
    assert tablet.end_session("current").status_code == 204


def end_by_revocation(phone: Phone, _tablet: Phone) -> None:
    [other] = [row["id"] for row in phone.sessions() if not row["current"]]
    assert phone.end_session(other).status_code == 204


def end_by_password_change(phone: Phone, _tablet: Phone) -> None:
    assert phone.change_password(new_password()).status_code == 200


def end_by_deletion(phone: Phone, _tablet: Phone) -> None:
    assert phone.delete_account().status_code == 200


@pytest.fixture
def tablet(phone: Phone) -> Phone:
    """The same person's second device, signed in."""
    second = phone.another()
    assert second.sign_in().status_code == 200
    return second


@pytest.mark.parametrize(
    "end, status, code",
    [
        (end_by_sign_out, SIGNED_OUT, 4401),
        (end_by_revocation, REVOKED, 4403),
        (end_by_password_change, SIGNED_OUT, 4401),
        (end_by_deletion, REVOKED, 4403),
    ],
)
def test_t10_session_that_ended_is_refused_on_every_route_and_its_socket_is_closed(
    phone: Phone,
    tablet: Phone,
    end: Callable[[Phone, Phone], None],
    status: tuple[int, dict[str, str]],
    code: int,
) -> None:
    replayed = tablet.another(with_cookies=True)
    with tablet.socket() as socket:
        end(phone, tablet)
        with pytest.raises(ConnectionClosed) as ended:
            socket.recv(timeout=10)
    assert ended.value.rcvd is not None
    assert ended.value.rcvd.code == code
    assert answer_of(replayed) == status
    assert everywhere(replayed) == {(401, status[1]["code"])}
    assert close_code(replayed) == code


def test_t10_session_that_did_not_end_stays_open(phone: Phone, tablet: Phone) -> None:
    """The twin: the same devices, and only a third one ended."""
    third = phone.another()
    assert third.sign_in().status_code == 200
    with tablet.socket() as socket:
        assert third.end_session("current").status_code == 204
        assert is_served(socket, tablet)
    assert answer_of(tablet)[0] == answer_of(phone)[0] == 200


def test_t10_device_that_changes_the_passphrase_stays_signed_in(
    phone: Phone, tablet: Phone
) -> None:
    with phone.socket() as socket:
        assert phone.change_password(new_password()).status_code == 200
        assert is_served(socket, phone)
    assert answer_of(phone)[0] == 200
    assert answer_of(tablet) == SIGNED_OUT


def test_t10_restoring_a_backup_ends_every_session(
    app: FastAPI, settings: Settings, clock: FakeClock, tmp_path: Path
) -> None:
    """Also of a device that was revoked after the backup was made."""
    saved = tmp_path / "saved.sqlite3"
    with running(app) as url:
        phone = Phone(url, clock)
        assert phone.sign_up().status_code == 201
        tablet = phone.another()
        assert tablet.sign_in().status_code == 200
        back_up(settings, saved)
        end_by_revocation(phone, tablet)
        assert answer_of(phone)[0] == 200
    restore(settings, saved)
    with running(create_app(settings, clock=clock)) as url:
        assert answer_of(phone.moved_to(url)) == answer_of(tablet.moved_to(url)) == SIGNED_OUT
        assert phone.moved_to(url).sign_in().status_code == 200
    phone.close()


def test_t10_without_a_restore_sessions_outlive_a_restart(
    app: FastAPI, settings: Settings, clock: FakeClock
) -> None:
    with running(app) as url:
        phone = Phone(url, clock)
        assert phone.sign_up().status_code == 201
    migrate(settings.database_url)
    with running(create_app(settings, clock=clock)) as url:
        assert answer_of(phone.moved_to(url))[0] == 200
    phone.close()


def test_revoked_device_is_told_so_as_long_as_its_session_would_have_stood(
    phone: Phone, tablet: Phone, clock: FakeClock
) -> None:
    end_by_revocation(phone, tablet)
    clock.advance(399 * DAY_MS)
    assert answer_of(tablet) == REVOKED
    clock.advance(DAY_MS)
    assert answer_of(tablet) == SIGNED_OUT


def test_session_in_use_stands_for_400_days_from_the_last_day(
    phone: Phone, clock: FakeClock
) -> None:
    clock.advance(399 * DAY_MS)
    answer = phone.state()
    assert answer.status_code == 200
    assert "Max-Age=34560000" in answer.headers["set-cookie"]
    clock.advance(399 * DAY_MS)
    assert phone.state().status_code == 200
    clock.advance(400 * DAY_MS)
    assert answer_of(phone) == SIGNED_OUT


def test_list_shows_kind_of_device_and_days_and_nothing_finer(
    phone: Phone, tablet: Phone, clock: FakeClock
) -> None:
    clock.advance(DAY_MS)
    rows = phone.sessions()
    assert [{**row, "id": "-"} for row in rows] == [
        {
            "id": "-",
            "device": "phone",
            "created_day": "2026-05-12",
            "last_day": "2026-05-13",
            "current": True,
        },
        {
            "id": "-",
            "device": "tablet",
            "created_day": "2026-05-12",
            "last_day": "2026-05-12",
            "current": False,
        },
    ]
    assert [row["current"] for row in tablet.sessions()].count(True) == 1


def test_second_request_of_a_day_leaves_no_trace(
    phone: Phone, database: Database, clock: FakeClock
) -> None:
    def kept() -> tuple[int, int]:
        with database.read() as session:
            row = session.exec(select(AccountSession)).one()
            return row.last_day, row.expires_ms

    first = kept()
    clock.advance(HOUR_MS)
    answer = phone.state()
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert kept() == first
    clock.advance(DAY_MS)
    assert "set-cookie" in phone.state().headers
    assert kept() != first


def test_somebody_elses_session_cannot_be_ended(phone: Phone, tablet: Phone) -> None:
    other = phone.stranger("kim")
    assert other.sign_up().status_code == 201
    [theirs] = [row["id"] for row in phone.sessions() if not row["current"]]
    refused = other.end_session(theirs)
    none = other.end_session("00000000-0000-4000-8000-000000000000")
    assert (refused.status_code, refused.json()) == (none.status_code, none.json())
    assert (refused.status_code, refused.json()) == (404, {"code": "not_found"})
    assert answer_of(tablet)[0] == 200
    assert phone.end_session(theirs).status_code == 204


def test_own_session_named_by_its_id_is_a_plain_sign_out(phone: Phone) -> None:
    replayed = phone.another(with_cookies=True)
    [own] = [row["id"] for row in phone.sessions()]
    assert phone.end_session(own).status_code == 204
    assert answer_of(replayed) == SIGNED_OUT


def test_least_used_session_gives_way_when_there_are_too_many(
    phone: Phone, clock: FakeClock
) -> None:
    clock.advance(DAY_MS)
    newest = phone.another(with_cookies=True)
    for _ in range(MAX_SESSIONS - 1):
        assert newest.sign_in().status_code == 200
        clock.advance(5 * SECOND_MS)
    assert len(newest.sessions()) == MAX_SESSIONS
    assert newest.sign_in().status_code == 200
    assert len(newest.sessions()) == MAX_SESSIONS
    assert answer_of(newest)[0] == 200
    assert answer_of(phone) == SIGNED_OUT


def test_session_token_is_not_in_the_database(phone: Phone, database_file: Path) -> None:
    token = phone.http.cookies["goldseam"]
    kept = b"".join(path.read_bytes() for path in database_file.parent.glob("goldseam.sqlite3*"))
    assert token.encode() not in kept
    assert phone.login.encode() in kept
