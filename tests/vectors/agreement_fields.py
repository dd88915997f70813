"""What stands of a limit, a request or an agreement, as the vectors write it."""

from dataclasses import asdict
from typing import Any

from app.client.agreed import Agreement, Limit, Request
from app.client.items import ObjectState

Fields = dict[str, Any]


def agreed_fields(state: ObjectState) -> Fields:
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
