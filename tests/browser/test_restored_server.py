"""A server restored from an older backup is healed from the phones, in either order (T5)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.client.person import Person as Client
from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, sees_note, write_note
from tests.browser.server import Server

Restore = Callable[[], None]


@pytest.fixture
def desk(at_home: Device, make_device: MakeDevice, nora: Person) -> Device:
    desk = make_device(wide=True)
    nora.sign_in(desk)
    return desk


@pytest.fixture
def restore(at_home: Device, desk: Device, server: Server, tmp_path: Path) -> Restore:
    """A backup taken before the last two notes, put back when it is called."""
    backup = tmp_path / "backup.sqlite3"
    write_note(at_home, "Old", "In the backup.")
    server.run("backup", str(backup))
    write_note(at_home, "New one", "After the backup.")
    write_note(at_home, "New two", "After the backup too.")
    desk.open_inside("/us/notes")
    sees_note(desk, "New two")

    def put_back() -> None:
        for device in (at_home, desk):
            device.faults.expect_unreachable()
            device.faults.expect_status(401)
        server.stop()
        server.run("restore", str(backup))
        server.start()

    return put_back


def come_back(device: Device, nora: Person) -> None:
    """A restore ends every session: the phone locks, and the passphrase signs in again."""
    expect(device.page.get_by_role("heading", name="Locked", level=1)).to_be_visible(timeout=90_000)
    nora.unlock(device)


def put_them_back(device: Device) -> None:
    device.open_inside("/needs-you")
    expect(device.page.get_by_text("The server lost 2 changes")).to_be_visible(timeout=60_000)
    device.press("Put them back")
    expect(device.page.get_by_text("The server lost 2 changes")).to_have_count(0)


def found(server: Server, nora: Person) -> list[str]:
    with Client.sign_in(server.url, nora.login, nora.passphrase) as fresh:
        side = fresh.read()
    assert not side.damaged
    return sorted(note.title for note in side.notes)


@pytest.mark.parametrize("first", ["phone", "desk"])
def test_t5_either_device_puts_back_what_was_lost(
    at_home: Device, desk: Device, restore: Restore, server: Server, nora: Person, first: str
) -> None:
    restore()
    healer, other = (at_home, desk) if first == "phone" else (desk, at_home)
    come_back(healer, nora)
    put_them_back(healer)
    come_back(other, nora)
    other.open_inside("/us/notes")
    sees_note(other, "New two")
    other.open_inside("/needs-you")
    other.sees("Nothing needs you")
    assert found(server, nora) == ["New one", "New two", "Old"]


def test_t5_somebody_wrote_first_and_nothing_is_lost(
    at_home: Device, desk: Device, restore: Restore, server: Server, nora: Person
) -> None:
    """A brand-new device writes to the restored server before the phone is back: a branch."""
    restore()
    with Client.sign_in(server.url, nora.login, nora.passphrase) as fresh:
        fresh.put_note("Meanwhile", "Written to the restored server.")
    come_back(at_home, nora)
    at_home.open_inside("/needs-you")
    expect(at_home.page.get_by_text("The server lost changes and went on")).to_be_visible(
        timeout=60_000
    )
    at_home.press("Go on from here")
    at_home.open_inside("/us/notes")
    sees_note(at_home, "Meanwhile")
    sees_note(at_home, "New two")
    expect(at_home.page.get_by_text("Only on this phone", exact=True)).to_have_count(
        0, timeout=60_000
    )
    assert found(server, nora) == ["Meanwhile", "New one", "New two", "Old"]
