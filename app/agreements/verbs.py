"""The verbs of limits, requests and agreements: three kinds of object that are never mixed up."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Literal, Self

from pydantic import model_validator

from app.core.wire import B64_32, SafeInt
from app.log.clear import NamedVersion, NoFields
from app.log.events import ClearFields, Verb

_FLAG = {b"\0": False, b"\1": True}


class Outcome(IntEnum):
    """How a review ends, where it does not end as a new proposal."""

    KEPT = 1
    RETIRED = 2


class LimitShared(NoFields):
    """A first or next version of a limit, by its owner."""

    verb: Literal["limit.shared"] = "limit.shared"


class LimitAcknowledged(NamedVersion):
    """The other person has seen this version. It asks for no yes, and there is none."""

    verb: Literal["limit.acknowledged"] = "limit.acknowledged"


class LimitRetired(NoFields):
    """Its owner lets go of it."""

    verb: Literal["limit.retired"] = "limit.retired"


class LimitErased(NamedVersion):
    verb: Literal["limit.erased"] = "limit.erased"


class RequestAsked(NoFields):
    """A first or next version of a request, by whoever asks."""

    verb: Literal["request.asked"] = "request.asked"


class RequestAnswered(NamedVersion):
    """The other person's answer to the newest words that were asked; yes and no look alike."""

    verb: Literal["request.answered"] = "request.answered"


class RequestWithdrawn(NoFields):
    """Whoever asked asks no longer."""

    verb: Literal["request.withdrawn"] = "request.withdrawn"


class RequestErased(NamedVersion):
    verb: Literal["request.erased"] = "request.erased"


class AgreementProposed(ClearFields):
    """Words to agree on. `base`: env_hash of the version they start from, zeros for the first.

    `deep`: the words rest a day between the two signatures.
    """

    verb: Literal["agreement.proposed"] = "agreement.proposed"
    base: B64_32
    deep: bool

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        base, deep = fields
        if deep not in _FLAG:
            raise ValueError("deep is 0 or 1")
        return cls(base=base, deep=_FLAG[deep])


class AgreementAccepted(NamedVersion):
    """The second signature over exactly these words."""

    verb: Literal["agreement.accepted"] = "agreement.accepted"


class AgreementPaused(NoFields):
    verb: Literal["agreement.paused"] = "agreement.paused"


class AgreementResumed(NoFields):
    """Whoever paused takes their own pause back."""

    verb: Literal["agreement.resumed"] = "agreement.resumed"


class AgreementWithdrawn(NoFields):
    """One person's act, without a reason: nothing holds and nothing is suggested any more."""

    verb: Literal["agreement.withdrawn"] = "agreement.withdrawn"


class AgreementReviewed(ClearFields):
    """How one person would end the review; `next_ms` is 0 exactly where it retires."""

    verb: Literal["agreement.reviewed"] = "agreement.reviewed"
    env_hash: B64_32
    outcome: Outcome
    next_ms: SafeInt

    @model_validator(mode="after")
    def _retired_has_no_next(self) -> Self:
        if (self.outcome is Outcome.RETIRED) != (self.next_ms == 0):
            raise ValueError("a next review exactly where it is kept")
        return self

    @classmethod
    def from_fields(cls, fields: Sequence[bytes]) -> Self:
        env_hash, outcome, next_ms = fields
        (number,) = outcome
        if len(next_ms) != 8:  # noqa: PLR2004 - u64
            raise ValueError("next_ms is a u64")
        return cls(
            env_hash=env_hash, outcome=Outcome(number), next_ms=int.from_bytes(next_ms, "big")
        )


class AgreementErased(NamedVersion):
    verb: Literal["agreement.erased"] = "agreement.erased"


LIMIT_SHARED = Verb("limit.shared", LimitShared, has_body=True)
LIMIT_ACKNOWLEDGED = Verb("limit.acknowledged", LimitAcknowledged, has_body=False)
LIMIT_RETIRED = Verb("limit.retired", LimitRetired, has_body=False)
LIMIT_ERASED = Verb("limit.erased", LimitErased, has_body=False)
REQUEST_ASKED = Verb("request.asked", RequestAsked, has_body=True)
REQUEST_ANSWERED = Verb("request.answered", RequestAnswered, has_body=True)
REQUEST_WITHDRAWN = Verb("request.withdrawn", RequestWithdrawn, has_body=False)
REQUEST_ERASED = Verb("request.erased", RequestErased, has_body=False)
AGREEMENT_PROPOSED = Verb("agreement.proposed", AgreementProposed, has_body=True)
AGREEMENT_ACCEPTED = Verb("agreement.accepted", AgreementAccepted, has_body=False)
AGREEMENT_PAUSED = Verb("agreement.paused", AgreementPaused, has_body=False)
AGREEMENT_RESUMED = Verb("agreement.resumed", AgreementResumed, has_body=False)
AGREEMENT_WITHDRAWN = Verb("agreement.withdrawn", AgreementWithdrawn, has_body=False)
AGREEMENT_REVIEWED = Verb("agreement.reviewed", AgreementReviewed, has_body=False)
AGREEMENT_ERASED = Verb("agreement.erased", AgreementErased, has_body=False)
