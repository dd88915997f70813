"""The door of the API: size, origin, version, one shape of refusal."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from app.core.limits import MAX_REQUEST_BYTES
from app.core.logs import QuietFormatter
from tests.conftest import running


def said(answer: httpx.Response) -> tuple[int, object]:
    return answer.status_code, answer.json()


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/health/", "/api/%2e%2e/"])
def test_unknown_path_of_the_api_is_json(client: httpx.Client, path: str) -> None:
    assert said(client.get(path)) == (404, {"code": "not_found"})


def test_wrong_method_is_json_and_names_the_right_ones(client: httpx.Client) -> None:
    answer = client.delete("/api/health")
    assert said(answer) == (405, {"code": "method_not_allowed"})
    assert answer.headers["Allow"] == "GET"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"login": NaN}', b"[" * 50_000, b'"\xff"', b"1" * 9_999]
)
def test_body_that_is_not_what_was_asked_for_is_malformed(
    client: httpx.Client, body: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    assert said(client.post("/api/salts", content=body, headers=headers)) == (
        400,
        {"code": "malformed"},
    )


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_json_must_be_called_json(client: httpx.Client, kind: str | None) -> None:
    """A form of another site can be posted without asking; JSON cannot."""
    headers = {} if kind is None else {"Content-Type": kind}
    refused = client.post("/api/salts", content=b'{"login":"robin"}', headers=headers)
    assert said(refused) == (400, {"code": "malformed"})
    assert client.post("/api/salts", json={"login": "robin"}).status_code == 200


def test_refusal_never_repeats_what_was_sent(client: httpx.Client) -> None:
    for sent in ({"login": "secret words"}, {"secret words": 1}, ["secret words"]):
        assert "secret" not in client.post("/api/salts", json=sent).text


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "file://", "javascript:"]
)
def test_page_of_another_origin_changes_nothing(client: httpx.Client, origin: str) -> None:
    refused = client.post("/api/salts", json={"login": "robin"}, headers={"Origin": origin})
    assert said(refused) == (403, {"code": "wrong_origin"})


def test_own_page_and_no_page_are_let_in(client: httpx.Client) -> None:
    own = str(client.base_url).rstrip("/")
    for headers in ({"Origin": own}, {}):
        answer = client.post("/api/salts", json={"login": "robin"}, headers=headers)
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "version, expected",
    [
        ("0", (426, {"code": "upgrade"})),
        ("-1", (400, {"code": "malformed"})),
        ("one", (400, {"code": "malformed"})),
        ("", (400, {"code": "malformed"})),
        ("9" * 5_000, (400, {"code": "malformed"})),
    ],
)
def test_client_that_is_too_old_is_told_so(
    client: httpx.Client, version: str, expected: tuple[int, object]
) -> None:
    assert said(client.get("/api/health", headers={"Goldseam-Client": version})) == expected


@pytest.mark.parametrize("version", ["1", "2"])
def test_client_of_this_version_or_a_newer_one_is_let_in(
    client: httpx.Client, version: str
) -> None:
    answer = client.get("/api/health", headers={"Goldseam-Client": version})
    assert answer.status_code == 200


def test_body_that_announces_too_much_is_not_read(client: httpx.Client) -> None:
    refused = client.post("/api/salts", content=b"x" * (MAX_REQUEST_BYTES + 1))
    assert said(refused) == (413, {"code": "too_large"})
    assert client.post("/api/salts", content=b"x" * MAX_REQUEST_BYTES).status_code == 400


def test_body_that_announces_nothing_is_cut_off(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_REQUEST_BYTES // 65_536 + 1):
            yield b"x" * 65_536

    headers = {"Content-Type": "application/json"}
    refused = client.post("/api/salts", content=endless(), headers=headers)
    assert said(refused) == (413, {"code": "too_large"})


def test_r12_what_nobody_foresaw_is_a_plain_500_and_logged_without_its_text(
    app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/api/broken")
    def _break() -> None:
        raise LookupError("secret words")

    with running(app) as url, httpx.Client(base_url=url, verify=False) as client:
        answer = client.get("/api/broken")
        assert said(answer) == (500, {"code": "server"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert client.get("/api/health").status_code == 200
    [record] = [record for record in caplog.records if record.exc_info]
    assert record.name == "app.access"
    written = QuietFormatter().format(record)
    assert "LookupError" in written
    assert "_break" in written
    assert "secret" not in written


def test_answers_of_the_api_are_kept_nowhere(client: httpx.Client) -> None:
    for path in ("/api/health", "/api/account", "/api/nothing"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
