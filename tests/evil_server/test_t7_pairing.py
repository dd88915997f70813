"""T7: whoever carries the messages of a pairing, or stands in its middle, is found out.

The server is the real one. In front of a device stands somebody who changes its answers, and who
may know the link as well, so that the seal of M1 and M2 keeps nothing from them.
"""

from dataclasses import replace
from random import Random
from uuid import UUID

import pytest

from app.client.canonical import b64
from app.client.chain import ChainError
from app.client.events import Item
from app.client.inviting import Invitation
from app.client.joining import Claim
from app.client.keys import MemberKeys
from app.client.pairing import (
    Agreement,
    Link,
    Taken,
    agree,
    invitation_id,
    read_link,
    read_m1,
    read_m2,
    seal_message,
    transcript,
    write_m1,
    write_m2,
)
from app.client.pending import Partner, SharedPlace
from app.client.person import Person
from tests.client.acts import refusal
from tests.evil_server.between import X_E, Change, claim_with, forge_m2, rewrite
from tests.evil_server.tampering import Tampering
from tests.vectors.fixed import SMALL_ORDER

SHOWN = r"GET /api/invitations/\S+"
OWN = r"GET /api/invitations"

# The link and M1.


def test_t7_a_link_with_another_secret_opens_nothing(invitation: Invitation, elias: Person) -> None:
    link = read_link(invitation.link)
    other = Link(link.invitation, bytes(16)).text
    assert refusal(lambda: elias.claim(other, "Elias")) == "not_found"
    assert elias.claim(invitation.link, "Elias").inviter == "Nadia"


def test_t7_another_invitation_in_its_place_does_not_open(
    invitation: Invitation, mallory: Person, elias: Person, at_elias: Tampering
) -> None:
    """A server that knows no link can only carry what was sealed under it."""
    link = read_link(mallory.invite("Nadia").link)
    foreign = b64(seal_message(link, "m1", b"anything", Random(4).randbytes))
    at_elias.on(SHOWN, lambda answer: answer | {"m1": foreign})
    assert refusal(lambda: elias.claim(invitation.link, "Elias")) == "commit"
    at_elias.honest()
    assert elias.claim(invitation.link, "Elias").inviter == "Nadia"


def _other_keys(m1: bytes) -> bytes:
    keys = MemberKeys(bytes(32), bytes(31) + b"\1")
    offer = read_m1(m1, invitation_id(m1), Taken())
    return write_m1(replace(offer, ed_pub=keys.ed_pub, x_pub=keys.x_pub))


def _other_pairing_key(m1: bytes) -> bytes:
    offer = read_m1(m1, invitation_id(m1), Taken())
    return write_m1(replace(offer, x_i=MemberKeys(bytes(32), bytes(31) + b"\1").x_pub))


def _other_promise(m1: bytes) -> bytes:
    return write_m1(replace(read_m1(m1, invitation_id(m1), Taken()), nonce_hash=bytes(32)))


CHANGED: dict[str, tuple[Change, str | None]] = {
    "other keys": (_other_keys, "changed"),
    "another key of the pairing": (_other_pairing_key, "changed"),
    "another promise": (_other_promise, "changed"),
    "one byte more": (lambda m1: m1 + b"\0", "changed"),
    "nothing": (lambda m1: m1, None),
}


@pytest.mark.parametrize("change,code", CHANGED.values(), ids=CHANGED.keys())
def test_t7_m1_is_the_one_that_the_link_names(
    invitation: Invitation, elias: Person, at_elias: Tampering, change: Change, code: str | None
) -> None:
    """Sealed by somebody who knows the link. The last one is the twin."""
    at_elias.on(SHOWN, rewrite(read_link(invitation.link), "m1", change))
    if code is None:
        assert elias.claim(invitation.link, "Elias").inviter == "Nadia"
        return
    assert refusal(lambda: elias.claim(invitation.link, "Elias")) == code
    assert all(sent.method == "GET" for sent in at_elias.sent if "invitations" in sent.path)


# M2 and N.


def test_t7_keys_swapped_on_the_way_back_make_other_digits(
    invitation: Invitation, nadia: Person, elias: Person, at_nadia: Tampering
) -> None:
    claim = elias.claim(invitation.link, "Elias")
    link, m1 = read_link(invitation.link), invitation.entry.m1
    at_nadia.on(OWN, rewrite(link, "m2", lambda _: forge_m2(m1, X_E)))
    assert invitation.answer() == "Elias"
    assert claim.digits() != invitation.digits()
    assert refusal(lambda: invitation.open(claim.digits())) == "wrong_digits"
    assert not any(sent.path.endswith("/space") for sent in at_nadia.sent)


def test_t7_keys_left_as_they_are_make_equal_digits(
    invitation: Invitation, elias: Person, at_nadia: Tampering
) -> None:
    claim = elias.claim(invitation.link, "Elias")
    at_nadia.on(OWN, rewrite(read_link(invitation.link), "m2", lambda m2: m2))
    invitation.answer()
    assert claim.digits() == invitation.digits()


def test_t7_a_second_m2_is_never_taken(
    invitation: Invitation, elias: Person, at_nadia: Tampering
) -> None:
    """N is out: another answer could be made to fit it. The phone has kept the first."""
    elias.claim(invitation.link, "Elias")
    invitation.answer()
    digits, said = invitation.digits(), len(at_nadia.sent)
    m1 = invitation.entry.m1
    at_nadia.on(OWN, rewrite(read_link(invitation.link), "m2", lambda _: forge_m2(m1, X_E)))
    assert refusal(invitation.answer) == "changed"
    assert [sent.method for sent in at_nadia.sent[said:]] == ["GET"]
    assert invitation.digits() == digits
    at_nadia.honest()
    assert invitation.answer() == "Elias"


def test_t7_an_m2_for_another_invitation_is_refused(
    invitation: Invitation, nadia: Person, elias: Person, at_nadia: Tampering
) -> None:
    elias.claim(invitation.link, "Elias")
    other = nadia.invite("Nadia").entry.m1
    at_nadia.on(OWN, rewrite(read_link(invitation.link), "m2", lambda _: forge_m2(other, X_E)))
    assert refusal(invitation.answer) == "changed"


def test_t7_a_number_that_was_not_promised_is_refused(
    invitation: Invitation, elias: Person, at_elias: Tampering
) -> None:
    """With any N the digits could be chosen; only one fits what M1 said of it."""
    claim = elias.claim(invitation.link, "Elias")
    invitation.answer()
    at_elias.on(SHOWN, lambda answer: answer | {"nonce": b64(bytes(16))})
    assert refusal(claim.digits) == "changed"
    assert refusal(claim.join) == "changed"
    at_elias.honest()
    assert claim.digits() == invitation.digits()


# Ground digits.

TRIES = 20_000


def grind(m1: bytes, secret: bytes, nonce: bytes, wanted: str) -> bytes | None:
    """An M2 whose digits under this N end like the wanted ones; another id makes another th.

    Three digits are a thousandth of the work of six, and show the same thing.
    """
    reply = read_m2(forge_m2(m1, X_E), m1, Taken())
    x_i = read_m1(m1, invitation_id(m1), Taken()).x_i
    ikm = agree(X_E.x_seed, x_i, secret, bytes(32)).ikm
    for at in range(TRIES):
        m2 = write_m2(replace(reply, member=UUID(int=at)))
        if Agreement(ikm, transcript(m1, m2)).digits(nonce)[-3:] == wanted[-3:]:
            return m2
    return None


def stand_between(invitation: Invitation, mallory: Person, elias: Person) -> Claim:
    """Elias is handed a stranger's link that says Nadia, and reads out the digits of that."""
    false = mallory.invite("Nadia")
    claim = elias.claim(false.link, "Elias")
    false.answer()
    return claim


def test_t7_digits_cannot_be_ground_while_the_number_is_not_known(
    invitation: Invitation, mallory: Person, elias: Person
) -> None:
    """The stranger must answer Nadia before N is shown, and so grinds for a guess of it."""
    read_out = stand_between(invitation, mallory, elias).digits()
    m1, secret = invitation.entry.m1, read_link(invitation.link).secret
    ground = grind(m1, secret, bytes(16), read_out)
    assert ground is not None
    claim_with(mallory, invitation, ground)
    assert invitation.answer() == "Elias"
    assert invitation.digits()[-3:] != read_out[-3:]
    assert refusal(lambda: invitation.open(read_out)) == "wrong_digits"


def test_t7_with_the_number_known_before_they_could_be(
    invitation: Invitation, mallory: Person, elias: Person
) -> None:
    """The twin, in a world without the promise: the same search ends with what was wanted."""
    read_out = stand_between(invitation, mallory, elias).digits()
    m1, secret = invitation.entry.m1, read_link(invitation.link).secret
    ground = grind(m1, secret, invitation.nonce, read_out)
    assert ground is not None
    claim_with(mallory, invitation, ground)
    invitation.answer()
    assert invitation.digits()[-3:] == read_out[-3:]


def test_t7_an_answer_made_after_the_number_comes_too_late(
    invitation: Invitation, mallory: Person, elias: Person, at_nadia: Tampering
) -> None:
    """What the promise leaves is to answer twice, and the second answer is not taken."""
    read_out = stand_between(invitation, mallory, elias).digits()
    link, m1 = read_link(invitation.link), invitation.entry.m1
    claim_with(mallory, invitation, forge_m2(m1, X_E))
    invitation.answer()
    ground = grind(m1, link.secret, invitation.nonce, read_out)
    assert ground is not None
    at_nadia.on(OWN, rewrite(link, "m2", lambda _: ground))
    assert refusal(invitation.answer) == "changed"
    assert refusal(lambda: invitation.open(read_out)) == "wrong_digits"


# The genesis.


def opened(invitation: Invitation, elias: Person) -> Claim:
    claim = elias.claim(invitation.link, "Elias")
    invitation.answer()
    invitation.open(claim.digits())
    return claim


def genesis_with(invitation: Invitation, **changes: object) -> Item:
    """Signed by the inviter's own key: what is wrong with it is what it says."""
    reply = invitation._reply()
    place = SharedPlace(Partner(reply.entry, reply.name), "inviter", invitation._agreement().th)
    partner = replace(place.partner, entry=replace(reply.entry, **changes.pop("entry", {})))  # type: ignore[arg-type]
    return invitation._genesis(replace(place, partner=partner, **changes))  # type: ignore[arg-type]


OTHER = MemberKeys(bytes(31) + b"\7", bytes(31) + b"\7")
GENESIS: dict[str, tuple[dict[str, object], str | None]] = {
    "another th": ({"th": bytes(31) + b"\1"}, "genesis"),
    "another signing key for us": ({"entry": {"ed_pub": OTHER.ed_pub}}, "genesis"),
    "another agreement key for us": ({"entry": {"x_pub": OTHER.x_pub}}, "genesis"),
    "another member for us": ({"entry": {"member": UUID(int=7)}}, "genesis"),
    "a small-order key for us": (
        {"entry": {"ed_pub": bytes.fromhex(SMALL_ORDER["one"])}},
        "weak_key",
    ),
    "what was agreed": ({}, None),
}


@pytest.mark.parametrize("changes,code", GENESIS.values(), ids=GENESIS.keys())
def test_t7_a_genesis_that_was_not_agreed_on_is_not_joined(
    invitation: Invitation,
    elias: Person,
    at_elias: Tampering,
    changes: dict[str, object],
    code: str | None,
) -> None:
    """The last one is the twin."""
    claim = opened(invitation, elias)
    genesis = genesis_with(invitation, **changes)
    row = {"event": b64(genesis.event), "sig": b64(genesis.sig)}
    if code is None:
        claim.join()
        assert elias.us.read().joined
        return
    at_elias.on(SHOWN, lambda answer: answer | {"genesis": row})
    with pytest.raises(ChainError) as refused:
        claim.join()
    assert (refused.value.code, refused.value.seq) == (code, 1)
    assert not any(sent.path.endswith("/join") for sent in at_elias.sent)


def test_t7_a_key_of_the_space_from_anybody_else_does_not_open(
    invitation: Invitation, elias: Person, at_elias: Tampering
) -> None:
    claim = opened(invitation, elias)
    at_elias.on(SHOWN, lambda answer: answer | {"pair_wrap": answer["m1"]})
    assert refusal(claim.join) == "commit"
    at_elias.honest()
    claim.join()
    assert elias.us.sync.keys == invitation.account.keyring.space_keys[claim.space]


# Ids and keys that are known already.


def test_t7_ones_own_keys_coming_back_are_refused(invitation: Invitation, mallory: Person) -> None:
    """A stranger who answers with what the inviter said is no second person."""
    m1 = invitation.entry.m1
    offer = read_m1(m1, invitation_id(m1), Taken())
    mirrored = replace(read_m2(forge_m2(m1, X_E), m1, Taken()), ed_pub=offer.ed_pub)
    claim_with(mallory, invitation, write_m2(mirrored))
    assert refusal(invitation.answer) == "repeat"


def test_t7_a_key_of_my_side_coming_back_is_refused(
    invitation: Invitation, mallory: Person, nadia: Person
) -> None:
    personal = nadia.keyring.personal
    copied = replace(
        read_m2(forge_m2(invitation.entry.m1, X_E), invitation.entry.m1, Taken()),
        member=personal.member,
    )
    claim_with(mallory, invitation, write_m2(copied))
    assert refusal(invitation.answer) == "repeat"
