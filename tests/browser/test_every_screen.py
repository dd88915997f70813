"""What holds on every screen (R35): axe, twice the text size, nothing that sticks out."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import SIGNED_IN, SIGNED_OUT, live_together
from tests.browser.conftest import MakeDevice
from tests.browser.couple import make_link, read_digits, type_digits
from tests.browser.device import WIDE, Device
from tests.browser.people import Person, fill_note, note_row, write_note
from tests.browser.server import Server

INSIDE = {path: heading for path, heading in SIGNED_IN.items() if path not in SIGNED_OUT}


def overflow(page: Page) -> int:
    """How far the page could be scrolled sideways, in pixels."""
    width: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def faults_here(device: Device, heading: str) -> list[str]:
    """What is wrong with the screen whose heading begins with this pattern."""
    device.sees_screen(heading)
    where = device.page.evaluate("location.pathname")
    faults = []
    try:
        device.is_accessible(heading)
    except AssertionError as finding:
        faults.append(f"{where}: {finding}")
    device.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    if (width := overflow(device.page)) > 0:
        faults.append(f"{where}: at twice the text size {width} px stick out")
    device.page.evaluate("() => { document.documentElement.style.fontSize = ''; }")
    if (width := overflow(device.page)) > 0:
        faults.append(f"{where}: {width} px stick out")
    return faults


def faults_of(device: Device, screens: Mapping[str, str]) -> list[str]:
    """Go through screens and gather what is wrong, so that one run names all of it."""
    return [
        fault
        for path, heading in screens.items()
        for fault in faults_here(device.open_inside(path), heading)
    ]


def test_r35_public_screens_are_accessible(device: Device) -> None:
    device.open("/")
    assert faults_of(device, SIGNED_OUT) == []


@pytest.mark.timeout(300)
def test_r35_inner_screens_are_accessible(at_home: Device) -> None:
    write_note(at_home, "Before Thursday", "Start with the summer.")
    assert faults_of(at_home, INSIDE) == []


@pytest.mark.timeout(300)
def test_r35_inner_screens_are_accessible_on_a_wide_screen(
    make_device: MakeDevice, at_home: Device, nora: Person
) -> None:
    desk = make_device(wide=True)
    nora.sign_in(desk)
    assert faults_of(desk, INSIDE) == []


@pytest.mark.timeout(300)
def test_r35_screens_of_two_people_are_accessible(
    device: Device, server: Server, nora: Person, elias: Person
) -> None:
    """At the end also turned and widened, where a screen is laid out anew."""
    screens = live_together(server, nora, elias)
    nora.sign_in(device)
    faults = faults_of(device, screens)
    device.page.set_viewport_size(WIDE)
    for path, heading in screens.items():
        device.open_inside(path)
        device.sees_screen(heading)
        if (width := overflow(device.page)) > 0:
            faults.append(f"{path}: {width} px stick out on a wide screen")
    assert faults == []


def test_r35_the_screens_of_pairing_are_accessible(at_home: Device, far: Device) -> None:
    link = make_link(at_home)
    faults = faults_here(at_home, "Invite your partner")
    far.open(link)
    faults += faults_here(far, "Nora invites you to a place for two.")
    far.press("Join")
    digits = read_digits(far, "Nora")
    faults += faults_here(far, "Read these six digits to Nora")
    faults += faults_here(at_home, "Type the six digits Elias reads out")
    type_digits(at_home, digits)
    faults += faults_here(at_home, "Nora and Elias")
    assert faults == []


def test_r35_the_steps_of_sign_up_are_accessible(device: Device, nora: Person) -> None:
    device.open("/sign-up")
    nora.answer_adults(device)
    faults = faults_here(device, "A name and a glaze")
    nora.give_name(device)
    faults += faults_here(device, "How you get back in")
    nora.choose_passphrase(device)
    faults += faults_here(device, "Your recovery code")
    device.press("Type three groups now")
    faults += faults_here(device, "Three groups from your copy")
    assert faults == []


@pytest.mark.put_by
def test_r35_what_needs_a_person_is_accessible(
    at_home: Device, make_device: MakeDevice, nora: Person
) -> None:
    """Offline, two versions of a note, the same under "needs you", and a sheet over a screen."""
    write_note(at_home, "Before Thursday", "Start with the summer.")
    at_home.sees_no("Only on this phone")
    at_home.go_offline()
    note_row(at_home, "Before Thursday").click()
    fill_note(at_home, "Before Thursday", "Start with the summer, not the rota.")
    at_home.press("Done")
    at_home.sees("Only on this phone")
    faults = faults_here(at_home, "My side")
    desk = make_device()
    nora.sign_in(desk)
    desk.open_inside("/us/notes")
    note_row(desk, "Before Thursday").click()
    fill_note(desk, "Before Thursday", "Start with the list from last time.")
    desk.press("Done")
    desk.sees_no("Only on this phone")
    at_home.go_online()
    at_home.sees("Two versions")
    faults += faults_here(at_home, "My side")
    at_home.open_inside("/needs-you")
    at_home.sees("has two versions")
    faults += faults_here(at_home, "Needs you")
    at_home.follow("Look at both")
    faults += faults_here(at_home, "Two versions")
    at_home.open_inside("/us")
    at_home.page.get_by_role("button", name="Sign out").click()
    at_home.sees("Sign out")
    faults += faults_here(at_home, "Us")
    assert faults == []


@pytest.mark.parametrize(
    "page, heading",
    [
        ("/closed.html", "Nothing can be sealed here, so this page stays closed"),
        ("/measures.html", "Kitchen measures"),
    ],
)
def test_r35_the_plain_pages_are_accessible(device: Device, page: str, heading: str) -> None:
    device.context.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', { value: false })"
    )
    device.open(page)
    assert faults_here(device, heading) == []


def test_r35_the_lock_screen_is_accessible(at_home: Device) -> None:
    at_home.open_inside("/us")
    at_home.press_containing("Lock now")
    at_home.is_accessible("Locked")
