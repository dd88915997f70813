"""Every step of a guided conversation: axe, twice the text size, nothing that sticks out."""

import pytest

from tests.browser.couple import Couple
from tests.browser.device import WIDE, Device
from tests.browser.talk import (
    CHECK,
    OPENS,
    QUESTION,
    RULES,
    TURNS,
    accept,
    ask,
    begin,
    go_on,
    in_sheet,
    open_guide,
    say,
    seal,
    to_question,
)
from tests.browser.test_every_screen import faults_here, overflow

# Two thousand words, six hundred for a piece of a turn, one word, and Arabic inside English.
SENTENCE = "I needed you to ask how Wednesday went, and I kept waiting for it all evening. "
LONG = SENTENCE * 125
SPOKEN = SENTENCE * 40
SHORT = "Quiet."
MIXED = "When you said «أحتاج إلى وقت» I did not hear it. 🫖"
QUESTIONS = (QUESTION, "Where, how long, and how do we stop?")


def wide_faults(device: Device) -> list[str]:
    """What sticks out of the same screen on a wide one."""
    size = device.page.viewport_size
    device.page.set_viewport_size(WIDE)
    width = overflow(device.page)
    if size:
        device.page.set_viewport_size(size)
    return [f"{width} px stick out on a wide screen"] if width > 0 else []


@pytest.mark.timeout(300)
def test_the_steps_of_answers_that_open_together_are_accessible(couple: Couple) -> None:
    """With long words, Arabic inside English, and a seam that opens."""
    near, far = couple.near, couple.far
    ask(near, RULES, "Elias", MIXED)
    faults = faults_here(near, "First how we talk, then what we talk about")
    near.press("Begin")
    near.page.get_by_role("slider").fill("8")
    faults += faults_here(near, CHECK.removesuffix("?"))
    near.press("Go on all the same")
    faults += faults_here(near, "What opens me, what closes me")
    paper = near.page.get_by_role("switch", name="Do this on paper")
    paper.click()
    faults += faults_here(near, "What opens me, what closes me")
    paper.click()
    far.open_inside("/talk")
    faults += faults_here(far, "Talk")
    far.page.get_by_role("link").filter(has_text="Nora asks you").click()
    faults += faults_here(far, RULES)
    accept(far, RULES, "Nora")
    near.fill(OPENS, LONG)
    go_on(near, QUESTION)
    faults += faults_here(near, QUESTION.removesuffix("?"))
    to_question(far, MIXED)
    seal(near)
    faults += faults_here(near, QUESTION.removesuffix("?")) + wide_faults(near)
    near.press("Pause")
    in_sheet(near, "Pause now").wait_for()
    faults += faults_here(near, QUESTION.removesuffix("?"))
    in_sheet(near, "Pause now").click()
    faults += faults_here(near, "Paused")
    assert faults == []


@pytest.mark.timeout(300)
def test_open_answers_and_what_comes_after_them_are_accessible(couple: Couple) -> None:
    """Answers of two thousand words and of one, and on to the last step."""
    near, far = couple.near, couple.far
    ask(near, RULES, "Elias")
    accept(far, RULES, "Nora")
    to_question(near, LONG, SHORT)
    to_question(far, MIXED)
    seal(near)
    far.press("Seal my answer")
    near.press("Open the seam")
    near.sees("Both of you can read this")
    first, second = (question.removesuffix("?") for question in QUESTIONS)
    faults = faults_here(near, first) + wide_faults(near)
    near.press("Read all of it")
    faults += faults_here(near, first)
    far.press("Open the seam")
    for device in (near, far):
        go_on(device, QUESTIONS[1])
        device.page.get_by_role("textbox").first.fill(SHORT)
        seal(device)
    near.press("Open the seam")
    faults += faults_here(near, second)
    go_on(near, "A draft, if you want to agree on this")
    faults += faults_here(near, "A draft, if you want to agree on this")
    near.press("Leave it as a draft")
    faults += faults_here(near, "A thank-you, if there is one")
    go_on(near, "To end with")
    faults += faults_here(near, "To end with") + wide_faults(near)
    near.open_inside("/today")
    faults += faults_here(near, "Good")
    near.open_inside("/us/safety")
    faults += faults_here(near, "Safety and privacy")
    assert faults == []


@pytest.mark.timeout(300)
def test_turns_are_accessible(couple: Couple) -> None:
    near, far = couple.near, couple.far
    ask(near, TURNS, "Elias")
    accept(far, TURNS, "Nora")
    rounds = "Three short rounds each"
    for device in (near, far):
        begin(device)
        go_on(device, rounds)
    faults = faults_here(near, rounds)
    for device in (near, far):
        device.press("I am ready")
    near.sees("Whoever likes begins")
    faults += faults_here(near, rounds) + wide_faults(near)
    say(near, "I have said it", SPOKEN)
    near.sees("Elias goes next, whenever it suits.")
    faults += faults_here(near, rounds)
    far.sees("Nora has the floor")
    faults += faults_here(far, rounds)
    say(far, "I have mirrored", MIXED)
    near.sees("Did Elias get it?")
    faults += faults_here(near, rounds)
    near.press("What was said")
    near.page.get_by_role("dialog").wait_for()
    faults += faults_here(near, rounds)
    near.page.keyboard.press("Escape")
    near.press("Yes, that is it")
    far.page.get_by_role("button", name="I have said it").wait_for()
    far.press("Pass this step")
    in_sheet(far, "Pass it").wait_for()
    faults += faults_here(far, rounds)
    in_sheet(far, "Pass it").click()
    near.sees("This step was passed.")
    faults += faults_here(near, rounds)
    assert faults == []


@pytest.mark.timeout(300)
def test_an_exercise_is_accessible_in_every_phase(at_home: Device) -> None:
    open_guide(at_home, "A kind pause")
    faults = faults_here(at_home, "A kind pause")
    at_home.press("Begin")
    begin(at_home)
    faults += faults_here(at_home, "Three kind lines")
    at_home.press("Begin")
    at_home.sees("This is hard.")
    faults += faults_here(at_home, "Three kind lines") + wide_faults(at_home)
    at_home.press("Stop")
    faults += faults_here(at_home, "Three kind lines")
    at_home.press("Leave")
    in_sheet(at_home, "Leave it here for now").wait_for()
    faults += faults_here(at_home, "Three kind lines")
    assert faults == []


@pytest.mark.timeout(300)
def test_the_steps_of_one_person_alone_are_accessible(at_home: Device) -> None:
    """What is kept, what is done away from the screen, and the private end."""
    open_guide(at_home, "Raising it gently")
    at_home.press("Begin")
    begin(at_home)
    at_home.sees_heading("What happened, and what it was like")
    go_on(at_home, "What matters, and what I would like")
    go_on(at_home, "Two or three sentences")
    at_home.page.get_by_role("textbox").first.fill(SHORT)
    go_on(at_home, "What I keep")
    faults = faults_here(at_home, "What I keep")
    at_home.page.get_by_role("checkbox").first.check(force=True)
    at_home.press("Keep it")
    faults += faults_here(at_home, "If you say it aloud")
    go_on(at_home, "To end with")
    faults += faults_here(at_home, "To end with")
    assert faults == []
