"""What two people do on the screens of limits, requests and agreements."""

import re

from playwright.sync_api import Locator

from tests.browser.device import Device

DINNER = "Phones at dinner"
HALL = "From seven until we clear the table, both phones stay in the hall with the sound off."
LATER = "From seven until half past eight, both phones stay in the hall with the sound off."
SISTER = "I do not talk about my sister after ten in the evening."


def begin(device: Device, kind: str) -> None:
    """Open an empty editor: `limit`, `request` or `agreement`."""
    device.open_inside("/agreements/new")
    device.press_containing(f"A{'n' if kind == 'agreement' else ''} {kind}")
    if kind == "agreement":
        device.press_containing("With a blank page")
    device.sees("Only you, until you")


def write(device: Device, what: str, title: str = DINNER, reason: str = "") -> None:
    """Fill the editor that is open."""
    device.fill("Title", title)
    device.page.locator("textarea[name=what]").fill(what)
    if reason:
        device.page.locator("textarea[name=reason]").fill(reason)


def share(device: Device, words: str, sure: str) -> None:
    """Press the foot's button and say yes to what the other person will see."""
    device.press(words)
    device.page.get_by_role("dialog").get_by_role("button", name=sure, exact=True).click()


def propose(device: Device, to: str, what: str = HALL, title: str = DINNER) -> None:
    """From an empty editor to a suggestion on the table."""
    begin(device, "agreement")
    write(device, what, title)
    share(device, f"Suggest to {to}", "Suggest")
    device.sees_heading(title)


def open_agreed(device: Device, title: str = DINNER) -> None:
    """Open what has this title from the list, as a card or as a row: one can become the other."""
    device.open_inside("/agreements")
    card = device.page.get_by_role("article", name=title).get_by_role("link")
    row = device.page.get_by_role("link", name=re.compile(f"^{re.escape(title)}"))
    card.or_(row).first.click()
    device.sees_heading(title)


def counter(device: Device, to: str, what: str, reason: str = "") -> None:
    """Suggest other words for what is open on this device."""
    device.page.get_by_role(
        "button", name=re.compile("Suggest wording|Change your words|Go on with your wording")
    ).click()
    device.page.locator("textarea[name=what]").fill(what)
    if reason:
        device.page.locator("textarea[name=reason]").fill(reason)
    share(device, f"Suggest to {to}", "Suggest")
    device.sees_heading(DINNER)


def history(device: Device) -> Locator:
    """The thread of who did what."""
    return (
        device.page.get_by_role("heading", name="History").locator("xpath=..").get_by_role("list")
    )
