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
    pause,
    say,
    seal,
    to_question,
)
from tests.browser.test_every_screen import faults_here, overflow

LONG = "I needed you to ask how Wednesday went, and I kept waiting for it all evening. " * 40
MIXED = "When you said «أحتاج إلى وقت» I did not hear it. 🫖"


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
    pause(near)
    faults += faults_here(near, "Paused")
    assert faults == []


@pytest.mark.timeout(300)
def test_open_answers_are_accessible(couple: Couple) -> None:
    near, far = couple.near, couple.far
    ask(near, RULES, "Elias")
    accept(far, RULES, "Nora")
    to_question(near, LONG)
    to_question(far, MIXED)
    seal(near)
    far.press("Seal my answer")
    near.press("Open the seam")
    near.sees("Both of you can read this")
    faults = faults_here(near, QUESTION.removesuffix("?")) + wide_faults(near)
    near.press("Read all of it")
    faults += faults_here(near, QUESTION.removesuffix("?"))
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
    say(near, "I have said it", LONG)
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
