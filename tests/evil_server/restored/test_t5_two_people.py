"""T5 with two people: what a restored server lost of both is put back, whoever comes first."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from app.client.content import Words
from app.client.log import BranchError, LostError
from app.client.person import Person
from tests.client.conftest import MoveIn
from tests.client.people import PASSPHRASE, People, pair
from tests.evil_server.restoring import Town

EITHER_ORDER = pytest.mark.parametrize("nadia_first", [True, False], ids=["nadia", "elias"])
# The words given, and the line that answers them.
Told = set[tuple[str, str | None]]
EVERYTHING: Told = {
    ("You came back.", None),
    ("You rang my mother.", "It was time."),
    ("You made the good coffee.", None),
}


@dataclass
class Pair:
    nadia: Person
    elias: Person
    answered: UUID

    def in_order(self, *, nadia_first: bool) -> list[Person]:
        return [self.nadia, self.elias] if nadia_first else [self.elias, self.nadia]


@pytest.fixture
def couple(town: Town, move_in: MoveIn) -> Pair:
    """One thanks is in the backup. Nadia's second, with Elias's answer to it, and his, are not."""
    nadia, elias = move_in("nadia"), move_in("elias")
    pair(nadia, elias)
    nadia.us.give(Words("You came back."))
    elias.us.read()
    town.back_up()
    answered = nadia.us.give(Words("You rang my mother."))
    elias.us.answer(answered, "It was time.")
    elias.us.give(Words("You made the good coffee."))
    nadia.us.read()
    return Pair(nadia, elias, answered)


def told(person: Person) -> Told:
    table = person.us.read()
    assert (table.damaged, table.cards) == ((), ())
    return {(t.words.did, None if t.answer is None else t.answer.text) for t in table.thanks}


@EITHER_ORDER
def test_t5_either_puts_back_what_both_wrote(
    couple: Pair, town: Town, people: People, *, nadia_first: bool
) -> None:
    heads = couple.nadia.us.sync.log.head
    town.restore()
    first, second = couple.in_order(nadia_first=nadia_first)
    first.sign_in_again(PASSPHRASE)
    second.sign_in_again(PASSPHRASE)
    with pytest.raises(LostError) as lost:
        first.us.read()
    assert len(lost.value.lost) == 3
    assert first.repair() == 3
    assert second.repair() == 0
    assert first.us.sync.log.head == second.us.sync.log.head == heads
    for person in (first, second, people.sign_in("nadia"), people.sign_in("elias")):
        assert told(person) == EVERYTHING


def test_t5_without_a_restore_there_is_nothing_to_put_back(couple: Pair) -> None:
    assert couple.nadia.repair() == couple.elias.repair() == 0
    assert told(couple.nadia) == told(couple.elias) == EVERYTHING


@EITHER_ORDER
@pytest.mark.parametrize("login", ["nadia", "elias"])
def test_t5_both_go_on_after_somebody_wrote_first(
    couple: Pair, town: Town, people: People, login: str, *, nadia_first: bool
) -> None:
    """An answer waits with its words until what it answers has been put back by its author."""
    town.restore()
    newcomer = people.sign_in(login)
    newcomer.us.give(Words("From a new phone."))
    for person in couple.in_order(nadia_first=nadia_first):
        person.sign_in_again(PASSPHRASE)
        with pytest.raises(BranchError):
            person.us.read()
        person.us.go_on_from_here()
    waiting = [refused.code for refused in couple.elias.us.sync.needs_you]
    assert waiting == ([] if nadia_first else ["unknown_version"])
    couple.elias.us.sync.try_again()
    expected = EVERYTHING | {("From a new phone.", None)}
    everybody = [couple.nadia, couple.elias, newcomer, people.sign_in("elias")]
    assert [told(person) for person in everybody] == [expected] * 4
    assert len({person.us.sync.log.head for person in everybody}) == 1


def test_t5_what_the_other_lost_is_theirs_to_put_back(
    couple: Pair, town: Town, people: People
) -> None:
    """Nobody speaks in another's name: until then it is kept as written, and lost."""
    town.restore()
    people.sign_in("nadia").us.give(Words("From a new phone."))
    couple.nadia.sign_in_again(PASSPHRASE)
    couple.nadia.us.go_on_from_here()
    lost = couple.nadia.us.sync.lost_theirs()
    assert [event.verb for event in lost] == ["appreciation.answered", "appreciation.given"]
    assert ("You made the good coffee.", None) not in told(couple.nadia)
    couple.elias.sign_in_again(PASSPHRASE)
    couple.elias.us.go_on_from_here()
    assert ("You made the good coffee.", None) in told(couple.nadia)
    assert couple.nadia.us.sync.lost_theirs() == []


@EITHER_ORDER
@pytest.mark.parametrize("written_first", [False, True], ids=["lost", "branched"])
def test_t5_a_leaving_that_was_lost_is_made_good(
    couple: Pair, town: Town, people: People, *, nadia_first: bool, written_first: bool
) -> None:
    hers, his = couple.nadia.us, couple.elias.us
    his.leave()
    hers.read()
    town.restore()
    if written_first:
        people.sign_in("nadia").us.give(Words("From a new phone."))
    for person in couple.in_order(nadia_first=nadia_first):
        person.sign_in_again(PASSPHRASE)
        us = hers if person is couple.nadia else his
        if written_first:
            us.go_on_from_here()
        else:
            us.sync.repair()
    assert his.read().left_by == his.sync.log.pin.own.member
    assert hers.read().left_by == hers.partner
