"""The server's HTTP door: one session's cookies, JSON in and out, every failure by name."""

import ssl
from collections.abc import Mapping
from functools import cache
from uuid import UUID

import httpx

from app.client.answers import Answer
from app.client.canonical import b64, unb64
from app.client.errors import MalformedError, OfflineError, RefusedError
from app.client.events import Item
from app.client.pairing import INVITATION_BYTES, Link
from app.client.wire import (
    AccountState,
    AnswersState,
    Appended,
    InvitationState,
    Json,
    Kept,
    Page,
    Salt,
    answer_json,
    as_list,
    as_object,
    item_json,
    parse_json,
    read_account,
    read_answers,
    read_appended,
    read_invitation,
    read_kept,
    read_page,
    read_salt,
)

PROTOCOL = 1
_TIMEOUT_SECONDS = 30


@cache
def _trust() -> ssl.SSLContext:
    """The authorities that are believed: reading them costs more than all else of a connection."""
    return httpx.create_ssl_context()


class Api:
    """One device's connection. `transport` stands in for the network where a test needs it."""

    def __init__(self, base_url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(
            base_url=base_url,
            transport=transport,
            headers={"Goldseam-Client": str(PROTOCOL)},
            timeout=_TIMEOUT_SECONDS,
            verify=_trust(),
        )

    @property
    def base_url(self) -> str:
        return str(self._http.base_url).rstrip("/")

    def cookie_header(self) -> str:
        """The cookies as a socket's handshake sends them."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._http.cookies.jar)

    def close(self) -> None:
        self._http.close()

    def salt(self, login: str) -> Salt:
        return read_salt(self.call("POST", "/api/salts", {"login": login}))

    def account(self) -> AccountState:
        return read_account(self.call("GET", "/api/account"))

    def enter(self, path: str, body: Json) -> AccountState:
        """POST to accounts, sessions or recoveries; the answer's cookie is kept."""
        return read_account(self.call("POST", f"/api/{path}", body))

    def change(self, part: str, body: Json) -> AccountState:
        """PUT the account's password or recovery."""
        return read_account(self.call("PUT", f"/api/account/{part}", body))

    def page(self, space: UUID, after: int) -> Page:
        return read_page(self.call("GET", f"/api/spaces/{space}/events?after={after}"))

    def append(self, space: UUID, items: list[Item], *, repair: bool) -> Appended:
        body = {"items": [item_json(item) for item in items], "repair": repair}
        answer = self._send("POST", f"/api/spaces/{space}/events", body)
        return read_appended(answer.status_code, _json(answer))

    def answers(self, space: UUID, conversation: UUID, opening: int) -> AnswersState:
        return read_answers(self.call("GET", _opening(space, conversation, opening)))

    def put_answer(self, space: UUID, conversation: UUID, opening: int, answer: Answer) -> Kept:
        path = _opening(space, conversation, opening)
        return read_kept(self.call("PUT", path, answer_json(answer)))

    def withdraw_answer(self, space: UUID, conversation: UUID, opening: int) -> None:
        self.call("DELETE", _opening(space, conversation, opening))

    def own_invitations(self) -> dict[bytes, InvitationState]:
        answer = as_object(self.call("GET", "/api/invitations"))
        rows = [as_object(row) for row in as_list(answer.get("invitations"))]
        return {unb64(row.get("id"), INVITATION_BYTES): read_invitation(row) for row in rows}

    def invitation(self, link: Link) -> InvitationState:
        """What the link shows, which before the claim needs no account."""
        return read_invitation(self._with_link("GET", link))

    def claim(self, link: Link, m2: bytes) -> InvitationState:
        return read_invitation(self._with_link("PUT", link, "/claim", {"m2": b64(m2)}))

    def join(self, link: Link, body: Json) -> None:
        self._with_link("POST", link, "/join", body)

    def _with_link(
        self, method: str, link: Link, step: str = "", body: Json | None = None
    ) -> object:
        # In a header: addresses end up in histories and logs.
        headers = {"Goldseam-Invitation": b64(link.auth)}
        path = f"/api/invitations/{b64(link.invitation)}{step}"
        return _json(self._send(method, path, body, headers))

    def call(self, method: str, path: str, body: Json | None = None) -> object:
        """The answer's JSON, None where there is none. Raises OfflineError or RefusedError."""
        return _json(self._send(method, path, body))

    def _send(
        self, method: str, path: str, body: Json | None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        try:
            answer = self._http.request(method, path, json=body, headers=headers)
        except httpx.TransportError:
            raise OfflineError from None
        if not answer.is_success:
            raise _refusal(answer)
        return answer


def _opening(space: UUID, conversation: UUID, opening: int) -> str:
    return f"/api/spaces/{space}/conversations/{conversation}/answers/{opening}"


def _json(answer: httpx.Response) -> object:
    if not answer.content:
        return None
    return parse_json(answer.content)


def _refusal(answer: httpx.Response) -> RefusedError:
    """A proxy in between may answer without our shape: then the code is `server`."""
    try:
        fields = as_object(_json(answer))
    except MalformedError:
        fields = {}
    wait = answer.headers.get("Retry-After", "")
    return RefusedError(
        str(fields.get("code", "server")),
        answer.status_code,
        str(fields.get("detail", "")),
        int(wait) if wait.isdecimal() else None,
    )
