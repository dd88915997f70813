"""The tables of the log. Every key leads with `space_id`; nothing joins across spaces.

They hold the shape of the exchange (verbs and places inside the signed bytes, sizes, times) and
sealed bodies. No column holds a word.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel


class SpaceRow(SQLModel, table=True):
    """Where a space stands: its newest event's place, head and date. The writer locks this row.

    `closed` is set when somebody has left: nothing more is written, and 30 days after `closed_ms`
    the rows go. That moment is told to nobody (R13).
    """

    __tablename__ = "space"

    space_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    kind: int = Field(sa_column=Column(SmallInteger, nullable=False))
    seq: int = Field(sa_column=Column(BigInteger, nullable=False))
    head: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    at_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    closed: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    closed_ms: int | None = Field(
        default=None, sa_column=Column(BigInteger, nullable=True, index=True)
    )


class EventRow(SQLModel, table=True):
    """One signed event as it was delivered, and when it came.

    `posted_by` is its author, except in a repair, where either member may bring both authors'
    events back; the allowances are counted by it.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("space_id", "event_id"),
        Index("ix_event_posted", "space_id", "posted_by", "repaired", "arrived_ms"),
    )

    space_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    event_id: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))
    event: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sig: bytes = Field(sa_column=Column(LargeBinary(64), nullable=False))
    posted_by: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))
    arrived_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    repaired: bool = Field(sa_column=Column(Boolean, nullable=False))


class BodyRow(SQLModel, table=True):
    """One version of an object: its sealed body, or what is known of one that is not here.

    `sealed` is NULL after an erasure (`erased`), or where a repair brought the event without it.
    """

    __tablename__ = "body"
    __table_args__ = (UniqueConstraint("space_id", "object_id", "rev"),)

    space_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    object_id: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))
    rev: int = Field(sa_column=Column(BigInteger, nullable=False))
    author: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))
    env_hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    sealed: bytes | None = Field(sa_column=Column(LargeBinary, nullable=True))
    erased: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))


class ObjectRow(SQLModel, table=True):
    """What the rules need to know of an object: whose it is and which version is its newest.

    `facts` is what its domain keeps beyond that, as small JSON without a word in it.
    """

    __tablename__ = "object"

    space_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    object_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    kind: str = Field(sa_column=Column(String(32), nullable=False))
    rev: int = Field(sa_column=Column(BigInteger, nullable=False))
    author: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))
    facts: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
