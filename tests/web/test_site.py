"""The built frontend: which bytes, how long kept, and what an unknown path gets."""

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.conftest import FakeClock, running
from tests.web.conftest import BROTLI, FILES, SHELL

FOR_EVER = "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/", "/today", "/us/notes/01890a5d", "/safety", "/sign-in?x=1"])
def test_address_of_the_app_is_the_shell(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (
        200,
        gzip.decompress(gzip.compress(SHELL.encode())).decode(),
    )
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path, kind, kept",
    [
        ("/closed.html", "text/html; charset=utf-8", "no-cache"),
        ("/service-worker.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/icon.svg", "image/svg+xml", "no-cache"),
        ("/_app/version.json", "application/json", "no-cache"),
        ("/_app/immutable/entry/start.js", "text/javascript; charset=utf-8", FOR_EVER),
        ("/_app/immutable/assets/fraunces.woff2", "font/woff2", FOR_EVER),
    ],
)
def test_file_has_its_type_and_its_time(
    client: httpx.Client, path: str, kind: str, kept: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (200, FILES[path[1:]])
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == kept
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_file_of_an_older_build_is_gone_and_not_the_shell(client: httpx.Client) -> None:
    answer = client.get("/_app/immutable/entry/old.js")
    assert (answer.status_code, answer.json()) == (404, {"code": "not_found"})


@pytest.mark.parametrize(
    "path",
    [
        "/../settings.py",
        "/..%2f..%2fdata/goldseam.key",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/_app/../closed.html%00",
    ],
)
def test_no_path_leads_outside_the_build(server_url: str, path: str) -> None:
    with httpx.Client(verify=False) as client:
        answer = client.get(httpx.URL(server_url).copy_with(raw_path=path.encode()))
    assert answer.text in {SHELL, '{"code":"not_found"}'}


@pytest.mark.parametrize(
    "accepted, chosen",
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip;q=1.0", "gzip"),
        ("br;q=0.0, gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_browser_gets_the_smallest_form_that_it_takes(
    client: httpx.Client, accepted: str, chosen: str | None
) -> None:
    headers = {"Accept-Encoding": accepted}
    with client.stream("GET", "/licence.txt", headers=headers) as answer:
        raw = b"".join(answer.iter_raw())
    plain = FILES["licence.txt"].encode()
    assert answer.headers.get("Content-Encoding") == chosen
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(raw)
    assert (gzip.decompress(raw) if chosen == "gzip" else raw) == (
        BROTLI if chosen == "br" else plain
    )


def test_what_the_browser_has_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/closed.html", headers={"Accept-Encoding": "gzip"})
    again = client.get(
        "/closed.html",
        headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    other_form = client.get(
        "/closed.html",
        headers={"Accept-Encoding": "identity", "If-None-Match": first.headers["ETag"]},
    )
    assert other_form.status_code == 200


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    got, asked = client.get("/closed.html"), client.head("/closed.html")
    assert (asked.status_code, asked.content) == (200, b"")
    drop = {"date"}
    assert {k: v for k, v in asked.headers.items() if k not in drop} == {
        k: v for k, v in got.headers.items() if k not in drop
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_page_can_only_be_read(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/today")
    assert (answer.status_code, answer.json()) == (405, {"code": "method_not_allowed"})
    assert answer.headers["Allow"] == "GET, HEAD"


def test_health_names_the_build(client: httpx.Client) -> None:
    assert client.get("/api/health").json() == {"status": "ok", "protocol": 1, "build": "build-7"}


def test_without_a_build_the_api_works_and_pages_say_so(
    settings: Settings, clock: FakeClock, database_file: Path, tmp_path: Path
) -> None:
    bare: FastAPI = create_app(
        settings.model_copy(update={"frontend": tmp_path / "nothing"}), clock=clock
    )
    with running(bare) as url, httpx.Client(base_url=url, verify=False) as client:
        page = client.get("/")
        assert (page.status_code, page.text) == (503, "The frontend has not been built.\n")
        assert client.get("/api/health").json()["build"] == ""
