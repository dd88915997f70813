"""Taking up an invitation (protocol.md §8, steps 1 and 4), on any device of the invited person."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from app.client.account import Account
from app.client.api import Api
from app.client.canonical import b64
from app.client.errors import PairingError, RefusedError
from app.client.events import Item
from app.client.keyring import wrap_space_key
from app.client.keys import KEY_BYTES, MemberKeys, SpaceKeys
from app.client.log import Pin, SpaceLog
from app.client.names import typed_name
from app.client.pairing import (
    Agreement,
    Link,
    Message1,
    Message2,
    Taken,
    agree,
    check_nonce,
    open_message,
    open_space_key,
    read_link,
    read_m1,
    seal_message,
    transcript,
    write_m2,
)
from app.client.pending import InvitedEntry, Own
from app.client.space_events import sign_joining, sign_leaving
from app.client.wire import Delivered, InvitationState, Json, Page, item_json

# The invitation is gone, or somebody else's: our M2 will never be of use.
_NOT_OURS = {"not_found", "claimed", "own_invitation"}


@dataclass
class Claim:
    """Made by `claim`. Its secrets wait in the vault, so that any device can go on with it."""

    account: Account
    entry: InvitedEntry

    @property
    def inviter(self) -> str:
        """The name that the invitation shows."""
        return self._offer.name

    @property
    def space(self) -> UUID:
        return self._offer.space

    def digits(self) -> str:
        """Six digits to read out, once the inviter's phone has shown N.

        Raises PairingError `waiting`, `ended`, and `changed` where N is not what M1 promised.
        """
        return self._agreement().digits(self._nonce(self._state()))

    def join(self) -> None:
        """Take our place in the space, once the inviter has typed the digits.

        The genesis must name exactly what M1, M2 and th say. Raises PairingError `waiting` and
        `ended`, and ChainError for a genesis that is not the one that was agreed on.
        """
        try:
            state = self._state()
        except PairingError:
            # A reply of the server may have been lost: then the space is there.
            if self.space in self.account.keyring.space_keys:
                return
            raise
        self._nonce(state)
        if state.genesis is None or state.pair_wrap is None:
            raise PairingError("waiting", "the other person has not typed the digits")
        agreement = self._agreement()
        log = self._verified(state.genesis)
        keys = SpaceKeys(open_space_key(agreement.pair_key, agreement.th, state.pair_wrap))
        joined = sign_joining(self.account.device, log, self.entry.own.keys, agreement.th)
        self._post(keys, joined)
        self.account.refresh()
        self.account.save_vault()

    def decline(self) -> None:
        """Not joining. The server is told nothing, unless the inviter has opened the space."""
        state = self._state()
        if state.genesis is not None:
            log, keys = self._verified(state.genesis), self.entry.own.keys
            leaving = sign_leaving(self.account.device, log, keys)
            self.account.device.api.append(log.space, [leaving], repair=False)
        self._forget()

    def _post(self, keys: SpaceKeys, joined: Item) -> None:
        keyring, random = self.account.keyring, self.account.device.random
        wrap = wrap_space_key(keyring.keys, keyring.account, self.space, keys, random)
        body: Json = {"sk_wrap": b64(wrap), "joined": item_json(joined)}
        try:
            self.account.device.api.join(self.entry.link, body)
        except RefusedError as refused:
            if refused.code != "not_found":
                raise
            self._end(refused)

    @property
    def _offer(self) -> Message1:
        return read_m1(self.entry.m1, self.entry.link.invitation, Taken())

    def _state(self) -> InvitationState:
        try:
            return self.account.device.api.invitation(self.entry.link)
        except RefusedError as refused:
            if refused.code not in {"not_found", "claimed"}:
                raise
            self._end(refused)
            raise

    def _end(self, refused: RefusedError) -> None:
        """What the vault keeps of it goes, or has become a membership."""
        self.account.refresh()
        self._forget()
        raise PairingError("ended", "the invitation is no longer there") from refused

    def _forget(self) -> None:
        invitation = self.entry.link.invitation
        self.account.update_vault(lambda vault: vault.without_pairing(invitation))

    def _nonce(self, state: InvitationState) -> bytes:
        if state.nonce is None:
            raise PairingError("waiting", "the inviter's phone has not answered")
        check_nonce(state.nonce, self._offer)
        return state.nonce

    def _agreement(self) -> Agreement:
        entry = self.entry
        th = transcript(entry.m1, entry.m2)
        return agree(entry.x_e_seed, self._offer.x_i, entry.link.secret, th)

    def _verified(self, genesis: Item) -> SpaceLog:
        """The genesis through the same door as every page of a log."""
        entry = self.entry
        log = SpaceLog(Pin(entry.space, entry.own.entry, pairing=entry.place.pairing))
        row = Delivered(genesis, arrived_ms=0, repaired=False)
        log.apply(Page((row,), 1, genesis.head))
        return log


def read_offer(api: Api, link: Link, taken: Taken) -> tuple[bytes, Message1]:
    """M1 as the link shows it to anybody, account or none, and what it says."""
    m1 = open_message(link, "m1", api.invitation(link).m1)
    return m1, read_m1(m1, link.invitation, taken)


def claim(account: Account, text: str, name: str) -> Claim:
    """Answer an invitation: M2 is made once, kept in the vault, and sent until it is taken.

    Raises PairingError for an M1 that is not the link's or repeats our own ids or keys, and
    RefusedError `not_found`, `claimed` or `own_invitation`.
    """
    link = read_link(text)
    known = account.keyring.vault.find_pairing(link.invitation)
    entry = known if isinstance(known, InvitedEntry) else _answer(account, link, name)
    try:
        account.device.api.claim(entry.link, entry.m2_envelope)
    except RefusedError as refused:
        if refused.code in _NOT_OURS:
            account.update_vault(lambda vault: vault.without_pairing(link.invitation))
        raise
    return Claim(account, entry)


def _answer(account: Account, link: Link, name: str) -> InvitedEntry:
    device = account.device
    m1, _ = read_offer(device.api, link, account.taken())
    keys = MemberKeys(device.random(KEY_BYTES), device.random(KEY_BYTES))
    own = Own(device.uuid4(), typed_name(name), keys)
    x_e = MemberKeys(device.random(KEY_BYTES), device.random(KEY_BYTES))
    digest = sha256(m1).digest()
    m2 = write_m2(Message2(digest, own.member, own.name, keys.ed_pub, keys.x_pub, x_e.x_pub))
    envelope = seal_message(link, "m2", m2, device.random)
    entry = InvitedEntry(link, own, m1, x_e.x_seed, m2, envelope)
    account.update_vault(lambda vault: vault.with_pairing(entry))
    return entry
