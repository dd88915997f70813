"""What went wrong in a browser unasked: any of it fails the test that did not expect it.

Console errors and warnings, uncaught errors, reports of the content security policy, requests that
did not arrive and answers of 400 and above, from pages, workers and the service worker alike.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError, Worker

# What a browser says when the server is not there; expected wherever a test pulls the cable.
UNREACHABLE = (
    r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE|NETWORK_\w+|FAILED|"
    r"SOCKET_NOT_CONNECTED|ADDRESS_UNREACHABLE|CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING)"
)
WEBSOCKET_GONE = r"WebSocket connection to .* failed"
# What Chromium remarks when a page gives up a socket that is still opening, as locking may.
SOCKET_GIVEN_UP = r"WebSocket is closed before the connection is established"

# Policy reports reach the console as an error of this shape; see `WATCH_POLICY`.
WATCH_POLICY = """
    addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@dataclass
class Faults:
    """Everything unasked that one device reported, less what its test said to expect."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=lambda: [SOCKET_GIVEN_UP])

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page and worker that this context ever has."""
        context.add_init_script(WATCH_POLICY)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("requestfailed", self._request_failed)
        context.on("response", self._response)
        context.on("serviceworker", self._service_worker)

    def expect(self, *patterns: str) -> None:
        """From now to the end of the test, reports that match a pattern are part of the plan."""
        self.expected += patterns

    def expect_unreachable(self) -> None:
        """The server will be out of reach for this device, and the browser will say so."""
        self.expect(UNREACHABLE, WEBSOCKET_GONE)

    def expect_status(self, status: int, path: str = "") -> None:
        """One answer or more with this status, from addresses that hold `path`."""
        self.expect(
            rf"answer {status} .*{re.escape(path)}",
            rf"console error: .*{re.escape(path)}.*status of {status}",
            rf"console error: .*status of {status}.*{re.escape(path)}",
        )

    def unexpected(self) -> list[str]:
        """What nobody planned."""
        return [each for each in self.seen if not self._is_expected(each)]

    def _is_expected(self, report: str) -> bool:
        return any(re.search(pattern, report) for pattern in self.expected)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            where = message.location.get("url", "")
            self.seen.append(f"console {message.type}: {message.text} ({where})")

    def _error(self, error: WebError) -> None:
        self.seen.append(f"uncaught: {error.error}")

    def _request_failed(self, request: Request) -> None:
        # An aborted request is one that its own page gave up, by leaving or by a signal.
        if request.failure != "net::ERR_ABORTED":
            self.seen.append(f"request: {request.method} {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            method = response.request.method
            self.seen.append(f"answer {response.status} {method} {response.url}")

    def _service_worker(self, worker: Worker) -> None:
        worker.on("console", self._console)
