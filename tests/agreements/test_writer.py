"""Agreements through the writer: whose signature counts for which words, and when it was given."""

from dataclasses import replace

import pytest

from app.agreements.facts import AgreementFacts
from app.client import events
from app.client.agreement_verbs import (
    AgreementErased,
    AgreementPaused,
    AgreementWithdrawn,
    LimitAcknowledged,
    LimitShared,
)
from app.client.events import Item
from app.core.clock import DAY_MS, MINUTE_MS
from app.core.limits import CLOCK_SLACK_MS
from app.log.models import ObjectRow
from tests.agreements.saying import accept, act, hashed, propose
from tests.log.sharing import Couple, Side, leaving
from tests.log.signing import new_uuid, sealed
from tests.log.world import World

AGREEMENT, OTHER, LIMIT = new_uuid(), new_uuid(), new_uuid()
NINE, TEN = sealed(), sealed()


@pytest.fixture
def proposed(world: World, couple: Couple) -> Couple:
    """The inviter has proposed."""
    _post(world, couple.inviter, propose(couple.line, couple.inviter.member, AGREEMENT, NINE))
    return couple


def _post(world: World, side: Side, *sent: Item) -> None:
    assert world.post(side.person, side.line, sent).status == 201


def _in_force(world: World, couple: Couple) -> int | None:
    key = (couple.line.space_id, AGREEMENT.bytes)
    row = world.ask(lambda session: session.get_one(ObjectRow, key))
    return AgreementFacts.model_validate_json(row.facts or "").in_force


def test_it_is_in_force_once_both_signed(world: World, proposed: Couple) -> None:
    assert _in_force(world, proposed) is None
    to = proposed.invited
    _post(world, to, accept(proposed.line, to.member, AGREEMENT, NINE))
    assert _in_force(world, proposed) == 1


def test_t6_nobody_signs_in_the_other_s_name(world: World, proposed: Couple) -> None:
    """Neither as an event nor as a repair, which either member may post."""
    line, by, to = proposed.line, proposed.inviter, proposed.invited
    honest = accept(line.copy(), to.member, AGREEMENT, NINE)
    forged = replace(honest, sig=by.member.key.sign(honest.event))
    assert world.refusal(by.person, line, [forged]) == "not_author"
    assert world.refusal(by.person, line, [forged], repair=True) == "bad_signature"
    assert world.refusal(to.person, line, [forged]) == "bad_signature"
    _post(world, to, honest)
    assert _in_force(world, proposed) == 1


def test_t6_who_proposed_does_not_accept(world: World, proposed: Couple) -> None:
    line, by = proposed.line, proposed.inviter
    own = accept(line.copy(), by.member, AGREEMENT, NINE)
    assert world.refusal(by.person, line, [own]) == "not_recipient"


def test_t6_a_limit_is_not_shared_in_the_other_s_name(world: World, couple: Couple) -> None:
    line, mallory, other = couple.line, couple.inviter, couple.invited
    honest = act(line.copy(), other.member, LIMIT, LimitShared(), rev=1, body=NINE)
    forged = replace(honest, sig=mallory.member.key.sign(honest.event))
    assert world.refusal(mallory.person, line, [forged]) == "not_author"
    assert world.refusal(mallory.person, line, [forged], repair=True) == "bad_signature"
    _post(world, other, honest)


def test_t6_a_signature_is_not_replayed(world: World, proposed: Couple) -> None:
    """The same acceptance again, after the agreement was withdrawn and proposed anew."""
    line, by, to = proposed.line, proposed.inviter, proposed.invited
    signed = accept(line, to.member, AGREEMENT, NINE)
    _post(world, to, signed)
    _post(world, to, act(line, to.member, AGREEMENT, AgreementWithdrawn()))
    _post(world, by, propose(line, by.member, AGREEMENT, TEN, rev=2, base=NINE))
    replayed = replace(events.parse(signed.event), seq=line.seq + 1, prev=line.head)
    for repair in (False, True):
        moved = Item(events.build(replayed), signed.sig, None)
        assert world.refusal(by.person, line, [moved], repair=True) in {"id_used", "bad_signature"}
        assert world.refusal(to.person, line, [moved], repair=repair) in {
            "id_used",
            "bad_signature",
        }
    assert _in_force(world, proposed) is None
    again = accept(line.copy(), to.member, AGREEMENT, NINE)
    assert world.refusal(to.person, line, [again]) == "replaced"
    _post(world, to, accept(line, to.member, AGREEMENT, TEN, rev=2))
    assert _in_force(world, proposed) == 2


def test_t6_a_signature_counts_for_one_agreement(world: World, proposed: Couple) -> None:
    line, by, to = proposed.line, proposed.inviter, proposed.invited
    _post(world, by, propose(line, by.member, OTHER, TEN))
    crossed = accept(line.copy(), to.member, OTHER, NINE)
    assert world.refusal(to.person, line, [crossed]) == "stale"
    honest = accept(line.copy(), to.member, AGREEMENT, NINE)
    moved = replace(events.parse(honest.event), object=OTHER)
    forged = Item(events.build(moved), honest.sig, None)
    assert world.refusal(to.person, line, [forged]) == "bad_signature"
    _post(world, to, honest)


def test_t6_a_signature_counts_for_one_version(world: World, proposed: Couple) -> None:
    """Words that were slipped in under it, with the hash of the old ones or without."""
    line, by, to = proposed.line, proposed.inviter, proposed.invited
    _post(world, by, propose(line, by.member, AGREEMENT, TEN, rev=2, base=NINE))
    for body, rev, code in ((NINE, 2, "stale"), (TEN, 1, "stale"), (NINE, 1, "replaced")):
        crossed = accept(line.copy(), to.member, AGREEMENT, body, rev=rev)
        assert world.refusal(to.person, line, [crossed]) == code
    _post(world, to, accept(line, to.member, AGREEMENT, TEN, rev=2))
    assert _in_force(world, proposed) == 2


@pytest.mark.parametrize("way", [1, -1])
def test_r17_an_acceptance_is_dated_when_it_is_given(
    world: World, proposed: Couple, way: int
) -> None:
    """Not earlier, not later: a new event is within five minutes of the server's clock."""
    world.clock.advance(DAY_MS)
    line, to = proposed.line, proposed.invited
    honest = events.parse(accept(line.copy(), to.member, AGREEMENT, NINE).event)
    beyond = replace(honest, at_ms=honest.at_ms + way * (CLOCK_SLACK_MS + 1))
    assert world.refusal(to.person, line, [to.member.sign(beyond)]) == "clock"
    within = replace(honest, at_ms=honest.at_ms + way * CLOCK_SLACK_MS)
    _post(world, to, to.member.sign(within))


def test_r17_nothing_is_dated_before_what_stands(world: World, proposed: Couple) -> None:
    """Not even as a repair: an agreement cannot be made to have held before a pause."""
    line, to = proposed.line, proposed.invited
    _post(world, to, accept(line, to.member, AGREEMENT, NINE))
    world.clock.advance(MINUTE_MS)
    _post(world, to, act(line, to.member, AGREEMENT, AgreementPaused()))
    honest = events.parse(act(line.copy(), to.member, AGREEMENT, AgreementWithdrawn()).event)
    earlier = to.member.sign(replace(honest, at_ms=honest.at_ms - 1))
    for repair in (False, True):
        assert world.refusal(to.person, line, [earlier], repair=repair) == "clock"
    _post(world, to, to.member.sign(honest))


def test_r17_a_changed_date_breaks_the_signature(world: World, proposed: Couple) -> None:
    line, to = proposed.line, proposed.invited
    honest = accept(line.copy(), to.member, AGREEMENT, NINE)
    dated = replace(events.parse(honest.event), at_ms=world.clock.now_ms() + 1)
    moved = Item(events.build(dated), honest.sig, None)
    assert world.refusal(to.person, line, [moved]) == "bad_signature"
    _post(world, to, honest)


def test_deep_words_rest_a_day(world: World, couple: Couple) -> None:
    line, by, to = couple.line, couple.inviter, couple.invited
    _post(world, by, propose(line, by.member, AGREEMENT, NINE, deep=True))
    early = accept(line.copy(), to.member, AGREEMENT, NINE)
    assert world.refusal(to.person, line, [early]) == "too_soon"
    world.clock.advance(DAY_MS)
    _post(world, to, accept(line, to.member, AGREEMENT, NINE))


def test_erased_words_leave_the_server_and_the_signatures_stay(
    world: World, proposed: Couple
) -> None:
    line, by, to = proposed.line, proposed.inviter, proposed.invited
    _post(world, to, accept(line, to.member, AGREEMENT, NINE))
    erasing = AgreementErased(hashed(NINE))
    held = act(line.copy(), by.member, AGREEMENT, erasing, rev=1)
    assert world.refusal(by.person, line, [held]) == "in_force"
    _post(world, to, act(line, to.member, AGREEMENT, AgreementWithdrawn()))
    foreign = act(line.copy(), to.member, AGREEMENT, erasing, rev=1)
    assert world.refusal(to.person, line, [foreign]) == "not_author"
    _post(world, by, act(line, by.member, AGREEMENT, erasing, rev=1))
    rows = world.page(line, after=2).events
    assert [row.body for row in rows] == [None] * 4
    assert len(rows) == 4


def test_limits_and_agreements_do_not_mix(world: World, proposed: Couple) -> None:
    line, by, to = proposed.line, proposed.inviter, proposed.invited
    as_limit = act(line.copy(), to.member, AGREEMENT, LimitAcknowledged(hashed(NINE)), rev=1)
    assert world.refusal(to.person, line, [as_limit]) == "other_kind"
    _post(world, by, act(line, by.member, LIMIT, LimitShared(), rev=1, body=TEN))
    accepted = accept(line.copy(), to.member, LIMIT, TEN)
    assert world.refusal(to.person, line, [accepted]) == "other_kind"
    _post(world, to, act(line, to.member, LIMIT, LimitAcknowledged(hashed(TEN)), rev=1))


def test_nothing_is_agreed_in_a_closed_space(world: World, proposed: Couple) -> None:
    line, by, to = proposed.line, proposed.inviter, proposed.invited
    left = leaving(line, by.member)
    line.add(left)
    _post(world, by, left)
    late = accept(line.copy(), to.member, AGREEMENT, NINE)
    assert world.refusal(to.person, line, [late]) == "space_closed"
