"""An open account on one device: its keyring, its vault's way to the server, and its sessions."""

from collections.abc import Callable
from dataclasses import replace

from app.client import admission
from app.client.admission import Admitted, Remains
from app.client.canonical import b64
from app.client.device import Device
from app.client.errors import RefusedError
from app.client.keyring import (
    Keyring,
    check_not_older,
    check_same_account,
    open_keyring,
    seal_vault,
)
from app.client.pairing import Taken
from app.client.vault import Vault
from app.client.wire import AccountState, Json, as_list, as_object

# Other devices of the same person write their vault rarely.
_MAX_TRIES = 5


class Account:
    """What a device holds of an account before it looks into any space."""

    def __init__(self, device: Device, admitted: Admitted) -> None:
        self.device = device
        self.keyring = admitted.keyring
        self.recovery_code = " ".join(admitted.recovery_code)

    def account_state(self) -> AccountState:
        """The server's account, checked against what this device knows."""
        state = self.device.api.account()
        check_same_account(self.keyring, state)
        check_not_older(self.keyring, state)
        return state

    def refresh(self) -> None:
        """Take a newer vault, wrap or space that another device, or a pairing, brought."""
        self._adopt(open_keyring(self.account_state(), self.keyring.keys))

    def update_vault(self, change: Callable[[Vault], Vault]) -> None:
        """Write the vault with a change, on top of what other devices wrote meanwhile."""
        for _ in range(_MAX_TRIES):
            try:
                self._write_vault(self.keyring.vault_revision, change(self.keyring.vault))
            except RefusedError as refused:
                if refused.code != "vault_moved":
                    raise
                self.refresh()
            else:
                return
        raise RefusedError("vault_moved", 409, "other devices wrote first every time")

    def save_vault(self) -> None:
        """Write into the vault how far this device has verified its logs."""
        self.update_vault(self._with_cursors)

    def mend_vault(self) -> bool:
        """Write our vault back, one above the highest revision seen, if the server's is older."""
        state = self.device.api.account()
        check_same_account(self.keyring, state)
        if state.vault_revision >= self.keyring.vault_revision:
            return False
        self._write_vault(state.vault_revision, self.keyring.vault)
        return True

    def taken(self) -> Taken:
        """Every id and key of our own, which nobody else can bring to a pairing."""
        vault = self.keyring.vault
        pending = [entry.own for entry in vault.pairing]
        entries = [known.entry for known in vault.memberships] + [own.entry for own in pending]
        ids = {self.keyring.account, *(known.space for known in vault.memberships)}
        ids |= {entry.member for entry in entries}
        keys = {key for entry in entries for key in (entry.ed_pub, entry.x_pub)}
        return Taken(frozenset(ids), frozenset(keys))

    def change_password(self, now: str, new: str) -> None:
        """Ends every other session."""
        self._adopt(admission.change_password(self.device, self.keyring, now, new))

    def new_recovery_code(self, passphrase: str) -> str:
        """The code before stops working."""
        groups = admission.new_recovery_code(self.device, self.keyring, passphrase)
        self.recovery_code = " ".join(groups)
        return self.recovery_code

    def list_sessions(self) -> list[Json]:
        answer = as_object(self.device.api.call("GET", "/api/sessions"))
        return [as_object(row) for row in as_list(answer.get("sessions"))]

    def revoke_session(self, session_id: str) -> None:
        self.device.api.call("DELETE", f"/api/sessions/{session_id}")

    def delete_account(self, passphrase: str) -> Remains:
        return admission.delete_account(self.device, self.keyring, passphrase)

    def close(self) -> None:
        """Gives the connection back; the session stays."""
        self.device.api.close()

    def _adopt(self, keyring: Keyring) -> None:
        """A keyring at least as new as ours."""
        self.keyring = keyring

    def _with_cursors(self, vault: Vault) -> Vault:
        """An account alone has no logs."""
        return vault

    def _write_vault(self, replaces: int, vault: Vault) -> None:
        revision = self.keyring.vault_revision + 1
        keys, account = self.keyring.keys, self.keyring.account
        envelope = seal_vault(keys, account, revision, vault, self.device.random)
        body = {"replaces": replaces, "revision": revision, "envelope": b64(envelope)}
        self.device.api.call("PUT", "/api/account/vault", body)
        self.keyring = replace(self.keyring, vault_revision=revision, vault=vault)
