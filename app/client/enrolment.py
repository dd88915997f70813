"""A new account, made whole on the device: nothing here needs the server (protocol.md §4, §8)."""

from dataclasses import dataclass

from app.client.canonical import b64
from app.client.device import Device
from app.client.events import ZERO_HASH, Item
from app.client.keyring import (
    Keyring,
    seal_vault,
    wrap_for_password,
    wrap_for_recovery,
    wrap_space_key,
)
from app.client.keys import (
    KEY_BYTES,
    AccountKeys,
    MemberKeys,
    PasswordKeys,
    RecoveryKeys,
    SpaceKeys,
)
from app.client.recovery_code import CODE_BYTES
from app.client.space_events import sign_opening
from app.client.vault import Membership, Vault
from app.client.verbs import PERSONAL, MemberEntry, SpaceOpened
from app.client.wire import Json, item_json

FIRST_REVISION = 1


@dataclass(frozen=True)
class NewAccount:
    """Everything that sign-up makes: what stays here, and what the server is told."""

    keyring: Keyring
    recovery: RecoveryKeys
    body: Json


def enrol(device: Device, login: str, salt: bytes, password: PasswordKeys) -> NewAccount:
    """Fresh keys, a personal space of one, and the request that registers them."""
    account = device.uuid4()
    keys = AccountKeys(device.random(KEY_BYTES))
    recovery = RecoveryKeys(device.random(CODE_BYTES))
    space_keys = SpaceKeys(device.random(KEY_BYTES))
    membership, genesis = _open_space(device)
    keyring = Keyring(
        account=account,
        login=login,
        profile=password.profile,
        salt=salt,
        keys=keys,
        vault_revision=FIRST_REVISION,
        vault=Vault((membership,)),
        space_keys={membership.space: space_keys},
    )
    body = _request(device, keyring, password, recovery) | {"genesis": item_json(genesis)}
    return NewAccount(keyring, recovery, body)


def _open_space(device: Device) -> tuple[Membership, Item]:
    space, member = device.uuid4(), device.uuid4()
    keys = MemberKeys(device.random(KEY_BYTES), device.random(KEY_BYTES))
    opened = SpaceOpened(PERSONAL, ZERO_HASH, (MemberEntry(member, keys.ed_pub, keys.x_pub),))
    genesis = sign_opening(device, space, keys, opened)
    return Membership(space, member, keys, seq=1, head=genesis.head), genesis


def _request(
    device: Device, keyring: Keyring, password: PasswordKeys, recovery: RecoveryKeys
) -> Json:
    account, keys, random = keyring.account, keyring.keys, device.random
    space = keyring.personal.space
    vault = seal_vault(keys, account, FIRST_REVISION, keyring.vault, random)
    return {
        "login": keyring.login,
        "account": str(account),
        "profile": keyring.profile,
        "salt": b64(keyring.salt),
        "auth": b64(password.auth),
        "rauth": b64(recovery.auth),
        "ak_pw": b64(wrap_for_password(keys, account, keyring.salt, password, random)),
        "ak_rc": b64(wrap_for_recovery(keys, account, recovery, random)),
        "vault": {"revision": FIRST_REVISION, "envelope": b64(vault)},
        "space": str(space),
        "member": str(keyring.personal.member),
        "sk_wrap": b64(wrap_space_key(keys, account, space, keyring.space_keys[space], random)),
        "device": device.kind,
        "adult": True,
    }
