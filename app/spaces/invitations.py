"""An invitation between its making and its end: what two phones leave here for one another.

Everything in it that has words is sealed under a key that the link carries and the server never
sees (protocol.md §8). It ends by being joined, cancelled, left or run out; then the row is gone.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, LargeBinary
from sqlmodel import Field, SQLModel

from app.core.ids import ID_BYTES


class Invitation(SQLModel, table=True):
    """One link that one person made for one other.

    `account_id` made it, `claimed_by` is the account whose M2 came first. `auth_hash` is the
    SHA-256 of A_i. `m1`, `m2` and `pair_wrap` are envelopes; `nonce` is N, once the inviter shows
    it. `space_id` is set when the space has been opened with it. `signed_up`: it has let one new
    account in and lets no second one.
    """

    __tablename__ = "invitation"

    invitation_id: bytes = Field(sa_column=Column(LargeBinary(ID_BYTES), primary_key=True))
    account_id: bytes = Field(
        sa_column=Column(
            LargeBinary(ID_BYTES),
            ForeignKey("account.account_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        )
    )
    auth_hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    m1: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    m2: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    claimed_by: bytes | None = Field(
        default=None,
        sa_column=Column(
            LargeBinary(ID_BYTES),
            ForeignKey("account.account_id", ondelete="CASCADE"),
            nullable=True,
            index=True,
        ),
    )
    nonce: bytes | None = Field(default=None, sa_column=Column(LargeBinary(16), nullable=True))
    space_id: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary(ID_BYTES), nullable=True, unique=True)
    )
    pair_wrap: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    expires_ms: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    signed_up: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
