"""The first load of the sign-in page, measured as `make budget` measures it."""

from playwright.sync_api import Browser

from bench.budget import LIMIT_BYTES, measure
from tests.browser.server import Server


def test_the_first_load_of_the_sign_in_page_is_within_its_limit(
    browser: Browser, server: Server
) -> None:
    sizes = measure(browser, server.url)
    assert {"/support.js", "/theme.js"} < set(sizes)
    assert sum(sizes.values()) <= LIMIT_BYTES, sizes
