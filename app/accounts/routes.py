"""The routes of accounts. They parse, ask, set cookies and answer; nothing is decided here.

Plain functions: each runs in a thread, and its transaction is committed before it returns.
"""

from typing import Annotated, cast

from fastapi import APIRouter, Depends
from starlette.requests import HTTPConnection

from app.accounts.admission import Visitor
from app.accounts.cookies import JarDep
from app.accounts.door import Door
from app.accounts.models import AccountSession
from app.accounts.present import SESSION_PROBLEMS, AnySession, PresentSession
from app.accounts.service import Accounts
from app.accounts.sessions import SignedIn
from app.accounts.wire import (
    About,
    AccountState,
    Deleted,
    Deletion,
    DeviceKind,
    PasswordChange,
    Recovery,
    RecoveryChange,
    Salt,
    SaltRequest,
    SessionList,
    SessionState,
    SignIn,
    SignUp,
    VaultWrite,
)
from app.core.clock import day_text
from app.core.errors import Refused, responses
from app.core.ids import SessionId, parse_id
from app.core.limits import ENDED_MARK_DAYS, PROTOCOL, RECOVERY_SESSION_MS
from app.settings import Settings

router = APIRouter(tags=["accounts"])


def _door(connection: HTTPConnection) -> Door:
    door: Door = connection.app.state.door
    return door


def _accounts(connection: HTTPConnection) -> Accounts:
    accounts: Accounts = connection.app.state.accounts
    return accounts


def _settings(connection: HTTPConnection) -> Settings:
    settings: Settings = connection.app.state.settings
    return settings


DoorDep = Annotated[Door, Depends(_door)]
AccountsDep = Annotated[Accounts, Depends(_accounts)]
SettingsDep = Annotated[Settings, Depends(_settings)]
VisitorDep = Annotated[Visitor, Depends(Visitor.of)]


@router.get("/about")
def get_about(door: DoorDep, settings: SettingsDep) -> About:
    """Who runs this server, and who may sign up."""
    return About(
        operator=settings.operator,
        signup=door.mode(),
        backup_days=settings.backup_days,
        protocol=PROTOCOL,
    )


@router.post("/salts", responses=responses("slow_down"))
def ask_salt(wanted: SaltRequest, door: DoorDep, visitor: VisitorDep) -> Salt:
    """The key-derivation profile and salt of a login name, alike whether anybody has it or not."""
    return Salt(profile=1, salt=door.salt(visitor, wanted.login))


@router.post(
    "/accounts",
    status_code=201,
    responses=responses(
        "invitation_needed", "login_taken", "id_used", "clock", "too_large", 422, "slow_down"
    ),
)
def sign_up(wanted: SignUp, door: DoorDep, visitor: VisitorDep, jar: JarDep) -> AccountState:
    """Make an account with its vault and its personal space, and sign this device in."""
    admitted = door.sign_up(visitor, wanted)
    jar.keep_session(admitted.token)
    jar.know_device(wanted.login)
    return admitted.state


@router.post("/sessions", responses=responses("no_match", "slow_down"))
def sign_in(wanted: SignIn, door: DoorDep, visitor: VisitorDep, jar: JarDep) -> AccountState:
    """Sign this device in. `no_match` says nothing about which of the two was wrong."""
    admitted = door.sign_in(visitor, wanted)
    jar.keep_session(admitted.token)
    jar.know_device(wanted.login)
    return admitted.state


@router.post("/recoveries", responses=responses("no_match", "slow_down"))
def recover(wanted: Recovery, door: DoorDep, visitor: VisitorDep, jar: JarDep) -> AccountState:
    """With the recovery code, open a session that may only set a new passphrase."""
    admitted = door.recover(visitor, wanted)
    jar.keep_session(admitted.token, RECOVERY_SESSION_MS)
    return admitted.state


@router.get("/account", responses=responses("signed_out"))
def get_account(who: AnySession, accounts: AccountsDep) -> AccountState:
    """The account's sealed keys, its vault and where its spaces stand."""
    return accounts.state(who)


@router.put("/account/password", responses=responses("signed_out", 403, "slow_down"))
def change_password(
    wanted: PasswordChange, who: AnySession, accounts: AccountsDep, jar: JarDep
) -> AccountState:
    """Set a new passphrase; every other device is signed out."""
    state = accounts.change_password(who, wanted)
    if who.recovery_only:
        jar.renew_session()
        jar.know_device(state.login)
    return state


@router.put("/account/recovery", responses=SESSION_PROBLEMS | responses("slow_down"))
def change_recovery(
    wanted: RecoveryChange, who: PresentSession, accounts: AccountsDep
) -> AccountState:
    """Replace the recovery code from a signed-in device."""
    return accounts.change_recovery(who, wanted)


@router.put(
    "/account/vault",
    status_code=204,
    responses=SESSION_PROBLEMS | responses("vault_moved", "slow_down"),
)
def write_vault(wanted: VaultWrite, who: PresentSession, accounts: AccountsDep) -> None:
    """Replace the vault, if no other device has since `replaces`."""
    accounts.write_vault(who, wanted)


@router.post("/account/deletion", responses=SESSION_PROBLEMS | responses("slow_down"))
def delete_account(
    wanted: Deletion, who: PresentSession, accounts: AccountsDep, settings: SettingsDep, jar: JarDep
) -> Deleted:
    """Delete the account and everything of it, at once."""
    accounts.delete(who, wanted)
    jar.forget_session()
    jar.forget_device()
    return Deleted(backup_days=settings.backup_days, mark_days=ENDED_MARK_DAYS)


@router.get("/sessions", responses=SESSION_PROBLEMS)
def list_sessions(who: PresentSession, accounts: AccountsDep) -> SessionList:
    """The devices that are signed in. Days only: nothing finer is kept."""
    return SessionList(sessions=[_shown(row, who) for row in accounts.list_sessions(who)])


@router.delete(
    "/sessions/{session}",
    status_code=204,
    responses=SESSION_PROBLEMS | responses("not_found"),
)
def end_session(session: str, who: AnySession, accounts: AccountsDep, jar: JarDep) -> None:
    """`current` signs this device out; an id revokes another, which then signs out and deletes."""
    session_id = _session_id(session, who)
    if session_id == who.session_id:
        accounts.sign_out(who)
        jar.forget_session()
        return
    if who.recovery_only:
        raise Refused("recovery_only")
    accounts.revoke(who, session_id)


def _session_id(text: str, who: SignedIn) -> SessionId:
    if text == "current":
        return who.session_id
    try:
        return SessionId(parse_id(text))
    except ValueError:
        raise Refused("not_found") from None


def _shown(row: AccountSession, who: SignedIn) -> SessionState:
    return SessionState(
        id=row.session_id,
        device=cast("DeviceKind", row.device),
        created_day=day_text(row.created_day),
        last_day=day_text(row.last_day),
        current=row.session_id == who.session_id,
    )
