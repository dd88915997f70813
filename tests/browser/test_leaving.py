"""Leaving: alone, at once, in three taps; what the other person meets, and what stays."""

import pytest
from playwright.sync_api import expect

from app.client.person import Person as Client
from tests.browser.addresses import OPENS, THEIRS, agree, converse
from tests.browser.agreed import DINNER, open_agreed
from tests.browser.axe import expect_accessible
from tests.browser.conftest import MakeDevice
from tests.browser.couple import Couple, give, make_couple, open_thanks, pair, sees_thanks
from tests.browser.device import Device
from tests.browser.people import Person, sees_note, write_note
from tests.browser.server import Server
from tests.browser.talk import RULES, accept, ask, seal, to_question

DID = "Rang my mother back before I had asked."
CLOSED = "This space is closed."


def leave(device: Device, *, remove: bool = False) -> None:
    """Three taps from any tab: Us, leave, leave now."""
    device.open_inside("/today")
    device.follow("Us")
    device.press_containing("Leave this space")
    if remove:
        device.page.get_by_role("switch", name="Remove it from this phone too").click()
    device.press("Leave now")


def test_r13_one_person_leaves_alone_in_three_taps(couple: Couple) -> None:
    """Twin: until then both share a space."""
    couple.far.open_inside("/us")
    couple.far.sees("Elias and Nora")
    leave(couple.near)
    couple.near.sees_heading(CLOSED)
    couple.far.start_again("/today")
    couple.far.sees(CLOSED)
    couple.far.sees_no("left")


def test_r14_both_can_read_and_export_what_was_shared(couple: Couple) -> None:
    give(couple.near, DID)
    couple.far.open_inside("/thanks")
    sees_thanks(couple.far, DID)
    leave(couple.near)
    couple.near.sees_heading(CLOSED)
    couple.far.start_again("/today")
    couple.far.press("See what stays here") if couple.far.page.get_by_role(
        "button", name="See what stays here"
    ).count() else couple.far.follow("See what stays here")
    couple.far.sees_heading(CLOSED)
    couple.far.follow("Read what was shared")
    sees_thanks(couple.far, DID)
    with couple.near.page.expect_download():
        couple.near.press_containing("Export")


def test_r14_what_was_agreed_and_said_is_read_and_verified_after_leaving(
    make_device: MakeDevice, server: Server, nora: Person, elias: Person
) -> None:
    """Twin: until then it stands under Agreements, and something can be done with it."""
    make_couple(server, nora, elias)
    with (
        Client.sign_in(server.url, nora.login, nora.passphrase) as one,
        Client.sign_in(server.url, elias.login, elias.passphrase) as other,
    ):
        one.read()
        other.read()
        agree(one, other)
        converse(one, other)
        one.sign_out()
        other.sign_out()
    near, far = make_device(), make_device()
    nora.sign_in(near)
    elias.sign_in(far)
    open_agreed(near)
    expect(near.page.get_by_role("button", name="Accept")).to_be_visible()
    leave(far)
    far.sees_heading(CLOSED)
    near.start_again("/us")
    _reads_what_was_shared(near)
    expect_accessible(near.page, "What was shared")
    for title in ("My notebook", "A call"):
        near.page.get_by_role("link", name=title).click()
        near.sees_heading(title)
        near.sees("This space is closed.")
        near.follow("Back")
    near.page.get_by_role("link", name=DINNER).click()
    near.sees_heading(DINNER)
    expect(near.page.get_by_role("button", name="Accept")).to_have_count(0)
    expect(near.page.get_by_role("button", name="Pause")).to_have_count(0)
    near.press_containing("Verify this agreement")
    near.sees("Elias signed on")
    near.page.keyboard.press("Escape")
    near.follow("Back")
    near.page.get_by_role("link", name=RULES).click()
    near.sees_heading(RULES)
    near.sees(OPENS)
    near.sees(THEIRS)
    near.sees_no("Take back")
    near.sees_no("Carry on")


def test_r14_ones_own_sealed_words_stay_readable_after_leaving(couple: Couple) -> None:
    """They were never opened; the conversation is no longer among what can be gone on with."""
    near, far = couple.near, couple.far
    ask(near, RULES, "Elias")
    accept(far, RULES, "Nora")
    to_question(near, OPENS)
    seal(near)
    leave(far)
    far.sees_heading(CLOSED)
    near.start_again("/us")
    _reads_what_was_shared(near)
    near.page.get_by_role("link", name=RULES).click()
    near.sees("This space was closed before it came to its end.")
    near.sees("You wrote this, and it was not shared.")
    near.sees(OPENS)
    near.open_inside("/talk")
    near.sees("By theme")
    near.sees_no("Carry on")
    _reads_what_was_shared(far)
    far.page.get_by_role("link", name=RULES).click()
    far.sees("Nothing has opened for both of you here.")
    far.sees_no(OPENS)


def test_r14_a_line_begun_in_answer_stays_readable_after_leaving(couple: Couple) -> None:
    """Whoever wrote it decides what becomes of it."""
    near, far = couple.near, couple.far
    give(near, DID)
    open_thanks(far, DID)
    far.press("Answer with a line")
    far.fill("Your line", "I nearly did not.")
    leave(near)
    near.sees_heading(CLOSED)
    far.start_again("/us")
    _reads_what_was_shared(far)
    sees_thanks(far, DID)
    far.sees("I nearly did not.")
    far.press("Delete this line")
    far.sees_no("I nearly did not.")


def test_r14_removing_takes_it_off_this_phone_at_once(couple: Couple) -> None:
    give(couple.near, DID)
    leave(couple.near, remove=True)
    couple.near.sees_heading("Us")
    couple.near.open_inside("/thanks")
    couple.near.sees_no(DID)


def test_r14_what_is_taken_back_after_leaving_goes_from_the_other_phone(couple: Couple) -> None:
    """Twin: until then the other person reads it, and their own words stay."""
    give(couple.near, DID)
    give(couple.far, "Made tea.")
    couple.near.open_inside("/thanks")
    sees_thanks(couple.near, "Made tea.")
    leave(couple.near)
    couple.far.start_again("/today")
    couple.far.sees(CLOSED)
    _reads_what_was_shared(couple.far)
    sees_thanks(couple.far, DID)
    couple.near.sees_heading(CLOSED)
    couple.near.press_containing("Take back what I shared")
    expect_accessible(couple.near.page, CLOSED)
    couple.near.press("Take them back")
    couple.near.sees("What you shared here is taken back.")
    couple.near.sees_no("All of your own words here")
    expect_accessible(couple.near.page, CLOSED)
    couple.far.start_again("/us")
    _reads_what_was_shared(couple.far)
    sees_thanks(couple.far, "Made tea.")
    couple.far.sees_no(DID)


@pytest.mark.put_by
def test_r14_words_taken_back_offline_are_gone_here_and_follow_later(couple: Couple) -> None:
    give(couple.near, DID)
    couple.far.open_inside("/thanks")
    sees_thanks(couple.far, DID)
    leave(couple.near)
    couple.near.sees_heading(CLOSED)
    couple.near.go_offline()
    couple.near.press_containing("Take back what I shared")
    couple.near.press("Take them back")
    couple.near.sees("The server is told when there is a connection")
    couple.near.press_containing("Remove it now")
    couple.near.sees("has not all reached the server")
    couple.near.press("Keep it")
    couple.near.go_online()
    couple.near.sees("What you shared here is taken back.")
    couple.far.start_again("/us")
    _reads_what_was_shared(couple.far)
    couple.far.sees_no(DID)


def _reads_what_was_shared(device: Device) -> None:
    device.open_inside("/us")
    device.page.get_by_role("link", name="Closed space with").click()
    device.sees_heading(CLOSED)
    device.follow("Read what was shared")
    device.sees_heading("What was shared")


@pytest.mark.parametrize("remove", [False, True], ids=["leaving", "removing"])
def test_r13_the_second_device_of_whoever_left_knows_without_a_touch(
    couple: Couple, make_device: MakeDevice, nora: Person, *, remove: bool
) -> None:
    """Twin: until then it shows both; and what is removed goes from there as well."""
    desk = make_device(wide=True)
    nora.sign_in(desk)
    desk.open_inside("/us")
    desk.sees("Nora and Elias")
    for device in (couple.near, desk):
        # Each may finish what is left to do; whoever writes the vault second merges.
        device.faults.expect_status(409, "/api/account/vault")
    desk.faults.expect_status(404, "/membership")
    leave(couple.near, remove=remove)
    desk.sees_no("Nora and Elias")
    closed = desk.page.get_by_text("Closed space with Elias")
    expect(closed).to_have_count(0 if remove else 1)


@pytest.mark.parametrize("path", ["/us/space", "/us/safety"])
def test_r13_the_space_and_safety_lead_out_as_well(couple: Couple, path: str) -> None:
    couple.near.open_inside(path)
    couple.near.press_containing("Leave this space")
    couple.near.sees("Elias gets no message.")
    couple.near.sees("Keep a copy first")
    couple.near.press("Leave now")
    couple.near.sees_heading(CLOSED)


def test_my_side_stays_as_it_is(couple: Couple) -> None:
    write_note(couple.near, "Mine", "Stays mine.")
    leave(couple.near)
    couple.near.open_inside("/us/notes")
    sees_note(couple.near, "Mine")


@pytest.mark.put_by
def test_words_under_way_when_the_other_left_are_kept(couple: Couple) -> None:
    couple.far.go_offline()
    give(couple.far, DID)
    leave(couple.near)
    couple.near.sees_heading(CLOSED)
    couple.far.go_online()
    couple.far.open_inside("/needs-you")
    couple.far.sees(DID)


@pytest.mark.put_by
def test_leaving_offline_says_that_it_has_not_happened(couple: Couple) -> None:
    couple.near.go_offline()
    leave(couple.near)
    couple.near.sees("You have not left yet.")
    couple.near.press("Stay")
    couple.near.sees("Together here since")


def test_a_new_space_can_be_opened_after_leaving(
    couple: Couple, make_device: MakeDevice, server: Server
) -> None:
    leave(couple.near)
    couple.near.sees_heading(CLOSED)
    guest, lea = make_device(), Person(name="Lea", glaze="Plum")
    lea.make_account(server)
    lea.sign_in(guest)
    pair(couple.near, guest.settles(), "Nora", "Lea")


def test_r15_deleting_the_account_closes_the_space_for_the_other(
    couple: Couple, nora: Person
) -> None:
    couple.near.open_inside("/us/delete")
    couple.near.fill("Your passphrase", nora.passphrase)
    couple.near.press("Delete now")
    couple.near.sees_heading("Your account is deleted")
    couple.far.start_again("/today")
    couple.far.sees(CLOSED)
    expect(couple.far.page.get_by_role("heading", level=1)).to_be_visible()
