"""The space that two people share, on one device of one of them."""

from uuid import UUID

from app.client.account import Account
from app.client.agreeing import Agreements
from app.client.content import MemberCard, Words
from app.client.errors import RefusedError
from app.client.keys import SpaceKeys
from app.client.log import SpaceLog
from app.client.outbox import Answer, Erase, Give, Intent, Put, TakeIn
from app.client.pairing import verify_number
from app.client.pending import SharedPlace
from app.client.plaintexts import answer_plaintext, member_plaintext, thanks_plaintext
from app.client.socket import Connect, Follower, connect_socket
from app.client.space_events import sign_leaving
from app.client.sync import Sync
from app.client.table import Table, read_table
from app.client.talk import Conversations
from app.client.vault import Membership

# A place can be lost to the other person a few times in a row, not for ever.
_MAX_TRIES = 20
_RULE_STATUS = 422


class Us:
    """What a person can do in a shared space; every act reads, signs and sends."""

    def __init__(
        self, account: Account, membership: Membership, place: SharedPlace, keys: SpaceKeys
    ) -> None:
        self._account = account
        self._member = membership.member
        self.place = place
        self.talk = Conversations(self)
        self.agreements = Agreements(self)
        self.sync = Sync(account.device, SpaceLog(membership.pin), membership.keys, keys)

    @property
    def space(self) -> UUID:
        return self.sync.log.space

    @property
    def partner(self) -> UUID:
        return self.place.partner.entry.member

    @property
    def is_closed(self) -> bool:
        """Whether somebody left, as far as this device has read."""
        return self.place.closed or self.known().left_by is not None

    def read(self) -> Table:
        """Read to the server's head; that somebody left is kept in the vault."""
        self.sync.read()
        table = self.known()
        if table.left_by is not None:
            self._mark_closed()
        return table

    def known(self) -> Table:
        """The same from memory alone."""
        return read_table(self.sync.log, self.sync.keys)

    def give(self, words: Words) -> UUID:
        """Put thanks before the other person; gives the id of the appreciation."""
        device = self.sync.device
        given = Give(device.uuid7(), device.uuid7(), thanks_plaintext(words))
        self.send(given)
        return given.object

    def take_in(self, thanks: UUID) -> None:
        self.send(TakeIn(self.sync.device.uuid7(), thanks))

    def answer(self, thanks: UUID, text: str) -> None:
        self.send(Answer(self.sync.device.uuid7(), thanks, answer_plaintext(text)))

    def take_back(self, thanks: UUID) -> None:
        """Our own words; an answer to them stands. KeyError where this device knows of none."""
        found = self.known().find(thanks)
        if found is None:
            raise KeyError(thanks)
        self.send(Erase(self.sync.device.uuid7(), thanks, found.event_id))

    def take_back_answer(self, thanks: UUID) -> None:
        found = self.known().find(thanks)
        if found is None or found.answer is None:
            raise KeyError(thanks)
        self.send(Erase(self.sync.device.uuid7(), thanks, found.answer.event_id))

    def put_member(self, name: str, glaze: str, *, body_words: bool = False) -> None:
        """What we are called here, and whether words about body and desire are welcome."""
        objects = self.read().member_objects
        object_id = objects.get(self._member) or self.sync.device.uuid7()
        plaintext = member_plaintext(MemberCard(name, glaze, body_words))
        self.send(Put(self.sync.device.uuid7(), object_id, plaintext))

    def leave(self) -> None:
        """End the space, alone and at once, however busily the other person writes (R13, T13)."""
        for _ in range(_MAX_TRIES):
            if self.read().left_by is not None:
                return
            leaving = sign_leaving(self.sync.device, self.sync.log, self.sync.member_keys)
            try:
                self.sync.append([leaving])
            except RefusedError as refused:
                if refused.code not in {"head_moved", "space_closed"}:
                    raise
        raise RefusedError("head_moved", 409, "the other person wrote first every time")

    def give_up(self) -> None:
        """Drop our own key and reading of a closed space, before its 30 days are over (R14).

        It is marked in the vault, so that no other device of this person keeps it.
        """
        self.sync.device.api.call("DELETE", f"/api/spaces/{self.space}/membership")
        self._account.update_vault(lambda vault: vault.with_closed(self.space, removed=True))

    def follow(self, connect: Connect = connect_socket) -> Follower:
        """Follow the space over the socket, from where this device stands: enter it with `with`."""
        return Follower(connect(self.sync.device.api), self.sync.log)

    def verify_number(self, seq: int | None = None) -> str:
        """Six digits that both phones show at the same seq, by default the last that we read."""
        log = self.sync.log
        at = log.seq if seq is None else seq
        return verify_number(log.space, at, log.head_at(at))

    def go_on_from_here(self) -> None:
        """After a branch: keep the server's line, and put our own lost words back on top.

        A leaving of ours that was lost is done again. What needs the other person's lost words
        waits in `sync.needs_you` until they have put them back.
        """
        had_left = self.known().left_by == self._member
        if self.sync.go_on_from_here():
            self._account.mend_vault()
            if had_left:
                self.leave()
        self.sync.flush()

    def send(self, intent: Intent) -> None:
        """Sign it on the head and send it; a refusal leaves nothing waiting."""
        sync = self.sync
        sync.outbox.append(intent)
        try:
            sync.flush()
        except RefusedError as refused:
            if refused.status == _RULE_STATUS:
                sync.give_up(intent)
            raise
        for refused_intent in sync.needs_you:
            if refused_intent.intent.event_id == intent.event_id:
                sync.needs_you.remove(refused_intent)
                raise refused_intent

    def _mark_closed(self) -> None:
        if not self.place.closed:
            self._account.update_vault(lambda vault: vault.with_closed(self.space))
