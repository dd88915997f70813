"""T12, R11: what a page of ours may do, in headers, computed from the very pages served."""

import base64
import hashlib
from pathlib import Path

import httpx
import pytest

from app.settings import Settings
from app.web.policy import inline_script_sources
from tests.web.conftest import NOTICE, START


def source_of(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def directives(answer: httpx.Response) -> dict[str, set[str]]:
    policy = answer.headers["Content-Security-Policy"]
    parts = [part.strip().split(" ") for part in policy.split(";")]
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize("path", ["/", "/today", "/closed.html", "/service-worker.js"])
def test_t12_page_runs_our_files_and_the_builds_own_inline_scripts_alone(
    client: httpx.Client, path: str
) -> None:
    assert directives(client.get(path)) == {
        "default-src": {"'none'"},
        "script-src": {
            "'self'",
            source_of(START),
            source_of("window.closed_page = 1 < 2;"),
        },
        "style-src": {"'self'"},
        "img-src": {"'self'"},
        "font-src": {"'self'"},
        "connect-src": {"'self'"},
        "worker-src": {"'self'"},
        "manifest-src": {"'self'"},
        "frame-ancestors": {"'none'"},
        "base-uri": {"'none'"},
        "form-action": {"'none'"},
        "require-trusted-types-for": {"'script'"},
        "trusted-types": {"svelte-trusted-html", "sveltekit-trusted-url", "goldseam-worker"},
        "report-uri": {"/api/reports"},
    }


def test_t12_webassembly_is_allowed_in_the_deriving_worker_alone(client: httpx.Client) -> None:
    worker = directives(client.get("/_app/immutable/workers/kdf.worker-abc.js"))
    assert worker == {
        "default-src": {"'none'"},
        "script-src": {"'self'", "'wasm-unsafe-eval'"},
        "report-uri": {"/api/reports"},
    }
    for path in ("/", "/_app/immutable/workers/other-abc.js", "/_app/immutable/entry/start.js"):
        assert "wasm-unsafe-eval" not in client.get(path).headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/api/health", "/api/account", "/api/nothing", "/_app/none.js"])
def test_t12_data_shown_as_a_page_can_do_nothing(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert directives(answer) == {"default-src": {"'none'"}, "frame-ancestors": {"'none'"}}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "page, scripts",
    [
        (NOTICE, ["window.closed_page = 1 < 2;"]),
        ("<script src=/a.js></script>", []),
        ("<SCRIPT>a</SCRIPT><script type=module>b</script>", ["a", "b"]),
        ("<script>\n\té &amp; '</i>'\n</script>", ["\n\té &amp; '</i>'\n"]),
        ("<script></script>", [""]),
        ("<p>script</p>", []),
    ],
)
def test_hash_is_of_exactly_the_bytes_between_the_tags(page: str, scripts: list[str]) -> None:
    assert inline_script_sources(page) == [source_of(script) for script in scripts]


@pytest.mark.parametrize("path", ["/", "/api/health", "/_app/immutable/entry/start.js"])
def test_r11_page_cannot_ask_for_camera_microphone_or_place(
    client: httpx.Client, path: str
) -> None:
    headers = client.get(path).headers
    denied = headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "display-capture=()"} <= set(denied)
    assert all(part.endswith("=()") for part in denied)
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "server" not in headers


def test_local_server_does_not_ask_for_https(client: httpx.Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers


class TestInPublic:
    @pytest.fixture
    def settings(self, tmp_path: Path, frontend: Path) -> Settings:
        return Settings(
            data=tmp_path / "data",
            frontend=frontend,
            origin="https://goldseam.example",
            operator="Robin",
        )

    @pytest.mark.parametrize("path", ["/", "/api/health", "/api/nothing"])
    def test_public_server_is_only_ever_asked_for_by_https(
        self, client: httpx.Client, path: str
    ) -> None:
        assert client.get(path).headers["Strict-Transport-Security"] == "max-age=63072000"

    @pytest.mark.parametrize("path", ["/api/docs", "/api/openapi.json"])
    def test_public_server_has_no_api_pages_unless_asked(
        self, client: httpx.Client, path: str
    ) -> None:
        answer = client.get(path)
        assert (answer.status_code, answer.json()) == (404, {"code": "not_found"})
