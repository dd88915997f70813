"""The server as a third reader of the shared vectors: it accepts and refuses what phones do."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.appreciations.rules import AppreciationFacts
from app.client.canonical import b64, parse_uuid, unb64
from app.conversations.facts import ConversationFacts
from app.conversations.records import parse_record
from app.core.ids import MemberId, ObjectId
from app.log.canonical import head_of
from app.log.events import MalformedError, is_signed_by, parse_event
from app.log.objects import ObjectState
from app.spaces import rules as spaces
from app.spaces.facts import SpaceFacts
from app.spaces.verbs import SpaceKind
from tests.log.folding import Folded
from tests.log.written import RULES, VERBS, agreed_fields, event_of

Json = dict[str, Any]

VECTORS = Path(__file__).parent.parent / "vectors"
# The cases of items are about a person's own space; who that is plays no part in them.
PERSONAL = ObjectState(
    "space",
    0,
    MemberId(bytes(16)),
    SpaceFacts(kind=SpaceKind.PERSONAL, th=bytes(32), members=(bytes(16),)),
)


def _cases(name: str) -> list[Any]:
    """The cases of both halves; a half that is missing or empty is an error."""
    cases = []
    for half in ("python", "typescript"):
        found = json.loads((VECTORS / f"{name}.{half}.json").read_text(encoding="utf-8"))["cases"]
        assert found, f"{name}.{half} is empty"
        cases += [pytest.param(case, id=f"{half}: {case['name']}") for case in found]
    return cases


def _select(name: str, op: str) -> list[Any]:
    return [case for case in _cases(name) if case.values[0]["input"]["op"] == op]


@pytest.mark.parametrize("case", _select("events", "parse"))
def test_an_event_is_read_as_phones_read_it(case: Json) -> None:
    data = unb64(case["input"]["event"])
    if "error" in case:
        with pytest.raises(MalformedError):
            parse_event(data, VERBS)
        return
    event, fields = parse_event(data, VERBS), case["output"]["fields"]
    assert [str(UUID(bytes=raw)) for raw in (event.space, event.event_id, event.member)] == [
        fields[name] for name in ("space", "event_id", "member")
    ]
    assert (event.seq, event.at_ms, event.verb, event.rev) == tuple(
        fields[name] for name in ("seq", "at_ms", "verb", "rev")
    )
    assert (b64(event.prev), b64(event.env_hash or b"")) == (fields["prev"], fields["env_hash"])
    assert str(UUID(bytes=event.object)) == fields["object"]
    if event.clear is not None:
        assert event.clear.model_dump(mode="json", exclude={"verb"}) == fields["clear"]


@pytest.mark.parametrize("case", _select("events", "verify"))
def test_a_signature_is_judged_as_phones_judge_it(case: Json) -> None:
    """A key of small order is the rule's to refuse here; the signature under it may verify."""
    given = case["input"]
    ed_pub, sig = unb64(given["ed_pub"]), unb64(given["sig"])
    if case.get("error") == "weak_key":
        assert spaces.is_weak(ed_pub)
        return
    assert not spaces.is_weak(ed_pub)
    signed = len(sig) == 64 and is_signed_by(ed_pub, unb64(given["event"]), sig)
    assert signed == ("error" not in case)


@pytest.mark.parametrize("case", _cases("heads"))
def test_heads_are_the_same(case: Json) -> None:
    given = case["input"]
    assert b64(head_of(unb64(given["event"]), unb64(given["sig"]))) == case["output"]["head"]


def _fold(folded: Folded, case: Json) -> Folded | None:
    """What the case's events amount to; None where the last one is refused as the case says."""
    events = [event_of(fields) for fields in case["input"]["events"]]
    for at, event in enumerate(events):
        code = folded.take(event)
        if code is not None:
            assert (at, code) == (len(events) - 1, case.get("error"))
            return None
    assert "error" not in case
    return folded


@pytest.mark.parametrize("case", _cases("items"))
def test_items_are_judged_as_phones_judge_them(case: Json) -> None:
    space = parse_uuid(case["input"]["events"][0]["space"]).bytes
    folded = _fold(Folded(RULES, {ObjectId(space): PERSONAL}), case)
    if folded is not None:
        assert case["output"]["objects"] == [
            {key: shown[key] for key in ("object", "author", "rev", "erased")}
            for shown in _shown(folded)
        ]


@pytest.mark.parametrize("case", _cases("rules"))
def test_a_space_s_events_are_judged_as_phones_judge_them(case: Json) -> None:
    # What the server alone can know, no vector asks: as in a repair, the log's word stands.
    folded = _fold(Folded(RULES, is_repair=True), case)
    if folded is None:
        return
    space = parse_uuid(case["input"]["events"][0]["space"]).bytes
    facts = SpaceFacts.of(folded.objects[ObjectId(space)])
    shown = {"space": {"joined": facts.joined, "left": facts.left}, "objects": _shown(folded)}
    assert shown == case["output"]


def _shown(folded: Folded) -> list[Json]:
    return [
        {
            "object": str(UUID(bytes=target)),
            "kind": state.kind,
            "author": str(UUID(bytes=state.author)),
            "rev": state.rev,
            "erased": folded.erased(target),
            **_thanks(state),
            **_talk(state),
            **agreed_fields(state),
        }
        for target, state in sorted(folded.objects.items())
        if state.kind != "space"
    ]


def _thanks(state: ObjectState) -> Json:
    """At most one answer stands, and then it is the newest version."""
    if not isinstance(state.facts, AppreciationFacts):
        return {"taken_in": False, "answer": None}
    facts = state.facts
    return {"taken_in": facts.taken_in, "answer": state.rev if facts.answered else None}


def _talk(state: ObjectState) -> Json:
    if not isinstance(state.facts, ConversationFacts):
        return {}
    facts = state.facts
    turn = facts.turn if facts.is_turns else None
    people = [str(UUID(bytes=member)) for member in facts.people]
    shown: Json = {"accepted": facts.accepted, "ended": facts.ended, "done": facts.done}
    shown |= {"opened": facts.opened, "told": sorted(people[who] for who in facts.told)}
    shown["paused"] = None if facts.paused is None else facts.paused.model_dump()
    shown["turn"] = turn and {
        "ready": sorted(people[who] for who in turn.ready),
        "speaker": None if turn.speaker is None else people[turn.speaker],
        "phase": turn.phase,
        "taken": list(turn.taken),
    }
    return shown


@pytest.mark.parametrize("case", _select("answers", "parse"))
def test_a_record_is_read_as_phones_read_it(case: Json) -> None:
    data = unb64(case["input"]["record"])
    if "error" in case:
        with pytest.raises(MalformedError):
            parse_record(data)
        return
    record, fields = parse_record(data), case["output"]["fields"]
    ids = (record.space, record.conversation, record.member)
    assert [str(UUID(bytes=raw)) for raw in ids] == [
        fields[name] for name in ("space", "conversation", "member")
    ]
    assert (record.opening, record.rev) == (fields["opening"], fields["rev"])
    assert b64(record.env_hash) == fields["env_hash"]
