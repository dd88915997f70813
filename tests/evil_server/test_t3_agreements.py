"""T3, T6 and R17 with agreements: no server dates, drops, moves or makes up what was signed."""

from dataclasses import replace

import pytest

from app.client.admission import Admitted
from app.client.agreement_verbs import (
    AgreementAccepted,
    AgreementProposed,
    AgreementResumed,
    AgreementWithdrawn,
)
from app.client.chain import ChainError
from app.client.errors import ClientError, DistrustError
from app.client.events import Event
from app.client.person import Person
from app.core.clock import DAY_MS
from tests.client.people import People, pair
from tests.evil_server import attacks
from tests.evil_server.conftest import PAGES
from tests.evil_server.tampering import Change, Tampering

# The space: 1 the genesis, 2 joined, 3 proposed, 4 accepted, 5 a change proposed, 6 paused.
PROPOSED, ACCEPTED, CHANGED, PAUSED = 3, 4, 5, 6
NINE = {"title": "Evenings", "what": "Phones rest from nine."}
TEN = NINE | {"what": "Phones rest from ten."}


@pytest.fixture(scope="module")
def far(neighbours: People) -> tuple[Person, Tampering]:
    """Elias's second device, behind a server that does as it likes. What was signed is true."""
    nadia, elias = neighbours.sign_up("nadia"), neighbours.sign_up("elias")
    pair(nadia, elias)
    agreement = nadia.us.agreements.propose(NINE, category="trust-repair")
    neighbours.clock.advance(DAY_MS)
    elias.us.agreements.accept(agreement)
    neighbours.clock.advance(DAY_MS)
    nadia.us.agreements.propose(TEN, agreement=agreement, base=1)
    elias.us.agreements.pause(agreement)
    transport = Tampering()
    return neighbours.sign_in("elias", transport=transport), transport


def _read(far: tuple[Person, Tampering], change: Change) -> Person:
    """A device with an empty memory reads the whole space."""
    signed_in, transport = far
    transport.honest()
    transport.on(PAGES, change)
    device = Person(signed_in.device, Admitted(signed_in.keyring))
    device.us.read()
    return device


def _withdrawn(event: Event) -> Event:
    return replace(event, verb="agreement.withdrawn", clear=AgreementWithdrawn())


def _resumed(event: Event) -> Event:
    return replace(event, verb="agreement.resumed", clear=AgreementResumed())


def _of_other_words(event: Event) -> Event:
    return replace(event, clear=AgreementAccepted(bytes(range(32))))


def _not_deep(event: Event) -> Event:
    assert isinstance(event.clear, AgreementProposed)
    return replace(event, clear=replace(event.clear, deep=False))


REWRITTEN: dict[str, tuple[Change, str]] = {
    "r17: a proposal back-dated": (attacks.date(PROPOSED, -DAY_MS), "signature"),
    "r17: an acceptance back-dated": (attacks.date(ACCEPTED, -1), "signature"),
    "r17: an acceptance dated forward": (attacks.date(ACCEPTED, DAY_MS), "signature"),
    "r17: a pause back-dated": (attacks.date(PAUSED, -1), "signature"),
    "r17: the pause before the acceptance": (attacks.exchange(ACCEPTED, PAUSED), "place"),
    "an acceptance dropped": (attacks.drop(ACCEPTED), "place"),
    "an acceptance dropped and the gap closed": (attacks.close_gap(ACCEPTED), "signature"),
    "an acceptance twice": (attacks.repeat(ACCEPTED), "place"),
    "a change dropped and the gap closed": (attacks.close_gap(CHANGED), "signature"),
    "t6: her signature in the place of his": (
        attacks.take_signature_of(PROPOSED, ACCEPTED),
        "signature",
    ),
    "t6: an acceptance of other words": (attacks.rewrite(ACCEPTED, _of_other_words), "signature"),
    "t6: an acceptance of the change": (
        attacks.rewrite(ACCEPTED, lambda event: replace(event, rev=2)),
        "signature",
    ),
    "deep words that need no rest": (attacks.rewrite(PROPOSED, _not_deep), "signature"),
    "a pause made a withdrawal": (attacks.rewrite(PAUSED, _withdrawn), "signature"),
    "a pause made its end": (attacks.rewrite(PAUSED, _resumed), "signature"),
}


@pytest.mark.parametrize("change,code", REWRITTEN.values(), ids=REWRITTEN.keys())
def test_t3_a_rewritten_history_of_an_agreement_is_refused(
    far: tuple[Person, Tampering], change: Change, code: str
) -> None:
    with pytest.raises(ClientError) as refused:
        _read(far, change)
    assert isinstance(refused.value, ChainError | DistrustError)
    assert refused.value.code == code


def test_t3_the_history_of_an_agreement_is_read_as_it_was_signed(
    far: tuple[Person, Tampering],
) -> None:
    device = _read(far, attacks.unchanged)
    log = device.us.sync.log
    [agreement] = [target for target, state in log.objects().items() if state.agreed is not None]
    stands = device.us.agreements.find(agreement)
    assert (stands.in_force, set(stands.paused)) == (1, {log.pin.own.member})
    proposed, accepted = log.events[PROPOSED - 1], log.events[ACCEPTED - 1]
    assert accepted.at_ms - proposed.at_ms >= DAY_MS
