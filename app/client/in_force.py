"""Agreements that both people signed, with both signatures, as a verified log has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.client.agreed import Agreement
from app.client.agreement_content import Agreed
from app.client.agreement_verbs import AgreementAccepted
from app.client.content import open_body
from app.client.events import Event
from app.client.keys import SpaceKeys
from app.client.log import SpaceLog


@dataclass(frozen=True)
class Signature:
    member: UUID
    at_ms: int


@dataclass(frozen=True)
class InForce:
    """`words` are None where their body is not here. The proposal's signature comes first."""

    object: UUID
    words: Agreed | None
    signatures: tuple[Signature, Signature]
    paused: bool


def accepted_versions(log: SpaceLog) -> set[tuple[UUID, int]]:
    """Object and rev of all that two people ever signed: texts that belong to both (R16)."""
    return {(event.object, event.rev) for event in _acceptances(log)}


def in_force(log: SpaceLog, keys: SpaceKeys) -> tuple[InForce, ...]:
    """What holds, or holds and is paused, in the order in which it came into force.

    Both signatures were verified with the log; here they are found again, over the same words.
    """
    newest: Mapping[tuple[UUID, int], Event] = {
        (event.object, event.rev): event for event in _acceptances(log)
    }
    found: list[tuple[int, InForce]] = []
    for target, state in log.objects().items():
        agreed = state.agreed
        if not isinstance(agreed, Agreement) or agreed.in_force is None:
            continue
        put, accepted = state.versions[agreed.in_force].put, newest[target, agreed.in_force]
        content = open_body(log.body_of(put), keys, put)
        words = content if isinstance(content, Agreed) else None
        signatures = (Signature(put.member, put.at_ms), Signature(accepted.member, accepted.at_ms))
        found.append((accepted.seq, InForce(target, words, signatures, bool(agreed.paused))))
    return tuple(row for _, row in sorted(found, key=lambda row: row[0]))


def _acceptances(log: SpaceLog) -> list[Event]:
    """Those that the rules took, oldest first."""
    _, cards = log.fold()
    refused = {card.event_id for card in cards}
    return [
        event
        for event in log.events
        if isinstance(event.clear, AgreementAccepted) and event.event_id not in refused
    ]
