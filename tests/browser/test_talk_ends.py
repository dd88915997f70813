"""How guided conversations end before their end, and what stays with each person."""

import pytest

from tests.browser.couple import Couple
from tests.browser.talk import OPENS, RULES, accept, ask, in_sheet, seal, to_question

MINE = "When you ask whether now is all right, I can begin."
THEIRS = "An hour with nothing expected of me."
SECOND = "A kitchen with the radio off."


@pytest.fixture
def near_and_far(couple: Couple) -> Couple:
    """Nora has asked, Elias has said yes, and each stands before the first question."""
    ask(couple.near, RULES, "Elias")
    accept(couple.far, RULES, "Nora")
    to_question(couple.near, MINE)
    to_question(couple.far, THEIRS)
    return couple


def test_ending_is_silent_about_why_and_keeps_what_was_written(near_and_far: Couple) -> None:
    """What was sealed and what was begun stays readable to who wrote it, and to nobody else."""
    near, far = near_and_far.near, near_and_far.far
    seal(far)
    near.fill(OPENS, SECOND)
    near.press("Leave")
    near.press_containing("End this conversation")
    near.sees_heading("Talk")
    far.sees("Nora has ended this conversation. Nobody has to say why.")
    far.sees("You wrote this, and it was not shared.")
    far.sees(THEIRS)
    far.sees_no(SECOND)
    near.open_inside("/talk/past")
    near.page.get_by_role("link", name=RULES).click()
    near.sees("You wrote this, and it was not shared.")
    near.sees(SECOND)
    near.sees_no(THEIRS)
    far.press("Go to the end")
    far.sees_heading("To end with")


def test_a_conversation_taken_off_my_side_stays_in_talk_and_can_be_ended(
    near_and_far: Couple,
) -> None:
    near, far = near_and_far.near, near_and_far.far
    near.press("Leave")
    near.press_containing("Take it off my side")
    near.sees("The conversation itself goes on.")
    near.press("Take it off")
    near.sees_heading("Talk")
    near.page.get_by_role("link", name="It goes on. You can carry on, or end it.").click()
    near.sees_heading(RULES)
    near.press_containing("End this conversation")
    in_sheet(near, "End it").click()
    near.sees("This one was ended.")
    far.sees("Nora has ended this conversation.")
    near.open_inside("/talk")
    near.sees("By theme")
    near.sees_no("You can carry on, or end it.")
