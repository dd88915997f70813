"""What two people do on their screens: invite, answer, compare six digits, give and leave."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Unpack

from playwright.sync_api import expect

from app.client.device import DeviceOptions
from app.client.person import Person as Client
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server
from tests.client.people import pair as pair_clients

BEGINNING = "/join#"


@dataclass
class Couple:
    """Two people who share a space, each with a phone: Nora's is near, Elias's is far."""

    near: Device
    far: Device


@dataclass
class Aging(Couple):
    """Two people whose days pass, on both phones and at the server alike."""

    server: Server
    now: datetime

    def wait(self, **length: float) -> None:
        """Let time pass by parts of a timedelta, and then what runs every few seconds."""
        self.now += timedelta(**length)
        self.server.set_clock(self.now)
        for device in (self.near, self.far):
            device.context.clock.set_system_time(self.now)
            device.context.clock.run_for(6_000)


def make_couple(
    server: Server, nora: Person, elias: Person, **options: Unpack[DeviceOptions]
) -> None:
    """Two accounts and their shared space without a screen; no session is left."""
    with nora.arrive(server, **options) as one, elias.arrive(server, **options) as other:
        meet_at_once(one, other, nora, elias)
        one.sign_out()
        other.sign_out()


def meet_at_once(one: Client, other: Client, nora: Person, elias: Person) -> None:
    """The shared space of two accounts, without a screen."""
    pair_clients(one, other, nora.name, elias.name)
    for client, person in ((one, nora), (other, elias)):
        client.us.put_member(person.name, person.glaze.lower())


def make_link(device: Device) -> str:
    """Make an invitation and give its link as the clipboard gets it, without the host's name."""
    device.open_inside("/us/invite")
    device.press("Make the invitation")
    return copy_link(device)


def copy_link(device: Device) -> str:
    """The link of the invitation that this screen shows."""
    device.sees_heading("Invite your partner")
    device.context.grant_permissions(["clipboard-read", "clipboard-write"])
    device.press("Send a one-time link instead")
    device.sees("The link is copied. It works once.")
    link: str = device.page.evaluate("() => navigator.clipboard.readText()")
    return link[link.index(BEGINNING) :]


def answer(device: Device, link: str, inviter: str) -> None:
    """Open the link on a signed-in device and join."""
    device.open(link)
    device.sees_heading(f"{inviter} invites you to a place for two.")
    device.press("Join")


def read_digits(device: Device, inviter: str) -> str:
    """The six digits that this screen asks to read out."""
    device.sees_heading(f"Read these six digits to {inviter}")
    group = device.page.get_by_role("group", name=re.compile("digits"))
    return "".join(re.findall(r"\d", group.locator("span").first.inner_text()))


def type_digits(device: Device, digits: str) -> None:
    """Type what was read out and compare."""
    device.page.get_by_label("The six digits", exact=True).fill(digits)
    device.press("Compare")


def pair(host: Device, guest: Device, inviter: str, invited: str) -> None:
    """From an invitation to a shared space, on both screens."""
    link = make_link(host)
    answer(guest, link, inviter)
    digits = read_digits(guest, inviter)
    host.sees_heading(f"Type the six digits {invited} reads out")
    type_digits(host, digits)
    for device, me, them in ((host, inviter, invited), (guest, invited, inviter)):
        device.sees_heading(f"{me} and {them}")


def give(device: Device, did: str, changed: str = "", shows: str = "") -> None:
    """Write thanks and give them."""
    device.open_inside("/thanks/write")
    device.fill("What you did", did)
    device.fill("What it changed for me", changed)
    device.fill("What it shows me about you", shows)
    device.press("Give")
    device.sees_heading("Given")


def sees_thanks(device: Device, words: str) -> None:
    """Expect these words among the thanks, wherever this device is now."""
    expect(device.page.get_by_text(words).filter(visible=True).first).to_be_visible()


def open_thanks(device: Device, words: str) -> None:
    """Open the thanks with these words."""
    device.open_inside("/thanks")
    sees_thanks(device, words)
    card = device.page.get_by_role("article").filter(has_text=words)
    card.get_by_role("link").first.click()
