"""The clear fields of limits, requests and agreements as the vectors write them, and back."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from app.client.agreed import Agreement, Limit, Request
from app.client.agreement_verbs import (
    AGREEMENT_VERBS,
    AgreementClear,
    AgreementProposed,
    AgreementReviewed,
    Named,
)
from app.client.canonical import b64, unb64
from app.client.items import ObjectState

Fields = dict[str, Any]
_HASHES = ("env_hash", "base")


def agreement_clear_of(verb: str, clear: Fields) -> AgreementClear:
    read = {key: unb64(value) if key in _HASHES else value for key, value in clear.items()}
    kind: Callable[..., AgreementClear] = AGREEMENT_VERBS[verb]
    return kind(**read)


def agreement_clear_fields(clear: AgreementClear) -> Fields:
    match clear:
        case AgreementProposed(base, deep):
            return {"base": b64(base), "deep": deep}
        case AgreementReviewed(env_hash, outcome, next_ms):
            return {"env_hash": b64(env_hash), "outcome": outcome, "next_ms": next_ms}
        case Named(env_hash):
            return {"env_hash": b64(env_hash)}
        case _:
            return asdict(clear)


def agreed_fields(state: ObjectState) -> Fields:
    """What stands of a limit, a request or an agreement, in its row of the vectors."""
    match state.agreed:
        case Limit() | Request() as stands:
            return asdict(stands)
        case Agreement() as stands:
            erased = {rev for rev, version in state.versions.items() if version.erased}
            review = stands.review
            return {
                "in_force": stands.in_force,
                "open": stands.open_revs(erased),
                "paused": sorted(
                    ({"by": str(who), "rev": rev} for who, rev in stands.paused.items()),
                    key=lambda pause: str(pause["by"]),
                ),
                "review": None
                if review is None
                else {"by": str(review[0]), "outcome": review[1], "next_ms": review[2]},
            }
    return {}
