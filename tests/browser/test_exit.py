"""Quick exit (R19, R20): first empty, then locked, then a dull page; Back leads to the lock."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import SIGNED_IN, SIGNED_OUT, live_together
from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, write_note
from tests.browser.server import Server
from tests.browser.storage import account_keys, read_storage

pytestmark = pytest.mark.put_by

NEUTRAL = "Kitchen measures"
WORDS = "harbourlight on the sill"

# Presses the button, and in the same step, before anything else can run, says what is drawn.
_PRESS = """() => {
    const root = document.documentElement;
    const visible = [...document.querySelectorAll('button')].filter((button) =>
        button.textContent.trim() === 'Quick exit' && button.checkVisibility());
    visible.at(-1).click();
    return { drawn: root.childElementCount, hidden: root.hidden, at: location.pathname };
}"""


def _exit_at_once(page: Page) -> None:
    """The document is empty while the address is still the old one; then the dull page comes."""
    path = page.evaluate("location.pathname")
    assert page.evaluate(_PRESS) == {"drawn": 0, "hidden": True, "at": path}
    _left(page)


def _left(page: Page) -> None:
    page.wait_for_url("**/measures.html")
    expect(page.get_by_role("heading", name=NEUTRAL)).to_be_visible()


def _stays(page: Page, path: str) -> None:
    """Nothing of an exit has begun: leaving empties the page in the same step."""
    assert page.evaluate("[location.pathname, document.documentElement.hidden]") == [path, False]


def _back_is_locked(device: Device, times: int) -> None:
    for _ in range(times):
        device.page.go_back(wait_until="commit")
        device.sees_heading("Locked")
        device.sees_no(WORDS)


@pytest.fixture
def wandered(at_home: Device) -> Device:
    """Nora's phone with a note, after a walk of six screens that Back would lead through."""
    write_note(at_home, "Before Thursday", WORDS)
    for path in ("/us", "/talk", "/us/sessions", "/us/notes", "/today", "/us/notes"):
        at_home.open_inside(path)
    at_home.sees(WORDS)
    return at_home


@pytest.mark.parametrize("cable", ["online", "offline"])
def test_r19_exit_empties_locks_and_leaves_nothing_behind_back(
    wandered: Device, nora: Person, cable: str
) -> None:
    """Twin: before the exit, Back leads to the screen before."""
    wandered.page.go_back()
    nora.sees_today(wandered)
    wandered.page.go_forward()
    wandered.sees(WORDS)
    if cable == "offline":
        wandered.go_offline()
    with wandered.page.expect_response("**/measures.html") as answer:
        _exit_at_once(wandered.page)
    assert answer.value.from_service_worker
    assert account_keys(read_storage(wandered.page)) == []
    _back_is_locked(wandered, times=5)
    nora.unlock(wandered)


def _exit_from_each(device: Device, person: Person, screens: Mapping[str, str]) -> None:
    for path, heading in screens.items():
        device.open_inside(path)
        device.sees_screen(heading)
        _exit_at_once(device.page)
        device.open("/today")
        device.sees_heading("Locked")
        person.unlock(device)


@pytest.mark.timeout(400)
def test_r19_exit_is_on_every_signed_in_screen_and_locks_from_it(
    at_home: Device, nora: Person
) -> None:
    _exit_from_each(at_home, nora, SIGNED_IN)


@pytest.mark.timeout(400)
def test_r19_exit_is_on_every_screen_of_two_people(
    device: Device, server: Server, nora: Person, elias: Person
) -> None:
    screens = live_together(server, nora, elias)
    nora.sign_in(device)
    only_of_two = {path: screens[path] for path in screens if path not in SIGNED_IN}
    _exit_from_each(device.settles(), nora, only_of_two)


def test_r19_exit_is_on_every_screen_without_an_account(device: Device) -> None:
    device.open("/").settles()
    for path, heading in SIGNED_OUT.items():
        if path == "/":
            continue  # The welcome holds nothing of anybody's.
        device.open(path)
        device.sees_screen(heading)
        _exit_at_once(device.page)


def test_r19_exit_forgets_what_was_typed_at_sign_up(device: Device, nora: Person) -> None:
    device.open("/").settles()
    device.follow("Begin")
    nora.answer_adults(device)
    device.fill("Your name", WORDS)
    _exit_at_once(device.page)
    device.page.evaluate("history.back()")
    device.sees_heading("What this is, and what it is not")
    device.press("Yes, 18 or over")
    expect(device.page.get_by_label("Your name", exact=True)).to_have_value("")


def test_r19_exit_leaves_an_open_sheet_and_the_locked_screen(at_home: Device, nora: Person) -> None:
    at_home.open_inside("/us")
    at_home.page.get_by_role("button", name="Sign out").click()
    at_home.page.get_by_role("dialog").get_by_role("button", name="Quick exit").click()
    _left(at_home.page)
    at_home.open("/today")
    at_home.sees_heading("Locked")
    _exit_at_once(at_home.page)


def test_r19_the_last_half_second_of_typing_is_still_there(at_home: Device, nora: Person) -> None:
    at_home.open_inside("/us/notes/new")
    at_home.page.get_by_label("Write here", exact=True).fill(WORDS)
    path = at_home.page.evaluate("location.pathname")
    _exit_at_once(at_home.page)
    at_home.open(path)
    nora.unlock(at_home)
    expect(at_home.page.get_by_label("Write here", exact=True)).to_have_value(WORDS)


def test_r19_every_tab_leaves(wandered: Device) -> None:
    tab = wandered.new_tab("/us/notes")
    expect(tab.get_by_text(WORDS)).to_be_visible()
    _exit_at_once(wandered.page)
    _left(tab)


def test_r20_three_presses_of_shift_leave(at_home: Device) -> None:
    keyboard = at_home.page.keyboard
    keyboard.press("Shift")
    keyboard.press("Shift")
    _stays(at_home.page, "/today")
    keyboard.press("Shift")
    _left(at_home.page)
    at_home.open("/today")
    at_home.sees_heading("Locked")


def test_r20_another_key_between_or_capital_letters_do_nothing(at_home: Device) -> None:
    keyboard = at_home.page.keyboard
    for key in ("Shift", "Shift", "a", "Shift", "Shift", "Control", "Shift"):
        keyboard.press(key)
    for letter in "ABCD":
        keyboard.press(f"Shift+{letter}")
    _stays(at_home.page, "/today")


def test_r20_slower_than_five_seconds_does_nothing(make_device: MakeDevice) -> None:
    """Twin: just within five seconds it leaves."""
    device = make_device(now=datetime.now(UTC))
    device.open("/sign-in").settles()
    clock, keyboard = device.context.clock, device.page.keyboard
    clock.pause_at(datetime.now(UTC).replace(year=2027))
    for wait_ms, leaves in ((5_100, False), (4_900, True)):
        for _ in range(3):
            if not leaves:
                _stays(device.page, "/sign-in")
            clock.fast_forward(wait_ms)
            keyboard.press("Shift")
        if not leaves:
            _stays(device.page, "/sign-in")
            keyboard.press("a")
    _left(device.page)


def test_r20_the_first_stop_of_tab_is_a_link_that_leaves(wandered: Device) -> None:
    wandered.open("/us/notes")
    wandered.sees(WORDS)
    link = wandered.page.get_by_role("link", name="Leave this page")
    expect(link).not_to_be_in_viewport()
    wandered.page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    wandered.page.keyboard.press("Enter")
    _left(wandered.page)
    assert account_keys(read_storage(wandered.page)) == []
    _back_is_locked(wandered, times=1)


def test_r19_a_page_kept_for_back_starts_anew(wandered: Device, nora: Person) -> None:
    """What a browser kept whole for Back is not shown as it was: only a start may show it."""
    wandered.page.evaluate("window.kept = true")
    wandered.page.evaluate(
        "() => { dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false })) }"
    )
    assert wandered.page.evaluate("window.kept")
    with wandered.page.expect_navigation():
        wandered.page.evaluate(
            "() => { dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })) }"
        )
    assert not wandered.page.evaluate("window.kept ?? false")
