"""What sign-up says before anything is made (R4, R33), and whom a server lets in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device
from tests.browser.people import Person, sees_note, write_note
from tests.browser.server import Server

OPERATOR = "Ada, who fixes our bicycles"
NOT_THERAPY = (
    "It does not assess, treat or monitor any condition, "
    "and it does not replace a therapist or emergency help."
)
BY_INVITATION = {"GOLDSEAM_SIGNUP": "invitation", "GOLDSEAM_OPERATOR": OPERATOR}


def test_r33_r4_sign_up_says_what_this_is_not_and_ends_where_one_person_can_begin(
    device: Device, nora: Person
) -> None:
    """R33 on the first screen; R4: every tab has something for one person alone."""
    device.open("/")
    device.follow("Begin")
    device.sees(NOT_THERAPY)
    nora.sign_up(device)
    for tab, begin in {
        "Talk": "What happened, a feeling, a wish",
        "Agreements": "Begin with something small that would make this week easier.",
        "Thanks": "Begin with one thing that did you good this week.",
    }.items():
        device.follow(tab)
        device.sees_heading(tab)
        device.sees(begin)
        device.sees_no("waiting for your partner")
    write_note(device, "Before Thursday", "Start with the summer.")
    sees_note(device, "Before Thursday")


@pytest.mark.parametrize("server_settings", [BY_INVITATION])
def test_by_invitation_the_code_in_the_log_makes_one_account_and_no_second(
    make_device: MakeDevice, server: Server, nora: Person
) -> None:
    """The host is named before anything is made."""
    code = re.search(r"one-time code (\S+)", server.log())
    assert code is not None
    first = make_device()
    first.open("/sign-up")
    nora.answer_adults(first)
    first.sees(f"This server is run by {OPERATOR}")
    first.sees("In the log of the server")
    nora.sign_up(first, invitation=code[1])

    second, sam = make_device(), Person(name="Sam", login="sam.second")
    second.faults.expect_status(403, "/api/accounts")
    second.open("/sign-up")
    sam.answer_adults(second)
    second.sees("From whoever runs the server")
    sam.give_name(second, invitation=code[1])
    sam.choose_passphrase(second)
    second.sees("This server wants a code for a new account, and this one did not fit.")
    expect(second.page.get_by_label("Your name", exact=True)).to_have_value("Sam")
    assert second.context.cookies() == []
