"""POST and GET over a real server: statuses, shapes, and the door before everything."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.client.events import Item
from app.client.wire import item_json, read_page
from app.core.limits import EVENTS_A_MINUTE, MAX_ITEMS
from tests.conftest import FakeClock
from tests.log.conftest import Side
from tests.log.signing import Line, Member, sealed
from tests.log.world import Person, World


@pytest.fixture
def world(app: FastAPI, clock: FakeClock, server_url: str) -> World:
    return World.of(app, clock)


def _post(
    client: httpx.Client, person: Person | None, line: Line, sent: list[Item], **more: Any
) -> httpx.Response:
    body = {"items": [item_json(item) for item in sent], **more}
    headers = {} if person is None else {"Cookie": person.cookie}
    return client.post(f"/api/spaces/{line.space}/events", json=body, headers=headers)


def _get(
    client: httpx.Client, person: Person | None, line: Line, after: object = 0
) -> httpx.Response:
    headers = {} if person is None else {"Cookie": person.cookie}
    return client.get(f"/api/spaces/{line.space}/events?after={after}", headers=headers)


def _said(answer: httpx.Response) -> tuple[int, str]:
    assert set(answer.json()) <= {"code", "detail"}
    return answer.status_code, answer.json()["code"]


def test_what_is_posted_is_read_back(client: httpx.Client, side: Side) -> None:
    sent = side.line.notes(side.member, 2)
    posted = _post(client, side.person, side.line, sent, repair=False)
    assert posted.status_code == 201
    again = _post(client, side.person, side.line, sent)
    assert (again.status_code, again.json()) == (200, posted.json())
    page = read_page(_get(client, side.person, side.line, after=1).json())
    assert [row.item for row in page.events] == sent
    assert (page.seq, page.head) == (3, side.line.head)


@pytest.mark.parametrize(
    "size, status, code",
    [(1, 422, "stale"), (MAX_ITEMS + 1, 413, "too_large"), (0, 400, "malformed")],
)
def test_a_refusal_has_its_status_and_code(
    client: httpx.Client, side: Side, size: int, status: int, code: str
) -> None:
    line = side.line.copy()
    sent = [line.put(side.member, rev=2) for _ in range(size)]
    assert _said(_post(client, side.person, side.line, sent)) == (status, code)


def test_places_and_dates_conflict(client: httpx.Client, world: World, side: Side) -> None:
    first = side.line.copy().put(side.member)
    assert _post(client, side.person, side.line, [first]).status_code == 201
    lost_the_race = side.line.put(side.member)
    assert _said(_post(client, side.person, side.line, [lost_the_race])) == (409, "head_moved")
    side.line.head = first.head
    late = side.line.put(side.member)
    world.clock.advance(10 * 60_000)
    assert _said(_post(client, side.person, side.line, [late])) == (409, "clock")


def test_slow_down_says_how_long(client: httpx.Client, world: World, side: Side) -> None:
    while side.line.seq < EVENTS_A_MINUTE:
        count = min(MAX_ITEMS, EVENTS_A_MINUTE - side.line.seq)
        world.post(side.person, side.line, side.line.notes(side.member, count))
    answer = _post(client, side.person, side.line, [side.line.put(side.member)])
    assert _said(answer) == (429, "slow_down")
    assert answer.headers["Retry-After"] == "60"


def test_t9_another_s_space_and_no_space_are_answered_alike(
    client: httpx.Client, world: World, side: Side
) -> None:
    """Status, body and size, for reading and for writing, also for what could never be taken."""
    foreign = world.open_space(world.person(), Member())
    nowhere = side.line.elsewhere()
    asks: list[Callable[[Line], httpx.Response]] = [
        lambda line: _get(client, side.person, line),
        lambda line: _get(client, side.person, line, after=2**53 - 1),
        lambda line: _post(client, side.person, line, [line.copy().put(side.member)]),
        lambda line: _post(client, side.person, line, []),
        lambda line: _post(client, side.person, line, [], repair=True),
    ]
    for ask in asks:
        at_foreign, at_nowhere = ask(foreign), ask(nowhere)
        assert _said(at_foreign) == _said(at_nowhere) == (404, "not_found")
        assert at_foreign.content == at_nowhere.content
    assert _get(client, side.person, side.line).status_code == 200


def test_t10_without_a_session_there_is_no_door(
    client: httpx.Client, world: World, side: Side
) -> None:
    """Nor with one that has ended; whatever is sent, the session is looked at first."""
    item = side.line.copy().put(side.member)
    assert _said(_get(client, None, side.line)) == (401, "signed_out")
    assert _said(_post(client, None, side.line, [item])) == (401, "signed_out")
    broken = client.post(
        f"/api/spaces/{side.line.space}/events",
        content=b"{",
        headers={"Content-Type": "application/json"},
    )
    assert _said(broken) == (401, "signed_out")
    assert _post(client, side.person, side.line, [item]).status_code == 201
    world.end_session(side.person)
    assert _said(_get(client, side.person, side.line)) == (401, "signed_out")
    assert _said(_post(client, side.person, side.line, [item])) == (401, "signed_out")


def test_a_recovery_session_reads_and_writes_nothing(
    client: httpx.Client, world: World, side: Side
) -> None:
    recovering = world.person(recovery_only=True)
    assert _said(_get(client, recovering, side.line)) == (403, "recovery_only")
    assert _said(_post(client, recovering, side.line, [])) == (403, "recovery_only")


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"\xff", "application/json"),
        (b"[]", "application/json"),
        (b'{"items":[]}', "application/json"),
        (b'{"items":[{}]}', "application/json"),
        (b'{"items":[],"repair":"no"}', "application/json"),
        (b'{"items":[]}', "text/plain"),
        (b"items=", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_append_is_malformed(
    client: httpx.Client, side: Side, content: bytes, kind: str
) -> None:
    answer = client.post(
        f"/api/spaces/{side.line.space}/events",
        content=content,
        headers={"Cookie": side.person.cookie, "Content-Type": kind},
    )
    assert _said(answer) == (400, "malformed")


@pytest.mark.parametrize(
    "after", ["-1", "x", "1.0", "01", "%2B1", "1_0", "%201", "٣", str(2**53), "", "1e3"]
)
def test_a_place_is_a_number_of_the_log(client: httpx.Client, side: Side, after: str) -> None:
    assert _said(_get(client, side.person, side.line, after)) == (400, "malformed")
    assert _get(client, side.person, side.line, 2**53 - 1).status_code == 200


@pytest.mark.parametrize("space", ["x", "00000000-0000-7000-8000-00000000000", "%00"])
def test_a_space_is_named_by_a_uuid(client: httpx.Client, side: Side, space: str) -> None:
    cookie = {"Cookie": side.person.cookie}
    assert _said(client.get(f"/api/spaces/{space}/events", headers=cookie)) == (400, "malformed")


def test_a_refusal_does_not_repeat_what_was_sent(client: httpx.Client, side: Side) -> None:
    item = side.line.copy().put(side.member)
    marked = replace(item, body=sealed())
    answer = _post(client, side.person, side.line, [marked])
    assert _said(answer) == (400, "malformed")
    assert len(answer.content) < 100


def test_the_api_pages_show_the_items(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    post = paths["/api/spaces/{space}/events"]["post"]
    schema = post["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]["items"]["items"]["properties"]) == {"event", "sig", "body"}
    assert {"200", "201", "400", "401", "403", "404", "409", "413", "422", "429"} <= set(
        post["responses"]
    )
