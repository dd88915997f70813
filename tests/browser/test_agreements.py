"""Limits, requests and agreements between two phones."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.client.person import Person as Client
from tests.browser.agreed import (
    DINNER,
    HALL,
    LATER,
    SISTER,
    begin,
    counter,
    history,
    open_agreed,
    propose,
    share,
    write,
)
from tests.browser.couple import Couple
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server

REASON = "I kept slipping out to check the rota."


@pytest.fixture
def agreed(couple: Couple, server: Server, nora: Person, elias: Person) -> Couple:
    """Both have signed the words about dinner, and both have them open."""
    with _at(server, nora) as one, _at(server, elias) as other:
        one.us.read()
        soon = str(datetime.now(UTC).date() + timedelta(days=14))
        words = {"title": DINNER, "what": HALL}
        dinner = one.us.agreements.propose(words, days={"review": soon})
        other.us.agreements.accept(dinner)
    for device in (couple.near, couple.far):
        open_agreed(device)
        device.sees("In force since")
    return couple


def _at(server: Server, person: Person) -> Client:
    client = Client.sign_in(server.url, person.login, person.passphrase)
    client.read()
    return client


def test_what_is_suggested_countered_and_accepted_is_agreed_on_both_phones(couple: Couple) -> None:
    near, far = couple.near, couple.far
    propose(near, "Elias")
    near.sees("Nothing is agreed until you both have signed.")
    open_agreed(far)
    far.sees(HALL)
    counter(far, "Nora", LATER, REASON)
    near.press("Read the change")
    near.sees(REASON)
    expect(near.page.locator("del")).to_contain_text("we clear the table")
    expect(near.page.locator("ins")).to_contain_text("added by Elias: half past eight")
    near.press("Accept")
    for device in (near, far):
        device.sees("In force since")
        device.sees("Both agreed version 2")
        expect(device.page.locator("del")).to_have_count(0)
        device.sees(LATER)


def test_a_draft_stays_with_its_author_and_outlives_the_tab(couple: Couple) -> None:
    near, far = couple.near, couple.far
    begin(near, "agreement")
    write(near, HALL)
    near.sees("Draft kept")
    near.start_again("/agreements")
    near.page.get_by_role("link", name=re.compile(DINNER)).click()
    expect(near.page.locator("textarea[name=what]")).to_have_value(HALL)
    near.press("Keep it for now")
    far.open_inside("/agreements")
    far.sees_no(DINNER)


@pytest.mark.put_by
def test_accepting_replaced_words_agrees_to_nothing_and_shows_the_new_ones(couple: Couple) -> None:
    near, far = couple.near, couple.far
    propose(near, "Elias")
    open_agreed(far)
    far.go_offline()
    far.press("Accept")
    far.sees("They are in force once your yes has arrived.")
    counter(near, "Elias", LATER)
    near.sees("half past eight")
    far.go_online()
    far.sees("Nothing was agreed.")
    far.sees("half past eight")
    near.sees_no("Both agreed")
    far.open_inside("/needs-you")
    far.sees("did not count")


def test_words_that_change_while_they_are_read_are_not_signed_unread(couple: Couple) -> None:
    near, far = couple.near, couple.far
    propose(near, "Elias")
    open_agreed(far)
    expect(far.page.get_by_role("button", name="Accept")).to_be_visible()
    counter(near, "Elias", LATER)
    far.sees("New words have taken the place of those you were reading.")
    far.sees_no("Nothing was agreed")
    expect(far.page.get_by_role("button", name="Accept")).to_have_count(0)
    far.press("Read the change")
    far.press("Accept")
    near.sees("Both agreed version 2")
    far.sees("Both of you have signed the same words.")
    counter(near, "Elias", f"{LATER} Except on Sundays.")
    far.sees("Except on Sundays.")
    far.sees_no("Nothing was agreed")
    far.sees_no("New words have taken the place")


@pytest.mark.put_by
def test_a_yes_to_words_that_were_withdrawn_meanwhile_is_not_told_as_agreed(
    couple: Couple,
) -> None:
    near, far = couple.near, couple.far
    propose(near, "Elias")
    open_agreed(far)
    far.go_offline()
    far.press("Accept")
    far.sees("They are in force once your yes has arrived.")
    near.press_containing("Close this suggestion")
    near.press("Close it")
    near.sees("Withdrawn. Nothing is in force.")
    far.go_online()
    far.sees("Nothing was agreed. This is how it stands now.")
    far.sees_no("Both of you have signed the same words.")


def test_whoever_reads_a_change_is_told_who_its_i_is(agreed: Couple) -> None:
    near, far = agreed.near, agreed.far
    counter(far, "Nora", "I am back by ten, and both phones stay in the hall.")
    expect(near.page.locator("ins").first).to_be_visible()
    near.sees("In these words, “I” is Elias.")
    far.sees("In these words, “I” is you.")


def test_what_answers_an_open_suggestion_is_marked_against_that_suggestion(agreed: Couple) -> None:
    near, far = agreed.near, agreed.far
    counter(near, "Elias", LATER)
    far.sees("half past eight")
    counter(far, "Nora", LATER.replace("hall", "garden"))
    near.sees("Compared with your suggestion of")
    expect(near.page.locator("ins")).to_have_count(1)
    expect(near.page.locator("ins")).to_contain_text("added by Elias: garden")


@pytest.mark.put_by
def test_two_suggestions_made_offline_are_both_kept_and_the_people_choose(agreed: Couple) -> None:
    near, far = agreed.near, agreed.far
    near.go_offline()
    far.go_offline()
    counter(near, "Elias", LATER)
    near.sees("Kept here, sent later")
    counter(far, "Nora", f"{HALL} Except on Sundays.")
    near.go_online()
    far.go_online()
    for device in (near, far):
        device.sees("More than one suggestion is open")
    near.page.get_by_text("Elias, ", exact=False).locator("visible=true").first.click()
    near.press("Accept")
    for device in (near, far):
        device.sees("Except on Sundays.")
        device.sees("Both agreed version")
        device.sees_no("Nothing was agreed")


def test_one_person_pauses_at_once_and_ends_the_pause(agreed: Couple) -> None:
    near, far = agreed.near, agreed.far
    near.press_containing("Pause")
    near.sees("Paused by you")
    far.sees("Paused by Nora")
    expect(far.page.get_by_role("button", name="End your pause")).to_have_count(0)
    near.press_containing("End your pause")
    far.sees("In force since")


def test_a_review_ends_when_both_have_said_the_same(agreed: Couple) -> None:
    near, far = agreed.near, agreed.far
    near.press_containing("Review")
    near.press("Say so")
    far.press("Review")
    far.sees("Nora would keep it")
    far.press("Say so")
    for device in (near, far):
        device.sees("Both kept it until")


def test_r17_erased_words_go_from_both_phones_and_the_signatures_still_verify(
    couple: Couple,
) -> None:
    near, far = couple.near, couple.far
    propose(near, "Elias")
    open_agreed(far)
    counter(far, "Nora", LATER)
    near.press("Read the change")
    near.press("Accept")
    far.sees("Both agreed version 2")
    history(near).get_by_role("button", name="You suggested these words").click()
    near.press("Take my words out")
    near.press("Take my words out")
    near.sees("Words taken out by their author")
    near.page.keyboard.press("Escape")
    history(far).get_by_role("button", name="Nora suggested these words").click()
    far.sees("Words taken out by their author")
    far.page.keyboard.press("Escape")
    for device in (near, far):
        device.press_containing("Verify this agreement")
        device.sees("You both signed exactly these words, and nothing in the history was changed.")


def test_a_limit_is_seen_and_there_is_nothing_to_accept(couple: Couple) -> None:
    near, far = couple.near, couple.far
    begin(near, "limit")
    write(near, SISTER, "My sister")
    share(near, "Share with Elias", "Share")
    open_agreed(far, "My sister")
    far.sees(SISTER)
    expect(far.page.get_by_role("button", name="Accept")).to_have_count(0)
    far.press("I have seen it")
    far.sees("You have seen it")
    near.sees("Elias has seen it")
    expect(near.page.get_by_role("button", name="Accept")).to_have_count(0)


def test_a_request_is_answered_with_another_way(couple: Couple) -> None:
    near, far = couple.near, couple.far
    begin(near, "request")
    write(near, "Would you call when you are late?", "A call")
    share(near, "Ask Elias", "Ask")
    near.sees("Open. An answer can come at any time, or none.")
    open_agreed(far, "A call")
    for name in ("Yes", "Another way", "Not now"):
        expect(far.page.get_by_role("radio", name=name)).to_be_visible()
    far.choose("Another way")
    far.fill("What would work for you", "A message.")
    far.press("Answer")
    near.sees("Another way")
    near.sees("A message.")


def test_a_bare_yes_is_taken_back_from_the_history(couple: Couple) -> None:
    near, far = couple.near, couple.far
    begin(near, "request")
    write(near, "Would you call when you are late?", "A call")
    share(near, "Ask Elias", "Ask")
    open_agreed(far, "A call")
    far.choose("Yes")
    far.press("Answer")
    history(far).get_by_role("button", name="You answered").click()
    far.page.get_by_role("dialog").get_by_role("button", name="Take your answer back").click()
    near.sees("The answer was taken back.")


def test_a_begun_answer_outlives_the_tab_and_the_request(couple: Couple) -> None:
    near, far = couple.near, couple.far
    begin(near, "request")
    write(near, "Would you call when you are late?", "A call")
    share(near, "Ask Elias", "Ask")
    open_agreed(far, "A call")
    far.choose("Another way")
    far.fill("What would work for you", "A message.")
    far.page.reload()
    line = far.page.get_by_label("A line with it, if you like", exact=True)
    expect(line).to_have_value("A message.")
    near.press("Take the request back")
    sure = near.page.get_by_role("dialog").get_by_role("button", name="Take the request back")
    sure.click()
    far.sees("The line you began")
    far.sees("A message.")
    far.press("Delete this line")
    expect(far.page.get_by_text("A message.")).to_have_count(0)


def test_deep_words_rest_a_day_between_two_signatures(couple: Couple) -> None:
    near, far = couple.near, couple.far
    begin(near, "agreement")
    write(near, "We ask before we touch.", "Asking first")
    near.page.get_by_label("What it is about").select_option("body-and-intimacy")
    share(near, "Suggest to Elias", "Suggest")
    open_agreed(far, "Asking first")
    far.sees("Signing this is not a yes to sex.")
    far.sees("Body and intimacy")
    far.sees("Can be signed from tomorrow")
    expect(far.page.get_by_role("button", name="Accept")).to_have_count(0)


def test_r36_before_words_about_a_breach_or_sex_the_law_and_the_paper_are_named(
    at_home: Device,
) -> None:
    """Twin: other words are begun without it."""
    at_home.open_inside("/agreements/new")
    at_home.press_containing("An agreement")
    at_home.press_containing("With a blank page")
    at_home.sees_no("You can write this on paper instead.")
    category = at_home.page.get_by_label("What it is about")
    for deep in ("trust-repair", "body-and-intimacy"):
        category.select_option(deep)
        at_home.sees("You can write this on paper instead.")
        category.select_option("conversation")
        at_home.sees_no("You can write this on paper instead.")


def test_beginnings_about_a_breach_or_sex_are_behind_a_note_of_what_they_speak_of(
    at_home: Device,
) -> None:
    at_home.open_inside("/agreements/new")
    at_home.press_containing("An agreement")
    at_home.sees("Nothing heavy after ten")
    title = at_home.page.get_by_text("Contact has ended", exact=True)
    expect(title).to_be_hidden()
    at_home.page.get_by_text("Trust repair", exact=True).click()
    at_home.sees("These beginnings speak of broken trust")
    expect(title).to_be_visible()


def test_r30_words_like_a_refused_pattern_draw_a_remark_for_their_author_alone(
    couple: Couple,
) -> None:
    """Twin: it stops nothing, and the other person sees nothing of it."""
    near, far = couple.near, couple.far
    begin(near, "agreement")
    write(near, "We share our phone passwords with each other.", "Phones")
    near.sees("For you alone")
    share(near, "Suggest to Elias", "Suggest")
    near.sees_heading("Phones")
    open_agreed(far, "Phones")
    far.sees_no("For you alone")


def test_an_agreement_is_written_alone_and_kept(at_home: Device) -> None:
    at_home.open_inside("/agreements")
    at_home.follow("Write one")
    at_home.press_containing("An agreement")
    at_home.press_containing("Nothing heavy after ten")
    expect(at_home.page.get_by_label("Title", exact=True)).to_have_value("Nothing heavy after ten")
    at_home.fill("Title", "Nothing heavy after nine")
    at_home.press("Keep it")
    at_home.sees_heading("Agreements")
    at_home.sees("Nothing heavy after nine")


def test_a_beginning_that_was_only_looked_at_leaves_no_draft(at_home: Device) -> None:
    at_home.open_inside("/agreements/new")
    at_home.press_containing("An agreement")
    at_home.press_containing("Nothing heavy after ten")
    expect(at_home.page.get_by_label("Title", exact=True)).to_be_visible()
    at_home.open_inside("/agreements")
    at_home.sees("No agreements are written here.")
    at_home.sees_no("Nothing heavy after ten")


def test_a_difference_and_a_reason_keep_the_direction_of_their_own_first_letter(
    couple: Couple, server: Server, nora: Person, elias: Person
) -> None:
    with _at(server, nora) as one, _at(server, elias) as other:
        one.us.read()
        words = {"title": DINNER, "what": "نترك الهواتف في الممر"}
        dinner = one.us.agreements.propose(words)
        other.us.agreements.accept(dinner)
        changed = {**words, "what": "كل مساء نترك الهواتف", "reason": "هكذا أهدأ لنا"}
        other.us.agreements.propose(changed, agreement=dinner, base=1)
    open_agreed(couple.near)
    for place in ("p:has(ins)", "p:has-text('هكذا أهدأ لنا')"):
        text = couple.near.page.locator(place)
        expect(text).to_have_css("direction", "rtl")


def test_an_agreement_is_printed_with_both_names_and_dates(agreed: Couple, tmp_path: Path) -> None:
    near = agreed.near
    near.page.get_by_role("link", name="Print or save as PDF").click()
    near.sees("Agreement between Nora and Elias")
    sheet = near.page.locator("article")
    for words in (DINNER, HALL, "Nora", "Elias"):
        expect(sheet).to_contain_text(words)
    expect(sheet.get_by_text(re.compile("^Suggested and signed on "))).to_have_count(1)
    expect(sheet.get_by_text(re.compile("^Accepted and signed on "))).to_have_count(1)
    pdf = near.page.pdf(path=tmp_path / "agreement.pdf", prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
