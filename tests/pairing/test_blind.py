"""T1: what the server keeps of a pairing is envelopes and hashes, and after it nothing."""

import logging
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session, select

from app.client.canonical import b64
from app.core.database import Database
from app.spaces.invitations import Invitation
from tests.accounts.test_blind import forms, kept
from tests.pairing.couple import Couple

STEPS = ["open", "claimed", "answered", "opened", "joined"]


def secrets_of(couple: Couple) -> list[bytes]:
    """Names, messages, and everything that opens or proves something."""
    sides = (couple.inviter, couple.invited)
    return [
        couple.m1,
        couple.m2,
        couple.secret,
        couple.link.seal_key,
        couple.link.auth,
        couple.space_keys.sk,
        *(side.name.encode() for side in sides),
        *(side.once.x_pub for side in sides),
        *(seed for side in sides for seed in (side.keys.ed_seed, side.keys.x_seed)),
    ]


@pytest.mark.parametrize("step", STEPS)
def test_t1_pairing_leaves_no_name_and_no_key_on_the_server(
    couple: Couple, database_file: Path, step: str
) -> None:
    couple.advance_to(step)
    stored = kept(database_file)
    found = [secret for secret in secrets_of(couple) for form in forms(secret) if form in stored]
    assert found == []


def test_t1_the_search_finds_what_the_server_does_keep(couple: Couple, database_file: Path) -> None:
    """The twin: the same search, for bytes that are meant to be there."""
    couple.advance_to("opened")
    stored = kept(database_file)
    for meant in (
        couple.link.invitation,
        couple.sealed_m1,
        couple.sealed_m2,
        couple.nonce,
        couple.pair_wrap,
        couple.genesis.event,
    ):
        assert meant in stored


def row_of(session: Session) -> dict[str, object]:
    return session.exec(select(Invitation)).one().model_dump()


def test_t1_row_of_an_invitation_has_no_column_for_anything_else(
    couple: Couple, database: Database
) -> None:
    couple.advance_to("opened")
    with database.read() as session:
        row = row_of(session)
    assert set(row) == {
        "invitation_id",
        "account_id",
        "auth_hash",
        "m1",
        "m2",
        "claimed_by",
        "nonce",
        "space_id",
        "pair_wrap",
        "expires_ms",
        "signed_up",
    }


@pytest.mark.parametrize("end", [Couple.join, Couple.cancel])
def test_ended_invitation_is_overwritten_on_the_disk(
    couple: Couple, database_file: Path, end: Callable[[Couple], httpx.Response]
) -> None:
    """M1, M2, N and the key under K_p: by joining, and as far as they were there by cancelling."""
    couple.advance_to("opened" if end is Couple.join else "answered")
    sealed = [couple.sealed_m1, couple.sealed_m2, couple.nonce, couple.pair_wrap]
    assert couple.sealed_m1 in kept(database_file)
    assert end(couple).is_success
    stored = kept(database_file)
    assert [part for part in sealed if part in stored] == []


def test_account_of_a_partner_is_never_told(couple: Couple) -> None:
    """The two know each other by member ids alone."""
    couple.advance_to("opened")
    accounts = [
        str(side.phone.enrolled.keyring.account) for side in (couple.inviter, couple.invited)
    ]
    told_inviter = couple.inviter.phone.http.get("/api/invitations").text
    told_invited = couple.read().text
    assert accounts[1] not in told_inviter
    assert accounts[0] not in told_invited


def test_r12_log_of_a_pairing_names_neither_link_nor_space(
    couple: Couple, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="app"):
        couple.advance_to("joined")
    ours = [record for record in caplog.records if record.name.startswith(("app", "uvicorn"))]
    written = "\n".join(record.getMessage() for record in ours)
    for secret in (b64(couple.link.invitation), b64(couple.link.auth), str(couple.space)):
        assert secret not in written
    assert "PUT /invitations/{invitation}/claim 200" in written
