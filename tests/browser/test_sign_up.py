"""From the welcome to Today: five screens, and what happens where somebody turns away."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, read_recovery_code, sees_note, write_note
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


def test_recovery_code_of_sign_up_opens_the_account_elsewhere(
    device: Device, make_device: MakeDevice, nora: Person
) -> None:
    nora.sign_up(device)
    write_note(device, "First line", "One line is a beginning.")
    other = make_device(wide=True)
    other.open("/recover")
    other.fill("Login name", nora.login)
    other.fill("Recovery code", nora.recovery_code.lower())
    other.press("Continue")
    other.sees_heading("A new passphrase")
    other.choose("Use my own")
    other.fill("Your own passphrase", "another tree by the wall")
    other.press("Use this passphrase")
    other.sees_heading("Your new recovery code")
    assert read_recovery_code(other) != nora.recovery_code
    other.press("I have kept it")
    nora.sees_today(other)
    other.open_inside("/us/notes")
    sees_note(other, "First line")


def test_groups_typed_back_clear_the_card_on_today(device: Device, nora: Person) -> None:
    nora.sign_up(device)
    device.sees("Type three groups back")
    device.open_inside("/us/recovery")
    device.press("Type three groups now")
    groups = nora.recovery_code.split()
    fields = device.page.get_by_label(re.compile(r"^Group \d$"))
    expect(fields).to_have_count(3)
    for field in fields.all():
        number = int(re.findall(r"\d", field.get_attribute("name") or "")[0])
        field.fill(groups[number - 1].lower())
    device.press("Compare")
    device.sees("Your copy is right")


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


@pytest.mark.parametrize("server_settings", [{"GOLDSEAM_SIGNUP": "invitation"}])
def test_r2_first_account_wants_the_code_from_the_log(
    device: Device, server: Server, nora: Person
) -> None:
    """A server that asks for invitations prints one code; a wrong one is said beside its field."""
    device.faults.expect_status(403, "/api/accounts")
    device.open("/sign-up")
    nora.answer_adults(device)
    nora.give_name(device, invitation="0000-0000")
    nora.choose_passphrase(device)
    device.sees("This server wants a code for a new account")
    (code,) = re.findall(r"one-time code (\S+)", server.log())
    device.fill("Code for a new account", code)
    device.press("Continue")
    device.press("Use this passphrase")
    device.sees_heading("Your recovery code")
