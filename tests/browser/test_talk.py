"""Guided conversations between two phones: at one's own pace, across days, sealed until both."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.agreed import open_agreed, share
from tests.browser.conftest import MakeDevice
from tests.browser.couple import Aging, Couple
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.talk import (
    CLOSES,
    OPENS,
    QUESTION,
    RULES,
    TURNS,
    accept,
    ask,
    begin,
    carry_on,
    expect_closed,
    go_on,
    in_sheet,
    open_guide,
    pass_answer,
    pause,
    say,
    seal,
    to_question,
)

MINE = "When you ask whether now is all right, I can begin."
CLOSING = "Two topics at once."
THEIRS = "An hour with nothing expected of me."
SECOND = "A kitchen with the radio off."
# What the guide calls the agreement that it leaves a draft of.
DRAFT = "How we talk here"


def both_at_question(couple: Couple) -> None:
    """Nora has asked, Elias has said yes, and each stands before the first question."""
    ask(couple.near, RULES, "Elias")
    accept(couple.far, RULES, "Nora")
    to_question(couple.near, MINE)
    to_question(couple.far, THEIRS)


def question_fields(page: Page) -> dict[str, str]:
    """What stands in the two fields of the question."""
    return {label: page.get_by_label(label, exact=True).input_value() for label in (OPENS, CLOSES)}


def to_the_end(device: Device) -> None:
    """From the last question of the rules: a draft, a line to keep, and the private end."""
    go_on(device, "A draft, if you want to agree on this")
    device.press("Leave it as a draft")
    device.sees_heading("A thank-you, if there is one")
    go_on(device, "To end with")
    device.choose("Yes")
    device.press("Keep a line")
    device.fill("Your line", "Is now all right?")
    in_sheet(device, "Keep it").click()
    device.press("Close it here")
    device.sees_heading("Talk")
    device.open_inside("/talk/kept")
    device.sees("Is now all right?")
    device.sees("Drafts of agreements")


def draft_becomes_agreement(couple: Couple) -> None:
    """What the guide left on Nora's side is proposed, and Elias signs the same words."""
    near, far = couple.near, couple.far
    near.open_inside("/agreements")
    near.page.get_by_role("link", name=re.compile(DRAFT)).click()
    near.sees("These words began in a conversation")
    share(near, "Suggest to Elias", "Suggest")
    near.sees_heading(DRAFT)
    open_agreed(far, DRAFT)
    far.press("Accept")
    near.sees("In force since")


def next_day(aging: Aging, nora: Person, elias: Person) -> None:
    """Both open the app anew a day later, and unlock it."""
    aging.wait(days=1)
    for device, person in ((aging.near, nora), (aging.far, elias)):
        device.start_again("/talk")
        person.unlock(device)
        device.open_inside("/talk")


@pytest.mark.put_by
@pytest.mark.timeout(300)
def test_talk_rules_over_three_days_with_one_phone_offline(
    aging: Aging, nora: Person, elias: Person
) -> None:
    """Each day opens the locked app anew; nothing of either half shows before both are in."""
    near, far = aging.near, aging.far
    ask(near, RULES, "Elias", "After Sunday, if you like. No hurry.")
    to_question(near, MINE, CLOSING)
    near.sees("This step is for two. It opens once Elias has said yes.")

    far.open_inside("/talk")
    far.sees("After Sunday, if you like. No hurry.")
    accept(far, RULES, "Nora")
    begin(far)
    far.fill(OPENS, THEIRS)
    far.sees("Draft kept")
    far.press("Leave")
    in_sheet(far, "Leave it here for now").click()
    far.sees_heading("Talk")

    next_day(aging, nora, elias)
    near.follow("Carry on")
    near.sees_heading(QUESTION)
    assert question_fields(near.page) == {OPENS: MINE, CLOSES: CLOSING}
    near.press("Seal my answer")
    expect_closed(near, THEIRS)

    far.follow("Carry on")
    expect(far.page.get_by_label(OPENS, exact=True)).to_have_value(THEIRS)
    far.go_offline()
    go_on(far, QUESTION)
    far.press("Seal my answer")
    far.sees("Kept here, sent later.")
    expect_closed(far, MINE)
    expect_closed(near, THEIRS)
    far.go_online()
    for device in (near, far):
        device.sees("Both halves are written.")

    next_day(aging, nora, elias)
    for device in (near, far):
        device.follow("Carry on")
    for device, mine, theirs in ((near, MINE, THEIRS), (far, THEIRS, MINE)):
        device.press("Open the seam")
        for words in (mine, theirs):
            expect(device.page.get_by_text(words).first).to_be_visible()
        device.sees("Both of you can read this")
    carry_on(far)
    far.sees("Both of you can read this")
    expect(far.page.get_by_role("button", name="Open the seam")).to_have_count(0)

    for device in (near, far):
        go_on(device, "Where, how long, and how do we stop?")
        pass_answer(device)
    for device in (near, far):
        device.press("Open the seam")
    near.sees("Elias passed this one.")
    to_the_end(near)
    near.open_inside("/talk/past")
    near.page.get_by_role("link").filter(has_text=RULES).click()
    near.sees(THEIRS)
    draft_becomes_agreement(aging)


@pytest.mark.timeout(240)
def test_turns_go_round_at_each_persons_own_pace(couple: Couple) -> None:
    """Speak, mirror, "there is more", "yes, that is it", swap; and said aloud needs no words."""
    near, far = couple.near, couple.far
    ask(near, TURNS, "Elias")
    accept(far, TURNS, "Nora")
    for device in (near, far):
        begin(device)
        go_on(device, "Three short rounds each")
        device.press("I am ready")
    near.sees("Whoever likes begins")
    say(near, "I have said it", "I went quiet because I felt left out.")
    near.sees("Elias goes next, whenever it suits.")
    far.sees("I went quiet because I felt left out.")
    say(far, "I have mirrored", "You went quiet.")
    near.sees("Did Elias get it?")
    near.press("There is more")
    far.sees("Nora has the floor")
    say(near, "I have said it", "And I did not trust myself to be fair.")
    say(far, "I have mirrored", "You wanted to be fair.")
    near.press("Yes, that is it")
    near.sees("Elias has the floor")
    far.page.get_by_label("I said it aloud; words here are extra").check()
    far.press("I have said it")
    near.sees("Said aloud.")
    near.press("What was said")
    near.sees("“There is more.”")
    near.page.keyboard.press("Escape")
    far.press("Pass this step")
    in_sheet(far, "Pass it").click()
    for device in (near, far):
        device.sees("This step was passed.")
        go_on(device, "What was it like to be heard, and to listen?")


def test_a_second_answer_arrives_while_the_first_is_being_replaced(couple: Couple) -> None:
    """What opens is what was in; the newer words are not lost, and nobody sees half of both."""
    both_at_question(couple)
    near, far = couple.near, couple.far
    seal(near)
    near.press("Change my answer")
    near.fill(OPENS, SECOND)
    seal(far)
    near.sees("Both halves are written.")
    near.press("Open the seam")
    near.sees(THEIRS)
    near.sees("You wrote this, and it was not shared.")
    near.sees(SECOND)
    far.press("Open the seam")
    far.sees(MINE)
    far.sees_no(SECOND)


def test_an_answer_can_be_replaced_until_both_are_in(couple: Couple) -> None:
    """What opens is the newest, and the one before it is nowhere on the other phone."""
    both_at_question(couple)
    near, far = couple.near, couple.far
    seal(near)
    near.press("Change my answer")
    near.fill(OPENS, SECOND)
    near.press("Seal it like this")
    near.sees(SECOND)
    # What counts is what has arrived.
    near.sees_no("Kept here, sent later.")
    seal(far)
    far.press("Open the seam")
    far.sees(SECOND)
    far.sees_no(MINE)


def test_withdrawn_before_both_are_in_a_day_passes(couple: Couple) -> None:
    both_at_question(couple)
    near, far = couple.near, couple.far
    seal(near)
    near.press_containing("Take my answer back")
    in_sheet(near, "Take it back").click()
    near.sees("You took an answer back.")
    expect(near.page.get_by_role("button", name="Seal my answer")).to_be_disabled()
    seal(far)
    expect_closed(far, MINE)
    far.press_containing("Tell Nora I have answered")
    in_sheet(far, "Say so").click()
    far.sees("You have told Nora that you have answered.")
    expect(far.page.get_by_text("Take my answer back")).to_have_count(0)
    near.sees("Elias says: I have answered.")


def test_r27_either_pauses_alone_and_nobody_goes_on_before_twenty_minutes(aging: Aging) -> None:
    """Both see it and when it ends; a steadying exercise is one tap away; then either goes on."""
    near, far = aging.near, aging.far
    both_at_question(aging)
    pause(far)
    near.sees_heading("Paused")
    near.sees("Elias paused. Back:")
    for device in (near, far):
        expect(device.page.get_by_role("button", name="Leave it here for now")).to_be_visible()
        expect(device.page.get_by_role("button", name="Go on", exact=True)).to_have_count(0)
        device.sees("A longer out-breath")
    aging.wait(minutes=22)
    go_on(near, QUESTION)
    far.sees_heading(QUESTION)


def test_a_second_device_takes_over_in_the_middle(
    couple: Couple, make_device: MakeDevice, nora: Person
) -> None:
    ask(couple.near, RULES, "Elias")
    accept(couple.far, RULES, "Nora")
    to_question(couple.near, MINE, CLOSING)
    desk = make_device(wide=True)
    nora.sign_in(desk)
    desk.open_inside("/talk")
    desk.follow("Carry on")
    desk.sees_heading(QUESTION)
    assert question_fields(desk.page) == {OPENS: MINE, CLOSES: CLOSING}
    desk.press("Seal my answer")
    desk.sees("Closed for now")
    carry_on(couple.near)
    couple.near.sees("Closed for now")
    to_question(couple.far, THEIRS)
    seal(couple.far)
    desk.press("Open the seam")
    desk.sees(THEIRS)
    couple.near.press("Open the seam")
    couple.near.sees(THEIRS)


def test_r4_one_person_alone_does_a_guide_to_its_end(at_home: Device) -> None:
    """Nothing of the library speaks of anybody else."""
    at_home.open_inside("/talk")
    at_home.sees("By theme")
    at_home.sees_no(RULES)
    open_guide(at_home, "A kind pause")
    at_home.press("Begin")
    begin(at_home)
    at_home.press("Begin")
    at_home.sees("This is hard.")
    at_home.press("Stop")
    go_on(at_home, "A line, if one came")
    at_home.fill("A kind line", "One thing left undone is fine.")
    go_on(at_home, "Keep it where you find it?")
    at_home.page.get_by_role("checkbox").check(force=True)
    at_home.press("Keep it")
    at_home.sees_heading("To end with")
    at_home.press("Close it here")
    at_home.sees_heading("Talk")
    at_home.open_inside("/talk/kept")
    at_home.sees("One thing left undone is fine.")


def test_a_number_of_seven_offers_something_steadying(at_home: Device) -> None:
    """Twin: below it, nothing is offered. The number is in no store of the phone."""
    open_guide(at_home, "A kind pause")
    at_home.press("Begin")
    at_home.press("Begin")
    slider = at_home.page.get_by_role("slider")
    slider.fill("6")
    at_home.sees_no("A longer out-breath")
    slider.fill("7")
    at_home.sees("A longer out-breath")
    go_on(at_home, "Three kind lines")


def test_r18_what_one_person_closed_is_shown_to_nobody(couple: Couple) -> None:
    """Twin: with the switch on, the invitation stands in the library."""
    near, far = couple.near, couple.far
    far.open_inside("/us/safety")
    far.page.get_by_role("switch", name="Conversations for two").click()
    far.sees("Closed")
    ask(near, RULES, "Elias")
    far.open_inside("/talk")
    far.sees("By theme")
    far.sees_no("Nora asks you to a conversation")
    open_guide(far, RULES)
    far.sees("Not open at the moment.")
    far.open_inside("/us/safety")
    far.page.get_by_role("switch", name="Conversations for two").click()
    far.open_inside("/talk")
    far.sees("Nora asks you to a conversation")
