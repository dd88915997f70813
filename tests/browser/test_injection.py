"""T12: what a person typed is text, wherever it is shown; no part of it ever runs."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.couple import give, make_link, open_thanks, read_digits, type_digits
from tests.browser.device import Device
from tests.browser.people import Person, fill_note, note_row, write_note
from tests.browser.server import Server

SCRIPTS = [
    "<img src=x onerror=\"window.ran='img'\">",
    "<script>window.ran='script'</script>",
    '"><svg onload="window.ran=\'svg\'">',
    "javascript:window.ran='link'",
    "{@html '<b>bold</b>'}{window.ran='template'}",
]
TEXT = "\n".join(SCRIPTS)
# 40 code points at most.
NAME = "<img src=x onerror=\"window.ran='n'\">"


@pytest.fixture
def mallory() -> Person:
    """Somebody whose every field is an attempt."""
    return Person(name=NAME, login="mallory.m")


def ran(device: Device) -> object:
    """What ran, or None."""
    return device.page.evaluate("() => window.ran ?? null")


def test_t12_script_in_every_field_is_shown_as_text(
    mallory: Person, make_device: MakeDevice
) -> None:
    """Any report of the content security policy would fail this test too."""
    phone, desk = make_device(), make_device(wide=True)
    mallory.sign_up(phone)
    write_note(phone, SCRIPTS[0], TEXT)
    mallory.sign_in(desk)
    for device in (phone, desk):
        device.open_inside("/us/notes")
        row = note_row(device, SCRIPTS[0])
        expect(row).to_contain_text(SCRIPTS[0])
        expect(row.locator("img, script, svg[onload]")).to_have_count(0)
        device.page.get_by_role("searchbox").fill(SCRIPTS[1])
        expect(note_row(device, SCRIPTS[0])).to_be_visible()
        device.open_inside("/us")
        device.sees(NAME)
        assert ran(device) is None


@pytest.mark.put_by
def test_t12_the_shown_versions_of_a_note_are_text(
    mallory: Person, make_device: MakeDevice
) -> None:
    """Two versions are cut into marked words, and stay words."""
    phone, desk = make_device(), make_device(wide=True)
    mallory.sign_up(phone)
    write_note(phone, "Two", "shared words")
    mallory.sign_in(desk)
    desk.open_inside("/us/notes")
    note_row(desk, "Two").click()
    phone.go_offline()
    note_row(phone, "Two").click()
    for device, script in ((phone, SCRIPTS[0]), (desk, SCRIPTS[2])):
        fill_note(device, "Two", f"shared words {script}")
        device.press("Done")
        device.sees_heading("My side")
    phone.go_online()
    phone.sees("Two versions")
    note_row(phone, "Two").click()
    phone.sees_heading("Two versions")
    expect(phone.page.get_by_role("main")).to_contain_text("onload")
    assert ran(phone) is None


def test_t12_what_two_people_write_to_each_other_is_text(
    mallory: Person, at_home: Device, make_device: MakeDevice, server: Server
) -> None:
    """The invitation, names, thanks, an answer, the jar, and what is left of a closed space."""
    other = make_device()
    mallory.make_account(server)
    mallory.sign_in(other)
    link = make_link(other.settles())
    at_home.open(link)
    at_home.sees_heading(f"{NAME} invites you to a place for two.")
    at_home.press("Join")
    digits = read_digits(at_home, NAME)
    other.sees_heading("Type the six digits Nora reads out")
    type_digits(other, digits)
    at_home.sees_heading(f"Nora and {NAME}")
    other.sees_heading(f"{NAME} and Nora")
    give(other, *SCRIPTS[:3])
    open_thanks(at_home, SCRIPTS[0])
    at_home.sees_heading(f"From {NAME}")
    at_home.press_containing("Keep it in my jar")
    at_home.sees("Take it out of my jar")
    at_home.press("Answer with a line")
    at_home.fill("Your line", SCRIPTS[3])
    at_home.press(f"Send to {NAME}")
    other.open_inside("/thanks")
    other.sees(SCRIPTS[3])
    for path in ("/today", "/thanks", "/thanks/jar", "/us", "/us/space", "/us/verify"):
        at_home.open_inside(path)
        at_home.sees(SCRIPTS[0] if path in {"/today", "/thanks", "/thanks/jar"} else NAME)
        expect(at_home.page.locator("img[onerror], main script, svg[onload]")).to_have_count(0)
    at_home.open_inside("/us/space")
    at_home.press_containing("Leave this space")
    at_home.press("Leave now")
    at_home.sees_heading("This space is closed.")
    at_home.follow("Read what was shared")
    at_home.sees(SCRIPTS[1])
    assert (ran(at_home), ran(other)) == (None, None)


ATTEMPTS = {
    "a handler": "document.body.setAttribute('onclick', \"window.ran = 1\")",
    "a script": "document.createElement('script').textContent = 'window.ran = 1'",
    "markup": "document.body.innerHTML = '<img src=x onerror=window.ran=1>'",
    "words as code": "setTimeout('window.ran = 1')",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_t12_the_policy_refuses_what_would_run(attempt: str, device: Device) -> None:
    """The twin: the ways in that no screen uses are closed by the browser, and reported."""
    device.faults.expect("policy: ", "requires 'Trusted", "Content Security Policy")
    device.open("/")
    device.sees_heading("A quiet place for the two of you to talk.")
    refused = device.page.evaluate(
        f"() => {{ try {{ {ATTEMPTS[attempt]}; return false; }} catch {{ return true; }} }}"
    )
    assert refused
    assert ran(device) is None
    assert any("policy: require-trusted-types-for" in fault for fault in device.faults.seen)
