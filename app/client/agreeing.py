"""Limits, requests and agreements as one person makes them, without a screen.

Each act reads, signs and sends. What stands is named by its object, words by their rev.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from app.client.agree_intent import Agree
from app.client.agreed import Agreement
from app.client.agreement_content import agreed_plaintext, reply_plaintext
from app.client.agreement_verbs import KEPT, RETIRED
from app.client.items import Version
from app.client.outbox import Erase
from app.client.wire import Json

if TYPE_CHECKING:
    from app.client.us import Us

DEEP = frozenset({"trust-repair", "body-and-intimacy"})


class Agreements:
    """What a person can do with what two people agree on, in one shared space."""

    def __init__(self, us: "Us") -> None:
        self._us = us

    def find(self, agreement: UUID) -> Agreement:
        """Where it stands, as far as this device has read. KeyError for none."""
        agreed = self._us.sync.log.objects()[agreement].agreed
        if not isinstance(agreed, Agreement):
            raise KeyError(agreement)
        return agreed

    def share_limit(self, texts: Json, limit: UUID | None = None, category: str = "other") -> UUID:
        """Put a limit on the table, or the next words of ours; gives the limit."""
        words = agreed_plaintext("limit", category, texts)
        return self._say("limit.shared", limit, words)

    def acknowledge(self, limit: UUID) -> None:
        """The newest words of the other person's; there is no accepting them."""
        self._about("limit.acknowledged", limit, self._newest(limit))

    def retire(self, limit: UUID) -> None:
        self._act(Agree(self._id(), limit, "limit.retired"))

    def ask(self, texts: Json, request: UUID | None = None, category: str = "other") -> UUID:
        words = agreed_plaintext("request", category, texts)
        return self._say("request.asked", request, words)

    def answer(self, request: UUID, reply: str, text: str = "") -> None:
        """`yes`, `another_way` or `not_now`, to the newest words that were asked."""
        self._us.read()
        state = self._us.sync.log.objects()[request]
        asked = [v for v in state.versions.values() if v.put.member == state.author][-1]
        body = reply_plaintext(reply, text)
        self._act(Agree(self._id(), request, "request.answered", asked.put.event_id, body))

    def withdraw_request(self, request: UUID) -> None:
        self._act(Agree(self._id(), request, "request.withdrawn"))

    def propose(
        self,
        texts: Json,
        *,
        category: str = "conversation",
        days: Json | None = None,
        agreement: UUID | None = None,
        base: int | None = None,
    ) -> UUID:
        """Words to agree on; `base` is the rev that they start from. Proposing is signing."""
        words = agreed_plaintext("agreement", category, texts, days)
        version = None
        if agreement is not None:
            self._us.read()
            version = self._version(agreement, base)
        return self._say("agreement.proposed", agreement, words, version, deep=category in DEEP)

    def accept(self, agreement: UUID, rev: int | None = None) -> None:
        """Sign these very words; by default the newest."""
        self._us.read()
        put = self._version(agreement, rev).put
        name = "agreement.accepted"
        self._act(Agree(self._id(), agreement, name, put.event_id, words=put.env_hash))

    def pause(self, agreement: UUID) -> None:
        self._act(Agree(self._id(), agreement, "agreement.paused"))

    def resume(self, agreement: UUID) -> None:
        self._act(Agree(self._id(), agreement, "agreement.resumed"))

    def withdraw(self, agreement: UUID) -> None:
        self._act(Agree(self._id(), agreement, "agreement.withdrawn"))

    def review(self, agreement: UUID, next_ms: int | None) -> None:
        """Kept until then, or retired with None; it takes effect once both have said the same."""
        self._us.read()
        put = self._version(agreement, self.find(agreement).in_force).put
        outcome = RETIRED if next_ms is None else KEPT
        name, said = "agreement.reviewed", (outcome, next_ms or 0)
        intent = Agree(self._id(), agreement, name, put.event_id, outcome=said[0], next_ms=said[1])
        self._act(intent)

    def take_back(self, target: UUID, rev: int) -> None:
        """Our own words of this version; dates and signatures stay."""
        self._us.read()
        self._us.send(Erase(self._id(), target, self._version(target, rev).put.event_id))

    def _say(
        self,
        verb: str,
        target: UUID | None,
        words: Json,
        version: Version | None = None,
        *,
        deep: bool = False,
    ) -> UUID:
        made = target or self._id()
        named = None if version is None else version.put.event_id
        self._act(Agree(self._id(), made, verb, named, words, deep=deep))
        return made

    def _about(self, verb: str, target: UUID, version: Version) -> None:
        self._act(Agree(self._id(), target, verb, version.put.event_id))

    def _newest(self, target: UUID) -> Version:
        self._us.read()
        return self._version(target, None)

    def _version(self, target: UUID, rev: int | None) -> Version:
        state = self._us.sync.log.objects()[target]
        return state.versions[state.rev if rev is None else rev]

    def _act(self, intent: Agree) -> None:
        self._us.send(intent)

    def _id(self) -> UUID:
        return self._us.sync.device.uuid7()
