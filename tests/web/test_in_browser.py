"""The policy as a real browser obeys it: our own files run, nothing else does."""

import logging
from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, Response, sync_playwright

from tests.browser.chromium import FLAGS, find_chromium

pytestmark = pytest.mark.browser

INJECTED = "document.body.append(Object.assign(document.createElement('script'), {text: 'x = 1'}))"
MARKUP = "document.body.innerHTML = '<b>words</b>'"
COMPILE = """WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
    .then(() => 'compiled', () => 'refused')"""
START_WORKER = """(path) => new Promise((resolve) => {
    const policy = trustedTypes.createPolicy('goldseam-worker', {createScriptURL: (url) => url});
    const worker = new Worker(policy.createScriptURL(path));
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = () => resolve('no worker');
})"""


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        page = browser.new_page()
        yield page
        browser.close()


@pytest.fixture
def page(browser_page: Page, server_url: str) -> Iterator[Page]:
    """A page of the server that has started, with nothing said on its console."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    browser_page.on("console", note)
    browser_page.goto(server_url)
    assert browser_page.evaluate("[window.started, window.entered]") == ["the app", True]
    assert said == []
    yield browser_page
    browser_page.remove_listener("console", note)
    browser_page.goto("about:blank")


def is_report(response: Response) -> bool:
    return response.url.endswith("/api/reports")


def test_t12_browser_runs_the_builds_own_scripts(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/closed.html")
    assert page.evaluate("window.closed_page") is True


@pytest.mark.parametrize("attack", [INJECTED, MARKUP])
def test_t12_browser_refuses_text_as_markup_or_script(page: Page, attack: str) -> None:
    assert page.evaluate(
        f"() => {{ try {{ {attack}; return 'done' }} catch (e) {{ return e.name }} }}"
    ) == ("TypeError")


def test_t12_text_stays_text(page: Page) -> None:
    """The twin: the same words as a text node."""
    page.evaluate("document.body.append('<b>words</b><script>x = 1</script>')")
    assert "<b>words</b>" in page.inner_text("body")
    assert page.evaluate("typeof x") == "undefined"


def test_t12_refused_inline_style_is_reported_by_the_name_of_its_directive(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    """As browsers send it: their own content type, from our own origin."""
    with (
        caplog.at_level(logging.WARNING, logger="app.web.routes"),
        page.expect_response(is_report, timeout=10_000) as reported,
    ):
        page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert reported.value.status == 204
    assert "policy report: style-src-attr" in caplog.text


def test_webassembly_compiles_in_the_deriving_worker(page: Page) -> None:
    path = "/_app/immutable/workers/kdf.worker-abc.js"
    assert page.evaluate(START_WORKER, path) == "compiled"


def test_webassembly_is_refused_everywhere_else(page: Page) -> None:
    path = "/_app/immutable/workers/other-abc.js"
    assert page.evaluate(START_WORKER, path) == "refused"
    assert page.evaluate(COMPILE) == "refused"


def test_api_page_opens_under_its_own_policy(browser_page: Page, server_url: str) -> None:
    said: list[str] = []
    failed: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    def note_answer(response: Response) -> None:
        if response.status >= 400:
            failed.append(response.url)

    browser_page.on("console", note)
    browser_page.on("response", note_answer)
    browser_page.goto(f"{server_url}/api/docs")
    browser_page.get_by_role("button", name="POST /api/salts Ask Salt").click()
    browser_page.get_by_role("button", name="Try it out").wait_for()
    browser_page.remove_listener("console", note)
    browser_page.remove_listener("response", note_answer)
    assert (said, failed) == ([], [])
