"""The tables of accounts. Everything that could open a word is sealed; tokens are kept as hashes.

No address, no name, no time finer than a day: no column that a feature does not need (R11).
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, LargeBinary, SmallInteger, String
from sqlmodel import Field, SQLModel

from app.core.ids import ID_BYTES


class Account(SQLModel, table=True):
    """One person (R2).

    `salt` is given out to whoever asks and never changes. `auth_hash` and `rauth_hash` are stored
    as `credentials.py` writes them. `ak_pw`, `ak_rc` and `vault` are envelopes.
    """

    __tablename__ = "account"

    account_id: bytes = Field(sa_column=Column(LargeBinary(ID_BYTES), primary_key=True))
    login: str = Field(sa_column=Column(String(32), nullable=False, unique=True))
    profile: int = Field(sa_column=Column(SmallInteger, nullable=False))
    salt: bytes = Field(sa_column=Column(LargeBinary(ID_BYTES), nullable=False))
    auth_hash: bytes = Field(sa_column=Column(LargeBinary(33), nullable=False))
    rauth_hash: bytes = Field(sa_column=Column(LargeBinary(33), nullable=False))
    ak_pw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    ak_rc: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    vault_revision: int = Field(sa_column=Column(BigInteger, nullable=False))
    vault: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class AccountSession(SQLModel, table=True):
    """One signed-in device. `recovery_only` sessions may set a new passphrase, and nothing else."""

    __tablename__ = "account_session"

    session_id: bytes = Field(sa_column=Column(LargeBinary(ID_BYTES), primary_key=True))
    token_hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, unique=True))
    account_id: bytes = Field(
        sa_column=Column(
            LargeBinary(ID_BYTES),
            ForeignKey("account.account_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        )
    )
    device: str = Field(sa_column=Column(String(8), nullable=False))
    recovery_only: bool = Field(sa_column=Column(Boolean, nullable=False))
    created_day: int = Field(sa_column=Column(BigInteger, nullable=False))
    last_day: int = Field(sa_column=Column(BigInteger, nullable=False))
    expires_ms: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))


class EndedSession(SQLModel, table=True):
    """A token whose device must sign out and delete at its next contact: revoked, or account gone.

    Names no account. Forgotten at `until_ms`.
    """

    __tablename__ = "ended_session"

    token_hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    until_ms: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
