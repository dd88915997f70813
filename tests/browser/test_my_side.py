"""Private notes: written, found, changed, deleted, and there on the next device."""

import pytest
from playwright.sync_api import expect

from app.client.person import Person as Client
from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, fill_note, note_row, sees_note, write_note
from tests.browser.server import Server


def bodies(server: Server, nora: Person) -> set[bytes]:
    """Every sealed body that the server still gives out."""
    with Client.sign_in(server.url, nora.login, nora.passphrase) as fresh:
        assert not fresh.read().damaged
        rows = fresh.sync.log.delivered
        return {row.item.body for row in rows if row.item.body is not None}


def test_a_note_is_written_changed_and_found(at_home: Device) -> None:
    write_note(at_home, "Before Thursday", "Start with the summer.")
    write_note(at_home, "What steadied me", "The stairwell, the cold rail.")
    note_row(at_home, "Before Thursday").click()
    fill_note(at_home, "Before Thursday", "Start with the summer, not the rota.")
    at_home.press("Done")
    at_home.sees("not the rota")
    at_home.page.get_by_role("searchbox").fill("RAIL stairwell")
    sees_note(at_home, "What steadied me")
    at_home.sees_no("Before Thursday")


def test_another_device_sees_a_note_while_it_is_written(
    at_home: Device, make_device: MakeDevice, nora: Person
) -> None:
    """It arrives over the open socket, without a reload."""
    desk = make_device(wide=True)
    nora.sign_in(desk)
    desk.open_inside("/us/notes")
    write_note(at_home, "Before Thursday", "Start with the summer.")
    sees_note(desk, "Before Thursday")


def test_a_deleted_note_is_gone_everywhere_and_from_the_server(
    at_home: Device, make_device: MakeDevice, server: Server, nora: Person
) -> None:
    before = bodies(server, nora)
    write_note(at_home, "Before Thursday", "Start with the summer.")
    desk = make_device(wide=True)
    nora.sign_in(desk)
    desk.open_inside("/us/notes")
    sees_note(desk, "Before Thursday")
    assert bodies(server, nora) > before
    note_row(at_home, "Before Thursday").click()
    at_home.press("Delete")
    at_home.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    at_home.sees("The note is deleted.")
    desk.sees_no("Before Thursday")
    assert bodies(server, nora) == before


@pytest.mark.put_by
def test_a_deletion_can_be_undone_before_it_was_sent(at_home: Device) -> None:
    write_note(at_home, "Before Thursday", "Start with the summer.")
    at_home.go_offline()
    note_row(at_home, "Before Thursday").click()
    at_home.press("Delete")
    at_home.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    at_home.press("Undo")
    sees_note(at_home, "Before Thursday")


def test_a_draft_survives_a_closed_tab(at_home: Device) -> None:
    """Closed without a word: what was typed is in the editor again."""
    at_home.open_inside("/us/notes")
    at_home.follow("New note")
    fill_note(at_home, "Before Thursday", "Start with the sum")
    at_home.sees("Draft kept")
    address = at_home.page.url
    at_home.page.close(run_before_unload=False)
    at_home.start_again(address)
    expect(at_home.page.get_by_label("Title", exact=True)).to_have_value("Before Thursday")
    expect(at_home.page.get_by_label("Write here", exact=True)).to_have_value("Start with the sum")


def test_the_last_letters_are_kept_when_the_phone_stops_a_hidden_page(at_home: Device) -> None:
    at_home.open_inside("/us/notes")
    at_home.follow("New note")
    at_home.page.evaluate("() => { window.setTimeout = () => 0; }")
    fill_note(at_home, "Before Thursday", "Start with the sum")
    at_home.sees_no("Draft kept")
    at_home.turn("hidden")
    at_home.sees("Draft kept")


def test_two_tabs_of_one_browser_agree(at_home: Device) -> None:
    second = at_home.new_tab("/us/notes")
    write_note(at_home, "Before Thursday", "Start with the summer.")
    expect(second.get_by_role("listitem").filter(has_text="Before Thursday")).to_be_visible()
