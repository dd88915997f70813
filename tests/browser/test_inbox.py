"""What came: everything received in thirty days, so that nothing depends on notifications."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.couple import Couple, give, open_thanks
from tests.browser.people import Person

DID = "Rang my mother back before I had asked."
LINE = "That was good to read."
NEW = "What came: something new"


def test_what_came_is_new_once_on_whichever_device(
    couple: Couple, make_device: MakeDevice, elias: Person
) -> None:
    """Thanks and the answer to one's own; each leads to its screen, and one's own are not there."""
    near, far = couple.near, couple.far
    far.open_inside("/today/inbox")
    far.sees("Nothing came in the last 30 days.")
    far.open_inside("/today")
    give(near, DID)
    far.follow(NEW)
    far.sees_heading("What came")
    row = far.page.get_by_role("listitem").filter(has_text=DID)
    expect(row).to_contain_text("New")
    far.is_accessible("What came")
    open_thanks(far, DID)
    far.press("Answer with a line")
    far.fill("Your line", LINE)
    far.press("Send to Nora")

    desk = make_device(wide=True)
    elias.sign_in(desk)
    desk.sees(DID)
    desk.follow("What came")
    row = desk.page.get_by_role("listitem").filter(has_text=DID)
    expect(row).not_to_contain_text("New")
    desk.sees_no(LINE)

    near.open_inside("/today")
    near.page.get_by_role("link", name="What came").click()
    answer = near.page.get_by_role("listitem").filter(has_text=LINE)
    expect(answer).to_contain_text("An answer to your thanks")
    near.sees_no(DID)
    answer.get_by_role("link").click()
    near.sees(LINE)
    expect(near.page).to_have_url(re.compile("/thanks/"))
