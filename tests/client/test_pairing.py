"""Pairing two people at a real server: the whole way, every way back, and every refusal."""

import pytest

from app.client.content import Words
from app.client.errors import PairingError, RefusedError
from app.client.person import Person
from tests.client.people import People, pair


@pytest.fixture
def nadia(people: People) -> Person:
    return people.sign_up("nadia")


@pytest.fixture
def elias(people: People) -> Person:
    return people.sign_up("elias")


def test_two_people_share_a_space(nadia: Person, elias: Person) -> None:
    pair(nadia, elias)
    nadia.us.put_member("Nadia", "celadon")
    elias.us.put_member("Elias", "indigo", body_words=True)
    given = nadia.us.give(Words("You came back to the talk.", "", "You keep your word."))
    elias.us.read()
    elias.us.take_in(given)
    elias.us.answer(given, "I was glad to.")
    table = nadia.us.read()
    [thanks] = table.thanks
    assert thanks.words.did == "You came back to the talk."
    assert (thanks.taken_in, thanks.answer and thanks.answer.text) == (True, "I was glad to.")
    assert {card.name for card in table.members.values()} == {"Nadia", "Elias"}
    assert (table.damaged, table.cards) == ((), ())
