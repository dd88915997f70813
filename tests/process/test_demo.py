"""`make demo`: it starts by itself, both people are in it, and nothing of it is kept."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from app.client import demo_agreed_words as words
from app.client.agreed import Agreement, Limit, Request
from app.client.agreement_content import Agreed, RequestReply
from app.client.demo import ELIAS, NADIA
from app.client.items import ObjectState
from app.client.person import Person
from tests.process.address import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
LINE = re.compile(r"(\w+) at (http://(\S+?):(\d+)) +(\S+) · (.+)\n")


@dataclass
class Demo:
    process: subprocess.Popen[str]
    lines: list[str]
    folder: Path

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The command as `make demo` runs it, on a free port, until it has said where it is."""
    folder = tmp_path_factory.mktemp("demo")
    environment = os.environ | {"PORT": str(free_port()), "TMPDIR": str(folder)}
    command = [sys.executable, str(ROOT / ".ci" / "demo.py")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        demo = Demo(process, [process.stdout.readline() for _ in range(3)], folder)
        try:
            yield demo
        finally:
            process.kill()


def test_it_prints_an_address_of_their_own_for_each(demo: Demo) -> None:
    nadia, elias = (LINE.fullmatch(line) for line in demo.lines[:2])
    assert nadia is not None
    assert elias is not None
    assert nadia.group(1, 3, 5, 6) == ("Nadia", "localhost", "nadia", NADIA.passphrase)
    assert elias.group(1, 3, 5, 6) == ("Elias", "127.0.0.1", "elias", ELIAS.passphrase)
    assert nadia.group(4) == elias.group(4)


@pytest.mark.parametrize("line", [0, 1], ids=["nadia", "elias"])
def test_both_sign_in_at_their_address_and_find_what_was_written(demo: Demo, line: int) -> None:
    found = LINE.fullmatch(demo.lines[line])
    assert found is not None
    with Person.sign_in(found.group(2), found.group(5), found.group(6)) as person:
        side, table = person.read(), person.us.read()
        assert (side.damaged, side.cards, table.damaged, table.cards) == ((), (), (), ())
        assert len(side.notes) >= 2
        assert len(table.thanks) >= 8
        days = {thanks.given_ms // 86_400_000 for thanks in table.thanks}
        assert max(days) - min(days) > 28
        # The clock runs on: what is written now is dated now.
        given = person.us.give(table.thanks[0].words)
        person.us.take_back(given)


@pytest.mark.parametrize("line", [0, 1], ids=["localhost", "127.0.0.1"])
def test_a_page_of_either_address_may_speak_to_it(demo: Demo, line: int) -> None:
    found = LINE.fullmatch(demo.lines[line])
    assert found is not None
    own, others = found.group(2), f"http://elsewhere.example:{found.group(4)}"
    for origin, status in ((own, 200), (others, 403)):
        answer = httpx.post(f"{own}/api/salts", json={"login": "nadia"}, headers={"Origin": origin})
        assert answer.status_code == status


def test_they_are_in_a_conversation_and_have_finished_one(demo: Demo) -> None:
    """Both sealed answers of the finished one open, and somebody's turn waits in the other."""
    found = LINE.fullmatch(demo.lines[0])
    assert found is not None
    with Person.sign_in(found.group(2), NADIA.login, NADIA.passphrase) as nadia:
        assert (nadia.read().damaged, nadia.us.read().damaged) == ((), ())
        objects = nadia.us.sync.log.objects()
        talks = {state.talk.done: at for at, state in objects.items() if state.talk is not None}
        finished, middle = nadia.us.talk.find(talks[2]), nadia.us.talk.find(talks[0])
        assert (finished.step, len(finished.plan)) == (None, 2)
        assert all(nadia.us.talk.read_answers(talks[2], at) is not None for at in (1, 2))
        assert middle.turn is not None
        own = nadia.us.sync.log.pin.own.member
        assert (middle.turn.phase, middle.turn.speaker) == ("speak", own)


@dataclass(frozen=True)
class Stands:
    """One limit, request or agreement as Elias's device reads it; what is said about it in order.

    `newest` are its newest words, or the newest answer to it; None where they were taken back.
    """

    state: ObjectState
    newest: Agreed | RequestReply | None
    verbs: list[str]

    @property
    def open(self) -> list[int]:
        erased = {rev for rev, version in self.state.versions.items() if version.erased}
        return self.agreement.open_revs(erased)

    @property
    def agreement(self) -> Agreement:
        assert isinstance(self.state.agreed, Agreement)
        return self.state.agreed

    @property
    def limit(self) -> Limit:
        assert isinstance(self.state.agreed, Limit)
        return self.state.agreed

    @property
    def request(self) -> Request:
        assert isinstance(self.state.agreed, Request)
        return self.state.agreed

    @property
    def reply(self) -> str | None:
        return self.newest.answer if isinstance(self.newest, RequestReply) else None

    @property
    def has_ended(self) -> bool:
        assert isinstance(self.newest, Agreed)
        ends = self.newest.days["ends"]
        return ends is not None and ends < datetime.now(UTC).date().isoformat()


# Whose words were taken back is known by nothing else.
GONE = "taken back"


@pytest.fixture(scope="module")
def agreed(demo: Demo) -> dict[str, Stands]:
    """By their titles."""
    found = LINE.fullmatch(demo.lines[1])
    assert found is not None
    with Person.sign_in(found.group(2), ELIAS.login, ELIAS.passphrase) as elias:
        table, log = elias.us.read(), elias.us.sync.log
        assert table.damaged == ()
        said = [(at.object, one) for at, one in table.opened if isinstance(one, Agreed)]
        titles = {target: one.title for target, one in said}
        newest = {
            at.object: one for at, one in table.opened if isinstance(one, Agreed | RequestReply)
        }
        return {
            titles.get(target, GONE): Stands(
                state,
                newest.get(target),
                [event.verb for event in log.events if event.object == target],
            )
            for target, state in log.objects().items()
            if state.agreed is not None
        }


STATES: dict[str, tuple[str, Callable[[Stands], bool]]] = {
    "in force, with other words suggested": (
        words.PHONES["title"],
        lambda it: it.agreement.holds and it.open == [2],
    ),
    "in force, with two suggestions": (
        words.MONEY["title"],
        lambda it: it.agreement.holds and it.open == [2, 3],
    ),
    "in force, its review answered by one": (
        words.MORNINGS["title"],
        lambda it: it.agreement.holds and it.agreement.review is not None,
    ),
    "paused": (
        words.PAUSE["title"],
        lambda it: it.agreement.in_force == 1 and not it.agreement.holds,
    ),
    "suggested": (
        words.VISITS["title"],
        lambda it: it.agreement.in_force is None and it.open == [1],
    ),
    "suggested, and resting": (
        words.WORD_AHEAD["title"],
        lambda it: it.open == [1] and it.agreement.proposals[0].deep,
    ),
    "over by its date": (words.EXAM["title"], lambda it: it.agreement.holds and it.has_ended),
    "withdrawn": (
        words.SATURDAY["title"],
        lambda it: it.agreement.in_force is None and it.verbs[-1] == "agreement.withdrawn",
    ),
    "retired by both": (
        words.LIST["title"],
        lambda it: it.agreement.in_force is None and it.verbs[-1] == "agreement.reviewed",
    ),
    "taken back": (GONE, lambda it: it.verbs[-1] == "agreement.erased" and it.newest is None),
    "a limit, seen": (words.LATE["title"], lambda it: it.limit.acknowledged),
    "a limit, changed since it was seen": (
        words.DESK["title"],
        lambda it: it.state.rev == 2 and not it.limit.acknowledged,
    ),
    "a limit, let go of": (words.GUESTS["title"], lambda it: it.limit.retired),
    "a request, open": (words.SUNDAYS["title"], lambda it: it.reply is None),
    "a request, another way": (words.WALK["title"], lambda it: it.reply == "another_way"),
    "a request, yes": (words.BINS["title"], lambda it: it.reply == "yes"),
    "a request, not now": (words.DANCING["title"], lambda it: it.reply == "not_now"),
    "a request, withdrawn": (words.RADIO["title"], lambda it: it.request.withdrawn),
}


@pytest.mark.parametrize("title,is_so", STATES.values(), ids=STATES.keys())
def test_they_have_something_in_every_state(
    agreed: dict[str, Stands], title: str, is_so: Callable[[Stands], bool]
) -> None:
    assert is_so(agreed[title])


def test_the_story_tells_of_nothing_else(agreed: dict[str, Stands]) -> None:
    assert set(agreed) == {title for title, _ in STATES.values()}


def test_nothing_of_it_is_kept(demo: Demo) -> None:
    [folder] = demo.folder.iterdir()
    assert (folder / "goldseam.sqlite3").exists()
    assert demo.stop() == 0
    assert list(demo.folder.iterdir()) == []
