"""The PIN (protocol.md §11): what it opens, how it waits, and the passphrase that stays known."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, sees_note, write_note
from tests.browser.server import Server
from tests.browser.storage import account_keys, find_words, read_storage

PIN = "073914"
WRONG = "073915"
TITLE = "Quartzlike"
TEXT = "harbourlight"


def set_pin(device: Device, nora: Person, pin: str = PIN) -> None:
    """From Us to the end, after the passphrase."""
    device.open_inside("/us/lock")
    device.follow("Set a PIN")
    device.fill("Passphrase", nora.passphrase)
    device.fill("Six digits", pin)
    device.fill("The same six again", pin)
    device.press("Set the PIN")
    device.sees_heading("The PIN is set")


def type_pin(device: Device, pin: str = PIN) -> None:
    """On the lock screen; the sixth digit opens."""
    device.sees_heading("Locked")
    device.fill("PIN", pin)


def opens(device: Device) -> None:
    """Expect that the lock screen goes."""
    expect(device.page.get_by_role("heading", name="Locked", level=1)).to_have_count(0)


@pytest.mark.put_by
def test_r10_it_opens_a_phone_that_keeps_no_key_offline_and_after_a_quick_exit(
    at_home: Device, nora: Person
) -> None:
    """Twin: the passphrase opens it as before, and once the PIN is off it alone does."""
    write_note(at_home, TITLE, TEXT)
    set_pin(at_home, nora)
    nora.lock(at_home)
    left = read_storage(at_home.page)
    assert account_keys(left) == []
    assert find_words(left, [PIN, TITLE, TEXT, nora.passphrase]) == []
    at_home.is_accessible("Locked")

    at_home.go_offline()
    at_home.start_again("/us/notes")
    type_pin(at_home, WRONG)
    at_home.sees("That is not the PIN.")
    type_pin(at_home)
    sees_note(at_home, TITLE)

    at_home.press("Quick exit")
    at_home.sees_heading("Kitchen measures")
    at_home.open("/today")
    type_pin(at_home)
    opens(at_home)

    nora.lock(at_home)
    at_home.press("Use my passphrase")
    nora.unlock(at_home)
    at_home.open_inside("/us/lock")
    at_home.press("Take it off")
    at_home.sees("The PIN is off.")
    nora.lock(at_home)
    expect(at_home.page.get_by_label("Passphrase", exact=True)).to_be_visible()
    expect(at_home.page.get_by_role("button", name="Use my PIN")).to_have_count(0)


def test_wrong_tries_wait_across_a_new_start_and_a_second_tab(
    make_device: MakeDevice, server: Server, nora: Person
) -> None:
    """Twin: after the wait the right one opens."""
    nora.make_account(server)
    device = make_device(now=datetime.now(UTC))
    nora.sign_in(device)
    device.settles()
    set_pin(device, nora)
    nora.lock(device)
    for waits in ("00:00", "00:00", "00:00", "00:31", "02:01"):
        device.context.clock.fast_forward(waits)
        expect(device.page.get_by_label("PIN", exact=True)).to_be_editable()
        type_pin(device, WRONG)
        device.sees("That is not the PIN.")
        expect(device.page.get_by_label("PIN", exact=True)).to_have_value("")
    waiting = re.compile(r"The next try is possible in \d+ minutes")
    expect(device.page.get_by_text(waiting)).to_be_visible()
    tab = device.new_tab("/today")
    expect(tab.get_by_text(waiting)).to_be_visible()
    device.start_again("/today")
    expect(device.page.get_by_text(waiting)).to_be_visible()
    expect(device.page.get_by_label("PIN", exact=True)).not_to_be_editable()
    device.context.clock.fast_forward("10:01")
    device.sees("The PIN can be tried again.")
    type_pin(device)
    nora.sees_today(device)


@pytest.fixture
def aging(tmp_path: Path) -> Iterator[Server]:
    """A server whose clock a test moves on."""
    with Server(tmp_path, now=datetime.now(UTC)) as running:
        yield running


@pytest.fixture
def old(browser: Browser, aging: Server) -> Iterator[Device]:
    """A phone beside it; some of what it meant to do is refused while only one of them has aged."""
    device = Device(browser, aging, now=datetime.now(UTC))
    yield device
    device.close()


def test_the_passphrase_is_asked_for_once_and_the_code_waits_meanwhile(
    old: Device, aging: Server, nora: Person
) -> None:
    """Twin: before the third day, and after the answer, the card of the code is there instead."""
    beginning = datetime.now(UTC)
    nora.make_account(aging)
    device = old
    nora.sign_in(device)
    device.open_inside("/us/lock")
    device.page.get_by_label("Lock after", exact=True).select_option("Only when I lock it")
    device.open_inside("/today")
    asked = device.page.get_by_text("Your passphrase, once", exact=True)
    code = device.page.get_by_role("link", name="Your recovery code")
    expect(code).to_be_visible()
    expect(asked).to_have_count(0)

    for days, answer in ((3, "Not now"), (14, "Type it")):
        now = beginning + timedelta(days=days, minutes=5)
        aging.set_clock(now)
        device.context.clock.set_system_time(now)
        device.open("/today")
        expect(asked).to_be_visible()
        expect(code).to_have_count(0)
        if answer == "Not now":
            device.press(answer)
            expect(code).to_be_visible()
            expect(asked).to_have_count(0)
    device.follow("Type it")
    device.fill("Passphrase", "the plum tree by the well")
    device.press("Compare")
    device.sees("That is not it.")
    device.is_accessible("Your passphrase, once")
    device.fill("Passphrase", nora.passphrase)
    device.press("Compare")
    device.sees_heading("That is it")
    device.follow("Back to Today")
    expect(code).to_be_visible()
    expect(asked).to_have_count(0)
