"""An event's fields as the vectors write them in JSON, and back (shapes in README.md)."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from app.client.canonical import b64, parse_uuid, unb64
from app.client.clear import ClearFields
from app.client.events import Event, Item
from app.client.talk_verbs import Invited, PlanStep
from app.client.verbs import VERBS, MemberEntry, SpaceOpened, UnknownClear

Fields = dict[str, Any]


def event_of(fields: Fields) -> Event:
    return Event(
        space=parse_uuid(fields["space"]),
        event_id=parse_uuid(fields["event_id"]),
        seq=fields["seq"],
        prev=unb64(fields["prev"]),
        member=parse_uuid(fields["member"]),
        key_gen=fields["key_gen"],
        at_ms=fields["at_ms"],
        verb=fields["verb"],
        object=parse_uuid(fields["object"]),
        rev=fields["rev"],
        env_hash=unb64(fields["env_hash"]),
        clear=_clear_of(fields["verb"], fields["clear"]),
    )


def fields_of(event: Event) -> Fields:
    return {
        "space": str(event.space),
        "event_id": str(event.event_id),
        "seq": event.seq,
        "prev": b64(event.prev),
        "member": str(event.member),
        "key_gen": event.key_gen,
        "at_ms": event.at_ms,
        "verb": event.verb,
        "object": str(event.object),
        "rev": event.rev,
        "env_hash": b64(event.env_hash),
        "clear": _clear_fields(event.clear),
    }


def entry_of(fields: Fields) -> MemberEntry:
    return MemberEntry(
        parse_uuid(fields["member"]), unb64(fields["ed_pub"]), unb64(fields["x_pub"])
    )


def entry_fields(entry: MemberEntry) -> Fields:
    return {"member": str(entry.member), "ed_pub": b64(entry.ed_pub), "x_pub": b64(entry.x_pub)}


def item_of(fields: Fields) -> Item:
    body = fields["body"]
    return Item(unb64(fields["event"]), unb64(fields["sig"]), None if body is None else unb64(body))


def item_fields(item: Item) -> Fields:
    return {
        "event": b64(item.event),
        "sig": b64(item.sig),
        "body": None if item.body is None else b64(item.body),
    }


def _clear_of(verb: str, clear: Fields) -> ClearFields:
    match verb:
        case "space.opened":
            members = tuple(entry_of(entry) for entry in clear["members"])
            return SpaceOpened(clear["kind"], unb64(clear["th"]), members)
        case "conversation.invited":
            return Invited(tuple(PlanStep(**step) for step in clear["plan"]))
        case _ if verb in VERBS:
            make: Callable[..., ClearFields] = VERBS[verb]
            # Bytes are the only text there is.
            return make(**{k: unb64(v) if isinstance(v, str) else v for k, v in clear.items()})
        case _:
            return UnknownClear(tuple(unb64(field) for field in clear["fields"]))


def _clear_fields(clear: ClearFields) -> Fields:
    match clear:
        case SpaceOpened(kind, th, members):
            return {"kind": kind, "th": b64(th), "members": [entry_fields(m) for m in members]}
        case Invited(plan):
            return {"plan": [asdict(step) for step in plan]}
        case UnknownClear(fields):
            return {"fields": [b64(field) for field in fields]}
        case _:
            said = vars(clear)
            return {k: b64(v) if isinstance(v, bytes) else v for k, v in said.items()}
