"""The rules about a space itself, and the gate before every other verb's rule, explored."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest

from app.appreciations import rules as appreciations
from app.appreciations.verbs import (
    AppreciationAnswered,
    AppreciationErased,
    AppreciationGiven,
    AppreciationTakenIn,
)
from app.conversations import rules as conversations
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
from app.core.ids import MemberId, ObjectId
from app.items import rules as items
from app.items.verbs import ItemErased, ItemPut
from app.log import rules as gate
from app.log.events import ClearFields, Event
from app.log.rules import Situation, judge
from app.spaces import rules as spaces
from app.spaces.facts import SpaceFacts
from app.spaces.rules import is_weak
from app.spaces.verbs import MemberKeys, SpaceJoined, SpaceKind, SpaceLeft
from tests.log.exploring import (
    FOUND,
    INVITED,
    INVITER,
    MEMBERS,
    SPACE,
    TH,
    Model,
    Said,
    explore,
    joining,
    opening,
    stand,
)
from tests.log.folding import Folded, Judge, Rules
from tests.log.mutants import each_mutant
from tests.log.signing import Member

SHIPPED = {**items.RULES, **spaces.RULES, **appreciations.RULES, **conversations.RULES}
DEPTH = 4
ITSELF = ObjectId(SPACE)
THING, THANKS, NOTHING = b"O" * 16, b"P" * 16, b"Q" * 16
PERSONAL = opening(kind=SpaceKind.PERSONAL, th=bytes(32), members=(INVITER,))
# Of small order, as protocol.md §4 lists them.
SMALL_ORDER = (
    "00" * 32,
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "ed" + "ff" * 30 + "7f",
    "ee" + "ff" * 30 + "7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)


def _weak(keys: MemberKeys, key: str, sign: int) -> MemberKeys:
    raw = bytearray.fromhex(key)
    raw[31] |= sign
    return keys.model_copy(update={"ed_pub": bytes(raw)})


def _alike(part: str) -> MemberKeys:
    """The invited person, with one thing of the inviter's."""
    return INVITED.model_copy(update={part: getattr(INVITER, part)})


NOT_OPENED: list[tuple[str, Event]] = [
    ("already_opened", replace(opening(), seq=2)),
    ("already_opened", replace(PERSONAL, seq=2)),
    ("genesis", replace(opening(), object=ObjectId(THING))),
    ("genesis", replace(opening(), rev=1)),
    ("genesis", replace(PERSONAL, object=ObjectId(THING))),
    ("genesis", replace(PERSONAL, rev=1)),
    ("genesis", replace(opening(), member=MEMBERS[1])),
    ("genesis", replace(PERSONAL, member=MEMBERS[1])),
    ("genesis", opening(th=bytes(32))),
    ("genesis", opening(kind=SpaceKind.PERSONAL, members=(INVITER,))),
    *[("genesis", opening(members=(INVITER, _alike(p)))) for p in ("member", "ed_pub", "x_pub")],
    *[
        ("weak_key", event)
        for key, sign in product(SMALL_ORDER, (0, 0x80))
        for event in (
            opening(members=(_weak(INVITER, key, sign), INVITED)),
            opening(members=(INVITER, _weak(INVITED, key, sign))),
            opening(kind=SpaceKind.PERSONAL, th=bytes(32), members=(_weak(INVITER, key, sign),)),
        )
    ],
]


@dataclass(frozen=True)
class Known:
    """What the protocol says of a space: its kind, who is in, and what lies on its table."""

    kind: SpaceKind
    joined: bool = False
    left: bool = False
    things: tuple[tuple[bytes, str, MemberId], ...] = ()

    def expected(self, event: Event) -> "Known | str":
        """§6 and §8 in plain words: what stands after the event, or the code of its refusal."""
        kind, _, what = event.verb.partition(".")
        if event.verb == "space.opened":
            return "already_opened"
        if kind == "dream" or (self.kind is SpaceKind.PERSONAL and kind != "item"):
            return "unknown_verb"
        if self.left and what != "erased":
            return "space_closed"
        if self.kind is SpaceKind.SHARED and not self.joined and kind != "space":
            return "not_joined"
        known = {SPACE: "space"} | {thing: of for thing, of, _ in self.things}
        if known.get(event.object, kind) != kind:
            return "other_kind"
        return self._changed(event) if kind == "space" else self._with_thing(event, kind, what)

    def _changed(self, event: Event) -> "Known | str":
        if event.object != ITSELF or event.rev != 0:
            return "genesis"
        if event.verb == "space.left":
            return replace(self, left=True)
        if SpaceJoined.of(event).th != TH:
            return "genesis"
        if event.member != MEMBERS[1]:
            return "not_author"
        return "already_joined" if self.joined else replace(self, joined=True)

    def _with_thing(self, event: Event, kind: str, what: str) -> "Known | str":
        """Things are told apart by kind alone here; their own rules have their own tests."""
        there = [author for thing, _, author in self.things if thing == event.object]
        if what not in {"put", "given", "invited"}:
            return "unknown_version"
        if there and kind != "item":
            return "already_given" if kind == "appreciation" else "already_invited"
        if there:
            return "not_author" if there != [event.member] else "stale"
        return replace(
            self, things=tuple(sorted([*self.things, (event.object, kind, event.member)]))
        )


TALK: dict[str, ClearFields] = {
    "conversation.accepted": ConversationAccepted(),
    "conversation.ready": ConversationReady(step=1),
    "conversation.said": ConversationSaid(step=1, move=Move.SPEAK),
    "conversation.heard": ConversationHeard(step=1, enough=True),
    "conversation.passed": ConversationPassed(step=1),
    "conversation.paused": ConversationPaused(return_ms=0),
    "conversation.resumed": ConversationResumed(),
    "conversation.told": ConversationTold(opening=1),
    "conversation.opened_together": ConversationOpenedTogether(opening=1, inviter=TH, invited=TH),
    "conversation.ended": ConversationEnded(),
    "conversation.erased": ConversationErased(env_hash=TH),
}


def _events() -> list[Event]:
    """Everything that either of the two could sign about a space, and something about others."""
    events = [replace(first, seq=seq) for first in (opening(), PERSONAL) for seq in (1, 2)]
    for say in map(Said, MEMBERS):
        events.append(say("dream.told", None, THING, 1))
        for target, rev in product((SPACE, THING), (0, 1)):
            events += [
                say("space.joined", SpaceJoined(th=th), target, rev) for th in (TH, bytes(32))
            ]
            events.append(say("space.left", SpaceLeft(), target, rev))
        events += [
            say("appreciation.taken_in", AppreciationTakenIn(env_hash=TH), NOTHING, 1),
            say("appreciation.answered", AppreciationAnswered(env_hash=TH), NOTHING, 2, TH),
            say("appreciation.erased", AppreciationErased(env_hash=TH), NOTHING, 1),
        ]
        events += [
            say(verb, clear, NOTHING, 0, TH if verb == "conversation.said" else None)
            for verb, clear in TALK.items()
        ]
        for target in (SPACE, THING, THANKS):
            events += [
                say("item.put", ItemPut(), target, 1, TH),
                say("item.erased", ItemErased(env_hash=TH), target, 2),
                say("appreciation.given", AppreciationGiven(), target, 1, TH),
            ]
    plan = ConversationInvited(plan=(PlanStep(kind=StepKind.REVEAL, rounds=0),))
    events.append(Said(MEMBERS[1])("conversation.invited", plan, THANKS, 1, TH))
    return events


EVENTS = _events()


def _compare(folded: Folded, model: Model) -> None:
    assert isinstance(model, Known)
    space = folded.objects[ITSELF]
    facts = SpaceFacts.of(space)
    assert (space.kind, space.rev, space.author) == ("space", 0, MEMBERS[0])
    assert (facts.kind, facts.joined, facts.left) == (model.kind, model.joined, model.left)
    there = [(t, state.kind, state.author) for t, state in folded.objects.items() if t != ITSELF]
    assert tuple(sorted(there)) == model.things


def _check(rules: Rules, ask: Judge = judge) -> int:
    """Raises one of FOUND where rules or gate part from the protocol; the number of questions."""
    empty = Folded(rules, judge=ask)
    for code, event in NOT_OPENED:
        assert empty.copy().take(event) == code
    assert empty.copy().take(joining()) == "genesis"
    left = Said(MEMBERS[0])("space.left", SpaceLeft(), SPACE, 0)
    with pytest.raises(TypeError):
        rules["space.left"].decide(Situation(space=None, object=None, version=None), left)
    asked = 0
    for first, kind in ((opening(), SpaceKind.SHARED), (PERSONAL, SpaceKind.PERSONAL)):
        opened = stand(empty.copy(), first)
        _compare(opened, Known(kind))
        asked += explore(opened, Known(kind), EVENTS, DEPTH, _compare)
    return asked


MUTANTS = each_mutant(spaces)


def test_a_space_opens_is_joined_and_left_as_the_protocol_says() -> None:
    assert _check(SHIPPED) > 1_000


def test_there_are_mutants_of_every_rule() -> None:
    assert len(MUTANTS) == 56


@pytest.mark.parametrize("scope", MUTANTS)
def test_a_seeded_fault_is_found(scope: dict[str, Any]) -> None:
    with pytest.raises(FOUND):
        _check({**SHIPPED, **scope["RULES"]})


@pytest.mark.parametrize("scope", each_mutant(gate, of={"judge"}))
def test_a_seeded_fault_in_the_gate_is_found(scope: dict[str, Any]) -> None:
    with pytest.raises(FOUND):
        _check(SHIPPED, scope["judge"])


@pytest.mark.parametrize("verb", sorted(set(SHIPPED) - {"space.opened"}))
def test_each_verb_says_where_it_may_be_said(verb: str) -> None:
    rule = SHIPPED[verb]
    for other in (
        replace(rule, is_personal=not rule.is_personal),
        replace(rule, is_pairing=not rule.is_pairing),
    ):
        with pytest.raises(FOUND):
            _check({**SHIPPED, verb: other})


def test_t6_no_ordinary_key_is_weak() -> None:
    assert not any(is_weak(Member().ed_pub) for _ in range(20))


@pytest.mark.parametrize("key", SMALL_ORDER)
@pytest.mark.parametrize("at", [0, 15, 31])
def test_t6_one_bit_beside_a_weak_key_is_another_key(key: str, at: int) -> None:
    raw = bytearray.fromhex(key)
    raw[at] ^= 0x02 if at else 0x10
    assert not is_weak(bytes(raw))
