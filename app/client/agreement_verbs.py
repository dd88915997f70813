"""The verbs of limits, requests and agreements: a class for each row of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from app.client.canonical import exact, number, u8, u64
from app.client.errors import MalformedError

KEPT, RETIRED = 1, 2


@dataclass(frozen=True)
class _Bare:
    """No clear field."""

    def fields(self) -> tuple[bytes, ...]:
        return ()

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        _take(fields, 0)
        return cls()


@dataclass(frozen=True)
class Named:
    """A verb about one version: `env_hash` is that of its body."""

    env_hash: bytes

    def fields(self) -> tuple[bytes, ...]:
        return (self.env_hash,)

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        (env_hash,) = _take(fields, 1)
        return cls(exact(env_hash, 32))


class LimitShared(_Bare):
    pass


class LimitAcknowledged(Named):
    pass


class LimitRetired(_Bare):
    pass


class LimitErased(Named):
    pass


class RequestAsked(_Bare):
    pass


class RequestAnswered(Named):
    pass


class RequestWithdrawn(_Bare):
    pass


class RequestErased(Named):
    pass


@dataclass(frozen=True)
class AgreementProposed:
    """`base`: env_hash of the version that it starts from, zeros for the first."""

    base: bytes
    deep: bool

    def fields(self) -> tuple[bytes, ...]:
        return (self.base, u8(int(self.deep)))

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        base, deep = _take(fields, 2)
        if deep not in {b"\0", b"\1"}:
            raise MalformedError("deep is 0 or 1")
        return cls(exact(base, 32), deep == b"\1")


class AgreementAccepted(Named):
    pass


class AgreementPaused(_Bare):
    pass


class AgreementResumed(_Bare):
    pass


class AgreementWithdrawn(_Bare):
    pass


@dataclass(frozen=True)
class AgreementReviewed:
    """`next_ms` is 0 exactly where it is retired."""

    env_hash: bytes
    outcome: int
    next_ms: int

    def fields(self) -> tuple[bytes, ...]:
        return (self.env_hash, u8(self.outcome), u64(self.next_ms))

    @classmethod
    def read(cls, fields: Sequence[bytes]) -> Self:
        env_hash, outcome, next_ms = _take(fields, 3)
        said = cls(exact(env_hash, 32), number(outcome, 1), number(next_ms, 8))
        if said.outcome not in {KEPT, RETIRED}:
            raise MalformedError("a review ends as kept or retired")
        if (said.outcome == RETIRED) != (said.next_ms == 0):
            raise MalformedError("a next review exactly where it is kept")
        return said


class AgreementErased(Named):
    pass


AgreementClear = (
    LimitShared
    | LimitAcknowledged
    | LimitRetired
    | LimitErased
    | RequestAsked
    | RequestAnswered
    | RequestWithdrawn
    | RequestErased
    | AgreementProposed
    | AgreementAccepted
    | AgreementPaused
    | AgreementResumed
    | AgreementWithdrawn
    | AgreementReviewed
    | AgreementErased
)
AGREEMENT_VERBS: Final[dict[str, type[AgreementClear]]] = {
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
AGREEMENT_VERB_OF: Final = {clear: verb for verb, clear in AGREEMENT_VERBS.items()}


def _take(fields: Sequence[bytes], count: int) -> Sequence[bytes]:
    if len(fields) != count:
        raise MalformedError(f"aux has {len(fields)} clear fields, not {count}")
    return fields
