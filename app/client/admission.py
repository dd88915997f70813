"""The ways into an account and the ways to change them (protocol.md §4, §8).

The order is what protects: the server's key derivation and salt are judged before Argon2id runs and
before anything made from the passphrase leaves the device, and its answer is opened with our own
keys before any of it is believed.
"""

from dataclasses import dataclass

from app.client.canonical import b64
from app.client.device import Device
from app.client.enrolment import enrol
from app.client.errors import DistrustError
from app.client.keyring import (
    Keyring,
    check_same_account,
    open_keyring,
    unwrap_with_password,
    unwrap_with_recovery,
    wrap_for_password,
    wrap_for_recovery,
)
from app.client.keys import PasswordKeys, RecoveryKeys, password_keys
from app.client.names import fold_login, passphrase_bytes
from app.client.recovery_code import CODE_BYTES, read_code, write_code
from app.client.wire import AccountState, Json, Salt, as_number, as_object


@dataclass(frozen=True)
class Admitted:
    """An open account; `recovery_code` is nine groups where one was made, else empty."""

    keyring: Keyring
    recovery_code: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remains:
    """What a deletion leaves: copies expire, and other devices learn of it, after so many days."""

    backup_days: int
    mark_days: int


def sign_up(device: Device, login: str, passphrase: str, invitation: str | None) -> Admitted:
    folded, salt, password = _password_for(device, login, passphrase, None)
    new = enrol(device, folded, salt.salt, password)
    state = device.api.enter("accounts", new.body | {"invitation": invitation})
    check_same_account(new.keyring, state)
    opened = _opened_with_password(state, password)
    return Admitted(opened, tuple(write_code(new.recovery.secret)))


def sign_in(device: Device, login: str, passphrase: str, known: Keyring | None = None) -> Admitted:
    """`known` is what this device held when it was signed in before: its salt and account stand.

    A server restored from a backup may then give an older vault. It is not adopted: the caller's
    keyring stays, and `Person.repair` writes it back.
    """
    folded, salt, password = _password_for(device, login, passphrase, known)
    body = {"login": folded, "auth": b64(password.auth), "device": device.kind}
    state = device.api.enter("sessions", body)
    _check_asked_for(state, folded, salt)
    if known is not None:
        check_same_account(known, state)
    opened = _opened_with_password(state, password)
    if known is not None and state.vault_revision < known.vault_revision:
        return Admitted(known)
    return Admitted(opened)


def recover(device: Device, login: str, code: str, new_passphrase: str) -> Admitted:
    """Opens the account with its recovery code, sets a new passphrase and makes a new code."""
    folded, recovery = fold_login(login), RecoveryKeys(read_code(code))
    passphrase_bytes(new_passphrase)
    body = {"login": folded, "rauth": b64(recovery.auth), "device": device.kind}
    state = device.api.enter("recoveries", body)
    keys = unwrap_with_recovery(state.account, state.ak_rc, recovery)
    keyring = open_keyring(state, keys)
    if keyring.login != folded:
        raise DistrustError("login_changed", "the server answers for another login name")
    password = password_keys(state.profile, folded, state.salt, new_passphrase)
    fresh = RecoveryKeys(device.random(CODE_BYTES))
    change = _new_password(device, keyring, password) | _new_recovery(device, keyring, fresh)
    return Admitted(
        _changed(device, keyring, "password", {"auth_now": None} | change, password),
        tuple(write_code(fresh.secret)),
    )


def change_password(device: Device, keyring: Keyring, now: str, new: str) -> Keyring:
    """Ends every other session. Refused with `no_match` where `now` is not the passphrase."""
    passphrase_bytes(new)
    password = _password_of(keyring, new)
    change = _new_password(device, keyring, password) | {"rauth": None, "ak_rc": None}
    auth_now = {"auth_now": b64(_password_of(keyring, now).auth)}
    return _changed(device, keyring, "password", auth_now | change, password)


def new_recovery_code(device: Device, keyring: Keyring, passphrase: str) -> tuple[str, ...]:
    """Nine groups; the code before stops working."""
    password = _password_of(keyring, passphrase)
    fresh = RecoveryKeys(device.random(CODE_BYTES))
    body = {"auth_now": b64(password.auth)} | _new_recovery(device, keyring, fresh)
    _changed(device, keyring, "recovery", body, password)
    return tuple(write_code(fresh.secret))


def delete_account(device: Device, keyring: Keyring, passphrase: str) -> Remains:
    body = {"auth_now": b64(_password_of(keyring, passphrase).auth)}
    answer = as_object(device.api.call("POST", "/api/account/deletion", body))
    return Remains(as_number(answer.get("backup_days")), as_number(answer.get("mark_days")))


def _password_for(
    device: Device, login: str, passphrase: str, known: Keyring | None
) -> tuple[str, Salt, PasswordKeys]:
    folded = fold_login(login)
    passphrase_bytes(passphrase)
    salt = device.api.salt(folded)
    if known is not None and (salt.profile, salt.salt) != (known.profile, known.salt):
        raise DistrustError("salt_changed", "the salt of an account never changes")
    return folded, salt, password_keys(salt.profile, folded, salt.salt, passphrase)


def _password_of(keyring: Keyring, passphrase: str) -> PasswordKeys:
    return password_keys(keyring.profile, keyring.login, keyring.salt, passphrase)


def _check_asked_for(state: AccountState, login: str, salt: Salt) -> None:
    if state.login != login:
        raise DistrustError("login_changed", "the server answers for another login name")
    if (state.profile, state.salt) != (salt.profile, salt.salt):
        raise DistrustError("salt_changed", "the server gave another salt a moment ago")


def _opened_with_password(state: AccountState, password: PasswordKeys) -> Keyring:
    return open_keyring(state, unwrap_with_password(state, password))


def _new_password(device: Device, keyring: Keyring, password: PasswordKeys) -> Json:
    wrap = wrap_for_password(keyring.keys, keyring.account, keyring.salt, password, device.random)
    return {"auth": b64(password.auth), "ak_pw": b64(wrap)}


def _new_recovery(device: Device, keyring: Keyring, recovery: RecoveryKeys) -> Json:
    wrap = wrap_for_recovery(keyring.keys, keyring.account, recovery, device.random)
    return {"rauth": b64(recovery.auth), "ak_rc": b64(wrap)}


def _changed(
    device: Device, keyring: Keyring, part: str, body: Json, password: PasswordKeys
) -> Keyring:
    """Sends the change and opens the answer as a new device would, so that a lie shows now."""
    state = device.api.change(part, body)
    check_same_account(keyring, state)
    return _opened_with_password(state, password)
