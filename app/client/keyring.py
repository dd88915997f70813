"""What a signed-in device holds open, and how it is sealed and opened again (protocol.md §4, §5).

Opening takes nothing on the server's word: every wrap must open in its own context, the vault must
not be older than one seen before, and vault and server must name the same spaces.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.client import contexts
from app.client.canonical import b64, unb64
from app.client.envelope import NO_EPOCH, SPACE_EPOCH, Random, open_envelope, seal
from app.client.errors import DistrustError, EnvelopeError, MalformedError
from app.client.keys import KEY_BYTES, AccountKeys, PasswordKeys, RecoveryKeys, SpaceKeys
from app.client.vault import Membership, Vault, read_vault
from app.client.verbs import PERSONAL, SHARED
from app.client.wire import AccountState, SpaceState

_DOES_NOT_OPEN = {
    "ak": ("account_key", "neither passphrase nor recovery code opens the account's key"),
    "sk": ("space_key", "the account's key does not open the space's key"),
}


@dataclass(frozen=True)
class Keyring:
    """One account, open. `vault_revision` is the highest that this device has seen.

    `space_keys` has no key for a shared space that the server no longer gives.
    """

    account: UUID
    login: str
    profile: int
    salt: bytes
    keys: AccountKeys
    vault_revision: int
    vault: Vault
    space_keys: Mapping[UUID, SpaceKeys]

    @property
    def personal(self) -> Membership:
        return next(found for found in self.vault.memberships if found.shared is None)

    @property
    def shared(self) -> tuple[Membership, ...]:
        """Every shared space of the vault, closed ones too."""
        return tuple(found for found in self.vault.memberships if found.shared is not None)


def wrap_for_password(
    keys: AccountKeys, account: UUID, salt: bytes, password: PasswordKeys, random: Random
) -> bytes:
    context = contexts.password_wrap(account, password.profile, salt)
    return seal(password.kek, context, _key_plaintext("ak", keys.ak), NO_EPOCH, random)


def wrap_for_recovery(
    keys: AccountKeys, account: UUID, recovery: RecoveryKeys, random: Random
) -> bytes:
    context = contexts.recovery_wrap(account)
    return seal(recovery.kek, context, _key_plaintext("ak", keys.ak), NO_EPOCH, random)


def wrap_space_key(
    keys: AccountKeys, account: UUID, space: UUID, space_keys: SpaceKeys, random: Random
) -> bytes:
    context = contexts.space_key_wrap(account, space, SPACE_EPOCH)
    return seal(keys.skw, context, _key_plaintext("sk", space_keys.sk), NO_EPOCH, random)


def seal_vault(
    keys: AccountKeys, account: UUID, revision: int, vault: Vault, random: Random
) -> bytes:
    context = contexts.vault(account, revision)
    return seal(keys.priv, context, vault.plaintext(), NO_EPOCH, random)


def unwrap_with_password(state: AccountState, password: PasswordKeys) -> AccountKeys:
    """The account's key, or `account_key`: wrong passphrase, or not this account's wrap."""
    context = contexts.password_wrap(state.account, state.profile, state.salt)
    return AccountKeys(_open_key("ak", password.kek, context, state.ak_pw))


def unwrap_with_recovery(account: UUID, ak_rc: bytes, recovery: RecoveryKeys) -> AccountKeys:
    """The account's key, or `account_key`."""
    return AccountKeys(_open_key("ak", recovery.kek, contexts.recovery_wrap(account), ak_rc))


def open_vault(keys: AccountKeys, account: UUID, revision: int, envelope: bytes) -> Vault:
    """The vault, or `vault`; one of another revision or account does not open."""
    try:
        context = contexts.vault(account, revision)
        return read_vault(open_envelope(keys.priv, context, envelope, NO_EPOCH))
    except EnvelopeError as fault:
        raise DistrustError("vault", "the vault does not open") from fault


def unwrap_space_key(keys: AccountKeys, account: UUID, space: UUID, sk_wrap: bytes) -> SpaceKeys:
    """The space's key, or `space_key`."""
    context = contexts.space_key_wrap(account, space, SPACE_EPOCH)
    return SpaceKeys(_open_key("sk", keys.skw, context, sk_wrap))


def open_keyring(state: AccountState, keys: AccountKeys) -> Keyring:
    """The account as the server gives it, checked against its own vault."""
    vault = open_vault(keys, state.account, state.vault_revision, state.vault)
    for space in state.spaces:
        vault = vault.with_opened(space.space)
    spaces = _matched(vault, state.spaces)
    space_keys = {
        space.space: unwrap_space_key(keys, state.account, space.space, space.sk_wrap)
        for space in spaces
    }
    return Keyring(
        account=state.account,
        login=state.login,
        profile=state.profile,
        salt=state.salt,
        keys=keys,
        vault_revision=state.vault_revision,
        vault=vault,
        space_keys=space_keys,
    )


def check_same_account(known: Keyring, state: AccountState) -> None:
    """Another account, login or salt than this device signed in to is refused (T8)."""
    if state.account != known.account:
        raise DistrustError("account_changed", "the server answers for another account")
    if state.login != known.login:
        raise DistrustError("login_changed", "the server answers for another login name")
    if (state.profile, state.salt) != (known.profile, known.salt):
        raise DistrustError("salt_changed", "the salt of an account never changes")


def check_not_older(known: Keyring, state: AccountState) -> None:
    """A device that has seen revision r refuses a lower one."""
    if state.vault_revision < known.vault_revision:
        raise DistrustError("vault_revision", "the server gives an older vault")


def _matched(vault: Vault, spaces: tuple[SpaceState, ...]) -> tuple[SpaceState, ...]:
    """The server's spaces, each named by the vault as well.

    Only the personal space must be there. A shared one is deleted 30 days after somebody left,
    which this person need not have seen: whoever asks for it is told that it is missing.
    """
    given = {space.space: space for space in spaces}
    pinned = {membership.space: membership for membership in vault.memberships}
    personal = [space for space, membership in pinned.items() if membership.shared is None]
    if len(personal) != 1:
        raise DistrustError("vault", "the vault names no personal space, or two")
    if personal[0] not in given:
        raise DistrustError("space_missing", "the server keeps the personal space back")
    if given.keys() - pinned.keys() or len(given) != len(spaces):
        raise DistrustError("space_unknown", "the server names a space that is not in the vault")
    for space in spaces:
        membership = pinned[space.space]
        kind = PERSONAL if membership.shared is None else SHARED
        if (space.member, space.kind) != (membership.member, kind):
            raise DistrustError("member", "the server names another member than the vault")
    return spaces


def _key_plaintext(kind: str, key: bytes) -> dict[str, Any]:
    return {"t": kind, "v": 1, "k": b64(key)}


def _open_key(kind: str, key: bytes, context: bytes, envelope: bytes) -> bytes:
    code, sentence = _DOES_NOT_OPEN[kind]
    try:
        plaintext = open_envelope(key, context, envelope, NO_EPOCH)
        found = unb64(plaintext.get("k"), KEY_BYTES)
    except (EnvelopeError, MalformedError) as fault:
        raise DistrustError(code, sentence) from fault
    if (plaintext["t"], plaintext["v"]) != (kind, 1):
        raise DistrustError(code, "a wrap holds something else")
    return found
