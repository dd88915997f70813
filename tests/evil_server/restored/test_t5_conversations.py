"""T5 with conversations: a restored server is given back turns, and the records that opened."""

from uuid import UUID

import pytest

from app.client.answers import Answer, read_record
from app.client.person import Person
from app.client.talk import Opened
from app.client.talk_content import SealedWords
from app.client.talk_verbs import REVEAL, TURNS
from tests.client.conftest import MoveIn
from tests.client.people import PASSPHRASE, pair
from tests.evil_server.restoring import Town

HERS, HIS = SealedWords(is_pass=False, words={"a": "The sea."}), SealedWords(is_pass=True, words={})


@pytest.fixture
def talk(town: Town, move_in: MoveIn) -> tuple[Person, Person, UUID]:
    """In the backup Nadia's first answer waits. Her second, Elias's, and a turn are lost."""
    nadia, elias = move_in("nadia"), move_in("elias")
    pair(nadia, elias)
    conversation = nadia.us.talk.invite("talk-rules", [(REVEAL, 0), (TURNS, 1)])
    elias.us.read()
    elias.us.talk.accept(conversation)
    nadia.us.talk.put_answer(conversation, {"a": "A walk."})
    town.back_up()
    nadia.us.talk.put_answer(conversation, {"a": "The sea."})
    elias.us.talk.put_answer(conversation, {})
    for person in (nadia, elias):
        person.us.talk.ready(conversation)
    nadia.us.talk.say(conversation, "The door.")
    elias.us.read()
    return nadia, elias, conversation


def record_of(person: Person, conversation: UUID) -> Answer:
    """What this person's phone keeps of its own answer."""
    mine = person.us.talk.ask(conversation, 1).mine
    assert mine is not None
    return mine


@pytest.mark.parametrize("nadia_first", [True, False], ids=["nadia", "elias"])
def test_t5_what_opened_is_put_back_by_both(
    talk: tuple[Person, Person, UUID], town: Town, *, nadia_first: bool
) -> None:
    nadia, elias, conversation = talk
    head, both = nadia.us.sync.log.head, (nadia, elias)
    records = [record_of(person, conversation) for person in both]
    town.restore()
    for person in both if nadia_first else both[::-1]:
        person.sign_in_again(PASSPHRASE)
        person.repair()
    assert nadia.us.sync.log.head == elias.us.sync.log.head == head
    # The older answer is in, and the log names another one: nobody is shown it.
    assert elias.us.talk.ask(conversation, 1).theirs is None
    for person, record in zip(both, records, strict=True):
        place = read_record(record.record)
        assert person.us.talk.send_answer(place, record).rev == place.rev
    assert nadia.us.talk.read_answers(conversation, 1) == Opened(HERS, HIS, second=False)
    assert elias.us.talk.read_answers(conversation, 1) == Opened(HIS, HERS, second=False)
    elias.us.talk.say(conversation, "You hear the door.")


def test_t5_without_a_restore_there_is_nothing_to_put_back(
    talk: tuple[Person, Person, UUID],
) -> None:
    nadia, elias, conversation = talk
    assert nadia.repair() == elias.repair() == 0
    assert nadia.us.talk.read_answers(conversation, 1) == Opened(HERS, HIS, second=False)
    assert elias.us.talk.read_answers(conversation, 1) == Opened(HIS, HERS, second=True)
