"""One note, edited on two offline devices: both versions stand until a person chooses."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, fill_note, note_row, sees_note, write_note

TITLE = "Before Thursday"
OURS = "Start with the summer. When it goes fast I agree to things."
THEIRS = "Start with the summer. Bring the list from last time."


@pytest.fixture
def parted(at_home: Device, make_device: MakeDevice, nora: Person) -> tuple[Device, Device]:
    """Phone and desk, each with words of its own in the same note, both online again."""
    write_note(at_home, TITLE, "Start with the summer.")
    desk = make_device(wide=True)
    nora.sign_in(desk)
    desk.open_inside("/us/notes")
    sees_note(desk, TITLE)
    for device, words in ((at_home, OURS), (desk, THEIRS)):
        device.go_offline()
        note_row(device, TITLE).click()
        fill_note(device, TITLE, words)
        device.press("Done")
        device.sees_heading("My side")
    for device in (at_home, desk):
        device.go_online()
    for device in (at_home, desk):
        expect(note_row(device, "Two versions")).to_be_visible(timeout=60_000)
    return at_home, desk


def open_versions(device: Device) -> None:
    note_row(device, TITLE).click()
    device.sees_heading("Two versions")
    device.sees("When it goes fast I agree to things.")
    device.sees("Bring the list from last time.")


@pytest.mark.put_by
def test_keep_both_makes_two_notes_on_both_devices(parted: tuple[Device, Device]) -> None:
    phone, desk = parted
    open_versions(phone)
    phone.press("Keep both")
    for device in parted:
        device.open_inside("/us/notes")
        expect(note_row(device, TITLE)).to_have_count(2)
        expect(note_row(device, "Two versions")).to_have_count(0)
    desk.sees("When it goes fast I agree to things.")
    desk.sees("Bring the list from last time.")


@pytest.mark.put_by
def test_keep_only_one_settles_it_on_both_devices(parted: tuple[Device, Device]) -> None:
    phone, desk = parted
    open_versions(phone)
    phone.page.get_by_role("button", name="Keep only this one").first.click()
    kept = phone.page.get_by_label("Write here", exact=True).input_value()
    assert kept in {OURS, THEIRS}
    desk.open_inside("/us/notes")
    expect(note_row(desk, "Two versions")).to_have_count(0)
    expect(note_row(desk, TITLE)).to_have_count(1)


@pytest.mark.put_by
def test_deciding_later_keeps_both_as_they_are(parted: tuple[Device, Device]) -> None:
    phone, _ = parted
    open_versions(phone)
    phone.follow("Decide later")
    phone.open_inside("/us/notes")
    expect(note_row(phone, "Two versions")).to_be_visible()
