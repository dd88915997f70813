"""Without a connection and without a server: reading, writing, and sending once, in order."""

import pytest
from playwright.sync_api import expect

from app.client.person import Person as Client
from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, note_row, sees_note, write_note
from tests.browser.server import Server

pytestmark = pytest.mark.put_by

ONLY_HERE = "Only on this phone"


def titles(server: Server, nora: Person) -> list[str]:
    """What a device that knows nothing yet reads from the server, oldest first."""
    with Client.sign_in(server.url, nora.login, nora.passphrase) as fresh:
        side = fresh.read()
    assert not side.damaged
    return [note.title for note in sorted(side.notes, key=lambda note: note.versions[0].written_ms)]


def test_the_app_starts_and_reads_with_the_server_process_gone(
    at_home: Device, server: Server
) -> None:
    write_note(at_home, "Before Thursday", "Start with the summer.")
    at_home.faults.expect_unreachable()
    server.kill()
    at_home.start_again("/us/notes")
    sees_note(at_home, "Before Thursday")
    note_row(at_home, "Before Thursday").click()
    expect(at_home.page.get_by_label("Write here", exact=True)).to_have_value(
        "Start with the summer."
    )


def test_every_address_starts_offline(at_home: Device, server: Server) -> None:
    """A deep link is served from the phone as well as the first screen is."""
    at_home.faults.expect_unreachable()
    server.kill()
    for address, heading in {
        "/us": "Us",
        "/us/sessions": "Devices signed in",
        "/safety": "If something is not right",
        "/talk": "Talk",
    }.items():
        at_home.start_again(address)
        at_home.sees_heading(heading)


def test_words_of_an_offline_day_are_sent_once_and_in_order(
    at_home: Device, server: Server, nora: Person
) -> None:
    at_home.faults.expect_unreachable()
    server.kill()
    at_home.start_again("/us/notes")
    for title in ("Morning", "Noon", "Evening"):
        write_note(at_home, title, "Written without a server.")
    expect(at_home.page.get_by_text(ONLY_HERE, exact=True)).to_have_count(3)
    at_home.start_again("/us/notes")
    expect(at_home.page.get_by_text(ONLY_HERE, exact=True)).to_have_count(3)
    server.start()
    expect(at_home.page.get_by_text(ONLY_HERE, exact=True)).to_have_count(0, timeout=60_000)
    assert titles(server, nora) == ["Morning", "Noon", "Evening"]


def test_a_lost_answer_does_not_send_twice(at_home: Device, server: Server, nora: Person) -> None:
    """The server took it, the phone never heard so: after the next contact it stands once."""
    at_home.faults.expect_unreachable()
    at_home.wire.lose_answers()
    write_note(at_home, "Before Thursday", "Start with the summer.")
    at_home.sees(ONLY_HERE)
    at_home.go_offline()
    at_home.go_online()
    expect(at_home.page.get_by_text(ONLY_HERE, exact=True)).to_have_count(0, timeout=60_000)
    assert titles(server, nora) == ["Before Thursday"]


def test_offline_is_said_and_nothing_is_disabled(at_home: Device) -> None:
    at_home.go_offline()
    at_home.sees("You are offline.")
    write_note(at_home, "Before Thursday", "Start with the summer.")
    at_home.sees(ONLY_HERE)
    at_home.go_online()
    at_home.sees_no("You are offline.")


def test_two_offline_devices_both_arrive(
    at_home: Device, make_device: MakeDevice, server: Server, nora: Person
) -> None:
    desk = make_device(wide=True)
    nora.sign_in(desk)
    at_home.go_offline()
    desk.go_offline()
    write_note(at_home, "From the phone", "On the train.")
    write_note(desk, "From the desk", "At the table.")
    at_home.go_online()
    desk.go_online()
    for each in (at_home, desk):
        each.open_inside("/us/notes")
        sees_note(each, "From the phone")
        sees_note(each, "From the desk")
    assert sorted(titles(server, nora)) == ["From the desk", "From the phone"]
