"""Events about agreements, signed with the independent client for the next place of a line."""

import hashlib
from uuid import UUID

from app.client.agreement_verbs import (
    AgreementAccepted,
    AgreementProposed,
    AgreementReviewed,
)
from app.client.clear import ClearFields
from app.client.events import ZERO_HASH, Item
from app.client.verbs import verb_of
from tests.log.signing import Line, Member


def hashed(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def act(
    line: Line,
    member: Member,
    target: UUID,
    clear: ClearFields,
    *,
    rev: int = 0,
    body: bytes | None = None,
) -> Item:
    verb = verb_of(clear)
    return line.say(member, clear, verb=verb, target=target, rev=rev, body=body)


def propose(
    line: Line,
    member: Member,
    target: UUID,
    body: bytes,
    *,
    rev: int = 1,
    base: bytes | None = None,
    deep: bool = False,
) -> Item:
    """`base` is the body that it starts from."""
    clear = AgreementProposed(ZERO_HASH if base is None else hashed(base), deep)
    return act(line, member, target, clear, rev=rev, body=body)


def accept(line: Line, member: Member, target: UUID, body: bytes, *, rev: int = 1) -> Item:
    return act(line, member, target, AgreementAccepted(hashed(body)), rev=rev)


def review(
    line: Line, member: Member, target: UUID, body: bytes, outcome: int, next_ms: int
) -> Item:
    return act(line, member, target, AgreementReviewed(hashed(body), outcome, next_ms), rev=1)
