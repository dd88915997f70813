"""What was found in memory, done once more at a real server: the same acts, over HTTP."""

from dataclasses import dataclass, field

import httpx

from app.client.answers import Answer
from app.client.clear import ClearFields
from app.client.talk_verbs import (
    DEEPER_TURNS,
    REVEAL,
    TURNS,
    Accepted,
    Ended,
    Heard,
    Invited,
    OpenedTogether,
    Passed,
    Paused,
    PlanStep,
    Ready,
    Resumed,
    Said,
    Told,
)
from app.core.limits import ANSWER_AGAIN_MS
from tests.conftest import FakeClock
from tests.conversations.exploring import FALSE_HASH, LENGTHS
from tests.conversations.model import Act, Known, Plan
from tests.conversations.talking import Talk
from tests.log.signing import sealed

KINDS = {"reveal": REVEAL, "turns": TURNS, "deeper": DEEPER_TURNS}


@dataclass
class Replay:
    """One conversation at the server. `made` are each person's newest answers by opening."""

    talk: Talk
    clock: FakeClock
    plan: Plan
    rev: int = 1
    made: dict[tuple[int, int], Answer] = field(default_factory=dict)

    def begin(self) -> None:
        asked = self.talk.sign(0, self._plan(), 1, sealed())
        assert self.talk.post(0, asked).status_code == 201

    def run(self, path: tuple[Act, ...]) -> None:
        """Every act is answered as the protocol says."""
        known = Known.begin(self.plan)
        for at, act in enumerate(path):
            expected = known.after(act)
            code = self._do(act, known)
            wanted = expected if isinstance(expected, str) else None
            assert code == wanted, (code, wanted, path[: at + 1])
            if isinstance(expected, Known):
                known = expected
        self._check_shown(known)

    def _check_shown(self, known: Known) -> None:
        for number, reveal in enumerate(known.reveals, start=1):
            for who in (0, 1):
                told = self.talk.read(who, number).json()
                assert (told["theirs"] is not None) == reveal.shows(1 - who)
                assert (told["mine"] is not None) == (reveal.answers[who].state == "in")
                assert told["second"] == (reveal.second == who)

    def _do(self, act: Act, known: Known) -> str | None:
        if act.of == "time":
            self.clock.advance(ANSWER_AGAIN_MS)
            return None
        if act.of == "put":
            return self._put(act, known)
        if act.of == "withdraw":
            return _code(self.talk.withdraw(act.who, act.at))
        return self._say(act)

    def _put(self, act: Act, known: Known) -> str | None:
        """Of an opening that is done, the record that the log names; else a new one."""
        if act.at <= known.opened:
            answer = self._newest(act.who, act.at)
        else:
            rev = self.talk.read(act.who, act.at).json()["rev"]
            answer = self.talk.make(act.who, rev=rev + (1 if act.right else 2), opening=act.at)
        if not act.signed:
            answer = Answer(answer.record, bytes(64), answer.body)
        code = _code(self.talk.put(act.who, answer, act.at))
        if code is None:
            self.made[act.who, act.at] = answer
        return code

    def _newest(self, who: int, opening: int) -> Answer:
        if (who, opening) not in self.made:
            self.made[who, opening] = self.talk.make(who, opening=opening)
        return self.made[who, opening]

    def _say(self, act: Act) -> str | None:
        clear = self._clear(act)
        has_body = act.of in {"said", "invited"}
        rev = {"said": self.rev + 1, "invited": 1}.get(act.of, 0) + (not act.right)
        item = self.talk.sign(act.who, clear, rev, sealed() if has_body else None)
        code = _code(self.talk.post(act.who, item, repair=act.repair))
        if code is None and act.of == "said":
            self.rev = rev
        # Nobody says more than sixty things a minute; what waits does so for longer.
        self.clock.advance(1_000)
        return code

    def _clear(self, act: Act) -> ClearFields:
        now_ms = self.clock.now_ms()
        hashes = (FALSE_HASH, FALSE_HASH)
        if act.of == "opened_together" and act.enough:
            hashes = (self._newest(0, act.at).hash, self._newest(1, act.at).hash)
        known: dict[str, ClearFields] = {
            "invited": self._plan(),
            "accepted": Accepted(),
            "ready": Ready(act.at),
            "said": Said(act.at, act.move),
            "heard": Heard(act.at, act.enough),
            "passed": Passed(act.at),
            "paused": Paused(now_ms + LENGTHS[act.length]),
            "resumed": Resumed(),
            "told": Told(act.at),
            "opened_together": OpenedTogether(act.at, *hashes),
            "ended": Ended(),
        }
        return known[act.of]

    def _plan(self) -> Invited:
        return Invited(tuple(PlanStep(KINDS[kind], rounds) for kind, rounds in self.plan))


def _code(answer: httpx.Response) -> str | None:
    return None if answer.is_success else str(answer.json()["code"])
