"""Lock and quick exit: what is on the screen afterwards, and where Back leads (R19 to R21)."""

import pytest
from playwright.sync_api import expect

from tests.browser.device import Device
from tests.browser.people import Person, write_note

NEUTRAL = "Kitchen measures"


@pytest.fixture
def writing(at_home: Device) -> Device:
    """A phone with a note on its screen."""
    write_note(at_home, "Before Thursday", "Start with the summer.")
    at_home.sees("Start with the summer.")
    return at_home


def lock(device: Device) -> None:
    device.open_inside("/us")
    device.press_containing("Lock now")
    device.sees_heading("Locked")


def test_lock_empties_the_screen_and_the_passphrase_opens_it(writing: Device, nora: Person) -> None:
    lock(writing)
    writing.sees_no(nora.name)
    writing.sees_no(nora.login)
    nora.unlock(writing)
    writing.open_inside("/us/notes")
    writing.sees("Start with the summer.")


def test_a_lock_holds_over_a_reload_and_opens_offline(writing: Device, nora: Person) -> None:
    lock(writing)
    writing.faults.expect_unreachable()
    writing.server.kill()
    writing.start_again("/us/notes")
    writing.sees_heading("Locked")
    nora.unlock(writing)
    writing.open_inside("/us/notes")
    writing.sees("Start with the summer.")


def test_a_wrong_passphrase_opens_nothing(writing: Device) -> None:
    writing.faults.expect_status(401, "/api/sessions")
    lock(writing)
    writing.fill("Passphrase", "the plum tree by the gate")
    writing.press("Open")
    writing.sees("That is not the passphrase.")
    writing.sees_heading("Locked")


def test_locking_locks_every_tab(writing: Device) -> None:
    second = writing.new_tab("/us/notes")
    expect(second.get_by_text("Start with the summer.")).to_be_visible()
    lock(writing)
    expect(second.get_by_role("heading", name="Locked", level=1)).to_be_visible()


def test_r19_quick_exit_empties_the_document_before_anything_else(writing: Device) -> None:
    """R19: in the very turn of the click nothing is left to see."""
    writing.page.evaluate(
        """() => {
            const button = [...document.querySelectorAll('button')]
                .find((each) => each.textContent.includes('Quick exit'));
            button.click();
            sessionStorage.setItem('left', document.documentElement?.innerText.trim() ?? '');
        }"""
    )
    writing.sees_heading(NEUTRAL)
    assert writing.page.evaluate("() => sessionStorage.getItem('left')") == ""


@pytest.mark.parametrize(
    "path", ["/today", "/talk", "/us", "/us/notes", "/us/notes/new", "/safety"]
)
def test_r19_quick_exit_stands_on_every_screen(at_home: Device, path: str) -> None:
    at_home.open_inside(path)
    at_home.press("Quick exit")
    at_home.sees_heading(NEUTRAL)
    assert at_home.page.title() == NEUTRAL


def test_r20_back_five_times_lands_on_the_lock(writing: Device, nora: Person) -> None:
    """R20: whatever the history holds, none of it shows a word again."""
    for path in ("/today", "/us", "/us/notes", "/us/settings"):
        writing.open_inside(path)
    writing.press("Quick exit")
    writing.sees_heading(NEUTRAL)
    for _ in range(5):
        writing.page.go_back(wait_until="commit")
        if writing.page.url.startswith("about:"):
            break
        writing.sees_heading("Locked")
        writing.sees_no("Start with the summer.")
        writing.sees_no(nora.name)


def test_r20_quick_exit_works_offline(writing: Device) -> None:
    writing.faults.expect_unreachable()
    writing.server.kill()
    writing.start_again("/us/notes")
    writing.sees("Start with the summer.")
    writing.press("Quick exit")
    writing.sees_heading(NEUTRAL)
    writing.start_again("/us/notes")
    writing.sees_heading("Locked")


def test_r20_three_presses_of_shift_leave(writing: Device) -> None:
    for _ in range(3):
        writing.page.keyboard.press("Shift")
    writing.sees_heading(NEUTRAL)


def test_r20_shift_that_types_a_capital_does_not_leave(writing: Device) -> None:
    """The twin: the same key, held for another one."""
    writing.open_inside("/us/notes/new")
    words = writing.page.get_by_label("Write here", exact=True)
    words.focus()
    for _ in range(4):
        writing.page.keyboard.press("Shift+A")
    expect(words).to_have_value("AAAA")


def test_r20_the_first_tab_stop_leaves(writing: Device) -> None:
    writing.start_again("/us")
    writing.sees_heading("Us")
    writing.page.keyboard.press("Tab")
    expect(writing.page.get_by_role("link", name="Leave this page")).to_be_focused()
    writing.page.keyboard.press("Enter")
    writing.sees_heading(NEUTRAL)


def test_quick_exit_keeps_what_was_being_typed(writing: Device, nora: Person) -> None:
    """The last half-second is a draft when the person comes back."""
    writing.open_inside("/us/notes/new")
    writing.fill("Write here", "It was about the summer")
    writing.press("Quick exit")
    writing.sees_heading(NEUTRAL)
    writing.start_again("/us/notes")
    nora.unlock(writing)
    writing.choose("Drafts")
    writing.sees("It was about the summer")


def test_locks_by_itself_after_the_chosen_time(writing: Device) -> None:
    """Fifteen minutes without a touch, on the clock of the page."""
    writing.page.clock.install()
    writing.start_again("/us/settings")
    writing.page.clock.install()
    writing.page.get_by_label("Lock after").select_option("1 minute")
    writing.page.clock.fast_forward("02:00")
    writing.sees_heading("Locked")
