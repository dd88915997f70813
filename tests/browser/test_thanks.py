"""Thanks between two phones: written alone, given, taken in, answered, kept and taken back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.couple import Couple, give, open_thanks, sees_thanks
from tests.browser.device import Device
from tests.browser.people import Person

DID = "Rang my mother back before I had asked."
CHANGED = "I could sit down for ten minutes."
SHOWS = "You notice more than you say."
LINE = "That was good to read."


def test_given_thanks_arrive_without_a_touch(couple: Couple) -> None:
    """Twin: before they were given nothing of them is on the other phone."""
    couple.far.open_inside("/thanks")
    couple.far.sees_no(DID)
    give(couple.near, DID, CHANGED, SHOWS)
    couple.near.sees("Elias sees this when Goldseam is next opened.")
    for words in (DID, CHANGED, SHOWS):
        sees_thanks(couple.far, words)


def test_a_draft_stays_with_its_author_until_it_is_given(couple: Couple) -> None:
    couple.far.open_inside("/thanks")
    couple.near.open_inside("/thanks/write")
    couple.near.fill("What you did", DID)
    couple.near.sees("Draft kept")
    couple.near.press("Keep it for now")
    couple.near.open_inside("/thanks")
    sees_thanks(couple.near, DID)
    couple.far.open_inside("/today")
    couple.far.open_inside("/thanks")
    couple.far.sees_no(DID)


def test_taken_in_is_seen_by_the_giver(couple: Couple) -> None:
    give(couple.near, DID)
    open_thanks(couple.far, DID)
    couple.far.press("Taken in")
    couple.near.open_inside("/thanks")
    couple.near.sees("Taken in")


def test_a_line_of_answer_outlives_a_reload_arrives_and_can_be_taken_back(couple: Couple) -> None:
    give(couple.near, DID)
    open_thanks(couple.far, DID)
    couple.far.press("Answer with a line")
    couple.far.fill("Your line", LINE)
    couple.far.page.reload()
    expect(couple.far.page.get_by_label("Your line", exact=True)).to_have_value(LINE)
    couple.near.sees_no(LINE)
    couple.far.press("Send to Nora")
    couple.near.open_inside("/thanks")
    couple.near.sees(LINE)
    couple.far.press("Take this line back")
    expect(couple.near.page.get_by_text(LINE)).to_have_count(0)


def test_r14_what_was_taken_back_is_gone_from_the_other_phone(couple: Couple) -> None:
    """Twin: it stood there a moment before."""
    give(couple.near, DID)
    couple.far.open_inside("/thanks")
    sees_thanks(couple.far, DID)
    couple.near.press("Take back")
    couple.near.page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(couple.far.page.get_by_text(DID)).to_have_count(0)


def test_what_is_kept_in_the_jar_stays_when_it_is_taken_back(couple: Couple) -> None:
    give(couple.near, DID)
    open_thanks(couple.far, DID)
    couple.far.press_containing("Keep it in my jar")
    couple.far.sees("Take it out of my jar")
    couple.near.press("Take back")
    couple.near.page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    couple.far.open_inside("/thanks/jar")
    couple.far.sees(DID)


@pytest.mark.put_by
def test_airplane_mode_while_giving_only_delays(couple: Couple) -> None:
    couple.far.open_inside("/thanks")
    couple.near.go_offline()
    give(couple.near, DID)
    couple.near.sees("Kept here, sent later")
    couple.far.sees_no(DID)
    couple.near.go_online()
    sees_thanks(couple.far, DID)


def test_pressing_give_twice_gives_once(couple: Couple) -> None:
    couple.near.open_inside("/thanks/write")
    couple.near.fill("What you did", DID)
    couple.near.page.get_by_role("button", name="Give", exact=True).dblclick()
    couple.near.sees_heading("Given")
    couple.far.open_inside("/thanks")
    sees_thanks(couple.far, DID)
    expect(couple.far.page.get_by_text(DID)).to_have_count(1)


def test_thanks_written_alone_wait_until_somebody_joins(at_home: Device) -> None:
    at_home.open_inside("/thanks/write")
    at_home.fill("What you did", DID)
    at_home.press("Keep it")
    at_home.sees_heading("Thanks")
    sees_thanks(at_home, DID)
    at_home.start_again("/thanks")
    sees_thanks(at_home, DID)


def test_words_about_the_body_wait_until_the_other_opens_them(couple: Couple) -> None:
    """Clinical guide, section 5; twin: once they are open, the same words are given and read.

    Closed again they stay unread, whatever was given meanwhile.
    """
    near, far = couple.near, couple.far
    near.open_inside("/thanks/write")
    near.fill("What you did", DID)
    near.sees("Words about body or desire wait here until Elias opens them.")
    far.open_inside("/us/space")
    switch = far.page.get_by_role("switch", name="Words about body or desire")
    switch.click()
    near.sees("Elias has opened words of this kind.")
    near.page.get_by_role("switch", name="About body or desire").click()
    switch.click()
    near.sees("It stays here as a draft.")
    expect(near.page.get_by_role("button", name="Give", exact=True)).to_have_count(0)
    switch.click()
    near.press("Give")
    near.sees_heading("Given")
    far.open_inside("/thanks")
    sees_thanks(far, DID)
    far.open_inside("/us/space")
    switch.click()
    far.sees("Thanks of this kind stay closed to you.")
    far.open_inside("/thanks")
    far.sees("It stays closed until you open words of this kind.")
    far.sees_no(DID)
    far.open_inside("/today")
    far.sees("On your own")
    far.sees_no(DID)


def test_a_start_is_borrowed_from_thirty_and_goes_on_as_ones_own_words(couple: Couple) -> None:
    couple.near.open_inside("/thanks")
    couple.near.follow("Borrow a start")
    starts = couple.near.page.get_by_role("dialog").get_by_role("listitem").get_by_role("button")
    expect(starts).to_have_count(30)
    couple.near.press("A moment you listened without defending …")
    field = couple.near.page.get_by_label("What you did", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_value("A moment you listened without defending: ")
    couple.near.page.keyboard.type("on Monday.")
    couple.near.press("Give")
    couple.far.open_inside("/thanks")
    sees_thanks(couple.far, "A moment you listened without defending: on Monday.")


def test_one_a_day_is_suggested_at_most(couple: Couple) -> None:
    """Twin: before that, Today and the tab suggest it; and nothing is forbidden afterwards."""
    for path in ("/thanks", "/thanks/write"):
        couple.near.open_inside(path)
        couple.near.sees("Borrow a start")
        couple.near.sees_no("One a day is enough here")
    give(couple.near, DID)
    couple.near.open_inside("/thanks")
    couple.near.sees("You gave thanks today. One a day is enough here; the next can wait.")
    couple.near.sees_no("Borrow a start")
    couple.near.open_inside("/today")
    couple.near.sees_no("A line of thanks")
    give(couple.near, CHANGED)


def test_r8_telling_it_yourself_hands_over_the_address_and_no_name(
    couple: Couple, nora: Person, elias: Person
) -> None:
    couple.near.context.grant_permissions(["clipboard-read", "clipboard-write"])
    give(couple.near, DID)
    couple.near.press("Tell Elias yourself")
    couple.near.sees("Copied. Paste it wherever you two write to each other.")
    told = couple.near.page.evaluate("() => navigator.clipboard.readText()")
    assert told == f"There is something for you.\n{couple.near.wire.url}"
    assert [name for name in (nora.name, elias.name) if name in told] == []


def test_the_second_device_has_what_both_gave_without_a_touch(
    couple: Couple, make_device: MakeDevice, elias: Person
) -> None:
    """Two devices of one person and one of the other: given, taken in, answered, taken back."""
    desk = make_device(wide=True)
    elias.sign_in(desk)
    desk.open_inside("/thanks")
    give(couple.near, DID)
    sees_thanks(desk, DID)
    open_thanks(couple.far, DID)
    couple.far.press("Taken in")
    desk.sees("Taken in")
    couple.far.press("Answer with a line")
    couple.far.fill("Your line", LINE)
    couple.far.press("Send to Nora")
    desk.sees(LINE)
    couple.near.press("Take back")
    couple.near.page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    for device in (desk, couple.far):
        expect(device.page.get_by_text(DID)).to_have_count(0)
