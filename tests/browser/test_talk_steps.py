"""What single steps of a guide say and let go of, for one person and beside another."""

from playwright.sync_api import expect

from tests.browser.couple import Couple
from tests.browser.device import Device
from tests.browser.talk import (
    CHECK,
    QUESTION,
    RULES,
    TURNS,
    accept,
    ask,
    begin,
    go_on,
    open_guide,
    pass_answer,
    seal,
    to_question,
)


def has_focus(device: Device, heading: str) -> None:
    """Expect that whoever listens or types goes on from this heading."""
    expect(device.page.get_by_role("heading", name=heading, level=1)).to_be_focused()


def test_r4_what_steadies_one_person_turns_nobody_away(at_home: Device) -> None:
    """No word of a partner, a high number is what it is for, and any part can be passed."""
    open_guide(at_home, "A kind pause")
    at_home.press("Begin")
    at_home.sees("If something is not right")
    at_home.sees_no("your partner will react")
    at_home.press("Begin")
    at_home.page.get_by_role("slider").fill("9")
    at_home.sees("This is made for such a moment")
    at_home.press("Go on")
    at_home.press("Begin")
    at_home.sees("This is hard.")
    for _ in range(3):
        at_home.press("Next")
    at_home.sees("Look round the room, slowly.")
    at_home.press("Next")
    at_home.sees("That is all")
    go_on(at_home, "A line, if one came")


def test_a_breath_can_be_lengthened_and_is_enough_when_somebody_says_so(at_home: Device) -> None:
    at_home.open_inside("/talk/steady")
    at_home.press("Begin")
    at_home.sees("Breathe in")
    at_home.sees("1:4")
    at_home.press("Two minutes more")
    at_home.sees("3:")
    at_home.press("That is enough")
    at_home.sees("Look round the room before you go on.")


def test_what_was_touched_on_a_scale_can_be_left_open_again(couple: Couple) -> None:
    """Its ends say what the guide says, and what is taken back is nobody's answer."""
    near = couple.near
    ask(near, TURNS, "Elias")
    begin(near)
    near.sees("Hardly at all")
    near.sees("As much as anything could")
    scale = near.page.get_by_role("slider", name="How much it stirs me")
    scale.fill("4")
    near.press("Leave it open")
    expect(scale).to_have_attribute("aria-valuetext", "Left empty")
    expect(scale).to_be_focused()
    expect(near.page.get_by_role("button", name="Leave it open")).to_have_count(0)


def test_each_step_takes_the_focus_and_what_arrives_is_said(couple: Couple) -> None:
    near, far = couple.near, couple.far
    ask(near, RULES, "Elias")
    accept(far, RULES, "Nora")
    near.press("Begin")
    has_focus(near, CHECK)
    near.press("Go on without a number")
    go_on(near, QUESTION)
    has_focus(near, QUESTION)
    near.fill("What helps me open up", "A walk.")
    near.press("Seal my answer")
    near.sees("Closed for now")
    has_focus(near, QUESTION)
    to_question(far, "An hour.")
    seal(far)
    said = near.page.get_by_role("status").filter(has_text="Both halves are written.")
    expect(said).to_have_count(1)
    has_focus(near, QUESTION)


def test_r18_closing_joint_talks_closes_the_ones_that_run(couple: Couple) -> None:
    """Nothing new can be sealed, nothing is proposed on Today; passing and leaving stay."""
    near, far = couple.near, couple.far
    ask(near, RULES, "Elias")
    accept(far, RULES, "Nora")
    to_question(near, "A walk.")
    near.open_inside("/us/safety")
    near.page.get_by_role("switch", name="Conversations for two").click()
    near.sees("Your partner is not told.")
    near.open_inside("/today")
    near.sees_no("Write your half")
    near.open_inside("/talk")
    near.follow("Carry on")
    near.sees("Not open at the moment.")
    expect(near.page.get_by_role("button", name="Seal my answer")).to_have_count(0)
    pass_answer(near)
    near.sees("You passed this one.")
    near.press("Leave")
    near.page.get_by_role("button", name="End this conversation").wait_for()
