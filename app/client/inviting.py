"""An invitation on the phone that made it (protocol.md §8, steps 1 to 3).

N, the seed of X_i and the M2 that was taken stay here, in the memory of this one device.
"""

import hashlib
from dataclasses import dataclass, field, replace
from hmac import compare_digest

from app.client.account import Account
from app.client.canonical import b64
from app.client.chain import INVITER
from app.client.errors import PairingError, RefusedError
from app.client.events import Item
from app.client.keyring import wrap_space_key
from app.client.keys import KEY_BYTES, MemberKeys, SpaceKeys
from app.client.names import typed_name
from app.client.pairing import (
    NONCE_BYTES,
    SECRET_BYTES,
    Agreement,
    Link,
    Message1,
    Message2,
    agree,
    hash_nonce,
    invitation_id,
    open_message,
    read_m2,
    seal_message,
    seal_space_key,
    transcript,
    write_m1,
)
from app.client.pending import InviterEntry, Own, Partner, SharedPlace
from app.client.space_events import sign_opening
from app.client.verbs import SHARED, SpaceOpened
from app.client.wire import InvitationState, Json, item_json

MAX_TRIES = 3


@dataclass
class Invitation:
    """Made by `invite`. Its end is `cancel`, a third wrong entry, or an open space."""

    account: Account
    entry: InviterEntry
    x_i: MemberKeys = field(repr=False)
    nonce: bytes = field(repr=False)
    tries: int = 0
    _m2: bytes | None = None
    _opening: Json | None = None

    @property
    def link(self) -> str:
        """From `/join` on; the server's address stands before it."""
        return self.entry.link.text

    @property
    def _path(self) -> str:
        return f"/api/invitations/{b64(self.entry.link.invitation)}"

    def answer(self) -> str:
        """Take the claim and show N; gives the name of who claimed. Can be tried again.

        The first M2 that reads is kept before N is shown, and no other is ever taken (T7). Raises
        PairingError `waiting`, `ended`, `changed`, `repeat`, and whatever reading M2 finds.
        """
        envelope = self._state().m2
        if envelope is None:
            raise PairingError("waiting", "nobody has claimed the invitation")
        m2 = open_message(self.entry.link, "m2", envelope)
        if self._m2 is None:
            read_m2(m2, self.entry.m1, self.account.taken())
            self._m2 = m2
        elif m2 != self._m2:
            raise PairingError("changed", "it was claimed by somebody else before")
        self._call("PUT", "/nonce", {"nonce": b64(self.nonce)})
        return self._reply().name

    def digits(self) -> str:
        """What the other phone shows, if nobody stands between the two."""
        return self._agreement().digits(self.nonce)

    def open(self, digits: str) -> None:
        """Open the space, if these are the digits that the other person read out.

        Nothing is posted unless they are. Raises PairingError `wrong_digits`, and `ended` with the
        third wrong entry. After an OfflineError the same request is sent again.
        """
        agreement = self._agreement()
        if not compare_digest(digits.encode(), agreement.digits(self.nonce).encode()):
            self._count_wrong()
        reply = self._reply()
        partner = Partner(reply.entry, reply.name)
        place = SharedPlace(partner, INVITER, agreement.th)
        if self._opening is None:
            confirmed = replace(self.entry, place=place)
            self.account.update_vault(lambda vault: vault.with_pairing(confirmed))
            self._opening = self._make_opening(agreement, place)
        self._call("POST", "/space", self._opening)
        self.account.refresh()
        self.account.save_vault()

    def cancel(self) -> None:
        """End it: M1 and N are never used again. Also what "that is not my partner" does."""
        self.account.device.api.call("DELETE", self._path)
        self._forget()

    def _count_wrong(self) -> None:
        self.tries += 1
        if self.tries == MAX_TRIES:
            self.cancel()
            raise PairingError("ended", "the digits were wrong three times")
        raise PairingError("wrong_digits", "these are not the digits that the other phone shows")

    def _state(self) -> InvitationState:
        state = self.account.device.api.own_invitations().get(self.entry.link.invitation)
        if state is None:
            self._forget()
            raise PairingError("ended", "the invitation is no longer there")
        return state

    def _call(self, method: str, step: str, body: Json) -> None:
        try:
            self.account.device.api.call(method, self._path + step, body)
        except RefusedError as refused:
            if refused.code != "not_found":
                raise
            self._forget()
            raise PairingError("ended", "the invitation is no longer there") from refused

    def _forget(self) -> None:
        invitation = self.entry.link.invitation
        self.account.update_vault(lambda vault: vault.without_pairing(invitation))

    def _taken_m2(self) -> bytes:
        if self._m2 is None:
            raise PairingError("waiting", "nobody has claimed the invitation")
        return self._m2

    def _reply(self) -> Message2:
        return read_m2(self._taken_m2(), self.entry.m1, self.account.taken())

    def _agreement(self) -> Agreement:
        th = transcript(self.entry.m1, self._taken_m2())
        return agree(self.x_i.x_seed, self._reply().x_e, self.entry.link.secret, th)

    def _make_opening(self, agreement: Agreement, place: SharedPlace) -> Json:
        device, keyring, space = self.account.device, self.account.keyring, self.entry.space
        keys = SpaceKeys(device.random(KEY_BYTES))
        wrap = wrap_space_key(keyring.keys, keyring.account, space, keys, device.random)
        sealed = seal_space_key(agreement.pair_key, agreement.th, keys.sk, device.random)
        return {
            "space": str(space),
            "member": str(self.entry.own.member),
            "sk_wrap": b64(wrap),
            "pair_wrap": b64(sealed),
            "genesis": item_json(self._genesis(place)),
        }

    def _genesis(self, place: SharedPlace) -> Item:
        own = self.entry.own
        opened = SpaceOpened(SHARED, place.th, (own.entry, place.partner.entry))
        return sign_opening(self.account.device, self.entry.space, own.keys, opened)


def invite(account: Account, name: str) -> Invitation:
    """Make M1 and leave it with the server; `name` is what the link shows."""
    device = account.device
    nonce = device.random(NONCE_BYTES)
    x_i = MemberKeys(device.random(KEY_BYTES), device.random(KEY_BYTES))
    keys = MemberKeys(device.random(KEY_BYTES), device.random(KEY_BYTES))
    own, space = Own(device.uuid4(), typed_name(name), keys), device.uuid4()
    m1 = write_m1(
        Message1(space, own.member, own.name, keys.ed_pub, keys.x_pub, x_i.x_pub, hash_nonce(nonce))
    )
    link = Link(invitation_id(m1), device.random(SECRET_BYTES))
    invitation = Invitation(account, InviterEntry(link, own, m1, space), x_i, nonce)
    account.update_vault(lambda vault: vault.with_pairing(invitation.entry))
    body = {
        "id": b64(link.invitation),
        "auth": b64(hashlib.sha256(link.auth).digest()),
        "m1": b64(seal_message(link, "m1", m1, device.random)),
    }
    try:
        device.api.call("POST", "/api/invitations", body)
    except RefusedError:
        account.update_vault(lambda vault: vault.without_pairing(link.invitation))
        raise
    return invitation
