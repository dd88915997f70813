"""Seeded faults in the rules of conversations: each is found, and no real server has it.

The way on which a fault shows is done again at a real server, which answers as the protocol says.
A fault that no way leads to is found beside them.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.conversations import answer_rules, rules
from app.conversations.answer_rules import Put
from app.conversations.facts import ConversationFacts, Held, Opening
from app.conversations.verbs import ConversationAccepted, ConversationErased, ConversationInvited
from app.core.clock import MINUTE_MS
from app.core.limits import ANSWER_AGAIN_MS
from app.log.events import Event
from app.log.objects import ObjectState, Version
from app.log.rules import Refusal, Situation
from app.main import create_app
from app.settings import Settings
from app.spaces.facts import SpaceFacts
from app.spaces.verbs import SpaceKind
from tests.conftest import FakeClock, running
from tests.conversations.exploring import TALK, FoundError, Shipped, begin, explore
from tests.conversations.model import Act, Known, Plan
from tests.conversations.replaying import Replay
from tests.conversations.talking import Talk
from tests.log.exploring import FOUND, MEMBERS, Said
from tests.log.mutants import each_mutant
from tests.log.sharing import Couple, join_couple, open_couple
from tests.log.world import World

# Small ones first: most faults show early.
PLANS: tuple[tuple[Plan, bool], ...] = (
    ((("turns", 1),), False),
    ((("reveal", 0),), True),
    ((("reveal", 0), ("deeper", 1)), False),
    ((("turns", 2), ("reveal", 0)), False),
)


# What no exploration asks: what may be deleted, and what is left when somebody leaves.
BESIDE = [*each_mutant(rules, of={"RULES"}), *each_mutant(answer_rules, of={"without_waiting"})]
EXPLORED = [
    *each_mutant(rules, but={"RULES"}),
    *each_mutant(answer_rules, but={"without_waiting"}),
]
SPACE = ObjectState(
    "space", 0, MEMBERS[0], SpaceFacts(kind=SpaceKind.SHARED, th=bytes(32), members=MEMBERS)
)


def _nothing(_facts: ConversationFacts, _known: Known) -> None:
    """The model alone is asked here."""


def _shipped(scope: dict[str, Any]) -> Shipped:
    """The rules with the fault that is in one of their two modules."""
    if "RULES" in scope:
        return Shipped(rules=scope["RULES"])
    return Shipped(
        put=scope["decide_answer"],
        withdraw=scope["decide_withdrawn"],
        leave=scope["without_waiting"],
    )


def _find(shipped: Shipped) -> tuple[Plan, tuple[Act, ...]] | None:
    """The plan and the acts by which this fault shows, if it shows in any exploration."""
    for plan, repairs in PLANS:
        try:
            explore(plan, shipped, _nothing, repairs=repairs)
        except FoundError as found:
            return plan, found.path
    return None


def ask_beside(shipped: Shipped) -> None:
    """What the exploration leaves out: versions, an unknown object, a millisecond, and leaving."""
    known = begin(PLANS[1][0], shipped)
    clear = ConversationInvited(plan=ConversationFacts.of(known).plan)
    invited = Said(MEMBERS[0])("conversation.invited", clear, TALK, 1, bytes(32))
    put = replace(invited, env_hash=None)
    for code, event in (("stale", replace(invited, rev=2)), (None, invited)):
        decided = _decide(shipped, Situation(SPACE, None, None), event)
        assert decided == code
    with pytest.raises(TypeError):
        _decide(shipped, Situation(None, None, None), invited)
    accepted = replace(put, verb="conversation.accepted", rev=0, clear=ConversationAccepted())
    assert _decide(shipped, Situation(SPACE, None, None), accepted) == "unknown_version"
    _ask_erasing(shipped, known, put)
    _ask_waiting(shipped, ConversationFacts.of(known))


def _ask_erasing(shipped: Shipped, known: ObjectState, put: Event) -> None:
    assert [verb for verb, rule in shipped.rules.items() if rule.erases] == ["conversation.erased"]
    about = ConversationErased(env_hash=b"h" * 32)
    erased = replace(put, verb="conversation.erased", clear=about)
    mine = Version(1, b"h" * 32, MEMBERS[0], erased=False)
    for code, version, state in (
        (None, mine, known),
        ("unknown_version", None, known),
        ("unknown_version", mine, None),
        ("not_author", replace(mine, author=MEMBERS[1]), known),
        ("stale", replace(mine, env_hash=b"o" * 32), known),
        ("already_erased", replace(mine, erased=True), known),
    ):
        assert _decide(shipped, Situation(SPACE, state, version), erased) == code


def _ask_waiting(shipped: Shipped, facts: ConversationFacts) -> None:
    accepted = facts.model_copy(update={"accepted": True})
    gone = Held(rev=4, record=None, withdrawn_ms=0)
    held = accepted.with_opening(1, Opening(held=(gone, Held(rev=1, record=b"r" * 32))))
    put = Put(0, 1, 5, b"p" * 32, is_signed=True)
    assert shipped.put(held, put, ANSWER_AGAIN_MS - 1) == Refusal("too_soon", "1")
    both = shipped.put(held, put, ANSWER_AGAIN_MS)
    assert isinstance(both, ConversationFacts)
    assert shipped.leave(both) == both
    nothing = held.with_opening(1, Opening())
    assert shipped.leave(held) == nothing
    named = held.opening(1).model_copy(update={"named": (b"p" * 32, b"r" * 32)})
    left = shipped.leave(held.with_opening(1, named))
    assert left.opening(1).held == (None, Held(rev=1, record=b"r" * 32))
    # Told of a later opening, one may withdraw what never opened here.
    later = held.model_copy(update={"done": 1, "opened": 1, "told": (1,)})
    assert isinstance(shipped.withdraw(later, 1, 1, 0), ConversationFacts)


def _decide(shipped: Shipped, situation: Situation, event: Event) -> str | None:
    decided = shipped.rules[event.verb].decide(situation, event)
    return decided.code if isinstance(decided, Refusal) else None


@pytest.fixture(scope="module")
def couple_at(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> Iterator[tuple[httpx.Client, Couple, FakeClock]]:
    """Two people at a server for the whole file."""
    folder, clock = tmp_path_factory.mktemp("replayed"), FakeClock()
    own = Settings(data=folder, frontend=folder / "none")
    shutil.copyfile(empty_database, own.database_path)
    app = create_app(own, clock=clock)
    with running(app) as url, httpx.Client(base_url=url) as client:
        world = World.of(app, clock)
        yield client, join_couple(world, open_couple(world)), clock


def test_shipped_rules_are_right_beside_the_exploration_too() -> None:
    ask_beside(Shipped())


def test_there_are_mutants_of_every_rule() -> None:
    assert len(EXPLORED) + len(BESIDE) == 181


@pytest.mark.parametrize("scope", EXPLORED)
def test_a_seeded_fault_is_found_and_no_real_server_has_it(
    scope: dict[str, Any], couple_at: tuple[httpx.Client, Couple, FakeClock]
) -> None:
    """A few faults are in what the exploration leaves out, and are found there."""
    shipped = _shipped(scope)
    found = _find(shipped)
    if found is None:
        with pytest.raises(FOUND):
            ask_beside(shipped)
        return
    plan, path = found
    client, couple, clock = couple_at
    # The allowances of a minute are full again.
    clock.advance(10 * MINUTE_MS)
    replay = Replay(Talk(client, couple), clock, plan)
    replay.begin()
    replay.run(path)


@pytest.mark.parametrize("scope", BESIDE)
def test_a_seeded_fault_beside_the_exploration_is_found(scope: dict[str, Any]) -> None:
    with pytest.raises(FOUND):
        ask_beside(_shipped(scope))
