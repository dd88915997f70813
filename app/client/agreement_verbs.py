"""The verbs of limits, requests and agreements: a class for each row of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from app.client.canonical import exact, number, u8, u64
from app.client.clear import ClearFields, NamedVersion, NoFields, flag, take
from app.client.errors import MalformedError

KEPT, RETIRED = 1, 2


class LimitShared(NoFields):
    brings_body = True


class LimitAcknowledged(NamedVersion):
    pass


class LimitRetired(NoFields):
    pass


class LimitErased(NamedVersion):
    pass


class RequestAsked(NoFields):
    brings_body = True


class RequestAnswered(NamedVersion):
    brings_body = True


class RequestWithdrawn(NoFields):
    pass


class RequestErased(NamedVersion):
    pass


@dataclass(frozen=True)
class AgreementProposed(ClearFields):
    """`base`: env_hash of the version that it starts from, zeros for the first."""

    brings_body = True

    base: bytes
    deep: bool

    def fields(self) -> tuple[bytes, ...]:
        return (self.base, u8(int(self.deep)))

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        base, deep = take(fields, 2)
        return cls(exact(base, 32), flag(deep, "deep"))


class AgreementAccepted(NamedVersion):
    pass


class AgreementPaused(NoFields):
    pass


class AgreementResumed(NoFields):
    pass


class AgreementWithdrawn(NoFields):
    pass


@dataclass(frozen=True)
class AgreementReviewed(ClearFields):
    """`next_ms` is 0 exactly where it is retired."""

    env_hash: bytes
    outcome: int
    next_ms: int

    def fields(self) -> tuple[bytes, ...]:
        return (self.env_hash, u8(self.outcome), u64(self.next_ms))

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        env_hash, outcome, next_ms = take(fields, 3)
        said = cls(exact(env_hash, 32), number(outcome, 1), number(next_ms, 8))
        if said.outcome not in {KEPT, RETIRED}:
            raise MalformedError("a review ends as kept or retired")
        if (said.outcome == RETIRED) != (said.next_ms == 0):
            raise MalformedError("a next review exactly where it is kept")
        return said


class AgreementErased(NamedVersion):
    pass


AGREEMENT_VERBS: Final[dict[str, type[ClearFields]]] = {
    "limit.shared": LimitShared,
    "limit.acknowledged": LimitAcknowledged,
    "limit.retired": LimitRetired,
    "limit.erased": LimitErased,
    "request.asked": RequestAsked,
    "request.answered": RequestAnswered,
    "request.withdrawn": RequestWithdrawn,
    "request.erased": RequestErased,
    "agreement.proposed": AgreementProposed,
    "agreement.accepted": AgreementAccepted,
    "agreement.paused": AgreementPaused,
    "agreement.resumed": AgreementResumed,
    "agreement.withdrawn": AgreementWithdrawn,
    "agreement.reviewed": AgreementReviewed,
    "agreement.erased": AgreementErased,
}
