"""Two people who pair, as the server meets them: real keys, messages and envelopes.

They come from the independent client; here they are posted one request at a time, so that a test
can leave one out, change one, or send it twice.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from app.client import events, pairing
from app.client.canonical import b64, unb64
from app.client.events import Event, Item
from app.client.keyring import wrap_space_key
from app.client.keys import MemberKeys, SpaceKeys
from app.client.pairing import Link, Message1, Message2
from app.client.verbs import (
    SHARED,
    SPACE_JOINED,
    SPACE_LEFT,
    SPACE_OPENED,
    Clear,
    MemberEntry,
    SpaceJoined,
    SpaceLeft,
    SpaceOpened,
)
from app.client.wire import item_json
from tests.accounts.phone import Phone

HEADER = "Goldseam-Invitation"
Json = dict[str, Any]


def new_keys() -> MemberKeys:
    return MemberKeys(secrets.token_bytes(32), secrets.token_bytes(32))


@dataclass
class Side:
    """One of the two: a signed-in phone, a name, and the keys of this membership."""

    phone: Phone
    name: str
    member: UUID = field(default_factory=uuid4)
    keys: MemberKeys = field(default_factory=new_keys)
    once: MemberKeys = field(default_factory=new_keys)

    @property
    def entry(self) -> MemberEntry:
        return MemberEntry(self.member, self.keys.ed_pub, self.keys.x_pub)

    def wrap(self, space: UUID, space_keys: SpaceKeys) -> bytes:
        ring = self.phone.enrolled.keyring
        return wrap_space_key(ring.keys, ring.account, space, space_keys, secrets.token_bytes)

    def sign(
        self,
        clear: Clear,
        *,
        verb: str,
        space: UUID,
        seq: int,
        prev: bytes,
        at_ms: int | None = None,
    ) -> Item:
        """An event about the space itself, for this place."""
        event = events.build(
            Event(
                space=space,
                event_id=uuid4(),
                seq=seq,
                prev=prev,
                member=self.member,
                at_ms=self.phone.clock.now_ms() if at_ms is None else at_ms,
                verb=verb,
                object=space,
                rev=0,
                env_hash=b"",
                clear=clear,
            )
        )
        return Item(event, self.keys.sign(event), None)


@dataclass
class Couple:
    """An invitation from `inviter` to `invited`, and everything that both phones make for it."""

    inviter: Side
    invited: Side
    space: UUID = field(default_factory=uuid4)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    space_keys: SpaceKeys = field(default_factory=lambda: SpaceKeys(secrets.token_bytes(32)))

    def __post_init__(self) -> None:
        entry = self.inviter.entry
        self.m1 = pairing.write_m1(
            Message1(
                self.space,
                entry.member,
                self.inviter.name,
                entry.ed_pub,
                entry.x_pub,
                self.inviter.once.x_pub,
                pairing.hash_nonce(self.nonce),
            )
        )
        self.link = Link(pairing.invitation_id(self.m1), self.secret)
        self.sealed_m1 = self.seal("m1", self.m1)
        self.m2 = self.answer_of(self.invited)
        self.sealed_m2 = self.seal("m2", self.m2)
        self.th = pairing.transcript(self.m1, self.m2)
        self.genesis = self.sign_genesis()
        self.joined = self.sign_joined()
        wraps = pairing.agree(
            self.invited.once.x_seed, self.inviter.once.x_pub, self.secret, self.th
        )
        self.pair_wrap = pairing.seal_space_key(
            wraps.pair_key, self.th, self.space_keys.sk, secrets.token_bytes
        )
        self.inviter_wrap = self.inviter.wrap(self.space, self.space_keys)
        self.invited_wrap = self.invited.wrap(self.space, self.space_keys)

    def seal(self, part: str, message: bytes) -> bytes:
        return pairing.seal_message(self.link, part, message, secrets.token_bytes)

    def answer_of(self, side: Side) -> bytes:
        """The M2 with which somebody answers M1."""
        entry = side.entry
        return pairing.write_m2(
            Message2(
                hashlib.sha256(self.m1).digest(),
                entry.member,
                side.name,
                entry.ed_pub,
                entry.x_pub,
                side.once.x_pub,
            )
        )

    def sign_genesis(self, *, kind: int = SHARED, th: bytes | None = None) -> Item:
        members = (self.inviter.entry, self.invited.entry)[:kind]
        clear = SpaceOpened(kind, self.th if th is None else th, members)
        return self.inviter.sign(
            clear, verb=SPACE_OPENED, space=self.space, seq=1, prev=events.ZERO_HASH
        )

    def sign_joined(self) -> Item:
        return self.invited.sign(
            SpaceJoined(self.th),
            verb=SPACE_JOINED,
            space=self.space,
            seq=2,
            prev=self.genesis.head,
        )

    def sign_left(self, side: Side, *, seq: int, prev: bytes, at_ms: int) -> Item:
        """Leaving repeats the date of the event before it."""
        return side.sign(
            SpaceLeft(), verb=SPACE_LEFT, space=self.space, seq=seq, prev=prev, at_ms=at_ms
        )

    @property
    def path(self) -> str:
        return f"/api/invitations/{b64(self.link.invitation)}"

    @property
    def proof(self) -> dict[str, str]:
        """A_i in its header."""
        return {HEADER: b64(self.link.auth)}

    def make(self, **changed: Any) -> httpx.Response:
        body = {
            "id": b64(self.link.invitation),
            "auth": b64(hashlib.sha256(self.link.auth).digest()),
            "m1": b64(self.sealed_m1),
            **changed,
        }
        return self.inviter.phone.http.post("/api/invitations", json=body)

    def listed(self) -> list[Json]:
        """What the inviter's account has waiting."""
        rows: list[Json] = self.inviter.phone.http.get("/api/invitations").json()["invitations"]
        return rows

    def read(self, phone: Phone | None = None) -> httpx.Response:
        """What somebody sees who has the link; by default the invited person."""
        return (phone or self.invited.phone).http.get(self.path, headers=self.proof)

    def claim(self, phone: Phone | None = None, m2: bytes | None = None) -> httpx.Response:
        body = {"m2": b64(self.sealed_m2 if m2 is None else m2)}
        http = (phone or self.invited.phone).http
        return http.put(f"{self.path}/claim", json=body, headers=self.proof)

    def answer(self, nonce: bytes | None = None, phone: Phone | None = None) -> httpx.Response:
        body = {"nonce": b64(self.nonce if nonce is None else nonce)}
        return (phone or self.inviter.phone).http.put(f"{self.path}/nonce", json=body)

    def open(self, phone: Phone | None = None, **changed: Any) -> httpx.Response:
        body = {
            "space": str(self.space),
            "member": str(self.inviter.member),
            "sk_wrap": b64(self.inviter_wrap),
            "pair_wrap": b64(self.pair_wrap),
            "genesis": item_json(self.genesis),
            **changed,
        }
        return (phone or self.inviter.phone).http.post(f"{self.path}/space", json=body)

    def join(self, phone: Phone | None = None, **changed: Any) -> httpx.Response:
        body = {"sk_wrap": b64(self.invited_wrap), "joined": item_json(self.joined), **changed}
        http = (phone or self.invited.phone).http
        return http.post(f"{self.path}/join", json=body, headers=self.proof)

    def cancel(self, phone: Phone | None = None) -> httpx.Response:
        return (phone or self.inviter.phone).http.delete(self.path)

    def append(self, side: Side, item: Item) -> httpx.Response:
        body = {"items": [item_json(item)], "repair": False}
        return side.phone.http.post(f"/api/spaces/{self.space}/events", json=body)

    def leave(self, side: Side) -> httpx.Response:
        """Leave from where the space stands."""
        page = side.phone.http.get(f"/api/spaces/{self.space}/events").json()
        last = page["events"][-1]
        item = events.Item(unb64(last["event"]), unb64(last["sig"]), None)
        at_ms = events.parse(item.event).at_ms
        left = self.sign_left(side, seq=page["seq"] + 1, prev=item.head, at_ms=at_ms)
        return self.append(side, left)

    def drop(self, side: Side) -> httpx.Response:
        return side.phone.http.delete(f"/api/spaces/{self.space}/membership")

    def advance_to(self, step: str) -> None:
        """Go through the steps up to this one; each must succeed."""
        for name, act in (
            ("open", self.make),
            ("claimed", self.claim),
            ("answered", self.answer),
            ("opened", self.open),
            ("joined", self.join),
        ):
            answer = act()
            assert answer.is_success, (name, answer.text)
            if name == step:
                return
        raise LookupError(step)


def shown(step: str, couple: Couple, expires_ms: int, **more: Any) -> Json:
    """What an invitation shows at this step, with everything that is not there yet as null."""
    return {
        "step": step,
        "expires_ms": expires_ms,
        "m1": b64(couple.sealed_m1),
        "m2": None,
        "nonce": None,
        "space": None,
        "genesis": None,
        "pair_wrap": None,
        **more,
    }
