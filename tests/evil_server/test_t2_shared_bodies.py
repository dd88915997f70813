"""T2 in a shared space: the partner's words altered, exchanged or withheld are noticed."""

import pytest

from app.client.admission import Admitted
from app.client.content import Words
from app.client.errors import ClientError
from app.client.person import Person
from app.client.table import Table
from tests.client.people import People, pair
from tests.evil_server import attacks
from tests.evil_server.tampering import Change, Tampering

# 1 the genesis, 2 the joining, 3 and 4 Nadia's thanks, 5 Elias's answer to the first.
PAGES = r"GET /api/spaces/.*/events.*"


@pytest.fixture(scope="module")
def reader(neighbours: People) -> tuple[Person, Tampering]:
    """A device of Elias's behind a network that somebody changes."""
    nadia, elias = neighbours.sign_up("nadia"), neighbours.sign_up("elias")
    pair(nadia, elias)
    first = nadia.us.give(Words("You came back."))
    nadia.us.give(Words("You rang my mother."))
    elias.us.answer(first, "I was glad to.")
    transport = Tampering()
    return neighbours.sign_in("elias", transport=transport), transport


def read_through(reader: tuple[Person, Tampering], change: Change) -> Table:
    """By a device that has forgotten everything."""
    signed_in, transport = reader
    transport.honest()
    transport.on(PAGES, change)
    return Person(signed_in.device, Admitted(signed_in.keyring)).us.read()


ALTERED: dict[str, Change] = {
    "a bit of the partner's words": attacks.flip_body_bit(3, 100),
    "a bit of one's own answer": attacks.flip_body_bit(5, 100),
    "two thanks exchanged": attacks.exchange_bodies(3, 4),
    "the answer in the place of the thanks": attacks.give_body_of(5, 3),
    "words cut short": attacks.cut_body(4, 1),
}


@pytest.mark.parametrize("change", ALTERED.values(), ids=ALTERED.keys())
def test_t2_words_that_are_not_the_ones_signed_stop_the_reading(
    reader: tuple[Person, Tampering], change: Change
) -> None:
    with pytest.raises(ClientError) as refused:
        read_through(reader, change)
    assert refused.value.code == "body"


def test_t2_words_that_are_withheld_are_named(reader: tuple[Person, Tampering]) -> None:
    table = read_through(reader, attacks.withhold_body(4))
    assert [(fault.seq, fault.reason) for fault in table.damaged] == [(4, "missing")]
    assert [thanks.words.did for thanks in table.thanks] == ["You came back."]


def test_t2_words_as_they_were_signed_are_read(reader: tuple[Person, Tampering]) -> None:
    table = read_through(reader, attacks.unchanged)
    assert table.damaged == ()
    assert {t.words.did for t in table.thanks} == {"You came back.", "You rang my mother."}


@pytest.mark.parametrize("seq", [2, 3, 5], ids=["the joining", "thanks", "the answer"])
def test_t3_an_event_of_either_left_out_is_noticed(
    reader: tuple[Person, Tampering], seq: int
) -> None:
    for change in (attacks.drop(seq), attacks.close_gap(seq)):
        with pytest.raises(ClientError) as refused:
            read_through(reader, change)
        assert refused.value.code in {"place", "signature", "genesis", "withheld"}
