"""Notifications: off until asked for, offered once, and never more than one neutral sentence."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import notes
from tests.browser.conftest import MakeDevice
from tests.browser.couple import Couple, give
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server

DID = "Rang my mother back before I had asked."
SENTENCE = "There is something to look at."
NOTE: notes.Note = {"title": "Goldseam", "body": SENTENCE, "data": None, "actions": []}
OFFER = "A note when something comes?"
HERE = "Notifications on this device"
BLOCKED = "This browser blocks notifications here"

pytestmark = [
    pytest.mark.put_by,
    pytest.mark.parametrize("server_settings", [notes.SETTINGS], ids=["push"]),
]


def switch(device: Device, name: str) -> Locator:
    """A switch on the screen of notifications, which is opened for it."""
    device.open_inside("/us/notifications")
    return device.page.get_by_role("switch", name=name, exact=True)


def test_r8_a_note_is_the_same_neutral_one_whatever_is_pushed(
    couple: Couple, elias: Person
) -> None:
    """Open and locked; it leads to what came, behind the passphrase where that is asked for."""
    far = couple.far
    notes.allow(far)
    give(couple.near, DID)
    far.sees(DID)
    # While it is in front the app puts its notes away.
    far.turn("hidden")
    notes.deliver(far)
    notes.deliver(far, f"Nora: {DID}")
    assert notes.notes(far) == [NOTE]
    assert notes.press_note(far) == ["focus"]
    far.turn("visible")
    far.sees_heading("What came")
    far.sees(DID)
    assert notes.notes(far) == []

    elias.lock(far)
    notes.deliver(far, DID)
    assert notes.notes(far) == [NOTE]
    notes.press_note(far)
    far.sees_heading("Locked")
    elias.unlock(far)
    far.sees_heading("What came")
    assert notes.marks(far) == [["set"]] * 3


def test_a_note_after_a_quick_exit_opens_the_app_and_not_the_page_that_hides_it(
    couple: Couple, elias: Person
) -> None:
    far = couple.far
    notes.allow(far)
    give(couple.near, DID)
    far.sees(DID)
    far.press("Quick exit")
    far.sees_heading("Kitchen measures")
    notes.deliver(far)
    assert notes.notes(far) == [NOTE]
    assert notes.press_note(far) == ["open /today/inbox"]
    far.sees_heading("Kitchen measures")
    far.open("/today/inbox")
    elias.unlock(far)
    far.sees_heading("What came")
    far.sees(DID)


def test_coming_back_to_the_app_takes_the_note_and_the_mark_away(
    make_device: MakeDevice, nora: Person, server: Server
) -> None:
    """Twin: while the app is behind another, both stay."""
    nora.make_account(server)
    device = make_device(now=datetime.now(UTC))
    notes.allow(device)
    nora.sign_in(device)
    device.settles()
    device.turn("hidden")
    device.page.evaluate(notes.WATCH)
    notes.deliver(device)
    device.context.clock.fast_forward("00:21")
    assert notes.notes(device) == [NOTE]
    device.turn("visible")
    device.context.clock.fast_forward("00:21")
    device.page.wait_for_function("() => self.marks.length > 0")
    assert notes.notes(device) == []
    assert ["set"] not in device.page.evaluate("() => self.marks")


def test_an_address_that_the_browser_changes_reaches_the_server_from_a_locked_phone(
    at_home: Device, nora: Person, server: Server
) -> None:
    notes.allow(at_home)
    switch(at_home, HERE).click()
    at_home.sees("Thanks and answers")
    [first] = notes.addresses(server)
    nora.lock(at_home)
    fresh = notes.change_address(at_home)
    assert notes.addresses(server) == [fresh]
    assert fresh != first


def test_r8_off_and_offered_once_on_whichever_device(
    couple: Couple, make_device: MakeDevice, elias: Person, server: Server
) -> None:
    """After the first thing that came, with the very sentence; the answer holds everywhere."""
    far = couple.far
    notes.allow(far)
    far.open_inside("/today")
    far.sees("On your own")
    far.sees_no(OFFER)
    give(couple.near, DID)
    far.sees(OFFER)
    far.sees(SENTENCE)
    far.is_accessible(far.page.get_by_role("heading", level=1).inner_text())
    far.press("Not now")
    far.sees_no(OFFER)
    assert notes.reachable(server) == 0

    desk = make_device(wide=True)
    notes.allow(desk)
    elias.sign_in(desk)
    desk.sees(DID)
    desk.sees_no(OFFER)


def test_an_iphone_in_a_tab_is_shown_how_to_install_and_not_now_is_remembered(
    couple: Couple,
) -> None:
    """Twin: before the answer the offer comes back with each start."""
    far = couple.far
    far.context.add_init_script(notes.IPHONE_TAB)
    give(couple.near, DID)
    far.start_again("/today")
    far.sees("notes reach Goldseam once it stands on the home screen")
    far.follow("Show me how")
    far.sees("First, put it on the home screen")
    expect(far.page.get_by_role("switch", name=HERE)).to_have_count(0)
    far.start_again("/today")
    far.sees(OFFER)
    far.press("Not now")
    far.sees_no(OFFER)
    far.settles().start_again("/today")
    far.sees(DID)
    far.sees_no(OFFER)


def test_what_is_switched_on_is_known_to_the_server_and_to_every_device(
    at_home: Device, make_device: MakeDevice, nora: Person, server: Server
) -> None:
    notes.allow(at_home)
    here = switch(at_home, HERE)
    expect(here).not_to_be_checked()
    here.click()
    thanks = at_home.page.get_by_role("switch", name="Thanks and answers", exact=True)
    expect(thanks).to_be_checked()
    assert notes.reachable(server) == 1
    thanks.click()
    for name in ("Conversations", "Limits, requests, agreements", "Times you set yourself"):
        expect(at_home.page.get_by_role("switch", name=name, exact=True)).to_be_checked()
    at_home.page.get_by_role("switch", name="Conversations", exact=True).click()
    at_home.page.get_by_role("switch", name="Nothing at night", exact=True).click()
    at_home.page.get_by_label("From", exact=True).fill("23:15")
    at_home.page.get_by_role("switch", name="A time for us, once a week", exact=True).click()
    at_home.sees("By the clock of Berlin, as on this device.")

    desk = make_device(wide=True)
    notes.allow(desk)
    nora.sign_in(desk)
    desk.sees("Sunday, 20:00")
    expect(switch(desk, HERE)).not_to_be_checked()
    expect(switch(desk, "Thanks and answers")).not_to_be_checked()
    expect(switch(desk, "Conversations")).not_to_be_checked()
    expect(switch(desk, "Limits, requests, agreements")).to_be_checked()
    expect(desk.page.get_by_label("From", exact=True)).to_have_value("23:15")
    assert notes.reminders(server) == 2

    switch(desk, "A time for us, once a week").click()
    switch(at_home, HERE).click()
    expect(switch(at_home, HERE)).not_to_be_checked()
    at_home.sees("Off until you switch it on")
    at_home.is_accessible("Notifications")
    assert notes.reachable(server) == 0


def test_a_browser_that_cannot_is_told_what_to_do(at_home: Device) -> None:
    """Offline, forbidden, without the means, and on an iPhone in a tab: each has its way."""
    at_home.go_offline()
    at_home.open_inside("/us/notifications")
    at_home.sees("They show here once there is a connection.")
    at_home.go_online()
    at_home.page.get_by_role("switch", name=HERE, exact=True).click()
    at_home.sees(BLOCKED)
    at_home.context.add_init_script("delete self.PushManager;")
    at_home.start_again("/us/notifications")
    at_home.sees("This browser cannot show notifications")
    at_home.context.add_init_script(notes.IPHONE_TAB)
    at_home.start_again("/us/notifications")
    at_home.sees("Choose “Add to Home Screen”.")
    at_home.is_accessible("Notifications")
