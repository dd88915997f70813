"""An event's fields as the vectors write them in JSON, and back (shapes in README.md)."""

from typing import Any

from app.client.agreement_verbs import AGREEMENT_VERBS, AgreementClear
from app.client.canonical import b64, parse_uuid, unb64
from app.client.events import Event, Item
from app.client.talk_verbs import TALK_VERBS
from app.client.verbs import (
    About,
    Answered,
    Clear,
    Given,
    GivenErased,
    ItemErased,
    ItemPut,
    MemberEntry,
    SpaceJoined,
    SpaceLeft,
    SpaceOpened,
    TakenIn,
    UnknownClear,
)
from tests.vectors.agreement_fields import agreement_clear_fields, agreement_clear_of
from tests.vectors.talk_fields import talk_clear_fields, talk_clear_of

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


def _clear_of(verb: str, clear: Fields) -> Clear:
    if verb in TALK_VERBS:
        return talk_clear_of(verb, clear)
    if verb in AGREEMENT_VERBS:
        return agreement_clear_of(verb, clear)
    return _spine_clear_of(verb, clear)


def _spine_clear_of(verb: str, clear: Fields) -> Clear:
    match verb:
        case "space.opened":
            members = tuple(entry_of(entry) for entry in clear["members"])
            return SpaceOpened(clear["kind"], unb64(clear["th"]), members)
        case "space.joined":
            return SpaceJoined(unb64(clear["th"]))
        case "space.left":
            return SpaceLeft()
        case "item.put":
            return ItemPut()
        case "item.erased":
            return ItemErased(unb64(clear["env_hash"]))
        case "appreciation.given":
            return Given()
        case "appreciation.taken_in":
            return TakenIn(unb64(clear["env_hash"]))
        case "appreciation.answered":
            return Answered(unb64(clear["env_hash"]))
        case "appreciation.erased":
            return GivenErased(unb64(clear["env_hash"]))
        case _:
            return UnknownClear(tuple(unb64(field) for field in clear["fields"]))


def _clear_fields(clear: Clear) -> Fields:
    match clear:
        case SpaceOpened(kind, th, members):
            return {"kind": kind, "th": b64(th), "members": [entry_fields(m) for m in members]}
        case SpaceJoined(th):
            return {"th": b64(th)}
        case About(env_hash):
            return {"env_hash": b64(env_hash)}
        case UnknownClear(fields):
            return {"fields": [b64(field) for field in fields]}
        case SpaceLeft() | ItemPut() | Given():
            return {}
    if isinstance(clear, AgreementClear):
        return agreement_clear_fields(clear)
    return talk_clear_fields(clear)
