"""The server as a third reader of the shared vectors: it accepts and refuses what phones do."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.client.canonical import b64, parse_uuid, unb64
from app.core.ids import EventId, MemberId, ObjectId, SpaceId
from app.items import rules as items
from app.items.verbs import ItemErased, ItemPut
from app.log.canonical import head_of
from app.log.events import ClearFields, Event, MalformedError, is_signed_by, parse_event
from app.log.objects import ObjectState, Version
from app.log.rules import Refusal, Situation, judge, verbs_of
from app.spaces import rules as spaces
from app.spaces.facts import SpaceFacts
from app.spaces.verbs import SpaceKind

Json = dict[str, Any]

VECTORS = Path(__file__).parent.parent / "vectors"
RULES = {**items.RULES, **spaces.RULES}
VERBS = verbs_of(RULES)
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


def _event_of(fields: Json) -> Event:
    erased = fields["verb"] == "item.erased"
    clear: ClearFields = (
        ItemErased(env_hash=unb64(fields["clear"]["env_hash"])) if erased else ItemPut()
    )
    return Event(
        space=SpaceId(parse_uuid(fields["space"]).bytes),
        event_id=EventId(parse_uuid(fields["event_id"]).bytes),
        seq=fields["seq"],
        prev=unb64(fields["prev"]),
        member=MemberId(parse_uuid(fields["member"]).bytes),
        at_ms=fields["at_ms"],
        verb=fields["verb"],
        object=ObjectId(parse_uuid(fields["object"]).bytes),
        rev=fields["rev"],
        env_hash=unb64(fields["env_hash"]) or None,
        clear=clear,
    )


@pytest.mark.parametrize("case", _cases("items"))
def test_items_are_judged_as_phones_judge_them(case: Json) -> None:
    events = [_event_of(fields) for fields in case["input"]["events"]]
    objects: dict[bytes, ObjectState] = {}
    versions: dict[tuple[bytes, int], Version] = {}
    for at, event in enumerate(events):
        key = (event.object, event.rev)
        situation = Situation(
            space=PERSONAL, object=objects.get(event.object), version=versions.get(key)
        )
        decided = judge(RULES, situation, event)
        if isinstance(decided, Refusal):
            assert (at, decided.code) == (len(events) - 1, case.get("error"))
            return
        objects[event.object] = decided
        put = event.env_hash
        old = versions.get(key)
        versions[key] = (
            Version(event.rev, put, event.member, erased=False)
            if put is not None
            else Version(event.rev, old.env_hash if old else b"", event.member, erased=True)
        )
    assert "error" not in case
    assert _shown(objects, versions) == case["output"]["objects"]


def _shown(
    objects: dict[bytes, ObjectState], versions: dict[tuple[bytes, int], Version]
) -> list[Json]:
    return [
        {
            "object": str(UUID(bytes=target)),
            "author": str(UUID(bytes=state.author)),
            "rev": state.rev,
            "erased": [
                rev
                for (owner, rev), version in sorted(versions.items())
                if owner == target and version.erased
            ],
        }
        for target, state in sorted(objects.items())
    ]
