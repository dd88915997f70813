"""One account on several devices: who is let in, who is put out, and what becomes of their copy."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, read_recovery_code, sees_note, write_note
from tests.browser.server import Server
from tests.browser.storage import account_keys, read_storage

NEW = "another tree by the well"
NOTE = "Before Thursday"


def _databases(page: Page) -> list[str]:
    """The databases of accounts, as opposed to the list of accounts that a browser keeps."""
    names: list[str] = page.evaluate(
        "async () => (await indexedDB.databases()).map(({ name }) => name)"
    )
    return [name for name in names if name != "goldseam-device"]


def _is_emptied(device: Device) -> None:
    """The device says that it was signed out, and nothing of the account is left on it."""
    expect(device.page.get_by_text("This device was signed out")).to_be_visible(timeout=60_000)
    device.page.wait_for_function(
        "async () => (await indexedDB.databases()).every(({ name }) => name === 'goldseam-device')"
    )
    assert [place for place in read_storage(device.page) if "/events/" in place] == []


def _sign_in_refused(device: Device, login: str, passphrase: str) -> str:
    device.faults.expect_status(401, "/api/sessions")
    device.open("/sign-in")
    device.fill("Login name", login)
    device.fill("Passphrase", passphrase)
    device.press("Sign in")
    device.sees("do not belong together")
    return device.page.get_by_role("main").inner_text()


def _set_passphrase(device: Device, now: str, new: str) -> None:
    device.open_inside("/us/passphrase")
    device.fill("Passphrase now", now)
    device.choose("Use my own")
    device.fill("Your own passphrase", new)
    device.press("Set it")


@pytest.fixture
def other(make_device: MakeDevice, at_home: Device, nora: Person) -> Device:
    """Nora's computer, signed in, with a note from her phone."""
    write_note(at_home, NOTE, "Start with the summer.")
    computer = make_device(wide=True)
    nora.sign_in(computer)
    computer.open_inside("/us/notes")
    sees_note(computer, NOTE)
    return computer


def test_r2_a_wrong_passphrase_and_an_unknown_login_read_alike(
    device: Device, server: Server, nora: Person
) -> None:
    """Twin: login and passphrase that belong together open it, from the same page."""
    nora.make_account(server)
    wrong = _sign_in_refused(device, nora.login, "not the plum tree")
    unknown = _sign_in_refused(device, "nobody.here", "not the plum tree")
    assert wrong == unknown
    nora.sign_in(device)


@pytest.mark.put_by
def test_t10_a_revoked_device_signs_out_and_is_emptied(
    at_home: Device, other: Device, nora: Person
) -> None:
    """Offline it stays as it is until its next contact; the device that revokes stays open."""
    other.go_offline()
    at_home.open_inside("/us/sessions")
    at_home.sees("This phone")
    at_home.page.get_by_role("button", name=re.compile("^Sign out Computer")).click()
    at_home.press("Sign it out")
    at_home.sees("That device is signed out.")
    expect(at_home.page.get_by_text("Computer", exact=True)).to_have_count(0)
    assert _databases(other.page) != []
    sees_note(other, NOTE)

    other.faults.expect_status(401)
    other.go_online()
    _is_emptied(other)
    other.start_again("/us/notes")
    other.sees_heading("A quiet place for the two of you to talk.")
    at_home.open_inside("/us/notes")
    sees_note(at_home, NOTE)


def test_r2_a_new_passphrase_locks_the_other_device_and_keeps_its_words(
    at_home: Device, other: Device, nora: Person
) -> None:
    other.faults.expect_status(401)
    at_home.faults.expect_status(403, "/api/account/password")
    _set_passphrase(at_home, "not the plum tree", NEW)
    at_home.sees("That is not the passphrase of this account.")
    at_home.fill("Passphrase now", nora.passphrase)
    at_home.press("Set it")
    at_home.sees_heading("The new passphrase is set")

    other.sees_heading("Locked")
    assert _databases(other.page) != []
    assert account_keys(read_storage(other.page)) == []
    nora.passphrase = NEW
    nora.unlock(other)
    sees_note(other, NOTE)
    at_home.open_inside("/us/sessions")
    at_home.sees("Computer")


def test_r2_the_old_passphrase_is_refused_everywhere_after_a_new_one(
    make_device: MakeDevice, at_home: Device, nora: Person
) -> None:
    _set_passphrase(at_home, nora.passphrase, NEW)
    at_home.sees_heading("The new passphrase is set")
    stranger = make_device()
    _sign_in_refused(stranger, nora.login, nora.passphrase)
    nora.passphrase = NEW
    nora.sign_in(stranger)


@pytest.mark.put_by
def test_signing_out_asks_before_words_that_are_only_here_are_lost(
    at_home: Device, nora: Person
) -> None:
    """Twin: once they are sent it does not ask, and they are there at the next sign-in."""
    at_home.go_offline()
    write_note(at_home, NOTE, "Only here so far.")
    at_home.sees("Only on this phone")
    _ask_to_sign_out(at_home)
    at_home.sees("Some words are only here")
    at_home.press("Stay signed in")
    assert _databases(at_home.page) != []

    at_home.go_online()
    at_home.open_inside("/us/notes")
    expect(at_home.page.get_by_text("Only on this phone", exact=True)).to_have_count(0)
    # A reading of the log may be under way at the moment when the session ends.
    at_home.faults.expect_status(401, "/events")
    _ask_to_sign_out(at_home)
    at_home.sees_heading("A quiet place for the two of you to talk.")
    assert _databases(at_home.page) == []
    nora.sign_in(at_home)
    at_home.open_inside("/us/notes")
    sees_note(at_home, NOTE)


@pytest.mark.put_by
def test_words_that_were_given_up_at_sign_out_are_gone(at_home: Device, nora: Person) -> None:
    at_home.go_offline()
    write_note(at_home, NOTE, "Only here.")
    _ask_to_sign_out(at_home)
    # A reading that is under way is answered to nobody.
    at_home.faults.expect_status(401)
    at_home.press("Sign out without them")
    at_home.sees_heading("A quiet place for the two of you to talk.")
    assert _databases(at_home.page) == []
    at_home.go_online()
    nora.sign_in(at_home)
    at_home.open_inside("/us/notes")
    at_home.sees("No notes so far")


def _ask_to_sign_out(device: Device) -> None:
    device.open_inside("/us")
    # A reading that is under way is answered to nobody.
    device.faults.expect_status(401)
    device.page.get_by_role("button", name="Sign out").click()
    device.page.get_by_role("dialog").get_by_role("button", name="Sign out").click()


def test_the_recovery_code_sets_a_passphrase_and_a_new_code_and_works_once(
    make_device: MakeDevice, device: Device, server: Server, nora: Person
) -> None:
    nora.make_account(server)
    old_code = nora.recovery_code
    _recover(device, nora.login, old_code)
    device.sees_heading("Your new recovery code")
    nora.recovery_code, nora.passphrase = read_recovery_code(device), NEW
    assert nora.recovery_code != old_code
    device.press("I have kept it")
    nora.sees_today(device)

    second = make_device()
    second.faults.expect_status(401, "/api/recoveries")
    _recover(second, nora.login, old_code)
    second.sees("A newer code may have replaced this one.")
    _recover(second, nora.login, nora.recovery_code)
    second.sees_heading("Your new recovery code")


def _recover(device: Device, login: str, code: str) -> None:
    device.open("/recover")
    device.fill("Login name", login)
    device.fill("Recovery code", code.lower())
    device.press("Continue")
    device.sees_heading("A new passphrase")
    device.choose("Use my own")
    device.fill("Your own passphrase", NEW)
    device.press("Use this passphrase")


def test_a_new_code_replaces_the_old_and_three_groups_of_it_clear_the_card(
    make_device: MakeDevice, at_home: Device, nora: Person
) -> None:
    old_code = nora.recovery_code
    at_home.open_inside("/today")
    at_home.sees("Type three groups back when it is near")
    at_home.open_inside("/us/recovery")
    at_home.fill("Your passphrase", nora.passphrase)
    at_home.press("Make a new code")
    at_home.sees_heading("Your new recovery code")
    nora.recovery_code = read_recovery_code(at_home)
    at_home.press("Type three groups now")
    _type_groups(at_home, old_code)
    at_home.sees("At least one group is different")
    _type_groups(at_home, nora.recovery_code)
    at_home.sees_heading("Your copy is right")
    at_home.open_inside("/today")
    nora.sees_today(at_home)
    at_home.sees_no("Type three groups back when it is near")

    elsewhere = make_device()
    elsewhere.faults.expect_status(401, "/api/recoveries")
    _recover(elsewhere, nora.login, old_code)
    elsewhere.sees("A newer code may have replaced this one.")


def _type_groups(device: Device, code: str) -> None:
    groups = code.split()
    fields = device.page.get_by_role("textbox", name=re.compile(r"^Group \d$"))
    expect(fields).to_have_count(3)
    for field in fields.all():
        number = int((field.get_attribute("name") or "").removeprefix("group-"))
        field.fill(groups[number - 1].lower())
    device.press("Compare")


@pytest.mark.put_by
@pytest.mark.parametrize("server_settings", [{"GOLDSEAM_BACKUP_DAYS": "12"}])
def test_r15_deletion_completes_at_once_and_says_what_remains(
    at_home: Device, other: Device, nora: Person
) -> None:
    """Twin: with another passphrase nothing is deleted. The other device is emptied too."""
    other.go_offline()
    at_home.faults.expect_status(403, "/api/account/deletion")
    at_home.open_inside("/us/delete")
    at_home.sees("Backups that the host made before: sealed, and gone after 12 days.")
    at_home.sees("For 90 days a mark without any name")
    at_home.fill("Your passphrase", "not the plum tree")
    at_home.press("Delete now")
    at_home.sees("That is not the passphrase of this account.")
    assert _databases(at_home.page) != []

    at_home.fill("Your passphrase", nora.passphrase)
    at_home.press("Delete now")
    at_home.sees_heading("Your account is deleted")
    assert _databases(at_home.page) == []
    _sign_in_refused(at_home, nora.login, nora.passphrase)
    other.faults.expect_status(401)
    other.go_online()
    _is_emptied(other)
