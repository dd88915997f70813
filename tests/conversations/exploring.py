"""Every state that two people can bring a conversation into, by calling the shipped rules.

A device of either person may be late and do anything at all, so everything is tried in every
state: how many devices somebody has adds nothing to that. Revs, hashes and dates are made the same
after each act, which makes the states finite: the exploration ends by itself.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product

from app.conversations import answer_rules, rules
from app.conversations.answer_rules import Put
from app.conversations.facts import ConversationFacts, Held, Opening
from app.conversations.verbs import (
    ConversationAccepted,
    ConversationEnded,
    ConversationErased,
    ConversationHeard,
    ConversationInvited,
    ConversationOpenedTogether,
    ConversationPassed,
    ConversationPaused,
    ConversationReady,
    ConversationResumed,
    ConversationSaid,
    ConversationTold,
    Move,
    PlanStep,
    StepKind,
)
from app.core.limits import ANSWER_AGAIN_MS, MAX_PAUSE_MS, MIN_PAUSE_MS
from app.log.events import ClearFields, Event
from app.log.objects import ObjectState
from app.log.rules import Refusal, Situation
from app.spaces import rules as spaces
from tests.conversations.model import Act, Known, Length, Plan
from tests.log.exploring import FOUND, MEMBERS, Said, joining, opening, stand
from tests.log.folding import Folded, Rules

TALK = b"T" * 16
NOW_MS = 40 * 24 * 3_600_000
KINDS = {"reveal": StepKind.REVEAL, "turns": StepKind.TURNS, "deeper": StepKind.DEEPER_TURNS}
LENGTHS = {
    "short": MIN_PAUSE_MS - 1,
    "right": MIN_PAUSE_MS,
    "longest": MAX_PAUSE_MS,
    "long": MAX_PAUSE_MS + 1,
}
PAUSES: tuple[Length, ...] = ("short", "right", "longest", "long")
FALSE_HASH = b"\xff" * 32
VERBS: dict[type[ClearFields], str] = {
    type_: type_.model_fields["verb"].default
    for type_ in (
        ConversationAccepted,
        ConversationEnded,
        ConversationErased,
        ConversationHeard,
        ConversationInvited,
        ConversationOpenedTogether,
        ConversationPassed,
        ConversationPaused,
        ConversationReady,
        ConversationResumed,
        ConversationSaid,
        ConversationTold,
    )
}


@dataclass(frozen=True)
class Shipped:
    """The rules under test, or mutants of them."""

    rules: Rules = field(default_factory=lambda: rules.RULES)
    put: Callable[..., ConversationFacts | Refusal] = answer_rules.decide_answer
    withdraw: Callable[..., ConversationFacts | Refusal] = answer_rules.decide_withdrawn
    leave: Callable[[ConversationFacts], ConversationFacts] = answer_rules.without_waiting


class FoundError(AssertionError):
    """The rules and the protocol part here: what was done, and what the protocol says of it."""

    def __init__(self, path: Sequence[Act], why: str) -> None:
        super().__init__(f"{why}: {path}")
        self.path = tuple(path)


def record_hash(who: int, number: int) -> bytes:
    """Of the one record that this person has for this opening."""
    return hashlib.sha256(bytes([who, number])).digest()


def plan_of(plan: Plan) -> tuple[PlanStep, ...]:
    return tuple(PlanStep(kind=KINDS[kind], rounds=rounds) for kind, rounds in plan)


def clear_of(act: Act, plan: Plan, at_ms: int, hashes: tuple[bytes, bytes]) -> ClearFields:
    """`hashes` are those of the two records, for an opening that is told truly."""
    inviter, invited = hashes if act.enough else (FALSE_HASH, FALSE_HASH)
    clear: dict[str, Callable[[], ClearFields]] = {
        "invited": lambda: ConversationInvited(plan=plan_of(plan)),
        "accepted": ConversationAccepted,
        "ready": lambda: ConversationReady(step=act.at),
        "said": lambda: ConversationSaid(step=act.at, move=Move(act.move)),
        "heard": lambda: ConversationHeard(step=act.at, enough=act.enough),
        "passed": lambda: ConversationPassed(step=act.at),
        "paused": lambda: ConversationPaused(return_ms=at_ms + LENGTHS[act.length]),
        "resumed": ConversationResumed,
        "told": lambda: ConversationTold(opening=act.at),
        "opened_together": lambda: ConversationOpenedTogether(
            opening=act.at, inviter=inviter, invited=invited
        ),
        "ended": ConversationEnded,
    }
    return clear[act.of]()


@cache
def acts(plan: Plan, *, repairs: bool = True) -> tuple[Act, ...]:
    """Everything that either of the two, or time, could do; wrong places and revs too."""
    found = [Act("time")]
    for who in (0, 1):
        for of, right in product(("invited", "accepted", "ended", "resumed"), (True, False)):
            found.append(Act(of, who, right=right))
        found += [Act("paused", who, length=length) for length in PAUSES]
        found.append(Act("paused", who, right=False))
        for at in range(1, len(plan) + 2):
            found += _in_turns(who, at)
        for at in range(1, sum(kind == "reveal" for kind, _ in plan) + 2):
            found += _at_reveals(who, at, (False, True) if repairs else (False,))
    return tuple(found)


def _in_turns(who: int, at: int) -> Iterator[Act]:
    for right in (True, False):
        yield from (Act(of, who, at, right=right) for of in ("ready", "passed"))
        yield from (Act("said", who, at, move, right=right) for move in (1, 2, 3, 4))
        yield from (Act("heard", who, at, enough=e, right=right) for e in (True, False))


def _at_reveals(who: int, at: int, repairs: tuple[bool, ...]) -> Iterator[Act]:
    for repair in repairs:
        yield Act("told", who, at, repair=repair)
        for truly in (True, False):
            yield Act("opened_together", who, at, enough=truly, repair=repair)
    yield from (Act(of, who, at, right=False) for of in ("told", "opened_together"))
    for right, signed in product((True, False), (True, False)):
        yield Act("put", who, at, right=right, signed=signed)
    yield Act("withdraw", who, at)


@dataclass(frozen=True)
class Explored:
    """How many states there are, and how many questions were asked in them."""

    states: int
    questions: int


def explore(
    plan: Plan,
    shipped: Shipped,
    check: Callable[[ConversationFacts, Known], None],
    *,
    repairs: bool = True,
) -> Explored:
    """Everything in every reachable state. Raises FoundError where rules and protocol part."""
    start, known = begin(plan, shipped), Known.begin(plan)
    everything = acts(plan, repairs=repairs)
    seen: dict[tuple[ObjectState, Known], tuple[Act, ...]] = {(start, known): ()}
    frontier, questions = deque([(start, known)]), 0
    while frontier:
        state, before = frontier.popleft()
        path = seen[state, before]
        for act in everything:
            questions += 1
            expected = before.after(act)
            try:
                after = ask(shipped, state, plan, act)
            except FOUND as fault:
                raise FoundError([*path, act], repr(fault)) from fault
            if isinstance(expected, str) or isinstance(after, str):
                if after != expected:
                    raise FoundError([*path, act], f"{after} instead of {expected}")
                continue
            facts = ConversationFacts.of(after)
            if not agrees(facts, expected):
                raise FoundError([*path, act], f"{facts} instead of {expected}")
            check(facts, expected)
            if (after, expected) not in seen:
                seen[after, expected] = (*path, act)
                frontier.append((after, expected))
    return Explored(len(seen), questions)


def begin(plan: Plan, shipped: Shipped) -> ObjectState:
    folded = stand(Folded({**spaces.RULES, **shipped.rules}), opening(), joining())
    clear = ConversationInvited(plan=plan_of(plan))
    event = Said(MEMBERS[0])(VERBS[type(clear)], clear, TALK, 1, bytes(32))
    try:
        state = stand(folded, event).objects[event.object]
        assert (state.kind, state.rev, state.author) == ("conversation", 1, MEMBERS[0])
        assert ConversationFacts.of(state).people == MEMBERS
    except FOUND as fault:
        raise FoundError((), repr(fault)) from fault
    return state


def ask(shipped: Shipped, state: ObjectState, plan: Plan, act: Act) -> ObjectState | str:
    """What the shipped rule says: the next state, made the same as its equals, or the code."""
    facts = ConversationFacts.of(state)
    if act.of == "time":
        return normal(replace(state, facts=later(facts)))
    if act.of == "put":
        held = facts.opening(act.at).held[act.who]
        rev = (0 if held is None else held.rev) + (1 if act.right else 2)
        put = Put(act.who, act.at, rev, record_hash(act.who, act.at), act.signed)
        decided = shipped.put(facts, put, NOW_MS)
    elif act.of == "withdraw":
        decided = shipped.withdraw(facts, act.who, act.at, NOW_MS)
    else:
        return _said(shipped, state, plan, act)
    if isinstance(decided, Refusal):
        return decided.code
    return normal(replace(state, facts=decided))


def _said(shipped: Shipped, state: ObjectState, plan: Plan, act: Act) -> ObjectState | str:
    situation = Situation(space=None, object=state, version=None, is_repair=act.repair)
    event = event_of(act, plan, state.rev)
    decided = shipped.rules[event.verb].decide(situation, event)
    if isinstance(decided, Refusal):
        return decided.code
    if decided.rev != (event.rev if act.of == "said" else state.rev):
        raise AssertionError("the newest version is another one")
    return normal(decided)


@cache
def event_of(act: Act, plan: Plan, newest: int) -> Event:
    hashes = (record_hash(0, act.at), record_hash(1, act.at))
    clear = clear_of(act, plan, NOW_MS, hashes)
    rev = {"said": newest + 1, "invited": 1}.get(act.of, 0)
    body = bytes(32) if act.of in {"said", "invited"} else None
    say = Said(MEMBERS[act.who])
    event = say(VERBS[type(clear)], clear, TALK, rev if act.right else rev + 1, body)
    return replace(event, at_ms=NOW_MS)


def later(facts: ConversationFacts) -> ConversationFacts:
    """Long enough for everything that waits."""
    openings = tuple(
        one.model_copy(update={"held": tuple(_older(held) for held in one.held)})
        for one in facts.openings
    )
    paused = facts.paused
    if paused is not None:
        at_ms = NOW_MS - MIN_PAUSE_MS
        paused = paused.model_copy(update={"at_ms": at_ms, "return_ms": NOW_MS})
    return facts.model_copy(update={"openings": openings, "paused": paused})


def normal(state: ObjectState) -> ObjectState:
    """Revs begin again, so that a state that comes back is the same one."""
    facts = ConversationFacts.of(state)
    openings = tuple(
        one.model_copy(update={"held": tuple(_first(held) for held in one.held)})
        for one in facts.openings
    )
    while openings and openings[-1] == Opening():
        openings = openings[:-1]
    return replace(state, rev=1, facts=facts.model_copy(update={"openings": openings}))


def _first(held: Held | None) -> Held | None:
    return None if held is None else held.model_copy(update={"rev": 1})


def _older(held: Held | None) -> Held | None:
    if held is None or held.withdrawn_ms is None:
        return held
    return held.model_copy(update={"withdrawn_ms": NOW_MS - ANSWER_AGAIN_MS})


def agrees(facts: ConversationFacts, known: Known) -> bool:
    """Whether the stored facts say what the protocol says."""
    turn = facts.turn if facts.is_turns else None
    paused = None if facts.paused is None else facts.paused.at_ms
    ages = {None: None, "now": NOW_MS, "long ago": NOW_MS - MIN_PAUSE_MS}
    talking = known.talking
    shown = (
        None if turn is None else (frozenset(turn.ready), turn.speaker, turn.phase, turn.taken),
        (facts.accepted, facts.ended, facts.done, facts.opened),
        (paused, frozenset(facts.told)),
        [[_state(facts.opening(n), who) for who in (0, 1)] for n in _numbers(known)],
        [facts.opening(n).second for n in _numbers(known)],
    )
    expected = (
        (talking.ready, talking.speaker, talking.phase, talking.rounds) if known.is_turns else None,
        (known.accepted, known.ended, known.done, known.opened),
        (ages[known.paused], known.told),
        [[(a.state, r.shows(who)) for who, a in enumerate(r.answers)] for r in known.reveals],
        [reveal.second for reveal in known.reveals],
    )
    return shown == expected


def _numbers(known: Known) -> range:
    return range(1, len(known.reveals) + 1)


def _state(one: Opening, who: int) -> tuple[str, bool]:
    held = one.held[who]
    state = "none" if held is None else "out" if held.record is None else "in"
    return state, one.is_fixed(who)
