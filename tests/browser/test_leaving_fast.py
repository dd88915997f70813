"""Quick exit with nothing to hold on to: the turn of the click, a long history, no server."""

import pytest

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, write_note
from tests.browser.server import Server

NEUTRAL = "Kitchen measures"


@pytest.fixture
def writing(at_home: Device) -> Device:
    """A phone with a note on its screen."""
    write_note(at_home, "Before Thursday", "Start with the summer.")
    at_home.sees("Start with the summer.")
    return at_home


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


def back_is_locked(device: Device, nora: Person) -> None:
    """After a walk and an exit, five steps back show the lock and nothing of anybody."""
    for path in ("/today", "/us", "/us/notes", "/us/settings"):
        device.open_inside(path)
    device.press("Quick exit")
    device.sees_heading(NEUTRAL)
    for _ in range(5):
        device.page.go_back(wait_until="commit")
        if device.page.url.startswith("about:"):
            break
        device.sees_heading("Locked")
        device.sees_no("Start with the summer.")
        device.sees_no(nora.name)


def test_r20_back_five_times_lands_on_the_lock(writing: Device, nora: Person) -> None:
    """R20: whatever the history holds, none of it shows a word again."""
    back_is_locked(writing, nora)


def test_r20_the_installed_app_lands_on_the_lock_too(
    make_device: MakeDevice, server: Server, nora: Person
) -> None:
    """Also by the icon on the home screen, which opens the manifest's address."""
    nora.make_account(server)
    device = make_device(installed=True, wide=True)
    nora.sign_in(device)
    assert device.page.evaluate("() => matchMedia('(display-mode: standalone)').matches")
    write_note(device, "Before Thursday", "Start with the summer.")
    back_is_locked(device, nora)
    start = device.page.evaluate(
        "async () => (await (await fetch('/manifest.webmanifest')).json()).start_url"
    )
    device.open(start).sees_heading("Locked")


@pytest.mark.put_by
def test_r20_quick_exit_works_offline(writing: Device) -> None:
    writing.faults.expect_unreachable()
    writing.server.kill()
    writing.start_again("/us/notes")
    writing.sees("Start with the summer.")
    writing.press("Quick exit")
    writing.sees_heading(NEUTRAL)
    writing.start_again("/us/notes")
    writing.sees_heading("Locked")
