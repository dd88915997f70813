"""Allowances: how often something may be done, kept in the database (protocol.md §9, T13).

An allowance of `burst` refills by one every `refill_ms`. One number per subject is enough: the
moment its allowance will be full again. Rows are found by an HMAC under the server's key, so that
the table does not list who tried to sign in from where, and a full allowance needs no row at all.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Index, LargeBinary, delete
from sqlmodel import Field, Session, SQLModel, col

from app.core.errors import slow_down
from app.core.secret import ServerKey


class AllowanceRow(SQLModel, table=True):
    """What is left of one allowance, as the moment it is full again."""

    __tablename__ = "allowance"
    __table_args__ = (Index("ix_allowance_full_ms", "full_ms"),)

    subject: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    full_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


@dataclass(frozen=True)
class Allowance:
    """`burst` at once, then one more every `refill_ms`. The name keeps two allowances apart."""

    name: str
    burst: int
    refill_ms: int

    def spend(
        self, session: Session, key: ServerKey, now_ms: int, *subject: str | bytes, cost: int = 1
    ) -> None:
        """Take `cost` from the allowance of `subject`, in the caller's write transaction.

        Raises `Refused("slow_down")` with Retry-After and takes nothing if that is more than is
        left. A cost above `burst` counts as `burst`, so that it can be met at all.
        """
        session.execute(delete(AllowanceRow).where(col(AllowanceRow.full_ms) <= now_ms))
        name = key.digest("allowance", self.name, *subject)
        row = session.get(AllowanceRow, name)
        full_ms = max(row.full_ms if row else now_ms, now_ms)
        full_ms += min(cost, self.burst) * self.refill_ms
        wait_ms = full_ms - now_ms - self.burst * self.refill_ms
        if wait_ms > 0:
            raise slow_down(wait_ms)
        if row is None:
            session.add(AllowanceRow(subject=name, full_ms=full_ms))
        else:
            row.full_ms = full_ms
