"""What the pictures of `make screens` are taken with: one server, one evening, and its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser

from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import ROOT, Server

FOLDER = ROOT / "docs/screens"
EVENING = datetime(2024, 5, 12, 21, 14, tzinfo=ZoneInfo("Europe/Berlin"))

Scheme = Literal["light", "dark"]


@dataclass
class Studio:
    """One server at one evening, somebody alone and two who share a space."""

    browser: Browser
    server: Server
    nadia: Person
    couple: tuple[Person, Person]
    scheme: Scheme = "light"
    wide: bool = False
    evening: datetime = EVENING

    @property
    def kind(self) -> str:
        """For logins of this run alone."""
        return f"{self.scheme}{'-wide' if self.wide else ''}"

    @contextmanager
    def device(self, *, puts_by: bool = False) -> Iterator[Device]:
        """A phone or a computer; one that is to go offline first puts the app by."""
        device = Device(
            self.browser,
            self.server,
            wide=self.wide,
            scheme=self.scheme,
            scale=1 if self.wide else 2,
            now=self.evening,
            puts_by=puts_by,
        )
        yield device
        device.close()

    def take(self, device: Device, name: str) -> None:
        """Keep the screen under this name, once its fonts are there."""
        device.page.evaluate("() => document.fonts.ready")
        device.page.evaluate("() => document.activeElement?.blur()")
        device.page.mouse.move(0, 0)
        device.picture(FOLDER / f"{name}{'-wide' if self.wide else ''}-{self.scheme}.png")


class StoppedClock:
    """The clock of the clients and of the server while the days before the evening are lived."""

    def __init__(self, server: Server, moment: datetime) -> None:
        self._server = server
        self.go_to(moment)

    def go_to(self, moment: datetime) -> None:
        self._moment = moment
        self._server.set_clock(moment)

    def now_ms(self) -> int:
        return int(self._moment.timestamp() * 1_000)
