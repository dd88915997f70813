"""The clear fields of a conversation's verbs as the vectors write them in JSON, and back."""

from dataclasses import asdict
from typing import Any

from app.client.canonical import b64, unb64
from app.client.talk_verbs import (
    TALK_VERBS,
    Invited,
    OpenedTogether,
    PlanStep,
    TalkClear,
    TalkErased,
)

Fields = dict[str, Any]


def talk_clear_of(verb: str, clear: Fields) -> TalkClear:
    match verb:
        case "conversation.invited":
            return Invited(tuple(PlanStep(**step) for step in clear["plan"]))
        case "conversation.opened_together":
            hashes = unb64(clear["inviter"]), unb64(clear["invited"])
            return OpenedTogether(clear["opening"], *hashes)
        case "conversation.erased":
            return TalkErased(unb64(clear["env_hash"]))
        case _:
            return TALK_VERBS[verb](**clear)


def talk_clear_fields(clear: TalkClear) -> Fields:
    match clear:
        case Invited(plan):
            return {"plan": [asdict(step) for step in plan]}
        case OpenedTogether(opening, inviter, invited):
            return {"opening": opening, "inviter": b64(inviter), "invited": b64(invited)}
        case TalkErased(env_hash):
            return {"env_hash": b64(env_hash)}
        case _:
            return asdict(clear)
