"""What a person does on the screens, in as few words as they would use to tell it."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Unpack

from playwright.sync_api import Locator, expect

from app.client.device import DeviceOptions
from app.client.person import Person as Client
from tests.browser.device import Device
from tests.browser.server import Server

PASSPHRASE = "the plum tree by the wall"
_numbers = count(1)


@dataclass
class Person:
    """Somebody with an account, or about to have one."""

    name: str = "Nora"
    login: str = field(default_factory=lambda: f"nora.{next(_numbers)}")
    passphrase: str = PASSPHRASE
    glaze: str = "Celadon"
    recovery_code: str = ""

    def make_account(self, server: Server) -> None:
        """Make the account without a screen, in a fraction of a second; no session is left."""
        with self.arrive(server) as client:
            client.sign_out()

    def arrive(self, server: Server, **options: Unpack[DeviceOptions]) -> Client:
        """The same on a device that stays signed in."""
        client = Client.sign_up(server.url, self.login, self.passphrase, **options)
        self.recovery_code = client.recovery_code
        client.put_profile(self.name, self.glaze.lower())
        return client

    def sign_up(self, device: Device, *, invitation: str = "") -> None:
        """From the welcome to Today, through every screen."""
        device.open("/")
        device.follow("Begin")
        self.answer_adults(device)
        self.give_name(device, invitation=invitation)
        self.choose_passphrase(device)
        device.sees_heading("Your recovery code")
        self.recovery_code = read_recovery_code(device)
        device.press("I have kept it")
        self.sees_today(device)

    def answer_adults(self, device: Device) -> None:
        """The first screen."""
        device.sees_heading("What this is, and what it is not")
        device.press("Yes, 18 or over")

    def give_name(self, device: Device, *, invitation: str = "") -> None:
        """The second."""
        device.sees_heading("A name and a glaze")
        device.fill("Your name", self.name)
        device.choose(self.glaze)
        if invitation:
            device.fill("Code for a new account", invitation)
        device.press("Continue")

    def choose_passphrase(self, device: Device) -> None:
        """The third, and the making of keys."""
        device.sees_heading("How you get back in")
        device.fill("Login name", self.login)
        device.choose("Use my own")
        device.fill("Your own passphrase", self.passphrase)
        device.press("Use this passphrase")

    def sign_in(self, device: Device) -> None:
        """On a device that does not know this account yet."""
        device.open("/sign-in")
        device.fill("Login name", self.login)
        device.fill("Passphrase", self.passphrase)
        device.press("Sign in")
        self.sees_today(device)

    def sees_today(self, device: Device) -> None:
        """The first screen of an open app greets by name."""
        greeting = re.compile(rf"Good (morning|afternoon|evening), {re.escape(self.name)}")
        expect(device.page.get_by_role("heading", name=greeting, level=1)).to_be_visible()

    def lock(self, device: Device) -> None:
        """By hand, from Us."""
        device.open_inside("/us")
        device.press_containing("Lock now")
        device.sees_heading("Locked")

    def unlock(self, device: Device) -> None:
        """Open a locked device."""
        device.sees_heading("Locked")
        device.fill("Passphrase", self.passphrase)
        device.press("Open")
        expect(device.page.get_by_role("heading", name="Locked", level=1)).to_have_count(0)


def read_recovery_code(device: Device) -> str:
    """The nine groups as the screen shows them."""
    groups = device.page.get_by_role("list", name="Your recovery code").get_by_role("listitem")
    expect(groups).to_have_count(9)
    # Each item begins with its number.
    return " ".join(text[-4:] for text in groups.all_inner_texts())


def write_note(device: Device, title: str, text: str) -> None:
    """From My side and back to it."""
    device.open_inside("/us/notes")
    device.follow("New note")
    fill_note(device, title, text)
    device.press("Done")
    device.sees_heading("My side")


def fill_note(device: Device, title: str, text: str) -> None:
    """Type into the editor that is open."""
    device.fill("Title", title)
    device.fill("Write here", text)


def sees_note(device: Device, title: str) -> None:
    """Expect this note in the list of My side."""
    expect(note_row(device, title)).to_be_visible()


def note_row(device: Device, title: str) -> Locator:
    """The row of My side with this title."""
    return device.page.get_by_role("listitem").filter(has_text=title)
