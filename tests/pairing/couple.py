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
from app.client.events import Item
from app.client.keys import SpaceKeys
from app.client.pairing import Link, Message1, Message2
from app.client.verbs import (
    SHARED,
    SPACE_JOINED,
    SPACE_LEFT,
    SPACE_OPENED,
    SpaceJoined,
    SpaceLeft,
    SpaceOpened,
)
from app.client.wire import item_json
from tests.accounts.phone import Phone
from tests.pairing.side import Place, Side, behind

HEADER = "Goldseam-Invitation"
Json = dict[str, Any]


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
        return self.inviter.sign(SPACE_OPENED, clear, Place(self.space))

    def sign_joined(self) -> Item:
        return self.invited.sign(SPACE_JOINED, SpaceJoined(self.th), behind(self.genesis))

    @property
    def path(self) -> str:
        return f"/api/invitations/{b64(self.link.invitation)}"

    @property
    def proof(self) -> dict[str, str]:
        """A_i in its header."""
        return {HEADER: b64(self.link.auth)}

    @property
    def offer(self) -> Json:
        """What makes the invitation."""
        return {
            "id": b64(self.link.invitation),
            "auth": b64(hashlib.sha256(self.link.auth).digest()),
            "m1": b64(self.sealed_m1),
        }

    @property
    def opening(self) -> Json:
        """What opens the space."""
        return {
            "space": str(self.space),
            "member": str(self.inviter.member),
            "sk_wrap": b64(self.inviter_wrap),
            "pair_wrap": b64(self.pair_wrap),
            "genesis": item_json(self.genesis),
        }

    def make(self, **changed: Any) -> httpx.Response:
        body = {**self.offer, **changed}
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
        body = {**self.opening, **changed}
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

    def last(self, side: Side) -> Item:
        """The newest event of the space, as this person reads it."""
        event = side.phone.http.get(f"/api/spaces/{self.space}/events").json()["events"][-1]
        return Item(unb64(event["event"]), unb64(event["sig"]), None)

    def leave(self, side: Side) -> httpx.Response:
        """Leave from where the space stands, with the date of the event before it."""
        last = self.last(side)
        at_ms = events.parse(last.event).at_ms
        left = side.sign(SPACE_LEFT, SpaceLeft(), behind(last), at_ms=at_ms)
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


def seen(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Everything of an answer but its date."""
    headers = [item for item in answer.headers.multi_items() if item[0] != "date"]
    return answer.status_code, answer.content, headers
