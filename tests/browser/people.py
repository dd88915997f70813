"""What a person does on the screens, in as few words as they would use to tell it."""

import re
from dataclasses import dataclass, field
from itertools import count

from playwright.sync_api import expect

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

    def make_account(self, server: Server) -> Client:
        """Make the account without a screen, in a fraction of a second; gives that device."""
        client = Client.sign_up(server.url, self.login, self.passphrase)
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
        device.sees_heading("Today")

    def answer_adults(self, device: Device) -> None:
        """The first screen."""
        device.sees_heading("What this is, and what it is not")
        device.press("Yes, 18 or over")

    def give_name(self, device: Device, *, invitation: str = "") -> None:
        """The second."""
        device.sees_heading("A name and a glaze")
        device.fill("Your name", self.name)
        device.page.get_by_role("radio", name=self.glaze).check()
        if invitation:
            device.fill("Code for a new account", invitation)
        device.press("Continue")

    def choose_passphrase(self, device: Device) -> None:
        """The third, and the making of keys."""
        device.sees_heading("How you get back in")
        device.fill("Login name", self.login)
        device.page.get_by_role("radio", name="Use my own").check()
        device.fill("Your own passphrase", self.passphrase)
        device.press("Use this passphrase")

    def sign_in(self, device: Device) -> None:
        """On a device that does not know this account yet."""
        device.open("/sign-in")
        device.fill("Login name", self.login)
        device.fill("Passphrase", self.passphrase)
        device.press("Sign in")
        device.sees_heading("Today")

    def unlock(self, device: Device) -> None:
        """Open a locked device."""
        device.sees_heading("Locked")
        device.fill("Passphrase", self.passphrase)
        device.press("Open")
        expect(device.page.get_by_role("heading", name="Locked", level=1)).to_have_count(0)


def read_recovery_code(device: Device) -> str:
    """The nine groups as the screen shows them."""
    groups = device.page.get_by_test_id("recovery-code").inner_text()
    return " ".join(re.findall(r"\b[0-9A-Z]{4}\b", groups))
