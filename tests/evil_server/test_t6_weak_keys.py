"""T6: keys under which anybody signs, or nothing is secret, are refused before they count.

The vectors of pairing hold every such point; here are those that look least like one.
"""

import pytest

from app.client.inviting import Invitation
from app.client.person import Person
from tests.client.acts import refusal
from tests.evil_server.between import claim_with, link_with, m2_with
from tests.vectors.fixed import SMALL_ORDER, ZERO_RESULT


@pytest.mark.parametrize("name", ["one", "order eight"])
def test_t6_a_small_order_signing_key_is_refused_by_both(
    mallory: Person, invitation: Invitation, elias: Person, name: str
) -> None:
    weak = bytes.fromhex(SMALL_ORDER[name])
    assert refusal(lambda: elias.claim(link_with(mallory, ed_pub=weak), "Elias")) == "weak_key"
    claim_with(mallory, invitation, m2_with(invitation.entry.m1, ed_pub=weak))
    assert refusal(invitation.answer) == "weak_key"
    assert (
        invitation.account.device.api.own_invitations()[invitation.entry.link.invitation].nonce
        is None
    )


@pytest.mark.parametrize("name", ["zero", "order eight"])
@pytest.mark.parametrize("place", ["x_pub", "of the pairing"])
def test_t6_an_agreement_key_without_a_secret_is_refused_by_both(
    mallory: Person, invitation: Invitation, elias: Person, place: str, name: str
) -> None:
    weak = bytes.fromhex(ZERO_RESULT[name])
    in_m1 = {"x_pub": weak} if place == "x_pub" else {"x_i": weak}
    in_m2 = {"x_pub": weak} if place == "x_pub" else {"x_e": weak}
    assert refusal(lambda: elias.claim(link_with(mallory, **in_m1), "Elias")) == "weak_key"
    claim_with(mallory, invitation, m2_with(invitation.entry.m1, **in_m2))
    assert refusal(invitation.answer) == "weak_key"


def test_t6_sound_keys_made_the_same_way_are_taken(
    mallory: Person, invitation: Invitation, elias: Person
) -> None:
    """The twin of both."""
    assert elias.claim(link_with(mallory), "Elias").inviter == "Nadia"
    claim_with(mallory, invitation, m2_with(invitation.entry.m1))
    assert invitation.answer() == "Elias"
