"""The lock (protocol.md §11): what it shows, what it keeps, and when it comes by itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, fill_note, sees_note, write_note
from tests.browser.server import Server
from tests.browser.storage import account_keys, find_words, read_storage

TITLE = "Quartzlike"
TEXT = "harbourlight"
DRAFT = "willowmoth"

# Puts one word everywhere a page can put something, in several writings.
_PLANT = """async (word) => {
    localStorage.setItem('planted', `before ${word} after`);
    sessionStorage.setItem('planted', btoa(`a${word}`));
    const cache = await caches.open('planted');
    await cache.put('/planted', new Response(btoa(`ab${word}`)));
    const wide = new Uint16Array([...word].map((each) => each.charCodeAt(0)));
    await new Promise((resolve) => {
        const request = indexedDB.open('planted');
        request.onupgradeneeded = () => {
            const table = request.result.createObjectStore('rows');
            table.put({ deep: [{ bytes: new TextEncoder().encode(word) }] }, 'utf-8');
            table.put({ deep: wide }, 'utf-16');
        };
        request.onsuccess = () => resolve(request.result.close());
    });
}"""


def _sign_out(device: Device, nora: Person) -> None:
    device.open_inside("/us")
    # A reading that is under way is answered to nobody.
    device.faults.expect_status(401)
    device.page.get_by_role("button", name="Sign out").click()
    device.page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    device.page.wait_for_url("**/")


def _exit(device: Device, nora: Person) -> None:
    device.press("Quick exit")
    device.sees_heading("Kitchen measures")


@pytest.fixture
def nora() -> Person:
    """With a name long enough not to turn up by chance."""
    return Person(name="Meadowlark")


WAYS: dict[str, Callable[[Device, Person], None]] = {
    "lock": lambda device, nora: nora.lock(device),
    "quick exit": _exit,
    "sign-out": _sign_out,
}


@pytest.mark.parametrize("way", WAYS)
def test_r10_no_words_and_no_key_remain_after(at_home: Device, nora: Person, way: str) -> None:
    """Twin: the search finds the key while the account is open, and a planted word everywhere."""
    write_note(at_home, TITLE, f"{TEXT} and more")
    at_home.open_inside("/us/notes/new")
    if way != "sign-out":  # Unsent words would ask first; test_accounts has that.
        fill_note(at_home, "", f"{DRAFT} begun")
        at_home.sees("Draft kept")
    assert len(account_keys(read_storage(at_home.page))) == 1
    words = [TITLE, TEXT, DRAFT, nora.name, nora.login, nora.passphrase]

    WAYS[way](at_home, nora)

    left = read_storage(at_home.page)
    assert account_keys(left) == []
    assert find_words(left, words) == []
    assert find_words({"screen": at_home.page.content()}, words) == []
    at_home.page.evaluate(_PLANT, TEXT)
    planted = {find.split(" in ")[1] for find in find_words(read_storage(at_home.page), [TEXT])}
    assert planted == {
        "localStorage/planted",
        "sessionStorage/planted",
        f"cache/{at_home.wire.url}/planted",
        "indexedDB/planted/rows/utf-8",
        "indexedDB/planted/rows/utf-16",
    }


@pytest.mark.put_by
def test_it_opens_offline_with_the_passphrase_and_with_no_other(
    at_home: Device, nora: Person
) -> None:
    write_note(at_home, TITLE, TEXT)
    nora.lock(at_home)
    at_home.go_offline()
    at_home.start_again("/us/notes")
    at_home.sees_heading("Locked")
    at_home.fill("Passphrase", "the plum tree by the well")
    at_home.press("Open")
    at_home.sees("That is not the passphrase.")
    nora.unlock(at_home)
    sees_note(at_home, TITLE)


@pytest.fixture
def watched(make_device: MakeDevice, server: Server, nora: Person) -> Device:
    """Nora's phone, signed in, with a clock that a test can move."""
    nora.make_account(server)
    device = make_device(now=datetime.now(UTC))
    nora.sign_in(device)
    return device.settles()


def test_r9_it_locks_by_itself_after_five_minutes_without_a_touch(watched: Device) -> None:
    """Twin: a touch before that begins the time anew."""
    clock = watched.context.clock
    clock.fast_forward("04:50")
    watched.open_inside("/us")
    watched.page.get_by_role("heading", name="Us", level=1).click()
    clock.fast_forward("04:50")
    watched.open_inside("/us/settings")
    watched.sees_heading("Look")
    clock.fast_forward("00:20")
    watched.sees_heading("Locked")
    expect(watched.page.get_by_role("heading", name="Look")).to_have_count(0)
    assert account_keys(read_storage(watched.page)) == []


def test_it_locks_after_the_time_that_was_chosen(watched: Device) -> None:
    """Twin: with the time taken back it stays open."""
    wait = watched.open_inside("/us/lock").page.get_by_label("Lock after", exact=True)
    clock = watched.context.clock
    wait.select_option("Only when I lock it")
    clock.fast_forward("01:10:00")
    watched.open_inside("/us/settings")
    watched.sees_heading("Look")
    watched.open_inside("/us/lock")
    watched.sees_heading("Lock and PIN").click()
    wait.select_option("1 minute")
    clock.fast_forward("00:50")
    watched.sees_heading("Lock and PIN")
    clock.fast_forward("00:20")
    watched.sees_heading("Locked")


def test_it_stays_locked_when_started_after_the_time(watched: Device, nora: Person) -> None:
    """Twin: started again within the time it is open."""
    watched.start_again("/today")
    nora.sees_today(watched)
    watched.open("/measures.html")
    watched.context.clock.fast_forward("05:30")
    watched.start_again("/today")
    watched.sees_heading("Locked")
    assert account_keys(read_storage(watched.page)) == []


def test_tabs_lock_and_open_together(at_home: Device, nora: Person) -> None:
    write_note(at_home, TITLE, TEXT)
    tab = at_home.new_tab("/us/notes")
    expect(tab.get_by_text(TITLE)).to_be_visible()
    nora.lock(at_home)
    expect(tab.get_by_role("heading", name="Locked", level=1)).to_be_visible()
    assert TITLE not in tab.content()
    nora.unlock(at_home)
    expect(tab.get_by_text(TITLE)).to_be_visible()


def test_r9_it_draws_nothing_while_another_app_is_in_front(at_home: Device) -> None:
    """Twin: with the choice taken back it is drawn."""

    def drawn(visibility: Literal["visible", "hidden"] | None) -> bool:
        if visibility is not None:
            at_home.turn(visibility)
        opacity: str = page.evaluate("getComputedStyle(document.documentElement).opacity")
        return opacity != "0"

    page = at_home.page
    assert drawn("visible")
    assert not drawn("hidden")
    assert drawn("visible")
    for sign, is_away in (("pagehide", True), ("pageshow", False)):
        page.evaluate("(sign) => { dispatchEvent(new PageTransitionEvent(sign)); }", sign)
        assert drawn(None) is not is_away
    at_home.open_inside("/us/safety")
    page.get_by_role("switch", name="Blank when I switch apps").click()
    assert drawn("hidden")
