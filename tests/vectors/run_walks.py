"""Walks through the rules with `app.client`: every event in every state, and devices offline."""

from dataclasses import replace
from typing import Any

from app.client.agree_intent import Agree, draw_up
from app.client.canonical import parse_uuid, unb64
from app.client.errors import RuleError
from app.client.events import Event
from app.client.rules import Standing
from tests.vectors.agreement_fields import agreed_fields
from tests.vectors.fields import event_of
from tests.vectors.walking import row_text, walk

Json = dict[str, Any]


def run_walks(given: Json) -> Json:
    start, before = Standing(), [event_of(fields) for fields in given["start"]]
    for event in before:
        start.take(event)
    if given["op"] == "explore":
        events = [event_of(fields) for fields in given["events"]]
        return {"levels": walk(start, events, given["depth"], take)}
    assert given["op"] == "offline"
    devices = Offline(start, before[-1])
    return {"sent": [sent for step in given["steps"] if (sent := devices.do(step)) is not None]}


def take(before: Standing, event: Event) -> tuple[Standing | None, str]:
    """What stands after the event, and its object's row; or the code of its refusal."""
    after = Standing(before.space, dict(before.objects))
    try:
        after.take(event)
    except RuleError as refusal:
        return None, refusal.code
    return after, row_text(row_of(after, event))


def row_of(standing: Standing, event: Event) -> Json:
    state = standing.objects[event.object]
    erased = [rev for rev, version in sorted(state.versions.items()) if version.erased]
    known = {"author": str(state.author), "rev": state.rev, "erased": erased}
    return known | agreed_fields(state)


class Offline:
    """Devices that mean something while they are offline, and send it later, in turn.

    `asked` is every event that a device drew up, and what its own rules said to it.
    """

    def __init__(self, standing: Standing, pattern: Event) -> None:
        self.standing = standing
        self._pattern = pattern
        self._waiting: dict[int, list[Json]] = {}
        self.asked: list[tuple[Event, str]] = []

    def do(self, step: Json) -> list[str] | None:
        """Of what is sent the code of each refusal, or the row where it counts; else None."""
        waiting = self._waiting.setdefault(step["device"], [])
        if "means" in step:
            waiting.append(step["means"])
            return None
        answers = [self._send(step, meant) for meant in waiting]
        waiting.clear()
        return answers

    def _send(self, step: Json, meant: Json) -> str:
        intent = intent_of(meant)
        try:
            clear, rev = draw_up(intent, self.standing.objects.get(intent.object))
        except RuleError as refusal:
            return refusal.code
        event = replace(
            self._pattern,
            event_id=intent.event_id,
            member=parse_uuid(step["member"]),
            at_ms=step["at_ms"],
            verb=intent.verb,
            object=intent.object,
            rev=rev,
            env_hash=unb64(meant["brings"]),
            clear=clear,
        )
        after, answer = take(self.standing, event)
        self.asked.append((event, answer))
        self.standing = after or self.standing
        return answer


def intent_of(meant: Json) -> Agree:
    version = meant["version"]
    words = meant["words"]
    return Agree(
        parse_uuid(meant["event_id"]),
        parse_uuid(meant["object"]),
        meant["verb"],
        None if version is None else parse_uuid(version),
        # What the words are plays no part; their hash is given.
        {"t": "words"} if meant["brings"] else None,
        deep=meant["deep"],
        outcome=meant["outcome"],
        next_ms=meant["next_ms"],
        words=None if words is None else unb64(words),
    )
