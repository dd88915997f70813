"""Words typed on the way through a guide: none goes unasked, and none becomes what it was not."""

import pytest
from playwright.sync_api import expect

from tests.browser.couple import Couple
from tests.browser.device import Device
from tests.browser.talk import (
    OPENS,
    RULES,
    TURNS,
    accept,
    ask,
    begin,
    carry_on,
    go_on,
    in_sheet,
    open_guide,
    pass_answer,
    say,
    seal,
    to_question,
)

PAPER = "Do this on paper"
MINE = "When you ask whether now is all right, I can begin."
THEIRS = "An hour with nothing expected of me."
SPEECH = "I went quiet because I felt left out."


def on_paper(device: Device) -> None:
    """Turn the switch that does a page on paper."""
    device.page.get_by_role("switch", name=PAPER).click()


def test_doing_a_page_on_paper_takes_no_word_unasked(at_home: Device) -> None:
    """Kept where it is meant, back while the page is still here, and gone from the store after."""
    signs = "My signs for yes"
    open_guide(at_home, "My limits")
    at_home.press("Begin")
    begin(at_home)
    at_home.fill(signs, "My shoulders drop.")
    on_paper(at_home)
    in_sheet(at_home, "Keep it").click()
    expect(at_home.page.get_by_label(signs, exact=True)).to_have_value("My shoulders drop.")
    expect(at_home.page.get_by_role("switch", name=PAPER)).not_to_be_checked()
    on_paper(at_home)
    in_sheet(at_home, PAPER).click()
    at_home.sees("Nothing of this step is kept here.")
    on_paper(at_home)
    expect(at_home.page.get_by_label(signs, exact=True)).to_have_value("My shoulders drop.")


def test_a_half_that_is_passed_keeps_what_was_typed_for_it(couple: Couple) -> None:
    """It can be changed while it is closed; open, only who typed it reads it."""
    near, far = couple.near, couple.far
    ask(near, RULES, "Elias")
    accept(far, RULES, "Nora")
    to_question(near, "")
    to_question(far, THEIRS)
    near.fill(OPENS, MINE)
    pass_answer(near)
    near.sees("You passed this one.")
    near.press("Change my answer")
    expect(near.page.get_by_label(OPENS, exact=True)).to_have_value(MINE)
    near.press("Keep it as it was")
    seal(far)
    near.press("Open the seam")
    near.sees("You wrote this, and it was not shared.")
    near.sees(MINE)
    far.press("Open the seam")
    far.sees("Nora passed this one.")
    far.sees_no(MINE)


def test_an_answer_taken_back_is_a_draft_again(couple: Couple) -> None:
    near, far = couple.near, couple.far
    ask(near, RULES, "Elias")
    accept(far, RULES, "Nora")
    to_question(near, MINE)
    near.fill(OPENS, f"{MINE} Changed.")
    seal(near)
    near.press_containing("Take my answer back")
    in_sheet(near, "Take it back").click()
    near.sees("You took an answer back.")
    expect(near.page.get_by_label(OPENS, exact=True)).to_have_value(f"{MINE} Changed.")


def test_what_is_typed_to_be_said_is_never_sent_as_a_mirror(couple: Couple) -> None:
    """The other one began first: what stood in the field waits for its own move, or for the end."""
    near, far = couple.near, couple.far
    ask(near, TURNS, "Elias")
    accept(far, TURNS, "Nora")
    for device in (near, far):
        begin(device)
        go_on(device, "Three short rounds each")
        device.press("I am ready")
    near.sees("Whoever likes begins")
    piece = near.page.locator("textarea[name=piece]")
    piece.fill(SPEECH)
    say(far, "I have said it", "The doors.")
    near.sees("Your part is to mirror")
    expect(piece).to_have_value("")
    say(near, "I have mirrored", "Doors.")
    far.press("Yes, that is it")
    near.sees("Your part is to speak")
    expect(piece).to_have_value(SPEECH)
    far.press("Pass this step")
    in_sheet(far, "Pass it").click()
    near.sees("This step was passed.")
    near.sees("You wrote this, and it was not shared.")
    near.sees(SPEECH)
    far.sees_no(SPEECH)


def on_from(device: Device, heading: str) -> None:
    """Open the app anew and take up what was left, at the step of this heading."""
    carry_on(device)
    device.sees_heading(heading)


@pytest.mark.timeout(180)
def test_what_is_typed_at_the_end_of_a_guide_outlives_the_tab(at_home: Device) -> None:
    """A line that is chosen, a draft and a line to keep; a draft that was left is left once."""
    open_guide(at_home, "My limits")
    at_home.press("Begin")
    begin(at_home)
    at_home.fill("A sentence that buys me time", "Let me look at that.")
    for _ in range(5):
        at_home.press("Go on")
        expect(at_home.page.get_by_role("heading", level=1)).to_be_focused()
    at_home.sees_heading("What I keep")
    at_home.page.get_by_role("checkbox", name="Let me look at that.").check(force=True)
    at_home.fill("Or a line in other words", "I go to bed at ten.")
    at_home.sees("Draft kept")
    on_from(at_home, "What I keep")
    expect(at_home.page.get_by_role("checkbox", name="Let me look at that.")).to_be_checked()
    own = at_home.page.get_by_label("Or a line in other words", exact=True)
    expect(own).to_have_value("I go to bed at ten.")
    at_home.press("Keep it")

    at_home.sees_heading("A draft, if you want one")
    at_home.fill("Name", "Nights")
    at_home.sees("Draft kept")
    on_from(at_home, "A draft, if you want one")
    expect(at_home.page.get_by_label("Name", exact=True)).to_have_value("Nights")
    at_home.press("Leave it as a draft")

    at_home.sees_heading("To end with")
    at_home.press("Back")
    at_home.sees("A draft from this conversation waits on your side already.")
    expect(at_home.page.get_by_role("button", name="Leave it as a draft")).to_have_count(0)
    go_on(at_home, "To end with")
    at_home.press("Keep a line")
    at_home.fill("Your line", "A no is allowed.")
    at_home.page.keyboard.press("Escape")
    at_home.sees("Draft kept")
    on_from(at_home, "To end with")
    at_home.press("Keep a line")
    expect(at_home.page.get_by_label("Your line", exact=True)).to_have_value("A no is allowed.")


def test_a_note_to_an_invitation_outlives_the_tab(couple: Couple) -> None:
    near = couple.near
    open_guide(near, RULES)
    near.press("Ask Elias")
    label = "A note for Elias, if you like"
    near.fill(label, "After Sunday.")
    near.sees("Draft kept")
    near.start_again("/talk")
    open_guide(near, RULES)
    near.press("Ask Elias")
    expect(near.page.get_by_label(label, exact=True)).to_have_value("After Sunday.")
