"""What a page of ours may do, said in headers (stack.md, "What the web platform does").

Only our own files run: no inline script but those that the build wrote (named by hash), no third
party, no text turned into markup (Trusted Types). WebAssembly is compiled in one worker alone,
and only that worker's own response allows it.
"""

import base64
import hashlib
from collections.abc import Iterable
from html.parser import HTMLParser

REPORTS_PATH = "/api/reports"

# Named one by one: browsers have no word for "everything". The app asks for none of them (R11).
_DENIED_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)

# On every answer of the server, pages and API alike.
COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _DENIED_FEATURES),
}
# Two years, as browsers recommend: the app must never again be asked for over plain http.
HSTS = "max-age=63072000"
# Whatever is no page of ours is data; shown as a page it may do nothing.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


def page_policy(pages: Iterable[str]) -> str:
    """The policy of the app, allowing exactly the inline scripts of these built pages."""
    hashes = sorted({source for page in pages for source in inline_script_sources(page)})
    return _policy(
        {
            "default-src": "'none'",
            "script-src": " ".join(["'self'", *hashes]),
            "style-src": "'self'",
            "img-src": "'self'",
            "font-src": "'self'",
            "connect-src": "'self'",
            "worker-src": "'self'",
            "manifest-src": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "require-trusted-types-for": "'script'",
            "trusted-types": "svelte-trusted-html sveltekit-trusted-url goldseam-worker",
        }
    )


def kdf_worker_policy() -> str:
    """The policy of the worker that derives keys: it may compile WebAssembly, and nothing else."""
    return _policy({"default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'"})


def api_page_policy(page: str) -> str:
    """The policy of the API's page: its own files and its inline start script.

    Its style sheet carries drawings as data addresses, and its code predates Trusted Types.
    """
    return _policy(
        {
            "default-src": "'none'",
            "script-src": " ".join(["'self'", *sorted(set(inline_script_sources(page)))]),
            "style-src": "'self'",
            "img-src": "'self' data:",
            "connect-src": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
    )


def inline_script_sources(page: str) -> list[str]:
    """`'sha256-…'` of every inline script of an HTML page, over exactly the bytes it holds."""
    reader = _InlineScripts()
    reader.feed(page)
    reader.close()
    digests = (hashlib.sha256(script.encode()).digest() for script in reader.scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _policy(directives: dict[str, str]) -> str:
    # Every engine sends these at once. `report-to` would replace them where it is known, by reports
    # that are held back for minutes and never sent from a local server.
    reported = {**directives, "report-uri": REPORTS_PATH}
    return "; ".join(f"{name} {value}" for name, value in reported.items())


class _InlineScripts(HTMLParser):
    """Collects the text of scripts that have no `src`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and "src" not in dict(attrs):
            self._open = True
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.scripts[-1] += data
