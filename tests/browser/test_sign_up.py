"""From the welcome to Today: five screens, and what happens where somebody turns away."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, sees_note, write_note
from tests.browser.server import Server

# Every row of every table of every database that this page may see.
COUNT_ROWS = """async () => {
    const settle = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    let rows = 0;
    for (const { name } of await indexedDB.databases()) {
        const database = await settle(indexedDB.open(name));
        for (const table of database.objectStoreNames)
            rows += await settle(database.transaction(table).objectStore(table).count());
        database.close();
    }
    return rows;
}"""


def test_sign_up_ends_in_an_open_app(device: Device, nora: Person) -> None:
    nora.sign_up(device)
    write_note(device, "First line", "One line is a beginning.")
    sees_note(device, "First line")


# Counts the headings and the steps of the progress bar that were drawn, however briefly.
WATCH = """() => {
    window.screens = new Set();
    window.progress = new Set();
    const look = () => {
        window.screens.add(document.querySelector('h1')?.textContent);
        const bar = document.querySelector('[role=progressbar]');
        if (bar) window.progress.add(bar.getAttribute('aria-valuenow'));
    };
    look();
    new MutationObserver(look).observe(document.body,
        { childList: true, subtree: true, characterData: true, attributes: true });
}"""


def test_sign_up_takes_five_screens_and_makes_its_keys_beside_the_page(
    device: Device, nora: Person
) -> None:
    """The welcome, three questions, the code; between them keys are made while the bar moves."""
    workers: list[str] = []
    device.page.on("worker", lambda worker: workers.append(worker.url))
    device.open("/").sees_heading("A quiet place for the two of you to talk.")
    device.page.evaluate(WATCH)
    device.follow("Begin")
    nora.answer_adults(device)
    nora.give_name(device)
    nora.choose_passphrase(device)
    device.sees_heading("Your recovery code")
    screens = device.page.evaluate("() => [...window.screens]")
    assert screens == [
        "A quiet place for the two of you to talk.",
        "What this is, and what it is not",
        "A name and a glaze",
        "How you get back in",
        "Making your keys",
        "Your recovery code",
    ]
    assert len(device.page.evaluate("() => [...window.progress]")) > 2
    assert [url for url in workers if "/kdf.worker" in url] != []


def test_r1_under_eighteen_nothing_is_kept(device: Device) -> None:
    """R1: the answer "No" leads to help for young people and leaves nothing behind."""
    device.open("/sign-up")
    device.follow("No")
    device.sees_heading("This place is for adults")
    assert device.context.cookies() == []
    assert device.page.evaluate(COUNT_ROWS) == 0


def test_a_taken_login_name_is_said_and_nothing_is_lost(
    device: Device, server: Server, nora: Person
) -> None:
    nora.make_account(server)
    device.faults.expect_status(409, "/api/accounts")
    device.open("/sign-up")
    nora.answer_adults(device)
    nora.give_name(device)
    nora.choose_passphrase(device)
    device.sees("Someone here already uses that login name.")
    nora.login = f"{nora.login}.2"
    device.fill("Login name", nora.login)
    device.press("Use this passphrase")
    device.sees_heading("Your recovery code")


def test_the_five_words_drawn_open_the_account_again(
    device: Device, make_device: MakeDevice, nora: Person
) -> None:
    device.open("/sign-up")
    nora.answer_adults(device)
    nora.give_name(device)
    device.fill("Login name", nora.login)
    words = device.page.locator("[translate=no][lang=en]")
    expect(words).to_have_text(re.compile(r"^\s*(\S+ ){4}\S+\s*$"))
    nora.passphrase = words.inner_text().strip()
    device.press("Use these words")
    device.sees_heading("Your recovery code")
    device.press("I have kept it")
    nora.sees_today(device)
    nora.sign_in(make_device())
