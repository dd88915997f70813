"""T1, R12: a person types unique words into every field, and nobody but them ever has the words.

Searched afterwards: the database and its write-ahead log, the server's log, and every byte that
went over HTTP and the socket, either way, in every form of `spy.forms`.
"""

from pathlib import Path

import pytest

from tests.browser import spy
from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, fill_note, note_row, write_note
from tests.browser.server import Server

# No word is part of another, and none could stand anywhere by chance.
TYPED = {
    "name": "Quillonbrass",
    "new name": "Zephyrmarrow",
    "passphrase": "vorpal-lanternfish-quagga",
    "new passphrase": "obsidian-thimblerig-newt",
    "title": "Wolframkettle",
    "note": "The marzipanfjord under the stairs",
    "changed note": "The heliotropequay by the window",
    "draft": "Brontosaurusloom unsaid",
    "search": "Fricasseebanjo",
}


@pytest.fixture
def author() -> Person:
    """Somebody whose every word is unique; the login name is meant to be known."""
    return Person(name=TYPED["name"], login="knownlogin.name", passphrase=TYPED["passphrase"])


def places(server: Server, *devices: Device) -> dict[str, bytes]:
    """Everything the server has or had before it."""
    found = {path.name: path.read_bytes() for path in server.data.iterdir() if path.is_file()}
    found["log"] = server.log_path.read_bytes()
    for number, device in enumerate(devices):
        found[f"sent by device {number}"] = device.wire.said_up()
        found[f"sent to device {number}"] = device.wire.said_down()
    return found


def type_into_every_field(author: Person, device: Device) -> None:
    """One visit that leaves no field of this version empty."""
    author.sign_up(device)
    write_note(device, TYPED["title"], TYPED["note"])
    note_row(device, TYPED["title"]).click()
    fill_note(device, TYPED["title"], TYPED["changed note"])
    device.press("Done")
    device.page.get_by_role("searchbox").fill(TYPED["search"])
    device.open_inside("/us/notes")
    device.follow("New note")
    fill_note(device, TYPED["draft"], TYPED["draft"])
    device.sees("Draft kept")
    device.open_inside("/us/name")
    device.fill("Your name", TYPED["new name"])
    device.press("Keep")
    device.open_inside("/us/passphrase")
    device.fill("Passphrase now", TYPED["passphrase"])
    device.choose("Use my own")
    device.fill("Your own passphrase", TYPED["new passphrase"])
    device.press("Set it")
    device.sees("The new passphrase is set")


def test_t1_no_word_that_was_typed_is_anywhere_the_server_can_look(
    author: Person, make_device: MakeDevice, server: Server
) -> None:
    phone, desk = make_device(), make_device(wide=True)
    type_into_every_field(author, phone)
    author.passphrase, author.name = TYPED["new passphrase"], TYPED["new name"]
    author.sign_in(desk)
    desk.open_inside("/us/notes")
    desk.sees(TYPED["changed note"])
    code = author.recovery_code.replace(" ", "")
    secrets = TYPED | {"recovery code": code, "its groups": author.recovery_code}
    assert spy.findings(secrets, places(server, phone, desk)) == []


def test_t1_the_search_finds_what_is_no_secret_in_each_place(
    author: Person, make_device: MakeDevice, server: Server
) -> None:
    """The twin: the login name, and the space's id, which the server is meant to know."""
    phone = make_device()
    author.sign_up(phone)
    write_note(phone, "Wolframkettle", "The marzipanfjord")
    with server.log_path.open("a", encoding="utf-8") as log:
        log.write(f"{author.login}\n")
    found = spy.findings({"login": author.login}, places(server, phone))
    assert "login in goldseam.sqlite3-wal as text" in found
    assert "login in sent by device 0 as text" in found
    assert "login in sent to device 0 as text" in found
    assert "login in log as text" in found
    frames = phone.wire.said_up().partition(b"pgrade: websocket")[2]
    assert b'"follow"' in frames, "the frames of the socket are part of what is searched"


@pytest.mark.parametrize("form", spy.forms("Wolframkettle"))
def test_t1_the_search_finds_a_planted_word_in_every_form(form: str, tmp_path: Path) -> None:
    """Whatever stands around it, at whatever offset."""
    planted = tmp_path / "planted"
    planted.write_bytes(b"\x00noise" + spy.forms("Wolframkettle")[form] + b"noise\xff")
    found = spy.findings({"word": "Wolframkettle"}, {"file": planted.read_bytes()})
    assert f"word in file as {form}" in found
