"""`make demo`: it starts by itself, both people are in it, and nothing of it is kept."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.client.agreed import Agreement, Limit, Request
from app.client.demo import ELIAS, NADIA
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


def test_they_have_agreements_limits_and_requests_in_every_state(demo: Demo) -> None:
    found = LINE.fullmatch(demo.lines[1])
    assert found is not None
    with Person.sign_in(found.group(2), ELIAS.login, ELIAS.passphrase) as elias:
        assert elias.us.read().damaged == ()
        kinds = [state.agreed for state in elias.us.sync.log.objects().values() if state.agreed]
        agreements = [one for one in kinds if isinstance(one, Agreement)]
        assert {(one.in_force, bool(one.paused)) for one in agreements} == {
            (1, False),
            (1, True),
            (None, False),
        }
        assert sorted(len(one.open_revs(set())) for one in agreements) == [0, 0, 0, 1, 1]
        assert [one.acknowledged for one in kinds if isinstance(one, Limit)] == [True]
        assert sum(isinstance(one, Request) for one in kinds) == 2


def test_nothing_of_it_is_kept(demo: Demo) -> None:
    [folder] = demo.folder.iterdir()
    assert (folder / "goldseam.sqlite3").exists()
    assert demo.stop() == 0
    assert list(demo.folder.iterdir()) == []
