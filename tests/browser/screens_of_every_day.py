"""The pictures of every day: what came, what may wake a phone and when, and the PIN."""

from playwright.sync_api import Locator, expect

from tests.browser import notes
from tests.browser.device import Device
from tests.browser.studio import Studio


def take_every_day(studio: Studio) -> None:
    """What came to one of two, the notes of somebody alone, and both on an iPhone in a tab."""
    with studio.device() as device:
        take_came(studio, device)
    with studio.device(puts_by=True) as device:
        notes.allow(device)
        studio.nadia.sign_in(device)
        take_notifications(studio, device.settles())
        take_pin(studio, device)
    if not studio.wide:  # There is nothing to touch on a wide one, and so it is no iPhone.
        with studio.device() as device:
            device.context.add_init_script(notes.IPHONE_TAB)
            studio.nadia.sign_in(device)
            device.open_inside("/us/notifications")
            device.sees("First, put it on the home screen")
            studio.take(device, "us-notifications-install")


def take_came(studio: Studio, device: Device) -> None:
    """The offer, which nobody answers here, and the list."""
    _, elias = studio.couple
    elias.sign_in(device)
    device.sees("A note when something comes?").scroll_into_view_if_needed()
    studio.take(device, "two-offer")
    device.open_inside("/today/inbox")
    device.sees_heading("What came")
    studio.take(device, "two-inbox")


def take_notifications(studio: Studio, device: Device) -> None:
    """Switched on, with quiet hours and a time for the two; off again for the next picture."""
    device.open_inside("/us/notifications")
    here = switch(device, "Notifications on this device")
    here.click()
    device.sees("Thanks and answers")
    for name in ("Nothing at night", "A time for us, once a week"):
        one = switch(device, name)
        if not one.is_checked():
            one.click()
        expect(one).to_be_checked()
    device.page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    studio.take(device, "us-notifications")
    device.page.get_by_label("Day", exact=True).scroll_into_view_if_needed()
    studio.take(device, "us-notifications-hours")
    here.click()
    device.sees("Off until you switch it on")


def take_pin(studio: Studio, device: Device) -> None:
    """Set, and asked for."""
    device.open_inside("/us/passphrase/once")
    device.sees_heading("Your passphrase, once")
    studio.take(device, "us-passphrase-once")
    device.open_inside("/us/lock/pin")
    device.fill("Passphrase", studio.nadia.passphrase)
    for label in ("Six digits", "The same six again"):
        device.fill(label, "073914")
    device.press("Set the PIN")
    device.sees_heading("The PIN is set")
    studio.nadia.lock(device)
    expect(device.page.get_by_label("PIN", exact=True)).to_be_editable()
    studio.take(device, "lock-pin")


def switch(device: Device, name: str) -> Locator:
    """A switch of the screen that is open."""
    return device.page.get_by_role("switch", name=name, exact=True)
