"""One device: a browser of its own with its own storage, cookies, clock and cable to the server."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.axe import expect_accessible
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.faults import Faults
from tests.browser.server import Server
from tests.browser.wire import Wire

PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 800}
# Which app is in front is the system's to say, and a browser without a screen has no such system.
TURN = """(state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    document.dispatchEvent(new Event('visibilitychange'));
}"""


class Device:
    """A phone, tablet or computer in somebody's hand; `page` is the tab they look at."""

    def __init__(
        self,
        browser: Browser,
        server: Server,
        *,
        wide: bool = False,
        scheme: Literal["light", "dark"] = "light",
        scale: float = 1,
        now: datetime | None = None,
        still: bool = True,
        puts_by: bool = False,
        installed: bool = False,
    ) -> None:
        """With `now` the device's clock starts there and runs on; `still` asks for no motion.

        One where the app is `installed` shows it without an address bar, in a browser of its own;
        a drawn phone hides that from the page, so it is `wide`.
        Only a device that `puts_by` the app keeps its files for offline use, which takes longer
        than signing in and shows in nothing that a connected device does.
        """
        self.server = server
        self.wire = Wire(server.port)
        self.faults = Faults()
        self.puts_by = puts_by
        options: dict[str, Any] = {
            "base_url": self.wire.url,
            "viewport": WIDE if wide else PHONE,
            "is_mobile": not wide,
            "has_touch": not wide,
            "device_scale_factor": scale,
            "color_scheme": scheme,
            "reduced_motion": "reduce" if still else "no-preference",
            "locale": "en-GB",
            "timezone_id": "Europe/Berlin",
            "service_workers": "allow" if puts_by else "block",
        }
        if installed:
            self.context = browser.browser_type.launch_persistent_context(
                server.folder / "installed",
                executable_path=find_chromium(),
                args=[*FLAGS, f"--app={self.wire.url}"],
                **options,
            )
        else:
            self.context = browser.new_context(**options)
        self.context.set_default_timeout(20_000)
        if now is not None:
            self.context.clock.install(time=now)
        self.faults.watch(self.context)
        if not puts_by:
            self.faults.expect("Service Worker registration blocked by Playwright")
        self.page: Page = self.context.pages[0] if installed else self.context.new_page()

    # Tabs

    def open(self, path: str = "/") -> Self:
        """Type an address into the tab in front."""
        self.page.goto(path)
        return self

    def open_inside(self, path: str) -> Self:
        """Go to a screen by a link, as the app itself does: without loading the page anew."""
        self.page.evaluate(
            """(path) => {
                const link = document.createElement('a');
                link.href = path;
                document.body.append(link);
                link.click();
                link.remove();
            }""",
            path,
        )
        self.page.wait_for_url(f"**{path}")
        return self

    def settles(self) -> Self:
        """Wait until the network is quiet and a device that puts the app by has done so."""
        self.page.wait_for_load_state("networkidle")
        if self.puts_by:
            self.is_put_by()
        return self

    def is_put_by(self) -> None:
        """Wait until the service worker has all its files; they come after the first screen."""
        assert self.puts_by, "mark this test with put_by"
        self.page.wait_for_function("() => navigator.serviceWorker.ready.then(() => true)")

    def new_tab(self, path: str = "/") -> Page:
        """Open a second tab beside the first, which stays in front of the test."""
        page = self.context.new_page()
        page.goto(path)
        return page

    def start_again(self, path: str = "/") -> Self:
        """Close every tab and open the app anew, as the next day does."""
        for page in self.context.pages:
            page.close()
        self.page = self.context.new_page()
        return self.open(path)

    def turn(self, state: Literal["visible", "hidden"]) -> None:
        """Another app comes in front of this one, or this one comes back."""
        self.page.evaluate(TURN, state)

    # The cable

    def go_offline(self) -> None:
        """Pull the cable of a device that has had the app for a while: open sockets die at once."""
        self.is_put_by()
        self.faults.expect_unreachable()
        self.context.set_offline(offline=True)
        self.wire.cut()

    def go_online(self) -> None:
        """Plug the cable in again."""
        self.wire.mend()
        self.context.set_offline(offline=False)

    # What a person sees and does, in the words on the screen

    def sees(self, words: str) -> Locator:
        """Expect these words somewhere on the screen; a part laid out for wide ones is no place."""
        place = self.page.get_by_text(words).filter(visible=True).first
        expect(place).to_be_visible()
        return place

    def sees_no(self, words: str) -> None:
        """Expect these words nowhere in the document, not even hidden."""
        expect(self.page.get_by_text(words)).to_have_count(0)

    def sees_heading(self, name: str) -> Locator:
        """Expect the screen whose own heading this is."""
        heading = self.page.get_by_role("heading", name=name, level=1)
        expect(heading).to_be_visible()
        return heading

    def sees_screen(self, heading: str) -> None:
        """Expect the screen whose own heading matches this pattern from its start."""
        name = re.compile(f"^{heading}")
        expect(self.page.get_by_role("heading", name=name, level=1)).to_be_visible()

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def press_containing(self, name: str) -> None:
        """Press the row or button whose name holds these words among others."""
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """Follow the link of this name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def fill(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, name: str) -> None:
        """Choose one of several; the drawn option may lie over the radio button itself."""
        self.page.get_by_role("radio", name=name, exact=True).check(force=True)

    def is_accessible(self, heading: str) -> None:
        """Expect that axe finds nothing on the screen of this heading, light and dark."""
        expect_accessible(self.page, heading)

    # The end

    def picture(self, path: Path) -> None:
        """Keep what the tab in front shows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path)

    def close(self) -> None:
        """Put the device away."""
        self.context.close()
        self.wire.close()
