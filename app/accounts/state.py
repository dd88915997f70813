"""What a device is given at sign-in: the account's sealed keys and where each space stands."""

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.wire import AccountState, SpaceState, VaultState
from app.core.ids import AccountId
from app.log.models import SpaceRow
from app.spaces.models import Membership


def account_state(session: Session, account: Account) -> AccountState:
    """The whole of it, from one moment of the database."""
    return AccountState(
        account=account.account_id,
        login=account.login,
        profile=1,
        salt=account.salt,
        ak_pw=account.ak_pw,
        ak_rc=account.ak_rc,
        vault=VaultState(revision=account.vault_revision, envelope=account.vault),
        spaces=_space_states(session, AccountId(account.account_id)),
    )


def _space_states(session: Session, account_id: AccountId) -> list[SpaceState]:
    """The spaces that the account holds a key of: not one that it is invited to and yet to join."""
    rows = session.exec(
        select(Membership, SpaceRow)
        .join(SpaceRow, col(SpaceRow.space_id) == col(Membership.space_id))
        .where(Membership.account_id == account_id)
        .order_by(col(Membership.space_id))
    )
    return [
        SpaceState(
            space=space.space_id,
            kind=space.kind,
            member=membership.member_id,
            sk_wrap=membership.sk_wrap,
            seq=space.seq,
            head=space.head,
            closed=space.closed,
        )
        for membership, space in rows
        if membership.sk_wrap is not None
    ]
