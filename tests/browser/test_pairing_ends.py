"""How an invitation comes in, how it waits, and how it ends without anybody being told why (R3)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.couple import answer, copy_link, make_link, read_digits, type_digits
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server

INVITED = "Nora invites you to a place for two."
GONE = "This invitation is not there any more"


@dataclass
class Days:
    """The clock of the server and of every device that was made for it."""

    server: Server
    devices: list[Device]
    now: datetime

    def pass_by(self, days: float) -> None:
        self.now += timedelta(days=days)
        self.server.set_clock(self.now)
        for device in self.devices:
            device.context.clock.set_system_time(self.now)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server whose days a test lets pass."""
    with Server(tmp_path, now=datetime.now(UTC)) as running:
        yield running
    assert "Traceback" not in running.log(), running.log()[-5000:]


@pytest.fixture
def days(server: Server, opened: list[Device]) -> Days:
    return Days(server, opened, datetime.now(UTC))


@pytest.fixture
def device(make_device: MakeDevice) -> Device:
    """A phone whose days pass with the server's."""
    return make_device(now=datetime.now(UTC))


@pytest.fixture
def guest(make_device: MakeDevice) -> Device:
    """The phone of somebody without an account."""
    return make_device(now=datetime.now(UTC))


@pytest.fixture
def far(guest: Device, server: Server, elias: Person) -> Device:
    elias.make_account(server)
    elias.sign_in(guest)
    return guest.settles()


def stays_open(device: Device) -> None:
    """So that a day of a test does not end at a lock."""
    device.open_inside("/us/lock")
    device.page.get_by_label("Lock after", exact=True).select_option("Only when I lock it")


def opens_on_who_invites(guest: Device, link: str) -> None:
    """The twin of every end: until then the link shows who made it."""
    guest.open("/safety")
    guest.open(link)
    guest.sees_heading(INVITED)


def words_of(guest: Device, link: str) -> str:
    """All that somebody with this link reads."""
    guest.open("/safety")
    guest.open(link)
    guest.sees_heading(GONE)
    return guest.page.locator("body").inner_text()


def test_r3_cancelled_declined_and_expired_look_alike(
    at_home: Device, guest: Device, days: Days
) -> None:
    """To whoever has the link; and to the inviter a declined one is one that ran out."""
    for device in (at_home, guest):
        device.faults.expect_status(404, "/api/invitations")
    stays_open(at_home)

    def cancel() -> None:
        at_home.press("Cancel the invitation")
        at_home.sees_heading("The invitation is cancelled")

    def decline() -> None:
        guest.press("Not now")
        guest.sees("Begin")
        at_home.start_again("/us/invite")
        at_home.sees_heading("Invite your partner")
        expire()

    def expire() -> None:
        days.pass_by(7)
        at_home.start_again("/us/invite")
        at_home.sees_heading("The invitation has run out")

    read = []
    ends: tuple[Callable[[], None], ...] = (cancel, decline, expire)
    for end, press in zip(
        ends, ("Make the invitation", *["Make a new invitation"] * 2), strict=True
    ):
        at_home.open_inside("/us/invite")
        at_home.press(press)
        link = copy_link(at_home)
        opens_on_who_invites(guest, link)
        end()
        read.append(words_of(guest, link))
    assert read == [read[0]] * 3


def test_the_inviter_may_be_away_for_a_day(at_home: Device, far: Device, days: Days) -> None:
    """The digits wait for the inviter's phone, and then for its person; both may be closed."""
    for device in (at_home, far):
        stays_open(device)
    link = make_link(at_home)
    at_home.page.close()
    answer(far, link, "Nora")
    far.sees_heading("Six digits come next")
    far.page.close()
    days.pass_by(1)
    at_home.start_again("/us/invite")
    at_home.sees_heading("Type the six digits Elias reads out")
    far.start_again("/us/join")
    digits = read_digits(far, "Nora")
    at_home.page.close()
    days.pass_by(1)
    at_home.start_again("/us/invite")
    type_digits(at_home, digits)
    at_home.sees_heading("Nora and Elias")
    far.sees_heading("Elias and Nora")


def test_an_inviter_who_stays_away_for_a_week_ends_it_for_both(
    at_home: Device, far: Device, days: Days
) -> None:
    """Twin: `test_the_inviter_may_be_away_for_a_day`."""
    for device in (at_home, far):
        device.faults.expect_status(404, "/api/invitations")
        stays_open(device)
    link = make_link(at_home)
    at_home.page.close()
    answer(far, link, "Nora")
    far.sees_heading("Six digits come next")
    far.page.close()
    days.pass_by(7)
    at_home.start_again("/us/invite")
    at_home.sees_heading("The invitation has run out")
    far.start_again("/us/join")
    far.sees_heading(GONE)


def test_another_device_of_the_inviter_says_that_it_cannot_go_on(
    at_home: Device, make_device: MakeDevice, nora: Person
) -> None:
    """Twin: the phone that made it goes on showing the code."""
    make_link(at_home)
    desk = make_device(wide=True)
    nora.sign_in(desk)
    desk.open_inside("/us/invite")
    desk.sees_heading("This invitation cannot go on here")
    at_home.start_again("/us/invite")
    at_home.sees_heading("Invite your partner")


@pytest.mark.parametrize("around", ["{link}", "Come and look: {link} (once, for you)"])
def test_a_link_from_a_message_is_pasted_inside_the_app(
    at_home: Device, far: Device, around: str
) -> None:
    """Twin: words without a link are said to hold none."""
    link = make_link(at_home)
    far.open_inside("/today")
    far.follow("Paste a link If somebody has invited you")
    far.fill("Invitation link", "Come and look.")
    far.press("Open the invitation")
    far.sees("There is no invitation in these words.")
    far.fill("Invitation link", around.format(link=f"https://elsewhere.example{link}"))
    far.press("Open the invitation")
    far.sees_heading(INVITED)
    far.press("Join")
    type_digits(at_home, read_digits(far, "Nora"))
    far.sees_heading("Elias and Nora")


def test_the_invited_person_looks_round_first_without_an_account(
    at_home: Device, guest: Device
) -> None:
    """Nothing more than the invitation is asked for, and the way back keeps it."""
    guest.open(make_link(at_home))
    guest.sees_heading(INVITED)
    guest.sees("It is not therapy, and nobody is scored.")
    guest.sees("Nora cannot see")
    guest.settles()
    asked = guest.wire.said_up().count(b"/api/")
    guest.follow("Look round first")
    guest.sees("No account, and nobody is told that you were here.")
    guest.follow("If something is not right Signs, questions, who to ring")
    guest.sees_heading("If something is not right")
    guest.page.go_back()
    guest.sees_heading("Look round")
    assert guest.wire.said_up().count(b"/api/") == asked
    guest.follow("Back to the invitation")
    guest.sees_heading(INVITED)
    expect(guest.page.get_by_role("button", name="Join", exact=True)).to_be_visible()
