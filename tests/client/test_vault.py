"""What is in a vault comes out of it, also what this version has no use for."""

from app.client.events import ZERO_HASH
from app.client.vault import Membership, Vault, read_vault
from tests.vectors.fixed import KEYS, MEMBER, OTHER_KEYS, OTHER_MEMBER, OTHER_SPACE, SPACE

PARTNER = {"member": str(OTHER_MEMBER), "ed_pub": "", "x_pub": ""}


def test_a_vault_comes_back_as_it_was_written() -> None:
    vault = Vault(
        (
            Membership(SPACE, MEMBER, KEYS, seq=7, head=bytes(range(32))),
            Membership(OTHER_SPACE, OTHER_MEMBER, OTHER_KEYS, 1, ZERO_HASH, partner=PARTNER),
        ),
        pairing=({"nonce": "kept for another device"},),
    )
    assert read_vault(vault.plaintext()) == vault


def test_a_membership_without_a_partner_writes_none() -> None:
    [row] = Vault((Membership(SPACE, MEMBER, KEYS, 1, ZERO_HASH),)).plaintext()["memberships"]
    assert "partner" not in row


def test_a_vault_shows_no_secret() -> None:
    vault = Vault((Membership(SPACE, MEMBER, KEYS, 1, ZERO_HASH),), pairing=("secret",))
    assert repr(KEYS.ed_seed) not in repr(vault)
    assert "secret" not in repr(vault)
