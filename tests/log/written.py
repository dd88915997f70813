"""The server's events and states as the shared vectors write them."""

from typing import Any

from app.agreements import rules as agreements
from app.agreements.facts import AgreementFacts
from app.agreements.limit_rules import LimitFacts
from app.agreements.request_rules import RequestFacts
from app.appreciations import rules as appreciations
from app.client.canonical import parse_uuid, unb64
from app.conversations import rules as conversations
from app.core.ids import EventId, MemberId, ObjectId, SpaceId
from app.items import rules as items
from app.log.events import Event
from app.log.objects import ObjectState
from app.log.rules import verbs_of
from app.spaces import rules as spaces

Json = dict[str, Any]

DOMAINS = (items, spaces, appreciations, conversations, agreements)
RULES = {verb: rule for domain in DOMAINS for verb, rule in domain.RULES.items()}
VERBS = verbs_of(RULES)


def event_of(fields: Json) -> Event:
    verb = VERBS.get(fields["verb"])
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
        clear=verb.clear.model_validate(fields["clear"]) if verb else None,
    )


def agreed_fields(state: ObjectState) -> Json:
    """What stands of a limit, a request or an agreement; nothing for another kind of object."""
    match state.facts:
        case LimitFacts() as facts:
            return facts.model_dump()
        case RequestFacts(asked_rev=asked, withdrawn=withdrawn):
            return {"asked": asked, "withdrawn": withdrawn}
        case AgreementFacts() as facts:
            shown = facts.model_dump(mode="json", include={"in_force", "paused", "review"})
            shown["paused"] = sorted(shown["paused"], key=lambda pause: str(pause["by"]))
            revs = range(1, len(facts.proposals) + 1)
            return {**shown, "open": [rev for rev in revs if facts.is_open(rev)]}
    return {}
