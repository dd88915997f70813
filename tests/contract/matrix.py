"""The authorisation matrix: who asks for what, and what they are told.

One row for each route and for each message of the socket. A request is well-formed and as far as
it can be what a member would send, so that who asks is what decides.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.client.answers import Answer, Record
from app.client.canonical import b64
from app.client.wire import answer_json, item_json
from tests.accounts.phone import Phone, new_code, new_password
from tests.contract.people import Asker, Role, Target, World
from tests.log.signing import sealed
from tests.notifications.device import Device

# Status and code; for a socket also the code that it is closed with.
Said = tuple[int, str | None]
Says = Mapping[Role, Said]
Send = Callable[[World, Asker, Target], httpx.Response]
ANSWERS = "/api/spaces/{space}/conversations/{conversation}/answers/{opening}"
NOT_FOUND: Said = (404, "not_found")
CLAIMED: Said = (409, "claimed")


@dataclass(frozen=True)
class Row:
    send: Send
    says: Says


def everybody(status: int, code: str | None = None) -> Says:
    """A route without a session: all are told the same."""
    return dict.fromkeys(Role, (status, code))


def signed_in(status: int, code: str | None = None) -> dict[Role, Said]:
    """What every session that stands is told; the others as always."""
    return {
        **dict.fromkeys(Role, (status, code)),
        Role.NOBODY: (401, "signed_out"),
        Role.REVOKED: (401, "revoked"),
        Role.RECOVERING: (403, "recovery_only"),
    }


def both(status: int, code: str | None = None) -> Says:
    """What the two members of a space are told."""
    return {Role.MEMBER: (status, code), Role.PARTNER: (status, code)}


def get(path: str) -> Send:
    return lambda _world, asker, _target: asker.phone.http.get(path)


def sign_up(world: World, asker: Asker, _target: Target) -> httpx.Response:
    """As Kim, once more: the body is whole, the login is taken."""
    newcomer = Phone(asker.phone.base_url, asker.phone.clock, "kim", opened=asker.phone.opened)
    return asker.phone.http.post("/api/accounts", json=newcomer.sign_up_body())


def sign_in(world: World, asker: Asker, _target: Target) -> httpx.Response:
    body = {"login": "kim", "auth": b64(bytes(32)), "device": "phone"}
    return asker.phone.http.post("/api/sessions", json=body)


def recover(world: World, asker: Asker, _target: Target) -> httpx.Response:
    body = {"login": "kim", "rauth": b64(bytes(32)), "device": "phone"}
    return asker.phone.http.post("/api/recoveries", json=body)


def change_password(world: World, asker: Asker, _target: Target) -> httpx.Response:
    """With another passphrase than the present one, so that it stays."""
    new = new_password()
    body = {
        "auth_now": b64(new.auth),
        "auth": b64(new.auth),
        "ak_pw": world.robin.wrapped_for(new),
        "rauth": None,
        "ak_rc": None,
    }
    return asker.phone.http.put("/api/account/password", json=body)


def change_recovery(world: World, asker: Asker, _target: Target) -> httpx.Response:
    body = {"auth_now": b64(bytes(32)), **world.robin.recovery_fields(new_code())}
    return asker.phone.http.put("/api/account/recovery", json=body)


def write_vault(world: World, asker: Asker, _target: Target) -> httpx.Response:
    envelope = world.robin.enrolled.body["vault"]["envelope"]
    body = {"replaces": 7, "revision": 8, "envelope": envelope}
    return asker.phone.http.put("/api/account/vault", json=body)


def delete_account(world: World, asker: Asker, _target: Target) -> httpx.Response:
    return asker.phone.http.post("/api/account/deletion", json={"auth_now": b64(bytes(32))})


def end_session(world: World, asker: Asker, target: Target) -> httpx.Response:
    return asker.phone.end_session(world.device() if target.exists else str(uuid4()))


def make_invitation(world: World, asker: Asker, _target: Target) -> httpx.Response:
    """The one that waits, once more."""
    couple = world.waiting
    return asker.phone.http.post("/api/invitations", json=couple.offer)


def read_invitation(world: World, asker: Asker, target: Target) -> httpx.Response:
    return asker.phone.http.get(target.invitation, headers=target.proof)


def claim(world: World, asker: Asker, target: Target) -> httpx.Response:
    path, body = f"{target.invitation}/claim", {"m2": b64(world.waiting.sealed_m2)}
    return asker.phone.http.put(path, json=body, headers=target.proof)


def answer(world: World, asker: Asker, target: Target) -> httpx.Response:
    body = {"nonce": b64(world.waiting.nonce)}
    return asker.phone.http.put(f"{target.invitation}/nonce", json=body)


def open_space(world: World, asker: Asker, target: Target) -> httpx.Response:
    return asker.phone.http.post(f"{target.invitation}/space", json=world.waiting.opening)


def join(world: World, asker: Asker, target: Target) -> httpx.Response:
    """Signed by the wrong one of the two, so that the space goes on waiting."""
    couple = world.waiting
    forged = replace(couple.joined, sig=couple.inviter.keys.sign(couple.joined.event))
    body = {"sk_wrap": b64(couple.invited_wrap), "joined": item_json(forged)}
    return asker.phone.http.post(f"{target.invitation}/join", json=body, headers=target.proof)


def cancel(world: World, asker: Asker, target: Target) -> httpx.Response:
    return asker.phone.http.delete(target.invitation)


def read_events(world: World, asker: Asker, target: Target) -> httpx.Response:
    return asker.phone.http.get(f"/api/spaces/{target.space}/events")


def items(asker: Asker, target: Target) -> dict[str, Any]:
    """A note for the next place of the space."""
    return {"items": [item_json(asker.side.note(target.place))], "repair": False}


def append(world: World, asker: Asker, target: Target) -> httpx.Response:
    body = items(asker, target)
    return asker.phone.http.post(f"/api/spaces/{target.space}/events", json=body)


def give_up(world: World, asker: Asker, target: Target) -> httpx.Response:
    """Of a space of their own making, where it would be taken."""
    is_taken = asker.phone is world.dana and target.exists
    space = world.part().space if is_taken else target.space
    return asker.phone.http.delete(f"/api/spaces/{space}/membership")


def answers_of(target: Target) -> str:
    return f"/api/spaces/{target.space}/conversations/{target.conversation}/answers/1"


def read_answers(world: World, asker: Asker, target: Target) -> httpx.Response:
    return asker.phone.http.get(answers_of(target))


def put_answer(world: World, asker: Asker, target: Target) -> httpx.Response:
    """Signed by nobody, so that none is ever in."""
    body = sealed()
    env_hash = hashlib.sha256(body).digest()
    record = Record(target.space, target.conversation, 1, asker.side.member, 1, env_hash)
    unsigned = Answer(record.build(), bytes(64), body)
    return asker.phone.http.put(answers_of(target), json=answer_json(unsigned))


def withdraw_answer(world: World, asker: Asker, target: Target) -> httpx.Response:
    return asker.phone.http.delete(answers_of(target))


def subscribe(world: World, asker: Asker, _target: Target) -> httpx.Response:
    return asker.phone.http.put("/api/push/subscription", json=Device().body)


def choose(world: World, asker: Asker, _target: Target) -> httpx.Response:
    body = {"kinds": ["thanks"], "quiet": None}
    return asker.phone.http.put("/api/push/choices", json=body)


def reminder_of(target: Target) -> str:
    """Whatever its id: everybody has reminders of their own, and only those."""
    return f"/api/reminders/{b64(target.space.bytes)}"


def remind(world: World, asker: Asker, target: Target) -> httpx.Response:
    body = {"due_ms": asker.phone.clock.now_ms() + 1_000}
    return asker.phone.http.put(reminder_of(target), json=body)


def forget(world: World, asker: Asker, target: Target) -> httpx.Response:
    return asker.phone.http.delete(reminder_of(target))


ROUTES: Mapping[str, Row] = {
    "GET /api/health": Row(get("/api/health"), everybody(200)),
    "GET /api/about": Row(get("/api/about"), everybody(200)),
    "POST /api/salts": Row(
        lambda _world, asker, _target: asker.phone.http.post("/api/salts", json={"login": "kim"}),
        everybody(200),
    ),
    "POST /api/accounts": Row(sign_up, everybody(409, "login_taken")),
    "POST /api/sessions": Row(sign_in, everybody(401, "no_match")),
    "POST /api/recoveries": Row(recover, everybody(401, "no_match")),
    "GET /api/account": Row(get("/api/account"), {**signed_in(200), Role.RECOVERING: (200, None)}),
    "PUT /api/account/password": Row(
        change_password, {**signed_in(403, "no_match"), Role.RECOVERING: (400, "malformed")}
    ),
    "PUT /api/account/recovery": Row(change_recovery, signed_in(403, "no_match")),
    "PUT /api/account/vault": Row(write_vault, signed_in(409, "vault_moved")),
    "POST /api/account/deletion": Row(delete_account, signed_in(403, "no_match")),
    "GET /api/sessions": Row(get("/api/sessions"), signed_in(200)),
    "DELETE /api/sessions/{session}": Row(
        end_session, {**signed_in(*NOT_FOUND), Role.MEMBER: (204, None)}
    ),
    "POST /api/invitations": Row(
        make_invitation, {**signed_in(409, "id_used"), Role.MEMBER: (200, None)}
    ),
    "GET /api/invitations": Row(get("/api/invitations"), signed_in(200)),
    "GET /api/invitations/{invitation}": Row(
        read_invitation,
        {**signed_in(*CLAIMED), Role.NOBODY: CLAIMED, Role.PARTNER: (200, None)},
    ),
    "PUT /api/invitations/{invitation}/claim": Row(
        claim,
        {**signed_in(*CLAIMED), Role.MEMBER: (409, "own_invitation"), Role.PARTNER: (200, None)},
    ),
    "PUT /api/invitations/{invitation}/nonce": Row(
        answer, {**signed_in(*NOT_FOUND), Role.MEMBER: (204, None)}
    ),
    "POST /api/invitations/{invitation}/space": Row(
        open_space, {**signed_in(*NOT_FOUND), Role.MEMBER: (200, None)}
    ),
    "POST /api/invitations/{invitation}/join": Row(
        join, {**signed_in(*CLAIMED), Role.PARTNER: (422, "bad_signature")}
    ),
    "DELETE /api/invitations/{invitation}": Row(
        cancel, {**signed_in(204), Role.MEMBER: (409, "frozen")}
    ),
    "GET /api/spaces/{space}/events": Row(
        read_events, {**signed_in(*NOT_FOUND), **both(200), Role.LEFT_BEHIND: (200, None)}
    ),
    "POST /api/spaces/{space}/events": Row(
        append,
        {**signed_in(*NOT_FOUND), **both(201), Role.LEFT_BEHIND: (422, "space_closed")},
    ),
    "DELETE /api/spaces/{space}/membership": Row(
        give_up, {**signed_in(*NOT_FOUND), **both(409, "open"), Role.LEFT_BEHIND: (204, None)}
    ),
    f"GET {ANSWERS}": Row(
        read_answers, {**signed_in(*NOT_FOUND), **both(200), Role.LEFT_BEHIND: (200, None)}
    ),
    f"PUT {ANSWERS}": Row(
        put_answer,
        {
            **signed_in(*NOT_FOUND),
            **both(422, "bad_signature"),
            Role.LEFT_BEHIND: (422, "space_closed"),
        },
    ),
    f"DELETE {ANSWERS}": Row(
        withdraw_answer, {**signed_in(*NOT_FOUND), **both(204), Role.LEFT_BEHIND: (204, None)}
    ),
    "GET /api/push": Row(get("/api/push"), signed_in(200)),
    "PUT /api/push/subscription": Row(subscribe, signed_in(204)),
    "DELETE /api/push/subscription": Row(
        lambda _world, asker, _target: asker.phone.http.delete("/api/push/subscription"),
        signed_in(204),
    ),
    "PUT /api/push/choices": Row(choose, signed_in(204)),
    "POST /api/push/looked": Row(
        lambda _world, asker, _target: asker.phone.http.post("/api/push/looked"), signed_in(204)
    ),
    "GET /api/reminders": Row(get("/api/reminders"), signed_in(200)),
    "PUT /api/reminders/{reminder}": Row(remind, signed_in(204)),
    "DELETE /api/reminders/{reminder}": Row(forget, signed_in(204)),
}


# Those whose path names something of the asker's own: to nobody is anything there that is not.
OWN = {"PUT /api/reminders/{reminder}", "DELETE /api/reminders/{reminder}"}


@dataclass(frozen=True)
class FrameRow:
    write: Callable[[Asker, Target], dict[str, Any]]
    says: Says


def on_socket(answers: Says) -> Says:
    """Who gets no socket at all is told so by the close code, or at the handshake."""
    return {
        **dict.fromkeys(Role, NOT_FOUND),
        **answers,
        Role.NOBODY: (4401, None),
        Role.REVOKED: (4403, None),
        Role.RECOVERING: (403, "recovery_only"),
    }


def follow_frame(_asker: Asker, target: Target) -> dict[str, Any]:
    return {"type": "follow", "space": str(target.space), "after": 0, "head": None}


def append_frame(asker: Asker, target: Target) -> dict[str, Any]:
    space = str(target.space)
    return {"type": "append", "ref": "r", "space": space, **items(asker, target)}


FRAMES: Mapping[str, FrameRow] = {
    "follow": FrameRow(follow_frame, on_socket({**both(200), Role.LEFT_BEHIND: (200, None)})),
    "append": FrameRow(
        append_frame, on_socket({**both(201), Role.LEFT_BEHIND: (422, "space_closed")})
    ),
}


def said(response: httpx.Response) -> Said:
    """Status, and the code where it is a refusal."""
    return response.status_code, None if response.is_success else response.json()["code"]


def exchange(phone: Phone, frame: dict[str, Any]) -> str | int:
    """Send one frame on a socket of its own: the first frame that comes, or the close code."""
    try:
        with phone.socket() as socket:
            socket.send(json.dumps(frame))
            return str(socket.recv(10))
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd is not None else 0
    except InvalidStatus as refused:
        return bytes(refused.response.body).decode()


def said_on_socket(answered: str | int) -> Said:
    if isinstance(answered, int):
        return answered, None
    frame = json.loads(answered)
    if "type" not in frame:
        return 403, frame["code"]
    return frame.get("status", 200), frame.get("code")
