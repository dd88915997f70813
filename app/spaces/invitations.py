"""An invitation between its making and its end: what two phones leave here for one another.

Everything in it that has words is sealed under a key that the link carries and the server never
sees (protocol.md §8). It ends by being joined, cancelled, left or run out; then the row is gone.
"""

import hashlib
import hmac
from collections.abc import Sequence

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, LargeBinary, delete
from sqlmodel import Field, Session, SQLModel, col, select

from app.core.errors import Refused
from app.core.ids import ID_BYTES, AccountId
from app.core.wire import decode_b64


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


def find_by_link(session: Session, invitation_id: bytes, auth: bytes, now_ms: int) -> Invitation:
    """The invitation whose link somebody holds.

    Raises `not_found` alike for none, a wrong A_i, and one that was cancelled, has ended or has
    run out (R3).
    """
    row = session.get(Invitation, invitation_id)
    stored = bytes(32) if row is None else row.auth_hash
    is_proven = hmac.compare_digest(hashlib.sha256(auth).digest(), stored)
    if row is None or not is_proven or row.expires_ms <= now_ms:
        raise Refused("not_found")
    return row


def find_own(
    session: Session, invitation_id: bytes, account_id: AccountId, now_ms: int
) -> Invitation | None:
    """The account's own invitation. None alike for another's, for none, and for one run out."""
    row = session.get(Invitation, invitation_id)
    if row is None or row.account_id != account_id or row.expires_ms <= now_ms:
        return None
    return row


def list_own(session: Session, account_id: AccountId, now_ms: int) -> Sequence[Invitation]:
    """The account's invitations that stand, the one that runs out last at the end."""
    return session.exec(
        select(Invitation)
        .where(Invitation.account_id == account_id, Invitation.expires_ms > now_ms)
        .order_by(col(Invitation.expires_ms), col(Invitation.invitation_id))
    ).all()


def forget_expired(session: Session, now_ms: int) -> None:
    """Delete what has run out: every route treats it as gone already."""
    session.execute(delete(Invitation).where(col(Invitation.expires_ms) <= now_ms))


def admit_by_link(session: Session, given: str, now_ms: int) -> None:
    """Let one new account in by a member's link, `<id>.<A_i>` (protocol.md §8).

    Asked inside the write transaction that makes the account. Raises `invitation_needed` alike
    for every link that lets nobody in, claimed and used ones too.
    """
    try:
        invitation_id, auth = (decode_b64(part) for part in given.split("."))
        row = find_by_link(session, invitation_id, auth, now_ms)
    except (ValueError, Refused):
        raise Refused("invitation_needed") from None
    if row.claimed_by is not None or row.signed_up:
        raise Refused("invitation_needed")
    row.signed_up = True
