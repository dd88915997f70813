"""The tables of notifications. No column says why somebody is to be woken, or when they looked."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, SmallInteger, String
from sqlmodel import Field, SQLModel

from app.core.ids import ID_BYTES
from app.core.limits import MAX_ENDPOINT_CHARS


class PushSubscription(SQLModel, table=True):
    """One device that may be woken, and the one note that may wait for it.

    It goes with its session. `due_ms` is the moment from which a note is owed, or None; a second
    cause finds it there and adds nothing, which is how a burst becomes one note. `hold_ms`: until
    then no sender takes it, because one has (a lease), the push service asked to wait, or the
    person has quiet hours. `tries` are those of the waiting note. `sent_ms` is the newest note,
    `rest` how often the person was told since they last looked: from 2 on, silence.
    """

    __tablename__ = "push_subscription"
    __table_args__ = (Index("ix_push_subscription_due", "due_ms", "hold_ms"),)

    session_id: bytes = Field(
        sa_column=Column(
            LargeBinary(ID_BYTES),
            ForeignKey("account_session.session_id", ondelete="CASCADE"),
            primary_key=True,
        )
    )
    account_id: bytes = Field(sa_column=Column(LargeBinary(ID_BYTES), nullable=False, index=True))
    endpoint: str = Field(sa_column=Column(String(MAX_ENDPOINT_CHARS), nullable=False, unique=True))
    p256dh: bytes = Field(sa_column=Column(LargeBinary(65), nullable=False))
    auth: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))
    due_ms: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    hold_ms: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    tries: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False))
    sent_ms: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    rest: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False))


class PushChoice(SQLModel, table=True):
    """What a person wants to be woken for, and when not.

    `kinds` are separated by spaces. Quiet hours are minutes after midnight on the clock of `zone`;
    all three are None where there are none.
    """

    __tablename__ = "push_choice"

    account_id: bytes = Field(
        sa_column=Column(
            LargeBinary(ID_BYTES),
            ForeignKey("account.account_id", ondelete="CASCADE"),
            primary_key=True,
        )
    )
    kinds: str = Field(sa_column=Column(String(64), nullable=False))
    quiet_from: int | None = Field(default=None, sa_column=Column(SmallInteger, nullable=True))
    quiet_to: int | None = Field(default=None, sa_column=Column(SmallInteger, nullable=True))
    zone: str | None = Field(default=None, sa_column=Column(String(64), nullable=True))


class Reminder(SQLModel, table=True):
    """A moment at which a person asked to be woken. What for, only their phones know."""

    __tablename__ = "reminder"

    account_id: bytes = Field(
        sa_column=Column(
            LargeBinary(ID_BYTES),
            ForeignKey("account.account_id", ondelete="CASCADE"),
            primary_key=True,
        )
    )
    reminder_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    due_ms: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
