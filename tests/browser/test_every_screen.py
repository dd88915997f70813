"""What holds on every screen: axe, twice the text size, nothing that sticks out."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, write_note

PUBLIC: Mapping[str, str] = {
    "/": "A quiet place for the two of you to talk.",
    "/sign-up": "What this is, and what it is not",
    "/sign-up/too-young": "This place is for adults",
    "/sign-in": "Sign in",
    "/recover": "With your recovery code",
    "/safety": "If something is not right",
    "/safety/questions": "Some questions, for you alone",
    "/safety/device": "Read this on a safer device",
    "/safety/exit": "Leaving fast, and its limits",
    "/safety/lines": "Talk to someone",
}
INSIDE: Mapping[str, str] = {
    "/today/inbox": "What came",
    "/us/notifications": "Notifications",
    "/talk": "Talk",
    "/agreements": "Agreements",
    "/thanks": "Thanks",
    "/us": "Us",
    "/us/name": "Name and glaze",
    "/us/settings": "Look",
    "/us/lock": "Lock and PIN",
    "/us/lock/pin": "A PIN for this phone",
    "/us/passphrase/once": "Your passphrase, once",
    "/us/sessions": "Devices signed in",
    "/us/passphrase": "A new passphrase",
    "/us/recovery": "Recovery code",
    "/us/delete": "Delete account",
    "/us/export": "Export",
    "/us/safety": "Safety and privacy",
    "/us/server": "Who runs this server",
    "/us/notes": "My side",
    "/us/notes/new": "Note",
    "/needs-you": "Needs you",
}


def overflow(page: Page) -> int:
    """How far the page could be scrolled sideways, in pixels."""
    width: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def faults_of(device: Device, screens: Mapping[str, str]) -> list[str]:
    """Go through screens and gather what is wrong, so that one run names all of it."""
    faults = []
    for path, heading in screens.items():
        device.open_inside(path)
        device.sees_heading(heading)
        try:
            device.is_accessible(heading)
        except AssertionError as finding:
            faults.append(f"{path}: {finding}")
        device.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        if (width := overflow(device.page)) > 0:
            faults.append(f"{path}: at twice the text size {width} px stick out")
        device.page.evaluate("() => { document.documentElement.style.fontSize = ''; }")
        if (width := overflow(device.page)) > 0:
            faults.append(f"{path}: {width} px stick out")
    return faults


def test_public_screens_are_accessible(device: Device) -> None:
    device.open("/")
    assert faults_of(device, PUBLIC) == []


@pytest.mark.timeout(300)
def test_inner_screens_are_accessible(at_home: Device) -> None:
    write_note(at_home, "Before Thursday", "Start with the summer.")
    assert faults_of(at_home, INSIDE) == []


@pytest.mark.timeout(300)
def test_inner_screens_are_accessible_on_a_wide_screen(
    make_device: MakeDevice, at_home: Device, nora: Person
) -> None:
    desk = make_device(wide=True)
    nora.sign_in(desk)
    assert faults_of(desk, INSIDE) == []


def test_the_lock_screen_is_accessible(at_home: Device) -> None:
    at_home.open_inside("/us")
    at_home.press_containing("Lock now")
    at_home.is_accessible("Locked")
