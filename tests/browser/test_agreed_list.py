"""The list of what two people agreed on: found by words, set apart, printed, and due on Today."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.client.person import Person as Client
from app.client.wire import Json
from tests.browser.agreed import DINNER, HALL, LATER, open_agreed, share
from tests.browser.couple import Couple
from tests.browser.people import Person
from tests.browser.server import Server

MONEY: Json = {"title": "Money", "what": "We mention it before we buy."}
SATURDAY: Json = {"title": "Saturdays", "what": "One of us sleeps in."}
GUESTS: Json = {"title": "Guests", "what": "I have nobody over during night shifts."}
WALK: Json = {"title": "A walk", "what": "Would you walk round the park with me?"}
DESK: Json = {"title": "My desk", "what": "I tidy my papers myself."}


@pytest.fixture
def lived_in(couple: Couple, server: Server, nora: Person, elias: Person) -> Couple:
    """Two in force, one with its review today; one withdrawn, a limit let go of, and more."""
    with (
        Client.sign_in(server.url, nora.login, nora.passphrase) as one,
        Client.sign_in(server.url, elias.login, elias.passphrase) as other,
    ):
        for client in (one, other):
            client.read()
        _live(one, other, datetime.now(UTC).date())
    return couple


def _live(one: Client, other: Client, today: date) -> None:
    mine, his = one.us.agreements, other.us.agreements
    words = {"title": DINNER, "what": HALL}
    agreed = [
        mine.propose(words, days={"review": str(today)}),
        mine.propose(MONEY, days={"review": str(today + timedelta(days=30))}),
        mine.propose(SATURDAY),
    ]
    for agreement in agreed:
        his.accept(agreement)
    his.withdraw(agreed[-1])
    mine.retire(mine.share_limit(GUESTS))
    mine.share_limit(DESK)
    mine.ask(WALK)


def test_what_was_let_go_of_is_apart_found_by_its_words_and_never_printed(
    lived_in: Couple, tmp_path: Path
) -> None:
    near = lived_in.near
    near.open_inside("/agreements")
    for title in (DINNER, "Money", "A walk", "My desk"):
        near.sees(title)
    gone = near.page.get_by_role("link", name=re.compile("^(Saturdays|Guests)"))
    expect(gone.filter(visible=True)).to_have_count(0)
    near.page.get_by_text("Retired, withdrawn and ended").click()
    expect(gone.filter(visible=True)).to_have_count(2)
    search = near.page.get_by_role("searchbox", name="Search agreements")
    search.fill("sleeps in")
    expect(gone.filter(visible=True)).to_have_count(1)
    near.sees_no("My desk")
    search.fill("harpsichord")
    near.sees("The search looks through")
    near.sees_no("Money")
    search.fill("")
    near.follow("Print all that is in force")
    sheet = near.page.locator("article")
    expect(sheet.get_by_role("heading", level=2)).to_have_count(2)
    for words in (HALL, MONEY["what"]):
        expect(sheet).to_contain_text(words)
    for words in (SATURDAY["what"], GUESTS["what"], WALK["what"], DESK["what"]):
        near.sees_no(words)
    pdf = near.page.pdf(path=tmp_path / "agreements.pdf", prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 2


def test_a_review_that_is_due_stands_on_today_until_other_words_are_agreed(
    lived_in: Couple,
) -> None:
    near, far = lived_in.near, lived_in.far
    near.open_inside("/today")
    due = near.page.get_by_role("link", name=re.compile(f"^{DINNER}"))
    expect(due).to_contain_text("Review together")
    due.click()
    near.sees_heading(DINNER)
    near.press_containing("Review")
    near.page.get_by_role("dialog").get_by_role("button", name="Change the words").click()
    near.page.locator("textarea[name=what]").fill(LATER)
    share(near, "Suggest to Elias", "Suggest")
    open_agreed(far)
    far.press("Accept")
    near.sees("Both agreed version 2")
    near.open_inside("/today")
    near.sees_screen("Good")
    expect(due).to_have_count(0)
