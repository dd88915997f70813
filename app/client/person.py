"""One device of one person: the phone's part of the protocol, without a screen.

Nothing the server says is used before it is checked, and nothing secret is sent to a server that
names another key derivation, salt or account (protocol.md §9, T8). One instance is one device with
a memory of its own; two devices of a person are two instances.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Self, Unpack
from uuid import UUID

from app.client import admission
from app.client.admission import Admitted, Remains
from app.client.canonical import b64
from app.client.device import Device, DeviceOptions, make_device
from app.client.errors import RefusedError
from app.client.events import Item
from app.client.export import export_json
from app.client.keyring import (
    Keyring,
    check_not_older,
    check_same_account,
    open_keyring,
    seal_vault,
)
from app.client.log import SpaceLog
from app.client.notes import MySide, Note, note_plaintext, profile_plaintext, read_side
from app.client.outbox import Erase, Intent, Put
from app.client.socket import Connect, Follower, connect_socket
from app.client.sync import Sync
from app.client.vault import Vault
from app.client.wire import AccountState, Appended, Json, as_list, as_object


class Person:
    """Made by `sign_up`, `sign_in` or `recover`: each opens the account and reads nothing yet."""

    def __init__(self, device: Device, admitted: Admitted) -> None:
        self.device = device
        self.keyring = admitted.keyring
        self.recovery_code = " ".join(admitted.recovery_code)
        personal = self.keyring.personal
        self.sync = Sync(
            device,
            SpaceLog(personal.pin),
            personal.keys,
            self.keyring.space_keys[personal.space],
        )

    @classmethod
    def sign_up(
        cls,
        base_url: str,
        login: str,
        passphrase: str,
        invitation: str | None = None,
        **options: Unpack[DeviceOptions],
    ) -> Self:
        """A new account with its personal space; `recovery_code` is the code to keep."""
        with _arriving(make_device(base_url, **options)) as device:
            return cls(device, admission.sign_up(device, login, passphrase, invitation))

    @classmethod
    def sign_in(
        cls, base_url: str, login: str, passphrase: str, **options: Unpack[DeviceOptions]
    ) -> Self:
        """A device that knows nothing but what the person typed."""
        with _arriving(make_device(base_url, **options)) as device:
            return cls(device, admission.sign_in(device, login, passphrase))

    @classmethod
    def recover(
        cls,
        base_url: str,
        login: str,
        code: str,
        new_passphrase: str,
        **options: Unpack[DeviceOptions],
    ) -> Self:
        """By recovery code: sets the new passphrase, and `recovery_code` is a new code."""
        with _arriving(make_device(base_url, **options)) as device:
            return cls(device, admission.recover(device, login, code, new_passphrase))

    def sign_in_again(self, passphrase: str) -> None:
        """The same device after its session ended, with everything that it knew.

        Another salt or account is refused; an older vault is not adopted, and `repair` mends it.
        """
        login, known = self.keyring.login, self.keyring
        self._adopt(admission.sign_in(self.device, login, passphrase, known).keyring)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connection back; the session stays."""
        self.device.api.close()

    # What the person keeps.

    def read(self) -> MySide:
        """Read to the server's head; what opens, and by name what does not."""
        self.sync.read()
        return self.known()

    def known(self) -> MySide:
        """The same from memory alone, as a device without a connection shows it."""
        return read_side(self.sync.log, self.sync.keys)

    def put_note(self, title: str, text: str, object_id: UUID | None = None) -> UUID:
        """Write a note, or a version that replaces what this device has read of it; send it."""
        note_id = self.queue_note(title, text, object_id)
        self.sync.flush()
        return note_id

    def queue_note(self, title: str, text: str, object_id: UUID | None = None) -> UUID:
        """The same without sending: it waits in the outbox for `flush`."""
        note = None if object_id is None else self.known().find(object_id)
        return self._queue_put(
            object_id or self.device.uuid7(),
            note_plaintext(title, text, self.device),
            () if note is None else tuple(version.event_id for version in note.heads),
        )

    def erase_note(self, object_id: UUID) -> None:
        """Erase every version whose body still stands, oldest first."""
        self.queue_erasing(object_id)
        self.sync.flush()

    def queue_erasing(self, object_id: UUID) -> None:
        """The same without sending. A note that this device has not read is a KeyError."""
        note: Note | None = self.known().find(object_id)
        if note is None:
            raise KeyError(object_id)
        self.sync.outbox += [
            Erase(self.device.uuid7(), object_id, version.event_id) for version in note.versions
        ]

    def put_profile(self, name: str, glaze: str, *, recovery_checked: bool = False) -> None:
        side = self.known()
        self._queue_put(
            self.device.uuid7() if side.profile is None else side.profile.object,
            profile_plaintext(name, glaze, recovery_checked=recovery_checked),
            None,
        )
        self.sync.flush()

    def flush(self) -> None:
        """Send what waits; see `Sync.flush`."""
        self.sync.flush()

    def prepare(self, *intents: Intent) -> list[Item]:
        """The intents, by default the outbox, signed on the head read so far and not sent."""
        return self.sync.sign(intents or self.sync.outbox)

    def append(self, items: Sequence[Item], *, repair: bool = False) -> Appended:
        """Post items as they are, neither read before nor tried again."""
        return self.sync.append(items, repair=repair)

    def follow(self, connect: Connect = connect_socket) -> Follower:
        """Follow the space over the socket, from where this device stands: enter it with `with`."""
        return Follower(connect(self.device.api), self.sync.log)

    # What a loss needs.

    def repair(self) -> int:
        """Heal a server restored from a backup: events posted again, and the vault if it is older.

        Raises BranchError where the server's line went on without ours: see `go_on_from_here`.
        """
        count = self.sync.repair()
        self.mend_vault()
        return count

    def mend_vault(self) -> bool:
        """Write our vault back, one above the highest revision seen, if the server's is older."""
        state = self.device.api.account()
        check_same_account(self.keyring, state)
        if state.vault_revision >= self.keyring.vault_revision:
            return False
        self._write_vault(state.vault_revision, self.keyring.vault)
        return True

    def go_on_from_here(self) -> None:
        """After a branch: keep the server's line, and put our own lost words back on top."""
        if self.sync.go_on_from_here():
            self._set_cursor()
            self.mend_vault()
            self.save_vault()
        self.sync.flush()

    # The account.

    def account_state(self) -> AccountState:
        """The server's account, checked against what this device knows."""
        state = self.device.api.account()
        check_same_account(self.keyring, state)
        check_not_older(self.keyring, state)
        return state

    def refresh(self) -> None:
        """Take a newer vault or wrap that another device wrote."""
        self._adopt(open_keyring(self.account_state(), self.keyring.keys))

    def save_vault(self) -> None:
        """Write into the vault how far this device has verified the log."""
        for _ in range(2):
            self._set_cursor()
            revision = self.keyring.vault_revision
            try:
                self._write_vault(revision, self.keyring.vault)
            except RefusedError as refused:
                if refused.code != "vault_moved":
                    raise
                self.refresh()
            else:
                return

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

    def sign_out(self) -> None:
        """Keeps the cursor in the vault first, as a phone does, and then ends this session."""
        self.save_vault()
        self.revoke_session("current")

    def delete_account(self, passphrase: str) -> Remains:
        return admission.delete_account(self.device, self.keyring, passphrase)

    def export(self) -> Json:
        """My side as the file that `python -m app.client verify` reads."""
        self.sync.read()
        state = self.account_state()
        return export_json(state, {self.sync.log.space: self.sync.log}, self.device.clock.now_ms())

    def _queue_put(
        self, object_id: UUID, plaintext: Json, replaces: tuple[UUID, ...] | None
    ) -> UUID:
        self.sync.outbox.append(Put(self.device.uuid7(), object_id, plaintext, replaces))
        return object_id

    def _adopt(self, keyring: Keyring) -> None:
        """A keyring at least as new as ours; the next reading holds the log against its cursor."""
        self.sync.log.pin = keyring.personal.pin
        self.keyring = keyring

    def _set_cursor(self) -> None:
        log = self.sync.log
        if log.seq >= log.pin.seq:
            log.pin = replace(log.pin, seq=log.seq, head=log.head)
        personal, *others = self.keyring.vault.memberships
        moved = replace(personal, seq=log.pin.seq, head=log.pin.head)
        vault = replace(self.keyring.vault, memberships=(moved, *others))
        self.keyring = replace(self.keyring, vault=vault)

    def _write_vault(self, replaces: int, vault: Vault) -> None:
        revision = self.keyring.vault_revision + 1
        keys, account = self.keyring.keys, self.keyring.account
        envelope = seal_vault(keys, account, revision, vault, self.device.random)
        body = {"replaces": replaces, "revision": revision, "envelope": b64(envelope)}
        self.device.api.call("PUT", "/api/account/vault", body)
        self.keyring = replace(self.keyring, vault_revision=revision)


@contextmanager
def _arriving(device: Device) -> Iterator[Device]:
    """A device that is not let in gives its connection back."""
    try:
        yield device
    except BaseException:
        device.api.close()
        raise
