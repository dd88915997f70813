"""T1, R12: what the server keeps and logs about accounts holds no secret and no finer time."""

import logging
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.core.wire import decode_b64
from tests.accounts.phone import Phone, new_password
from tests.conftest import FakeClock, running


def kept(database_file: Path) -> bytes:
    """Every byte of every file in the data folder."""
    return b"".join(path.read_bytes() for path in sorted(database_file.parent.iterdir()))


def forms(secret: bytes) -> list[bytes]:
    """The ways in which raw bytes could stand in a file or a log."""
    return [secret, secret.hex().encode(), secret.hex().upper().encode()]


def test_t1_database_holds_no_key_that_proves_or_opens_anything(
    phone: Phone, database_file: Path
) -> None:
    new = new_password()
    assert phone.change_password(new).status_code == 200
    ring, recovery = phone.enrolled.keyring, phone.enrolled.recovery
    secrets = [
        phone.password.auth,
        phone.password.kek,
        new.auth,
        new.kek,
        recovery.secret,
        recovery.auth,
        recovery.kek,
        ring.keys.ak,
        ring.space_keys[phone.space].sk,
        ring.personal.keys.ed_seed,
        ring.personal.keys.x_seed,
        decode_b64(phone.http.cookies["goldseam"]),
    ]
    stored = kept(database_file)
    assert [secret for secret in secrets for form in forms(secret) if form in stored] == []


def test_t1_the_search_finds_what_the_server_does_keep(phone: Phone, database_file: Path) -> None:
    """The twin: the same search, for bytes that are meant to be there."""
    stored = kept(database_file)
    body = phone.enrolled.body
    assert phone.login.encode() in stored
    assert decode_b64(body["ak_pw"]) in stored
    assert decode_b64(body["genesis"]["event"]) in stored


def test_r12_log_names_nobody_and_repeats_nothing(
    caplog: pytest.LogCaptureFixture, app: FastAPI, clock: FakeClock
) -> None:
    """Of a whole visit: methods, patterns of routes, statuses. Read once the server has stopped."""
    with caplog.at_level(logging.DEBUG, logger="app"), running(app) as url:
        phone = Phone(url, clock)
        assert phone.sign_up().status_code == 201
        phone.sign_in(new_password())
        phone.http.get(f"/api/spaces/{phone.space}/events?after=0&note=secret-words")
        phone.http.get("/api/secret-path")
        phone.http.post("/api/sessions", json={"login": "secret-login"})
        phone.end_session("current")
        phone.close()
    ours = [record for record in caplog.records if record.name.startswith("app")]
    assert len(ours) == 7
    written = "\n".join(record.getMessage() for record in ours)
    for secret in (phone.login, str(phone.space), "secret", "203.0.113", "127.0.0.1", "after"):
        assert secret not in written
    assert "/spaces/{space}/events 200" in written
