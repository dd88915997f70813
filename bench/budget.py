"""`make budget`: what the first load of the sign-in page costs, as a real Chromium loads it.

Counts every JavaScript file that the page itself asks for until it is quiet, each at its gzipped
size; what the service worker puts by for later is not part of a first load. Ends with 1 above the
limit. `tests/browser/test_first_load.py` holds the same limit on every change.
"""

import gzip
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Response, sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.server import Server

LIMIT_BYTES = 60_000
SCREEN = "/sign-in"


def is_script(response: Response) -> bool:
    """Whether this answer is JavaScript that the page asked for."""
    kind = response.header_value("content-type") or ""
    return "javascript" in kind and response.request.service_worker is None


def measure(browser: Browser, url: str) -> dict[str, int]:
    """Gzipped size of each script of the first load, by path."""
    page = browser.new_page()
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto(url + SCREEN)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    sizes = {
        urlsplit(answer.url).path: len(gzip.compress(answer.body(), compresslevel=9))
        for answer in answers
        if is_script(answer)
    }
    page.close()
    return sizes


def main() -> int:
    """Print the files, largest first, and the sum beside the limit."""
    if find_chromium() is None:
        print("No Chromium was found, so the first load was not measured.")
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        sizes = measure(browser, server.url)
        browser.close()
    for path, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"{size:>8,}  {path}")
    total = sum(sizes.values())
    print(f"{total:>8,}  bytes of JavaScript, gzipped, on the first load of {SCREEN}")
    print(f"{LIMIT_BYTES:>8,}  limit")
    return 0 if 0 < total <= LIMIT_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
