"""Two accounts become one shared space: every step, every end, and a cable pulled in between."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.couple import answer, copy_link, make_link, pair, read_digits, type_digits
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.storage import read_storage

WRONG = "000000"
OTHER_WRONG = "999999"


def differs_from(digits: str) -> str:
    return WRONG if digits != WRONG else OTHER_WRONG


def test_two_accounts_become_one_space(at_home: Device, far: Device) -> None:
    pair(at_home, far, "Nora", "Elias")
    for device in (at_home, far):
        device.open_inside("/us/verify")
        # Both phones still put their names into the space: the history is compared at its start.
        device.fill("The smaller number of changes", "2")
        device.press("Work out the digits")
        device.sees("At 2 changes")
    ours, theirs = (
        device.page.get_by_role("group", name="Six digits of this history").locator("span").first
        for device in (at_home, far)
    )
    expect(theirs).to_have_text(ours.inner_text())


def test_the_invited_person_makes_an_account_on_the_way(
    at_home: Device, make_device: MakeDevice
) -> None:
    link = make_link(at_home)
    guest, lea = make_device(), Person(name="Lea", glaze="Plum")
    guest.open(link)
    guest.sees_heading("Nora invites you to a place for two.")
    guest.press("Join")
    guest.follow("Make an account")
    lea.answer_adults(guest)
    lea.give_name(guest)
    lea.choose_passphrase(guest)
    guest.sees_heading("Your recovery code")
    guest.press("I have kept it")
    digits = read_digits(guest, "Nora")
    type_digits(at_home, digits)
    guest.sees_heading("Lea and Nora")
    at_home.sees_heading("Nora and Lea")


def test_the_invited_person_signs_in_on_the_way_and_is_met_by_name(
    at_home: Device, make_device: MakeDevice, server: Server, elias: Person
) -> None:
    """Not by the login name, which is all that a phone knows before it has read My side."""
    elias.make_account(server)
    guest = make_device()
    guest.open(make_link(at_home))
    guest.press("Join")
    guest.follow("I have an account")
    guest.fill("Login name", elias.login)
    guest.fill("Passphrase", elias.passphrase)
    guest.press("Sign in")
    read_digits(guest, "Nora")
    at_home.sees_heading("Type the six digits Elias reads out")


def test_the_link_leaves_the_address_before_anything_else(
    at_home: Device, make_device: MakeDevice
) -> None:
    """Twin: the page did get it, since it names who invites, also after a reload.

    Until it is declined: then this tab has nothing of it any more (R10).
    """
    link = make_link(at_home)
    secret = link.rsplit(".", 1)[1]
    guest = make_device()
    guest.open(link)
    guest.sees_heading("Nora invites you to a place for two.")
    assert guest.page.url.endswith("/join")
    guest.page.reload()
    guest.sees_heading("Nora invites you to a place for two.")
    assert "#" not in guest.page.url
    assert secret.encode() not in guest.wire.said_up()
    guest.press("Not now")
    guest.sees("Begin")
    assert secret not in str(read_storage(guest.page))


def test_t7_wrong_digits_three_times_end_the_invitation_and_share_nothing(
    at_home: Device, far: Device
) -> None:
    """Twin: `test_two_accounts_become_one_space` types the right ones."""
    answer(far, make_link(at_home), "Nora")
    digits = read_digits(far, "Nora")
    far.faults.expect_status(404, "/api/invitations")
    for left in ("2 more entries are left.", "One more entry is left."):
        type_digits(at_home, differs_from(digits))
        at_home.sees(left)
    type_digits(at_home, differs_from(digits))
    at_home.sees_heading("The invitation has ended")
    far.sees_heading("This invitation is not there any more")
    assert not re.search(rb"POST /api/invitations/[\w-]+/space", at_home.wire.said_up())


def test_that_is_not_my_partner_ends_it_for_whoever_answered(at_home: Device, far: Device) -> None:
    answer(far, make_link(at_home), "Nora")
    at_home.sees_heading("Type the six digits Elias reads out")
    far.faults.expect_status(404, "/api/invitations")
    at_home.press("That is not my partner")
    at_home.press("End the invitation")
    at_home.sees_heading("The invitation has ended")
    far.sees_heading("This invitation is not there any more")


def test_r3_a_cancelled_invitation_looks_like_one_that_never_was(
    at_home: Device, make_device: MakeDevice
) -> None:
    """Twin: before it was cancelled the same link named who invites."""
    link = make_link(at_home)
    guest = make_device()
    guest.open(link)
    guest.sees_heading("Nora invites you to a place for two.")
    at_home.press("Cancel the invitation")
    at_home.sees_heading("The invitation is cancelled")
    guest.faults.expect_status(404, "/api/invitations")
    first = link[len("/join#1.")]
    never = link.replace(f"#1.{first}", "#1.A" if first != "A" else "#1.B")
    for gone in (link, never):
        guest.open("/safety")
        guest.open(gone)
        guest.sees_heading("This invitation is not there any more")


def test_a_second_person_is_told_that_it_was_answered(
    at_home: Device, far: Device, make_device: MakeDevice
) -> None:
    link = make_link(at_home)
    answer(far, link, "Nora")
    read_digits(far, "Nora")
    late = make_device()
    late.faults.expect_status(409, "/api/invitations")
    late.open(link)
    late.sees_heading("This invitation has been answered")


def test_ones_own_link_says_so(at_home: Device) -> None:
    link = make_link(at_home)
    at_home.faults.expect_status(409, "/api/invitations")
    answer(at_home, link, "Nora")
    at_home.sees_heading("This is your own invitation")


def test_both_phones_closed_in_between_go_on_where_they_were(
    at_home: Device, far: Device, nora: Person, elias: Person
) -> None:
    answer(far, make_link(at_home), "Nora")
    digits = read_digits(far, "Nora")
    at_home.start_again("/us/invite")
    far.start_again("/us/join")
    assert read_digits(far, "Nora") == digits
    far.page.close()
    type_digits(at_home, digits)
    at_home.sees("The space is made.")
    far.page = far.context.new_page()
    far.open("/us")
    far.sees("Nora")
    at_home.open_inside("/us")
    at_home.sees("Nora and Elias")


@pytest.mark.put_by
def test_airplane_mode_at_every_step_only_delays(at_home: Device, far: Device) -> None:
    link = make_link(at_home)
    far.open(link)
    far.sees_heading("Nora invites you to a place for two.")
    far.go_offline()
    far.press("Join")
    far.sees_heading("There is no connection right now")
    far.go_online()
    at_home.go_offline()
    far.sees_heading("Six digits come next")
    at_home.go_online()
    digits = read_digits(far, "Nora")
    at_home.go_offline()
    type_digits(at_home, digits)
    far.go_offline()
    at_home.go_online()
    at_home.sees("The digits are the same")
    far.go_online()
    far.sees_heading("Elias and Nora")
    at_home.sees_heading("Nora and Elias")


def test_an_answer_lost_on_the_way_does_not_join_twice(at_home: Device, far: Device) -> None:
    answer(far, make_link(at_home), "Nora")
    digits = read_digits(far, "Nora")
    at_home.faults.expect_unreachable()
    at_home.wire.lose_answers()
    type_digits(at_home, digits)
    expect(at_home.page.get_by_role("heading", level=1)).to_be_visible()
    at_home.wire.cut()
    at_home.wire.mend()
    at_home.sees_heading("Nora and Elias")
    far.sees_heading("Elias and Nora")


def test_two_who_chose_the_same_glaze_are_asked_for_another(
    at_home: Device, make_device: MakeDevice, server: Server
) -> None:
    guest, twin = make_device(), Person(name="Elias", glaze="Celadon")
    twin.make_account(server)
    twin.sign_in(guest)
    pair(at_home, guest.settles(), "Nora", "Elias")
    guest.sees("You both chose celadon")


def test_r10_nothing_of_an_invitation_opens_without_the_passphrase(at_home: Device) -> None:
    """The link's secret is nowhere on the disk in clear; twin: the screen does show it."""
    secret = make_link(at_home).rsplit(".", 1)[1]
    assert secret in str(at_home.page.evaluate("() => navigator.clipboard.readText()"))
    assert secret not in str(read_storage(at_home.page))


def test_another_device_of_the_same_person_has_the_space_without_a_touch(
    at_home: Device, far: Device, make_device: MakeDevice, nora: Person
) -> None:
    desk = make_device(wide=True)
    nora.sign_in(desk)
    desk.open_inside("/us")
    desk.sees_no("Nora and Elias")
    for device in (at_home, desk):
        # Each of her devices may finish what is left to do; whoever writes the vault second merges.
        device.faults.expect_status(409, "/api/account/vault")
    pair(at_home, far, "Nora", "Elias")
    desk.sees("Nora and Elias")


def test_copying_the_link_again_gives_the_same_one(at_home: Device) -> None:
    link = make_link(at_home)
    at_home.open_inside("/us")
    at_home.open_inside("/us/invite")
    assert copy_link(at_home) == link
