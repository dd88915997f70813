"""What a device is given at sign-in: the account's sealed keys and where each space stands."""

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.wire import AccountState, SpaceState, VaultState
from app.core.ids import AccountId
from app.log.models import SpaceRow
from app.spaces.models import list_memberships


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
    memberships = list_memberships(session, account_id)
    ids = [membership.space_id for membership in memberships]
    rows = session.exec(select(SpaceRow).where(col(SpaceRow.space_id).in_(ids)))
    spaces = {row.space_id: row for row in rows}
    return [
        SpaceState(
            space=membership.space_id,
            kind=spaces[membership.space_id].kind,
            member=membership.member_id,
            sk_wrap=membership.sk_wrap,
            seq=spaces[membership.space_id].seq,
            head=spaces[membership.space_id].head,
        )
        for membership in memberships
    ]
