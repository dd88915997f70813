"""T4: a server that shows the two people different histories cannot bring them together again."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.backup import back_up
from app.client.api import Api
from app.client.content import Words
from app.client.errors import DistrustError
from app.client.log import BranchError
from app.client.person import Person
from app.settings import KEY_NAME, Settings
from tests.client.conftest import MoveIn
from tests.client.people import People, pair, people_at
from tests.conftest import FakeClock
from tests.evil_server.restoring import Town, town_at

EITHER = pytest.mark.parametrize("deceived", ["nadia", "elias"])


@dataclass
class Split:
    """One server for each from some moment on, with the same sessions and the same past."""

    first: Town
    clock: FakeClock
    folder: Path
    stack: ExitStack

    def move(self, person: Person) -> None:
        """From now on this person is shown a history of their own."""
        settings = Settings(data=self.folder, frontend=self.folder / "frontend")
        self.folder.mkdir()
        back_up(self.first.settings, settings.database_path)
        shutil.copyfile(self.first.settings.data / KEY_NAME, settings.key_path)
        backup = self.folder / "none.sqlite3"
        second = self.stack.enter_context(town_at(settings, self.clock, backup))
        ask_at(person, second)


def ask_at(person: Person, town: Town) -> None:
    """The same device and session; what answers is another machine."""
    moved = Api(town.url)
    moved._http.cookies = person.device.api._http.cookies
    person.device.api.close()
    person.device.api = moved


@pytest.fixture
def split(
    settings: Settings, clock: FakeClock, database_file: Path, tmp_path: Path
) -> Iterator[Split]:
    with ExitStack() as stack:
        first = stack.enter_context(town_at(settings, clock, tmp_path / "backup.sqlite3"))
        yield Split(first, clock, tmp_path / "second", stack)


@pytest.fixture
def people(split: Split) -> Iterator[People]:
    with people_at(split.first.url, split.clock) as people:
        yield people


@pytest.fixture
def couple(move_in: MoveIn) -> dict[str, Person]:
    nadia, elias = move_in("nadia"), move_in("elias")
    pair(nadia, elias)
    nadia.us.give(Words("You came back."))
    nadia.us.read()
    elias.us.read()
    return {"nadia": nadia, "elias": elias}


def other(couple: dict[str, Person], login: str) -> Person:
    return couple["elias" if login == "nadia" else "nadia"]


@EITHER
def test_t4_the_numbers_differ_where_the_histories_do(
    couple: dict[str, Person], split: Split, deceived: str
) -> None:
    split.move(couple[deceived])
    for login, person in couple.items():
        person.us.give(Words(f"Written by {login} on a line of their own."))
        person.us.read()
    nadia, elias = couple["nadia"].us, couple["elias"].us
    assert nadia.sync.log.seq == elias.sync.log.seq
    assert nadia.verify_number() != elias.verify_number()
    # What both had read before is still the same.
    at = nadia.sync.log.seq - 1
    assert nadia.verify_number(at) == elias.verify_number(at)


def test_t4_the_numbers_are_equal_where_the_history_is_one(couple: dict[str, Person]) -> None:
    for login, person in couple.items():
        person.us.give(Words(f"Written by {login} on the one line."))
    nadia, elias = couple["nadia"].us, couple["elias"].us
    nadia.read()
    assert nadia.sync.log.seq == elias.sync.log.seq
    assert nadia.verify_number() == elias.verify_number()


@EITHER
@pytest.mark.parametrize("count", [0, 1, 2], ids=["shorter", "as long", "longer"])
def test_t4_the_others_later_words_cannot_be_shown(
    couple: dict[str, Person], split: Split, deceived: str, count: int
) -> None:
    """Whoever wrote on a line of their own refuses the other's, however long that is."""
    alone, partner = couple[deceived], other(couple, deceived)
    split.move(alone)
    alone.us.give(Words("On a line of their own."))
    before = alone.us.read()
    for at in range(count):
        partner.us.give(Words(f"Withheld, {at}"))
    ask_at(alone, split.first)
    if count == 0:
        # Nothing of the other's is there to be shown: what is ours was lost, and can be put back.
        assert alone.us.sync.repair() == 1
        assert "On a line of their own." in {t.words.did for t in partner.us.read().thanks}
        return
    with pytest.raises(BranchError) as branch:
        alone.us.read()
    assert branch.value.fork_seq == 3
    assert alone.us.known() == before
    with alone.us.follow() as follower, pytest.raises(DistrustError):
        follower.next()
    assert alone.us.known() == before


@EITHER
def test_t4_without_a_line_of_their_own_the_others_words_are_read(
    couple: dict[str, Person], split: Split, deceived: str
) -> None:
    """The twin: a person who was only kept waiting sees everything later."""
    alone, partner = couple[deceived], other(couple, deceived)
    split.move(alone)
    alone.us.read()
    partner.us.give(Words("Held back for a while."))
    ask_at(alone, split.first)
    assert "Held back for a while." in {t.words.did for t in alone.us.read().thanks}
