"""Part of `make bench`: from the tap on Give until the words stand on the partner's screen.

Two contexts of a real Chromium against a real server process, everything sealed, signed, stored,
sent and verified again on the way. Both pages read one machine's clock, so the times compare.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.couple import make_couple
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server

ROUNDS = 20
_NOW = "performance.timeOrigin + performance.now()"
_WATCH_TAP = f"""() => addEventListener('click', () => {{ window.tapped = {_NOW}; }},
    {{ capture: true, once: true }})"""
_WATCH_SCREEN = f"""(words) => {{
    window.shown = new Promise((resolve) => new MutationObserver((_, watching) => {{
        if (!document.body.innerText.includes(words)) return;
        watching.disconnect();
        requestAnimationFrame(() => resolve({_NOW}));
    }}).observe(document.body, {{ childList: true, subtree: true, characterData: true }}));
}}"""


def open_writing(page: Page, words: str) -> None:
    """Thanks with these words, one tap before they are given."""
    page.goto("/thanks/write")
    page.get_by_label("What you did", exact=True).fill(words)
    expect(page.get_by_text("Draft kept")).to_be_visible()


def from_tap_to_screen(near: Device, far: Device, words: str) -> float:
    """Milliseconds between the tap here and the first frame with the words there."""
    open_writing(near.page, words)
    near.page.evaluate(_WATCH_TAP)
    far.page.evaluate(_WATCH_SCREEN, words)
    near.press("Give")
    shown: float = far.page.evaluate("() => window.shown")
    near.sees_heading("Given")
    tapped: float = near.page.evaluate("() => window.tapped")
    return shown - tapped


def main() -> int:
    """Print one line: median and worst of the rounds in milliseconds."""
    chromium = find_chromium()
    if chromium is None:
        print("No Chromium was found, so no tap was measured.")
        return 1
    expect.set_options(timeout=20_000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        with Server(Path(folder)) as server:
            nora, elias = Person(), Person(name="Elias", glaze="Indigo")
            make_couple(server, nora, elias)
            near, far = (Device(browser, server) for _ in range(2))
            nora.sign_in(near)
            elias.sign_in(far)
            far.open_inside("/thanks")
            found = [from_tap_to_screen(near, far, f"Round {n} of it.") for n in range(ROUNDS)]
            near.close()
            far.close()
        browser.close()
    median, worst = statistics.median(found), max(found)
    print(f"{'tap until the partner sees it':34}{median:8.2f}ms{worst:7.2f}ms (worst of {ROUNDS})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
