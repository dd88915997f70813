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
from app.client.account import Account
from app.client.admission import Admitted, Remains
from app.client.content import Kept, Words
from app.client.device import Device, DeviceOptions, make_device
from app.client.errors import DistrustError
from app.client.events import Item
from app.client.export import export_json
from app.client.inviting import Invitation, invite
from app.client.joining import Claim, claim
from app.client.keyring import Keyring
from app.client.keys import SpaceKeys
from app.client.log import SpaceLog
from app.client.notes import MySide, Note, read_side
from app.client.outbox import Erase, Intent, Put
from app.client.plaintexts import draft_plaintext, kept_plaintext, note_plaintext, profile_plaintext
from app.client.socket import Connect, Follower, connect_socket
from app.client.sync import Sync
from app.client.table import Thanks
from app.client.us import Us
from app.client.vault import Membership, Vault
from app.client.wire import Appended, Json


class Person(Account):
    """Made by `sign_up`, `sign_in` or `recover`: each opens the account and reads nothing yet."""

    def __init__(self, device: Device, admitted: Admitted) -> None:
        super().__init__(device, admitted)
        keyring, personal = self.keyring, self.keyring.personal
        keys = keyring.space_keys[personal.space]
        self.sync = Sync(device, SpaceLog(personal.pin), personal.keys, keys)
        self.spaces: dict[UUID, Us] = {}
        self._adopt(keyring)

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

    def keep_draft(self, words: Words, object_id: UUID | None = None) -> UUID:
        """Thanks that wait here until they are given, or are given up."""
        found = self._queue_put(object_id or self.device.uuid7(), draft_plaintext(words), ())
        self.sync.flush()
        return found

    def keep_in_jar(self, us: Us, thanks: Thanks) -> UUID:
        """A copy of received words: it stays here, whatever becomes of them there."""
        kept, name = self.device.uuid7(), us.place.partner.name
        copy = Kept(kept, us.space, thanks.object, name, thanks.words, thanks.given_ms)
        self._queue_put(kept, kept_plaintext(copy), None)
        self.sync.flush()
        return kept

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
        count = sum(sync.repair() for sync in (self.sync, *(u.sync for u in self.spaces.values())))
        self.mend_vault()
        return count

    def go_on_from_here(self) -> None:
        """After a branch: keep the server's line, and put our own lost words back on top."""
        if self.sync.go_on_from_here():
            self.mend_vault()
            self.save_vault()
        self.sync.flush()

    # The other person.

    @property
    def us(self) -> Us:
        """The shared space that nobody has left, as far as we read; LookupError without one.

        The newest comes first: that somebody left an older one may not have been read here.

        Raises DistrustError `space_missing` where the vault names one that the server keeps back.
        """
        for us in reversed(self.spaces.values()):
            if not us.is_closed:
                return us
        if any(not m.shared.closed for m in self.keyring.shared if m.shared is not None):
            raise DistrustError("space_missing", "the server does not give the shared space")
        raise LookupError("there is no shared space")

    def invite(self, name: str | None = None) -> Invitation:
        """A link to give to the other person; it shows `name`, by default that of My side."""
        return invite(self, name or self._own_name())

    def claim(self, link: str, name: str | None = None) -> Claim:
        """Answer a link, or go on with what another of our devices answered."""
        return claim(self, link, name or self._own_name())

    # The account.

    def sign_out(self) -> None:
        """Keeps the cursors in the vault first, as a phone does, and then ends this session."""
        self.save_vault()
        self.revoke_session("current")

    def delete_account(self, passphrase: str) -> Remains:
        """Leaves what is shared first, so that the other person meets a leaving (R15)."""
        for us in self.spaces.values():
            if not us.is_closed:
                us.leave()
        return super().delete_account(passphrase)

    def export(self) -> Json:
        """My side and what is shared, as the file that `python -m app.client verify` reads."""
        self.sync.read()
        state = self.account_state()
        for space in state.spaces:
            if space.space in self.spaces:
                self.spaces[space.space].read()
        logs = {log.space: log for log in self._logs()}
        openings = {space: us.talk.export() for space, us in self.spaces.items()}
        return export_json(state, logs, self.device.clock.now_ms(), openings)

    def _own_name(self) -> str:
        profile = self.known().profile
        if profile is None:
            raise ValueError("a person without a name in My side says one")
        return profile.name

    def _queue_put(
        self, object_id: UUID, plaintext: Json, replaces: tuple[UUID, ...] | None
    ) -> UUID:
        self.sync.outbox.append(Put(self.device.uuid7(), object_id, plaintext, replaces))
        return object_id

    def _adopt(self, keyring: Keyring) -> None:
        """The next reading holds each log against its new cursor."""
        super()._adopt(keyring)
        self.sync.log.pin = keyring.personal.pin
        for membership in keyring.shared:
            self._adopt_shared(membership, keyring.space_keys.get(membership.space))

    def _adopt_shared(self, membership: Membership, keys: SpaceKeys | None) -> None:
        """A space without a key is one that the server no longer gives; a removed one is let go."""
        known = self.spaces.get(membership.space)
        if membership.shared is not None and membership.shared.removed:
            self.spaces.pop(membership.space, None)
        elif membership.shared is not None and known is not None:
            known.place, known.sync.log.pin = membership.shared, membership.pin
        elif membership.shared is not None and keys is not None:
            us = Us(self, membership, membership.shared, keys)
            self.spaces[membership.space] = us

    def _logs(self) -> list[SpaceLog]:
        return [self.sync.log, *(us.sync.log for us in self.spaces.values())]

    def _with_cursors(self, vault: Vault) -> Vault:
        for log in self._logs():
            if log.seq >= log.pin.seq:
                log.pin = replace(log.pin, seq=log.seq, head=log.head)
            for known in vault.memberships:
                if known.space == log.space:
                    moved = replace(known, seq=log.pin.seq, head=log.pin.head)
                    vault = vault.with_membership(moved)
        return vault


@contextmanager
def _arriving(device: Device) -> Iterator[Device]:
    """A device that is not let in gives its connection back."""
    try:
        yield device
    except BaseException:
        device.api.close()
        raise
