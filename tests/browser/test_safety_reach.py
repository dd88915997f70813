"""Safety pages (R21 to R24) near every screen, leaving no trace; and neutral titles (R9)."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import SAFETY, SIGNED_IN, SIGNED_OUT, TODAY, live_together
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.storage import read_storage

pytestmark = pytest.mark.put_by

QUESTIONS = 7
LINKS = """() => [...document.querySelectorAll('a[href]')]
    .filter((link) => link.checkVisibility()).map((link) => link.href)"""


def _links(page: Page) -> set[str]:
    """The addresses that one tap on this screen leads to."""
    return {urlsplit(address).path for address in page.evaluate(LINKS)}


def _walk(device: Device, screens: dict[str, str]) -> dict[str, set[str]]:
    """Open every screen; each keeps the app's title (R9). Gives the links of each."""
    links = {}
    for path, heading in screens.items():
        device.open_inside(path)
        device.sees_screen(heading)
        expect(device.page).to_have_title("Goldseam")
        links[path] = _links(device.page)
    return links


def _far_from_safety(links: dict[str, set[str]]) -> list[str]:
    """The screens from which two taps do not reach a safety page."""

    def is_near(path: str) -> bool:
        return not links[path].isdisjoint(SAFETY)

    return [
        path
        for path, leads_to in links.items()
        if path not in SAFETY
        and not is_near(path)
        and not any(next_path in links and is_near(next_path) for next_path in leads_to)
    ]


def _without_activity(storage: dict[str, str]) -> dict[str, str]:
    """All that is kept, less the time of the last touch, which every screen alike renews."""
    return {place: text for place, text in storage.items() if not place.endswith("/last-active")}


def test_r22_far_from_safety_finds_a_screen_three_taps_away() -> None:
    links = {"/a": {"/b"}, "/b": {"/c"}, "/c": {"/safety"}, "/safety": {"/"}}
    assert _far_from_safety(links) == ["/a"]


def test_r9_r22_every_screen_is_two_taps_from_safety_and_keeps_a_neutral_title(
    at_home: Device,
) -> None:
    assert _far_from_safety(_walk(at_home, SIGNED_IN)) == []


def test_r9_installed_it_is_a_name_and_an_icon_and_offers_nothing_else(device: Device) -> None:
    """A home screen, an app list and a long press on the icon show this much to whoever looks."""
    manifest = device.open("/").page.request.get("/manifest.webmanifest").json()
    assert manifest["name"] == manifest["short_name"] == "Goldseam"
    assert not {"shortcuts", "screenshots", "share_target"} & set(manifest)
    expect(device.page.locator("link[rel=manifest]")).to_have_attribute(
        "href", "/manifest.webmanifest"
    )
    expect(device.page.locator("meta[name=apple-mobile-web-app-title]")).to_have_count(0)


def test_r9_r22_also_when_two_share_a_space(
    device: Device, server: Server, nora: Person, elias: Person
) -> None:
    screens = live_together(server, nora, elias)
    nora.sign_in(device)
    assert _far_from_safety(_walk(device, screens)) == []


def test_r9_r22_also_without_an_account(device: Device) -> None:
    device.open("/").settles()
    links = {}
    for path, heading in SIGNED_OUT.items():
        device.open(path)
        device.sees_screen(heading)
        expect(device.page).to_have_title("Goldseam")
        links[path] = _links(device.page)
    # Back on the recovery screen is a button, because the lock leads there as well as sign-in.
    device.open("/sign-in")
    device.follow("I have lost it")
    device.press("Back")
    device.sees_heading("Sign in")
    links["/recover"].add("/sign-in")
    assert _far_from_safety(links) == []


def test_r22_a_locked_phone_opens_safety_in_one_tap_and_shows_nothing_else(
    at_home: Device, nora: Person
) -> None:
    nora.lock(at_home)
    expect(at_home.page).to_have_title("Goldseam")
    at_home.follow("Help")
    at_home.sees_screen(SAFETY["/safety"])
    at_home.page.get_by_role("link", name="Back", exact=True).click()
    at_home.sees_heading("Locked")


@pytest.mark.parametrize("who", ["signed in", "without an account"])
def test_r22_reading_safety_sends_nothing_and_keeps_nothing(
    device: Device, nora: Person, who: str
) -> None:
    """Twin: the list of sessions, read on the same screen before, is a request that is seen."""
    if who == "signed in":
        nora.make_account(device.server)
        nora.sign_in(device)
        start = "/today"  # asks nothing by itself; /us asks who hosts
        device.open_inside("/us/sessions")
        device.sees("This phone")
    else:
        device.open("/")
        start = "/"
    device.settles()
    asked: list[str] = []
    device.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    device.page.evaluate("() => fetch('/api/health?twin').then(() => null)")
    assert asked == ["/api/health"]
    device.open_inside(start)
    device.settles()
    asked.clear()
    before = _without_activity(read_storage(device.page))

    for path, heading in SAFETY.items():
        device.open_inside(path)
        device.sees_screen(heading)
    device.page.get_by_label("Country or place").focus()
    device.open_inside(start)

    assert [path for path in asked if path.startswith("/api/")] == []
    after = _without_activity(read_storage(device.page))
    assert {place for place in after if after[place] != before.get(place)} <= {"history"}


def test_r21_the_limits_are_read_before_the_first_use(at_home: Device, nora: Person) -> None:
    """Twin: once they are read, the button on the same screen leaves at once."""
    at_home.open_inside("/today")
    at_home.sees("One minute, before you need it")
    at_home.open_inside("/us/safety")
    at_home.press("Try it")
    at_home.sees_heading(SAFETY["/safety/exit"])
    for limit in (
        "The browser’s history still names this address.",
        "A program that watches the phone still sees everything.",
        "Notifications stay where they are.",
        "The icon stays, if Goldseam is on the home screen.",
    ):
        at_home.sees(limit)
    at_home.press("I have read this")
    at_home.open_inside("/today")
    at_home.sees_screen(TODAY)
    at_home.sees_no("One minute, before you need it")
    at_home.open_inside("/us/safety")
    at_home.press("Try it")
    at_home.sees_heading("Kitchen measures")


def test_r21_the_limits_are_named_at_sign_up(device: Device) -> None:
    device.open("/sign-up")
    device.follow("Its limits")
    device.sees_heading(SAFETY["/safety/exit"])


def _answer_all(device: Device, answer: str) -> None:
    options = device.page.get_by_role("radio", name=answer, exact=True)
    expect(options).to_have_count(QUESTIONS)
    for option in options.all():
        option.check(force=True)
        expect(option).to_be_checked()


def test_r23_the_questions_store_send_and_count_nothing(at_home: Device) -> None:
    """Also signed in: the account's rows, the address and the wire are as before."""
    at_home.open_inside("/safety/questions")
    at_home.settles()
    asked: list[str] = []
    at_home.page.on("request", lambda request: asked.append(request.url))
    before = _without_activity(read_storage(at_home.page))
    _answer_all(at_home, "Yes")
    at_home.sees("This is reason enough to talk to someone")
    assert _without_activity(read_storage(at_home.page)) == before
    assert asked == []

    at_home.open_inside("/safety/device")
    at_home.open_inside("/safety/questions")
    expect(at_home.page.get_by_role("radio", checked=True)).to_have_count(0)
    at_home.sees_no("This is reason enough to talk to someone")


def test_r23_the_answers_are_gone_when_another_app_comes_to_the_front(device: Device) -> None:
    device.open("/safety/questions")
    _answer_all(device, "Sometimes")
    device.turn("hidden")
    expect(device.page.get_by_role("radio", checked=True)).to_have_count(0)


def test_r24_no_answer_is_called_safe_and_a_worrying_one_offers_help(device: Device) -> None:
    device.open("/safety/questions")
    for answer, worries in (("No", False), ("Sometimes", True), ("Yes", True)):
        _answer_all(device, answer)
        place = device.page.get_by_text("Exercises for two are not needed")
        expect(place).to_have_count(1 if worries else 0)
        help_offered = device.page.get_by_role("link", name="Talk to someone")
        expect(help_offered.first).to_have_attribute("href", "/safety/lines")
        if worries:
            safer = device.page.get_by_role("link", name="Read this on a safer device")
            expect(safer).to_have_attribute("href", "/safety/device")
        words = device.page.get_by_role("main").inner_text().lower()
        assert "they cannot judge how things are between two people" in words
        # "A safer device" is a place to read, not a verdict.
        assert re.search(r"\b(un)?safe\b|\bno risk\b|\bin danger\b", words) is None
        assert re.search(r"\b(confront|tell|show|ask) (them|your partner)\b", words) is None
