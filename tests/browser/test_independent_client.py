"""The phone and the independent client pair with each other, in either role, and agree on it all.

Two readings of the same protocol that share no line: what one writes, the other opens.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import expect

from app.client.content import Words
from app.client.errors import PairingError
from app.client.person import Person as Client
from app.client.table import Table
from tests.browser.couple import answer, copy_link, read_digits, sees_thanks, type_digits
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.test_export import verify

T = TypeVar("T")
# The phone asks every two seconds while its screen is open.
ASKS = 60
ASK_MS = 500


@pytest.fixture
def client(server: Server, elias: Person) -> Iterator[Client]:
    """Elias, without a screen."""
    elias.make_account(server)
    with Client.sign_in(server.url, elias.login, elias.passphrase) as client:
        client.read()
        yield client


def soon(device: Device, act: Callable[[], T]) -> T:
    """As soon as the phone has done its part."""
    for _ in range(ASKS):
        with suppress(PairingError):
            return act()
        device.page.wait_for_timeout(ASK_MS)
    return act()


def whole_table(client: Client) -> Table:
    """Once the phone has sent its words and who it is: it says "Given" before."""
    table = client.us.read()
    if len(table.thanks) < 2 or len(table.members) < 2:
        raise PairingError("waiting")
    return table


def agree(device: Device, client: Client) -> None:
    """Both show the same words of both, and the same number for the same history."""
    client.us.put_member("Elias", "indigo")
    client.us.give(Words("You rang my mother back."))
    device.open_inside("/thanks")
    sees_thanks(device, "You rang my mother back.")
    device.open_inside("/thanks/write")
    device.fill("What you did", "You told me about the invoice.")
    device.press("Give")
    device.sees_heading("Given")
    table = soon(device, lambda: whole_table(client))
    assert {thanks.words.did for thanks in table.thanks} == {
        "You rang my mother back.",
        "You told me about the invoice.",
    }
    assert (table.damaged, table.cards) == ((), ())
    assert {card.name for card in table.members.values()} == {"Nora", "Elias"}
    device.open_inside("/us/verify")
    shown = device.page.get_by_role("group", name="Six digits of this history")
    expect(shown).to_be_visible()
    digits = re.findall(r"\d", shown.locator("span").first.inner_text())
    assert "".join(digits) == client.us.verify_number()


def test_the_phone_invites_and_the_client_joins(
    at_home: Device, client: Client, elias: Person
) -> None:
    at_home.open_inside("/us/invite")
    at_home.press("Make the invitation")
    claim = client.claim(copy_link(at_home))
    digits = soon(at_home, claim.digits)
    at_home.sees_heading("Type the six digits Elias reads out")
    type_digits(at_home, digits)
    soon(at_home, claim.join)
    agree(at_home, client)


def join_by_phone(device: Device, client: Client) -> None:
    invitation = client.invite()
    answer(device, invitation.link, "Elias")
    soon(device, invitation.answer)
    digits = read_digits(device, "Elias")
    assert digits == invitation.digits()
    invitation.open(digits)
    device.sees_heading("Nora and Elias")


def test_the_client_invites_and_the_phone_joins(at_home: Device, client: Client) -> None:
    join_by_phone(at_home, client)
    agree(at_home, client)


def test_the_link_names_the_server(at_home: Device) -> None:
    """A camera app, or somebody's message, knows no address but the one in the link."""
    at_home.open_inside("/us/invite")
    at_home.press("Make the invitation")
    copy_link(at_home)
    link = at_home.page.evaluate("() => navigator.clipboard.readText()")
    assert re.fullmatch(rf"{re.escape(at_home.wire.url)}/join#1\.[\w-]{{22}}\.[\w-]{{22}}", link)


def test_r16_the_phones_file_of_what_is_shared_opens_with_the_recovery_code(
    at_home: Device, client: Client, nora: Person, tmp_path: Path
) -> None:
    """Her own words are in it; of his there is the place in the chain, and no more."""
    join_by_phone(at_home, client)
    agree(at_home, client)
    at_home.open_inside("/us/space")
    with at_home.page.expect_download() as download:
        at_home.press_containing("Export")
    file = tmp_path / "shared.json"
    download.value.save_as(file)
    read = verify(file, recovery_code=nora.recovery_code)
    assert read.returncode == 0, read.stdout + read.stderr
    assert "Thanks, given to Elias\nYou told me about the invoice." in read.stdout
    assert "my mother" not in read.stdout
