"""T9: before giving their own answer, nobody can tell whether the other person's is waiting.

One server is copied. On one copy the inviter's answer comes, is replaced, withdrawn and given
again while the partner asks; on the other nothing happens. The partner's requests are the same
bytes, and so is everything that they are told.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.client.answers import Answer
from app.client.events import Item
from app.client.talk_verbs import OpenedTogether, Paused, Told
from app.client.wire import answer_json, item_json
from app.core.clock import DAY_MS, MINUTE_MS
from app.main import create_app
from app.notifications.wire import Choices, Subscription
from app.settings import Settings
from tests.conftest import FakeClock, running
from tests.conversations.talking import Talk
from tests.log.sharing import Couple, join_couple, open_couple
from tests.log.signing import Line, Member, new_uuid, sealed
from tests.log.world import Person, World
from tests.notifications.device import Device
from tests.pairing.couple import seen
from tests.realtime.wire import dialled

ALL_KINDS = ["thanks", "talk", "agreements", "reminders"]


@dataclass
class Copy:
    """One of two equal servers, seen by the partner."""

    app: FastAPI
    clock: FakeClock
    url: str
    talk: Talk

    @property
    def partner(self) -> Person:
        return self.talk.side(1).person

    def send(self, method: str, path: str, body: object = None) -> object:
        """What the partner is told, byte for byte but for the date."""
        headers = {"Cookie": self.partner.cookie}
        return seen(self.talk.client.request(method, path, json=body, headers=headers))

    def post(self, item: Item, *, repair: bool = False) -> object:
        body = {"items": [item_json(item)], "repair": repair}
        return self.send("POST", f"/api/spaces/{self.talk.couple.line.space}/events", body)

    def owed(self) -> list[object]:
        """What notifications keep of the partner's device."""
        query = "SELECT due_ms, hold_ms, tries, sent_ms, rest FROM push_subscription"
        world = World.of(self.app, self.clock)
        return world.ask(
            lambda session: [tuple(row) for row in session.connection().exec_driver_sql(query)]
        )


@pytest.fixture
def couple(app: FastAPI, clock: FakeClock) -> Couple:
    world = World.of(app, clock)
    couple = join_couple(world, open_couple(world))
    person = couple.invited.person
    wanted = Subscription.model_validate(Device().body)
    app.state.notifications.subscribe(person.asker, wanted)
    choices = Choices.model_validate({"kinds": ALL_KINDS, "quiet": None})
    app.state.notifications.choose(person.asker, choices)
    return couple


@pytest.fixture
def copies(
    app: FastAPI, couple: Couple, settings: Settings, clock: FakeClock, tmp_path: Path
) -> Iterator[tuple[Copy, Copy]]:
    conversation = new_uuid()
    with running(app) as url, httpx.Client(base_url=url) as client:
        Talk(client, couple, conversation).begin()
    with ExitStack() as stack:
        copies = []
        for name in ("with", "without"):
            folder = tmp_path / name
            shutil.copytree(settings.data, folder)
            own = replace_clock(clock)
            copied = create_app(Settings(data=folder, frontend=settings.frontend), clock=own)
            url = stack.enter_context(running(copied))
            client = stack.enter_context(httpx.Client(base_url=url))
            line = replace(couple.line, clock=own)
            talk = Talk(client, replace(couple, line=line), conversation)
            copies.append(Copy(copied, own, url, talk))
        yield copies[0], copies[1]


def replace_clock(clock: FakeClock) -> FakeClock:
    return FakeClock(clock.now_ms())


Request = Callable[[Copy], object]


@dataclass(frozen=True)
class Asked:
    """Everything that the partner could ask, made once: the same bytes for both servers."""

    requests: dict[str, Request]

    @classmethod
    def of(cls, talk: Talk) -> "Asked":
        path, space = talk.path(), f"/api/spaces/{talk.couple.line.space}"
        unsigned = replace(talk.make(1), sig=bytes(64))
        now_ms = talk.couple.line.clock.now_ms()

        def put(answer: Answer) -> Request:
            return lambda copy: copy.send("PUT", path, answer_json(answer))

        def post(item: Item) -> Request:
            return lambda copy: copy.post(item)

        return cls(
            {
                "their answers": lambda copy: copy.send("GET", path),
                "answers ahead": lambda copy: copy.send("GET", talk.path(2)),
                "withdrawing nothing": lambda copy: copy.send("DELETE", path),
                "an answer of no form": lambda copy: copy.send("PUT", path, {"record": ""}),
                "an answer that nobody signed": put(unsigned),
                "an answer out of turn": put(talk.make(1, rev=2)),
                "an answer ahead": lambda copy: copy.send(
                    "PUT", talk.path(2), answer_json(talk.make(1))
                ),
                "another's answer": put(talk.signed(1, talk.record(0), sealed())),
                "told without one": post(talk.sign(1, Told(1))),
                "opened alone": post(talk.sign(1, OpenedTogether(1, bytes(32), bytes(32)))),
                "a pause that is none": post(talk.sign(1, Paused(now_ms))),
                "the log": lambda copy: copy.send("GET", f"{space}/events"),
                "the account and its vault": lambda copy: copy.send("GET", "/api/account"),
                "the devices": lambda copy: copy.send("GET", "/api/sessions"),
                "notifications": lambda copy: copy.send("GET", "/api/push"),
                "what is owed": lambda copy: copy.owed(),
            }
        )

    def answers(self, copy: Copy) -> list[object]:
        return [ask(copy) for ask in self.requests.values()]


def waiting(copy: Copy) -> list[Callable[[], httpx.Response]]:
    """What the inviter does meanwhile, on one server alone."""
    talk = copy.talk
    return [
        lambda: talk.put(0, talk.make(0)),
        lambda: talk.put(0, talk.make(0, rev=2)),
        lambda: talk.withdraw(0),
    ]


def test_t9_waiting_answer_changes_nothing_that_the_partner_is_told(
    copies: tuple[Copy, Copy],
) -> None:
    attacked, calm = copies
    asked = Asked.of(calm.talk)
    for act in (None, *waiting(attacked)):
        if act is not None:
            assert act().is_success
        for name, ask in asked.requests.items():
            assert ask(attacked) == ask(calm), name


def test_t9_no_frame_of_a_socket_tells_of_a_waiting_answer(copies: tuple[Copy, Copy]) -> None:
    """The next frame after the answer came is that of the next event, the same on both."""
    attacked, calm = copies
    line: Line = calm.talk.couple.line
    author: Member = calm.talk.side(0).member
    said = line.copy().put(author)
    frames = []
    for copy in copies:
        with dialled(copy.url, copy.partner) as wire:
            wire.follow(line)
            received = [wire.receive()]
            if copy is attacked:
                assert all(act().is_success for act in waiting(copy)[:2])
            assert copy.talk.post(0, said).status_code == 201
            received.append(wire.receive())
            frames.append(json.dumps(received))
    assert frames[0] == frames[1]


def test_t9_the_partner_s_own_acts_go_the_same_way(copies: tuple[Copy, Copy]) -> None:
    """Pausing, resuming, saying that it opened in a repair: with and without a waiting answer."""
    attacked, calm = copies
    assert attacked.talk.put(0, attacked.talk.make(0)).status_code == 201
    now_ms = calm.clock.now_ms()
    answer = calm.talk.make(1)
    repaired = calm.talk.sign(1, OpenedTogether(1, bytes(32), answer.hash))
    path = calm.talk.path()
    told: list[list[object]] = []
    for copy in copies:
        told.append(
            [
                copy.post(repaired, repair=True),
                copy.send("GET", path),
                copy.send("PUT", path, answer_json(answer)),
                copy.send("GET", path),
                copy.send("DELETE", path),
            ]
        )
        copy.clock.advance(DAY_MS + now_ms % MINUTE_MS)
        told[-1].append(copy.send("GET", path))
    assert told[0] == told[1]


def test_their_own_answer_is_what_tells(copies: tuple[Copy, Copy]) -> None:
    """The twin without the attack: once both are in, both are told, and the socket says so."""
    attacked, calm = copies
    line = calm.talk.couple.line
    answer = calm.talk.make(1)
    assert attacked.talk.put(0, attacked.talk.make(0)).status_code == 201
    replies = []
    for copy in copies:
        with dialled(copy.url, copy.partner) as wire:
            wire.follow(line)
            wire.receive()
            replies.append(copy.talk.put(1, answer).json())
            if copy is attacked:
                assert wire.receive() == {
                    "type": "opened",
                    "space": str(line.space),
                    "conversation": str(copy.talk.id),
                    "opening": 1,
                }
    assert [reply["open"] for reply in replies] == [True, False]
    assert attacked.talk.read(1).json()["theirs"] is not None
    assert calm.talk.read(1).json()["theirs"] is None


def test_t10_opened_frame_is_for_members_whose_session_stands(copies: tuple[Copy, Copy]) -> None:
    """A session that ended meanwhile is closed and told nothing."""
    copy, _ = copies
    world, line = World.of(copy.app, copy.clock), copy.talk.couple.line
    with (
        dialled(copy.url, copy.partner) as ended,
        dialled(copy.url, copy.talk.side(0).person) as stands,
    ):
        for wire in (ended, stands):
            wire.follow(line)
            wire.receive()
        assert copy.talk.put(1, copy.talk.make(1)).status_code == 201
        world.end_session(copy.partner)
        assert copy.talk.put(0, copy.talk.make(0)).status_code == 201
        assert stands.receive()["type"] == "opened"
        assert ended.close_code() == 4401
