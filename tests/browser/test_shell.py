"""The shell: light and dark, the keyboard alone, and what a screen reader is told (R35)."""

from playwright.sync_api import Page, expect

from tests.browser.device import Device
from tests.browser.people import Person, sees_note
from tests.browser.server import Server

LIGHT, DARK = "rgb(240, 245, 243)", "rgb(11, 20, 22)"
PAPER = "getComputedStyle(document.body).backgroundColor"


def paper(page: Page) -> str:
    """The colour of the page."""
    colour: str = page.evaluate(f"() => {PAPER}")
    return colour


def test_the_theme_follows_the_phone_or_the_choice(at_home: Device) -> None:
    page = at_home.page
    assert paper(page) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert paper(page) == DARK
    at_home.open_inside("/us/settings")
    at_home.choose("Light")
    page.wait_for_function(f"() => {PAPER} === '{LIGHT}'")
    # Before the first paint: the choice stands while the app itself has not begun to load.
    page.add_init_script(
        """document.addEventListener('DOMContentLoaded', () => {
            window.first = document.documentElement.dataset.theme;
        }, { once: true });"""
    )
    at_home.open("/today")
    assert page.evaluate("() => window.first") == "light"
    assert paper(page) == LIGHT
    at_home.open_inside("/us/settings")
    at_home.choose("As the phone")
    page.wait_for_function(f"() => {PAPER} === '{DARK}'")


# The name of what has the focus, and whether it is drawn around it.
_FOCUS = """() => {
    const { activeElement: at } = document;
    const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent;
    return [name.trim(), getComputedStyle(at).outlineStyle !== 'none'];
}"""


def tab_to(page: Page, beginning: str) -> None:
    """Press Tab until what begins so has the focus; each stop on the way is drawn."""
    for _ in range(60):
        page.keyboard.press("Tab")
        name, is_drawn = page.evaluate(_FOCUS)
        assert is_drawn, f"the focus does not show on {name}"
        if name.startswith(beginning):
            return
    raise AssertionError(f"Tab does not reach {beginning}")


def is_announced(device: Device, heading: str) -> None:
    """A screen reader begins with the heading of the screen that came."""
    expect(device.page.get_by_role("heading", name=heading, level=1)).to_be_focused()


def test_r35_a_note_is_written_and_found_by_keyboard_alone(
    device: Device, server: Server, nora: Person
) -> None:
    nora.make_account(server)
    page = device.open("/sign-in").page
    device.sees_heading("Sign in")
    for label, words in (("Login name", nora.login), ("Passphrase", nora.passphrase)):
        tab_to(page, label)
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    nora.sees_today(device)
    tab_to(page, "Write a note")
    page.keyboard.press("Enter")
    # A new note begins in its text, as somebody who taps it finds it; the title stands before it.
    expect(page.get_by_label("Write here", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Before Thursday")
    page.keyboard.press("Enter")
    page.keyboard.type("Start with the summer.")
    tab_to(page, "Done")
    page.keyboard.press("Enter")
    is_announced(device, "My side")
    sees_note(device, "Before Thursday")
    tab_to(page, "Search on this phone")
    page.keyboard.type("rail")
    expect(page.get_by_role("status").filter(has_text="Nothing with these")).to_have_count(1)
