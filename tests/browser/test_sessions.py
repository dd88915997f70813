"""Devices signed in: ending one from another, signing out, a new passphrase, deletion (T10)."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, sees_note, write_note

DATABASES = "async () => (await indexedDB.databases()).map((each) => each.name)"


@pytest.fixture
def desk(make_device: MakeDevice, at_home: Device, nora: Person) -> Device:
    """A second device of the same person, with a note on it."""
    write_note(at_home, "Before Thursday", "Start with the summer.")
    desk = make_device(wide=True)
    nora.sign_in(desk)
    desk.open_inside("/us/notes")
    sees_note(desk, "Before Thursday")
    return desk


def end_the_other_session(device: Device) -> None:
    device.open_inside("/us/sessions")
    device.press_containing("Sign out")
    device.press("Sign it out")
    device.sees("That device is signed out.")


@pytest.mark.put_by
def test_t10_a_revoked_device_that_was_offline_deletes_when_it_is_back(
    at_home: Device, desk: Device
) -> None:
    desk.faults.expect_status(401)
    desk.go_offline()
    end_the_other_session(at_home)
    sees_note(desk, "Before Thursday")
    desk.go_online()
    expect(desk.page.get_by_text("This device was signed out")).to_be_visible(timeout=60_000)
    desk.sees_no("Before Thursday")


def test_t10_sign_out_empties_the_device_and_the_cookie_opens_nothing(at_home: Device) -> None:
    write_note(at_home, "Before Thursday", "Start with the summer.")
    kept = [(each["name"], each["value"]) for each in at_home.context.cookies()]
    before = at_home.page.evaluate(DATABASES)
    # A reading that is under way is answered to nobody.
    at_home.faults.expect_status(401)
    at_home.open_inside("/us")
    at_home.press_containing("Sign out")
    at_home.page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    at_home.sees_heading("A quiet place for the two of you to talk.")
    assert len(at_home.page.evaluate(DATABASES)) < len(before)
    url = at_home.wire.url
    at_home.context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in kept]
    )
    assert at_home.page.evaluate("async () => (await fetch('/api/account')).status") == 401


def test_t10_deletion_completes_at_once_and_other_devices_empty_themselves(
    at_home: Device, desk: Device, nora: Person
) -> None:
    desk.faults.expect_status(401)
    at_home.faults.expect_status(401)
    at_home.open_inside("/us/delete")
    at_home.sees("Backups that the host made before")
    at_home.fill("Your passphrase", nora.passphrase)
    at_home.press("Delete now")
    at_home.sees("Your account is deleted")
    expect(desk.page.get_by_text("This device was signed out")).to_be_visible()
    at_home.start_again("/sign-in")
    at_home.fill("Login name", nora.login)
    at_home.fill("Passphrase", nora.passphrase)
    at_home.press("Sign in")
    at_home.sees("do not belong together")
