"""Who is in which space, and with which keys.

The log asks this table whose signatures count; accounts ask it for a person's own spaces. It
leads with `space_id` like every table of a space, and no other table refers to it.
"""

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from app.core.ids import AccountId, MemberId, SpaceId


class Membership(SQLModel, table=True):
    """One person's place in one space.

    `ed_pub` and `x_pub` are copied from the signed first event (or the joining one). `sk_wrap` is
    the space's key sealed under the member's own account key: an envelope, closed to the server;
    None until somebody who was invited has joined. The account id stays here; a partner is only
    ever told member ids.
    """

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("space_id", "account_id"),)

    space_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    member_id: bytes = Field(sa_column=Column(LargeBinary(16), primary_key=True))
    account_id: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False, index=True))
    ed_pub: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    x_pub: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    sk_wrap: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


def find_membership(
    session: Session, account_id: AccountId, space_id: SpaceId
) -> Membership | None:
    """The account's own place in this space. None alike for a foreign space and for no space."""
    return session.exec(
        select(Membership).where(
            Membership.space_id == space_id, Membership.account_id == account_id
        )
    ).one_or_none()


def list_memberships(session: Session, account_id: AccountId) -> list[Membership]:
    """Every space of the account. A person has few: their own, and the ones they share."""
    return list(
        session.exec(
            select(Membership)
            .where(Membership.account_id == account_id)
            .order_by(col(Membership.space_id))
        )
    )


def list_keys(session: Session, space_id: SpaceId) -> dict[MemberId, bytes]:
    """The members of a space, one or two, with the key that each signs with."""
    members = session.exec(select(Membership).where(Membership.space_id == space_id))
    return {MemberId(member.member_id): member.ed_pub for member in members}
