"""The shared walks: the server and the model give every answer that both phones give.

`app.client` and the phone's own rules meet in the same digests in the tests of the vectors.
"""

import json
from typing import Any
from uuid import UUID

import pytest

from app.log.events import Event
from tests.agreements.known import Known, in_force_by_signatures
from tests.log.folding import Folded
from tests.log.written import RULES, agreed_fields, event_of
from tests.vectors.fields import fields_of
from tests.vectors.make import FOLDER
from tests.vectors.python_half.walks import START, script
from tests.vectors.walking import row_text, walk

Json = dict[str, Any]

# Walks beyond those that are written down for the phones.
SEEDS = range(100, 220)


def _cases(op: str) -> list[Any]:
    found = []
    for half in ("python", "typescript"):
        cases = json.loads((FOLDER / f"walks.{half}.json").read_text())["cases"]
        found += [pytest.param(c, id=c["name"]) for c in cases if c["input"]["op"] == op]
    assert found
    return found


def _started(events: list[Json]) -> Folded:
    folded = Folded(RULES)
    for fields in events:
        assert folded.take(event_of(fields)) is None
    return folded


def _take(before: Folded, event: Event) -> tuple[Folded | None, str]:
    after = before.copy()
    code = after.take(event)
    return (after, row_text(_row(after, event))) if code is None else (None, code)


def _row(folded: Folded, event: Event) -> Json:
    state = folded.objects[event.object]
    known = {"author": _id(state.author), "rev": state.rev, "erased": folded.erased(event.object)}
    return known | agreed_fields(state)


def _id(raw: bytes) -> str:
    return str(UUID(bytes=raw))


@pytest.mark.parametrize("case", _cases("explore"))
def test_the_server_answers_every_question_as_the_phones_do(case: Json) -> None:
    given = case["input"]
    events = [event_of(fields) for fields in given["events"]]
    levels = walk(_started(given["start"]), events, given["depth"], _take)
    assert levels == case["output"]["levels"]


def test_the_model_answers_every_question_about_an_agreement_as_the_phones_do() -> None:
    [case] = [one.values[0] for one in _cases("explore") if one.id == "an agreement"]
    given = case["input"]
    events = [event_of(fields) for fields in given["events"]]
    assert walk(Known(), events, given["depth"], _expect) == case["output"]["levels"]


def _expect(before: Known, event: Event) -> tuple[Known | None, str]:
    after = before.expected(event)
    return (None, after) if isinstance(after, str) else (after, row_text(_row_of_model(after)))


def _row_of_model(known: Known) -> Json:
    revs = range(1, len(known.versions) + 1)
    review = known.review
    holds = None if known.pauses else known.holds
    assert holds == in_force_by_signatures(known.said)
    return {
        "author": _id(known.versions[0].author),
        "rev": len(known.versions),
        "erased": [rev for rev in revs if known.versions[rev - 1].erased],
        "in_force": known.holds,
        "open": [rev for rev in revs if known.is_open(rev)],
        "paused": sorted(
            ({"by": _id(who), "rev": rev} for who, rev in known.pauses),
            key=lambda pause: str(pause["by"]),
        ),
        "review": None
        if review is None
        else {"by": _id(review[0]), "outcome": int(review[1]), "next_ms": review[2]},
    }


def test_what_devices_send_after_being_offline_counts_at_the_server_as_on_their_phones() -> None:
    """Each event that one of three devices drew up, sent or refused by its own rules."""
    for seed in SEEDS:
        folded = _started([fields_of(event) for event in START])
        for event, expected in script(seed)[1].asked:
            after, answer = _take(folded, event_of(fields_of(event)))
            assert answer == expected, (seed, event)
            folded = after or folded


def test_walks_offline_meet_the_ways_to_be_too_late() -> None:
    """Otherwise they would show nothing: what was meant is refused, and agreements hold and end."""
    asked = [said for seed in SEEDS for said in script(seed)[1].asked]
    met = {(event.verb, answer) for event, answer in asked}
    assert met >= {
        ("agreement.accepted", "already_accepted"),
        ("agreement.accepted", "replaced"),
        ("agreement.accepted", "too_soon"),
        ("agreement.paused", "already_paused"),
        ("agreement.paused", "not_in_force"),
        ("agreement.resumed", "not_paused"),
        ("agreement.reviewed", "not_in_force"),
        ("agreement.withdrawn", "already_withdrawn"),
        ("limit.acknowledged", "stale"),
        ("limit.acknowledged", "retired"),
        ("request.answered", "stale"),
        ("request.answered", "withdrawn"),
    }
    held = [answer for event, answer in asked if event.verb == "agreement.accepted"]
    assert sum(answer.startswith("{") for answer in held) > 80
