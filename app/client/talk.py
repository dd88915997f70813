"""Guided conversations as one person has them, without a screen: each act reads, signs and sends.

Step, move and opening are those that the log says come next; a conversation is named by its object.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from app.client.answers import Answer, Record, check_answer, make_answer, open_answer
from app.client.clear import ClearFields
from app.client.errors import AnswerError, RuleError
from app.client.exported_answers import ExportedOpening
from app.client.outbox import Erase
from app.client.outbox import Talk as TalkIntent
from app.client.talk_content import SealedWords, read_sealed
from app.client.talk_verbs import (
    Accepted,
    Ended,
    Heard,
    Invited,
    OpenedTogether,
    Paused,
    PlanStep,
    Ready,
    Resumed,
    Said,
    Told,
)
from app.client.turns import IMAGINE, MIRROR, VALIDATE, Talk
from app.client.wire import AnswersState, Json, Kept

if TYPE_CHECKING:
    from app.client.us import Us

_MOVES = {MIRROR: 2, VALIDATE: 3, IMAGINE: 4}


@dataclass(frozen=True)
class Opened:
    """Two answers that opened together; `second`: ours came second."""

    mine: SealedWords
    theirs: SealedWords
    second: bool


class Conversations:
    """What a person can do in the conversations of one shared space."""

    def __init__(self, us: "Us") -> None:
        self._us = us

    def find(self, conversation: UUID) -> Talk:
        """Where it stands, as far as this device has read. KeyError for none."""
        talk = self._us.sync.log.objects()[conversation].talk
        if talk is None:
            raise KeyError(conversation)
        return talk

    def invite(
        self, guide: str, plan: Sequence[tuple[int, int]], note: str = "", version: int = 1
    ) -> UUID:
        """Ask the other person; gives the conversation. `plan`: kind and rounds of each step."""
        conversation = self._us.sync.device.uuid7()
        clear = Invited(tuple(PlanStep(kind, rounds) for kind, rounds in plan))
        words = {"t": "conversation", "v": 1, "guide": guide, "version": version, "note": note}
        self._act(conversation, clear, words)
        return conversation

    def accept(self, conversation: UUID) -> None:
        self._act(conversation, Accepted())

    def ready(self, conversation: UUID) -> None:
        self._act(conversation, Ready(self._step(conversation)))

    def say(self, conversation: UUID, text: str, *, aloud: bool = False) -> None:
        """The piece whose turn it is."""
        step, turn = self._step(conversation), self.find(conversation).turn
        move = 1 if turn is None else _MOVES.get(turn.phase, 1)
        words = {"t": "turn", "v": 1, "text": text, "aloud": aloud}
        self._act(conversation, Said(step, move), words)

    def hear(self, conversation: UUID, *, enough: bool = True) -> None:
        self._act(conversation, Heard(self._step(conversation), enough))

    def pause(self, conversation: UUID, return_ms: int) -> None:
        self._act(conversation, Paused(return_ms))

    def resume(self, conversation: UUID) -> None:
        self._act(conversation, Resumed())

    def tell(self, conversation: UUID) -> None:
        """Say "I have answered", which nothing else says."""
        self._act(conversation, Told(self._opening(conversation)))

    def end(self, conversation: UUID) -> None:
        self._act(conversation, Ended())

    def take_back(self, conversation: UUID, rev: int) -> None:
        """Our own words of this version; the conversation goes on as it stands."""
        self._us.read()
        version = self._us.sync.log.objects()[conversation].versions[rev].put.event_id
        self._us.send(Erase(self._us.sync.device.uuid7(), conversation, version))

    def put_answer(self, conversation: UUID, words: Mapping[str, str]) -> Kept:
        """Seal an answer, or replace ours; without words it is a pass. Both open with the second.

        Ours coming second, what opened is written into the log right behind it.
        """
        opening, sync = self._opening(conversation), self._us.sync
        rev = self.ask(conversation, opening).rev + 1
        plaintext = {"t": "answer", "v": 1, "pass": not words, "words": dict(words)}
        place = self._place(conversation, opening, rev=rev)
        made = make_answer(place, sync.member_keys, sync.keys, plaintext, sync.device.random)
        kept = self.send_answer(place, made)
        if kept.open and kept.second:
            self.open_together(conversation)
        return kept

    def send_answer(self, place: Record, answer: Answer) -> Kept:
        """Bring these very bytes, as a phone does again that lost the reply."""
        path = (place.conversation, place.opening)
        return self._us.sync.device.api.put_answer(place.space, *path, answer)

    def withdraw(self, conversation: UUID) -> None:
        opening = self._opening(conversation)
        self._us.sync.device.api.withdraw_answer(self._us.space, conversation, opening)

    def ask(self, conversation: UUID, opening: int) -> AnswersState:
        """What the server gives of an opening; nothing of it is checked yet."""
        return self._us.sync.device.api.answers(self._us.space, conversation, opening)

    def read_answers(self, conversation: UUID, opening: int) -> Opened | None:
        """Both answers, checked and opened; None while they are not open.

        Raises AnswerError, SignatureError or EnvelopeError for anything that is not as signed.
        """
        state = self.ask(conversation, opening)
        if state.mine is None or state.theirs is None:
            return None
        own, partner = self._us.sync.log.pin.own, self._us.place.partner.entry
        return Opened(
            self._open(state.mine, conversation, opening, own.member, own.ed_pub),
            self._open(state.theirs, conversation, opening, partner.member, partner.ed_pub),
            state.second,
        )

    def open_together(self, conversation: UUID) -> None:
        """Write into the log which two records opened; nothing where it stands there already."""
        opening = self._opening(conversation)
        state = self.ask(conversation, opening)
        if state.mine is None or state.theirs is None:
            raise RuleError("not_open", "the answers are not open")
        hashes = (state.mine.hash, state.theirs.hash)
        inviter, _ = self.find(conversation).people
        if inviter != self._us.sync.log.pin.own.member:
            hashes = (hashes[1], hashes[0])
        self._act(conversation, OpenedTogether(opening, *hashes))

    def export(self) -> list[ExportedOpening]:
        """Every opening that the log names, where the server still gives both records."""
        found = []
        for conversation, state in self._us.sync.log.objects().items():
            for opening in () if state.talk is None else state.talk.hashes:
                asked = self.ask(conversation, opening)
                if asked.mine is not None and asked.theirs is not None:
                    pair = (asked.mine, asked.theirs)
                    found.append(ExportedOpening(conversation, opening, *pair))
        return found

    def _open(
        self, answer: Answer, conversation: UUID, opening: int, member: UUID, ed_pub: bytes
    ) -> SealedWords:
        talk = self.find(conversation)
        named = talk.hashes.get(opening)
        of_log = None if named is None else named[talk.people.index(member)]
        place = Record(self._us.space, conversation, opening, member, 1, b"")
        record = check_answer(answer, place, ed_pub, of_log)
        if answer.body is None:
            raise AnswerError("body", "the words are not there: withheld, or taken back")
        words = read_sealed(open_answer(record, answer.body, self._us.sync.keys))
        if words is None:
            raise AnswerError("body", "it holds something else than an answer")
        return words

    def _place(self, conversation: UUID, opening: int, *, rev: int) -> Record:
        member = self._us.sync.log.pin.own.member
        return Record(self._us.space, conversation, opening, member, rev, b"")

    def _step(self, conversation: UUID) -> int:
        self._us.read()
        return self.find(conversation).done + 1

    def _opening(self, conversation: UUID) -> int:
        self._us.read()
        return self.find(conversation).opened + 1

    def _act(self, conversation: UUID, clear: ClearFields, words: Json | None = None) -> None:
        self._us.send(TalkIntent(self._us.sync.device.uuid7(), conversation, clear, words))
