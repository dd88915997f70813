"""`make difference`: how long a phone takes to show what changed in an agreement of 3,000 words.

The shipped app in a headless Chromium, its processor slowed down four times: from the choice of
"Changes" until the words are laid out and painted, which is two frames later. The goal is 100 ms.
It is reported and never fails, because a machine that is busy with other things says nothing.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from app.client.person import Person as Client
from tests.browser.agreed import open_agreed
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.couple import make_couple
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server

WORDS = 3_000
ROUNDS = 15
SLOWED = 4
GOAL_MS = 100
PLAIN = (
    "on",
    "most",
    "evenings",
    "we",
    "leave",
    "our",
    "phones",
    "by",
    "the",
    "door",
    "and",
    "sit",
)
# Every so many words one is another: few, as many as are still told apart word by word, and more,
# where the two texts are shown one after the other.
CHANGES = (("20 words changed", 150), ("200 words changed", 15), ("750 words changed", 4))
MEASURE = """async () => {
    const [changes, now] = [...document.querySelectorAll('fieldset input[type=radio]')];
    now.click();
    await new Promise((done) => setTimeout(done, 50));
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const began = performance.now();
    changes.click();
    while (!document.querySelector('main ins, main del')) await Promise.resolve();
    await frame();
    await frame();
    return performance.now() - began;
}"""


def before() -> list[str]:
    """Three thousand words, none of which stands twice beside the same neighbours."""
    return [f"{PLAIN[at % len(PLAIN)]}{at // len(PLAIN)}" for at in range(WORDS)]


def after(every: int) -> list[str]:
    """The same, with another word at every so many places."""
    return [f"other{at}" if at % every == 0 else word for at, word in enumerate(before())]


def suggest(person: Client, title: str, every: int) -> None:
    """Long words, and other words for them."""
    words = {"title": title, "what": " ".join(before())}
    made = person.us.agreements.propose(words)
    changed = {**words, "what": " ".join(after(every))}
    person.us.agreements.propose(changed, agreement=made, base=1)


def measure(device: Device, title: str) -> list[float]:
    """Milliseconds of each round, on a processor that is slowed down."""
    open_agreed(device, title)
    expect(device.page.locator("main ins").first).to_be_visible()
    session = device.context.new_cdp_session(device.page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    found = [float(device.page.evaluate(MEASURE)) for _ in range(ROUNDS)]
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return found


def main() -> int:
    """Print one line a kind of change: median and worst in milliseconds."""
    path = find_chromium()
    if path is None:
        print("No Chromium was found, so nothing was measured.")
        return 1
    expect.set_options(timeout=60_000)
    nora, elias = Person(), Person(name="Elias", glaze="Indigo")
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        make_couple(server, nora, elias)
        device = Device(browser, server)
        nora.sign_in(device)
        with Client.sign_in(server.url, elias.login, elias.passphrase) as other:
            other.read()
            print(f"{WORDS} words, processor slowed {SLOWED} times, goal {GOAL_MS} ms")
            for name, every in CHANGES:
                suggest(other, name, every)
                found = measure(device, name)
                median, worst = statistics.median(found), max(found)
                print(f"{name:20}{median:8.1f}ms median{worst:8.1f}ms worst")
        device.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
