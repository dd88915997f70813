"""A device that wrote the vault: the same person's other devices hear of it, and nobody else."""

import httpx
import pytest

from app.accounts.credentials import token_hash
from app.accounts.sessions import open_session
from app.client.canonical import b64
from app.core.clock import DAY_MS
from app.core.ids import SessionId
from app.core.limits import SESSION_MS
from app.log.access import Asker
from app.realtime.protocol import CloseCode
from tests.log.conftest import Side
from tests.log.signing import sealed
from tests.log.world import Person, World
from tests.realtime.conftest import Dial

ACCOUNT = {"type": "account"}


def _second_device(world: World, person: Person) -> Person:
    token = sealed(32)
    with world.database.write() as session:
        row = open_session(
            session, person.account_id, token, "computer", world.clock.now_ms(), recovery_only=False
        )
        session_id = SessionId(row.session_id)
    return Person(person.account_id, session_id, token, Asker(token_hash(token), world.clock))


def _write_vault(server_url: str, person: Person, *, replaces: int) -> httpx.Response:
    return httpx.put(
        f"{server_url}/api/account/vault",
        json={"replaces": replaces, "revision": replaces + 1, "envelope": b64(sealed())},
        headers={"Cookie": person.cookie},
    )


def test_a_written_vault_is_told_to_the_account_s_other_devices(
    world: World, side: Side, dial: Dial, server_url: str
) -> None:
    """Without following anything: it may be the first space that the device is to follow."""
    idle = dial(_second_device(world, side.person))
    assert _write_vault(server_url, side.person, replaces=1).status_code == 204
    assert idle.receive() == ACCOUNT


@pytest.mark.usefixtures("brisk")
def test_t9_a_written_vault_is_told_to_nobody_else(
    world: World, side: Side, partner: Side, dial: Dial, server_url: str
) -> None:
    """Nor to the device that wrote it; each hears the heartbeats that come anyway."""
    wires = [dial(side.person), dial(partner.person)]
    for wire in wires:
        wire.follow(side.line)
        wire.page(side.line)
    assert _write_vault(server_url, side.person, replaces=1).status_code == 204
    for wire in wires:
        assert [wire.receive()["type"] for _ in range(3)] == ["heartbeat"] * 3


def test_a_vault_that_is_refused_is_told_to_nobody(
    world: World, side: Side, dial: Dial, server_url: str
) -> None:
    """Twin: the one that is kept behind it is told, once."""
    idle = dial(_second_device(world, side.person))
    assert _write_vault(server_url, side.person, replaces=7).status_code == 409
    assert _write_vault(server_url, side.person, replaces=1).status_code == 204
    idle.follow(side.line)
    assert [idle.receive()["type"], idle.receive()["type"]] == ["account", "page"]


def test_t10_a_session_that_ran_out_is_closed_instead(
    world: World, side: Side, dial: Dial, server_url: str
) -> None:
    """Asked at every delivery, also at this one."""
    idle = dial(_second_device(world, side.person))
    world.clock.advance(SESSION_MS - DAY_MS)
    later = _second_device(world, side.person)
    world.clock.advance(DAY_MS)
    assert _write_vault(server_url, later, replaces=1).status_code == 204
    assert idle.close_code() == CloseCode.SIGNED_OUT
