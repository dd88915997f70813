"""Two people at a running server, and what they say and seal in a conversation."""

import hashlib
from dataclasses import dataclass, field, replace
from uuid import UUID

import httpx

from app.client.answers import Answer, Record
from app.client.clear import ClearFields
from app.client.events import Item
from app.client.talk_verbs import (
    REVEAL,
    Accepted,
    Invited,
    OpenedTogether,
    PlanStep,
    Told,
)
from app.client.verbs import verb_of
from app.client.wire import answer_json, item_json
from tests.log.sharing import Couple, Side
from tests.log.signing import new_uuid, sealed

REVEALS = (PlanStep(REVEAL), PlanStep(REVEAL))


@dataclass
class Talk:
    """One conversation, seen from outside: 0 is who invited. Nothing is judged here."""

    client: httpx.Client
    couple: Couple
    id: UUID = field(default_factory=new_uuid)

    def side(self, who: int) -> Side:
        return self.couple.sides[who]

    def sign(self, who: int, clear: ClearFields, rev: int = 0, body: bytes | None = None) -> Item:
        """For the next place, without going on from it."""
        line = self.couple.line.copy()
        return line.say(
            self.side(who).member,
            clear,
            verb=verb_of(clear),
            target=self.id,
            rev=rev,
            body=body,
        )

    def post(self, who: int, item: Item, *, repair: bool = False) -> httpx.Response:
        answer = self._ask(
            who, "POST", f"{self._space}/events", {"items": [item_json(item)], "repair": repair}
        )
        if answer.status_code == 201:
            self.couple.line.add(item)
        return answer

    def act(self, who: int, clear: ClearFields) -> httpx.Response:
        return self.post(who, self.sign(who, clear))

    def begin(self, plan: tuple[PlanStep, ...] = REVEALS) -> "Talk":
        """Invited and accepted."""
        invited = self.post(0, self.sign(0, Invited(plan), 1, sealed()))
        assert invited.status_code == 201, invited.text
        accepted = self.act(1, Accepted())
        assert accepted.status_code == 201, accepted.text
        return self

    def record(self, who: int, *, rev: int = 1, opening: int = 1) -> Record:
        member = self.side(who).member.id
        return Record(self.couple.line.space, self.id, opening, member, rev, b"")

    def make(self, who: int, *, rev: int = 1, opening: int = 1, body: bytes = b"") -> Answer:
        return self.signed(who, self.record(who, rev=rev, opening=opening), body or sealed())

    def signed(self, who: int, record: Record, body: bytes) -> Answer:
        data = replace(record, env_hash=hashlib.sha256(body).digest()).build()
        return Answer(data, self.side(who).member.key.sign(data), body)

    def put(self, who: int, answer: Answer, opening: int = 1) -> httpx.Response:
        return self._ask(who, "PUT", self.path(opening), answer_json(answer))

    def withdraw(self, who: int, opening: int = 1) -> httpx.Response:
        return self._ask(who, "DELETE", self.path(opening))

    def read(self, who: int, opening: int = 1) -> httpx.Response:
        return self._ask(who, "GET", self.path(opening))

    def both_in(self, opening: int = 1) -> tuple[Answer, Answer]:
        """The inviter's first."""
        answers = self.make(0, opening=opening), self.make(1, opening=opening)
        for who, answer in enumerate(answers):
            assert self.put(who, answer, opening).status_code == 201
        return answers

    def opened(self, answers: tuple[Answer, Answer], opening: int = 1) -> OpenedTogether:
        return OpenedTogether(opening, *(answer.hash for answer in answers))

    def tell(self, who: int, opening: int = 1) -> httpx.Response:
        return self.act(who, Told(opening))

    def path(self, opening: int = 1) -> str:
        return f"{self._space}/conversations/{self.id}/answers/{opening}"

    @property
    def _space(self) -> str:
        return f"/api/spaces/{self.couple.line.space}"

    def _ask(self, who: int, method: str, path: str, body: object = None) -> httpx.Response:
        headers = {"Cookie": self.side(who).person.cookie}
        return self.client.request(method, path, json=body, headers=headers)


def said(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json()["code"]
