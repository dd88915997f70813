"""What is in a vault comes out of it, also one from before there were shared spaces."""

import pytest

from app.client.canonical import b64
from app.client.chain import INVITED, INVITER
from app.client.errors import DistrustError
from app.client.events import ZERO_HASH
from app.client.pending import (
    InvitedEntry,
    InviterEntry,
    Own,
    PairingEntry,
    Partner,
    SharedPlace,
)
from app.client.vault import Membership, Vault, read_vault
from app.client.wire import Json
from tests.vectors.fixed import (
    KEYS,
    MEMBER,
    OTHER_KEYS,
    OTHER_MEMBER,
    OTHER_SPACE,
    PARTNER,
    SPACE,
    TH,
    fixed_bytes,
)
from tests.vectors.python_half.pairing import LINK, M1, M2

ELIAS = Partner(PARTNER, "Elias")
INVITING = InviterEntry(LINK, Own(MEMBER, "Nadia", KEYS), M1, SPACE)
CONFIRMED = InviterEntry(
    LINK, Own(MEMBER, "Nadia", KEYS), M1, SPACE, SharedPlace(ELIAS, INVITER, TH)
)
TAKING_UP = InvitedEntry(
    LINK, Own(OTHER_MEMBER, "Elias", OTHER_KEYS), M1, fixed_bytes("x_e", 32), M2, b"sealed"
)
PERSONAL = Membership(SPACE, MEMBER, KEYS, seq=7, head=bytes(range(32)))
SHARED = Membership(
    OTHER_SPACE, OTHER_MEMBER, OTHER_KEYS, 1, ZERO_HASH, SharedPlace(ELIAS, INVITED, TH)
)


@pytest.mark.parametrize("entry", [INVITING, CONFIRMED, TAKING_UP])
def test_a_vault_comes_back_as_it_was_written(entry: PairingEntry) -> None:
    closed = Membership(
        OTHER_SPACE, MEMBER, KEYS, 1, ZERO_HASH, SharedPlace(ELIAS, INVITER, TH, closed=True)
    )
    vault = Vault((PERSONAL, SHARED, closed), pairing=(entry,))
    assert read_vault(vault.plaintext()) == vault


def test_a_pairing_whose_space_is_there_becomes_a_membership() -> None:
    vault = Vault((PERSONAL,), pairing=(TAKING_UP,)).with_opened(SPACE)
    assert vault.pairing == ()
    assert vault.memberships[-1].shared == TAKING_UP.place


def test_a_pairing_whose_digits_were_not_compared_stays_one() -> None:
    vault = Vault((PERSONAL,), pairing=(INVITING,))
    assert vault.with_opened(SPACE) == vault


SPOILT: dict[str, Json] = {
    "another role": {"role": "host"},
    "no th": {"th": None},
    "closed in words": {"closed": "no"},
    "removed as a number": {"removed": 1},
    "a partner without a name": {"partner": {"member": str(OTHER_MEMBER)}},
}


@pytest.mark.parametrize("change", SPOILT.values(), ids=SPOILT.keys())
def test_a_shared_place_of_another_shape_is_no_vault(change: Json) -> None:
    written = Vault((PERSONAL, SHARED)).plaintext()
    assert len(read_vault(written).memberships) == 2
    written["memberships"][1] |= change
    with pytest.raises(DistrustError) as refused:
        read_vault(written)
    assert refused.value.code == "vault"


@pytest.mark.parametrize("entry", [CONFIRMED, TAKING_UP])
def test_a_pairing_about_another_message_is_no_vault(entry: PairingEntry) -> None:
    written = Vault((PERSONAL,), pairing=(entry,)).plaintext()
    written["pairing"][0]["m1"] = b64(M1 + b"\0")
    with pytest.raises(DistrustError) as refused:
        read_vault(written)
    assert refused.value.code == "vault"


def test_a_membership_without_a_partner_writes_none() -> None:
    [row] = Vault((Membership(SPACE, MEMBER, KEYS, 1, ZERO_HASH),)).plaintext()["memberships"]
    assert "partner" not in row


def test_a_vault_shows_no_secret() -> None:
    vault = Vault((Membership(SPACE, MEMBER, KEYS, 1, ZERO_HASH),), pairing=(TAKING_UP,))
    for shown in (repr(vault), repr(TAKING_UP)):
        for secret in (KEYS.ed_seed, OTHER_KEYS.ed_seed, LINK.secret, TAKING_UP.x_e_seed):
            assert repr(secret) not in shown
