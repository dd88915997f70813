"""Who may open a socket, and how it ends when they no longer may (T10)."""

import json
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlmodel import col, delete
from websockets.exceptions import InvalidStatus

from app.accounts.sessions import revoke_session
from app.core.limits import MAX_SOCKETS_A_SESSION
from app.spaces.models import Membership
from tests.log.conftest import Side
from tests.log.signing import Member
from tests.log.world import World
from tests.realtime.conftest import Dial
from tests.realtime.wire import Wire, dialled, refused


def _refusal(opening: AbstractContextManager[Wire]) -> tuple[int, str]:
    """The status and code with which a handshake is refused."""
    with pytest.raises(InvalidStatus) as answer, opening:
        pass
    response = answer.value.response
    return response.status_code, json.loads(bytes(response.body))["code"]


@pytest.mark.parametrize("offered", [(), ("goldseam.0",), ("chat", "goldseam.2")])
def test_a_client_that_speaks_another_version_is_told_to_upgrade(
    server_url: str, side: Side, offered: tuple[str, ...]
) -> None:
    opening = dialled(server_url, side.person, subprotocols=offered)
    assert _refusal(opening) == (426, "upgrade")


def test_the_subprotocol_is_found_among_others_and_confirmed(server_url: str, side: Side) -> None:
    offered = ("chat", "goldseam.1")
    with dialled(server_url, side.person, subprotocols=offered) as wire:
        assert wire.connection.subprotocol == "goldseam.1"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
def test_a_page_of_another_origin_opens_no_socket(server_url: str, side: Side, origin: str) -> None:
    assert _refusal(dialled(server_url, side.person, origin=origin)) == (403, "wrong_origin")


def test_our_own_page_opens_a_socket(server_url: str, side: Side) -> None:
    with dialled(server_url, side.person, origin=server_url) as wire:
        wire.follow(side.line)
        wire.page(side.line)


def test_a_recovery_session_opens_no_socket(server_url: str, world: World) -> None:
    opening = dialled(server_url, world.person(recovery_only=True))
    assert _refusal(opening) == (403, "recovery_only")


def test_t10_without_a_session_the_socket_says_so_and_closes(dial: Dial, world: World) -> None:
    nobody = replace(world.person(), token=bytes(32))
    assert dial(nobody).close_code() == 4401
    assert dial(None).close_code() == 4401


def test_t10_a_revoked_token_is_told_so_at_the_next_contact(
    dial: Dial, world: World, side: Side
) -> None:
    """A plain end only locks the phone; this one makes it delete."""
    with world.database.write() as session:
        revoke_session(session, side.person.account_id, side.person.session_id)
    assert dial(side.person).close_code() == 4403


@pytest.mark.parametrize("code", [4401, 4403])
def test_t10_ending_a_session_closes_its_sockets_at_once(
    app: FastAPI, dial: Dial, world: World, side: Side, code: int
) -> None:
    """Every socket of that session, and nobody else's."""
    stranger, member = world.person(), Member()
    line = world.open_space(stranger, member)
    wires, other = [dial(side.person), dial(side.person)], dial(stranger)
    for wire in wires:
        wire.follow(side.line)
        wire.page(side.line)
    world.end_session(side.person)
    app.state.hub.close_sessions([side.person.session_id], code)
    assert [wire.close_code() for wire in wires] == [code, code]
    other.follow(line)
    assert other.page(line).seq == 1


def test_t10_a_session_that_ended_unheard_gets_no_further_delivery(
    world: World, side: Side, partner: Side, wire: Wire
) -> None:
    """Nobody told the hub: the delivery itself asks, before anything is read."""
    wire.follow(side.line)
    wire.page(side.line)
    world.end_session(side.person)
    world.post(partner.person, side.line, [side.line.put(partner.member)])
    assert wire.close_code() == 4401


def test_t10_a_session_that_ended_unheard_writes_nothing(
    world: World, side: Side, wire: Wire
) -> None:
    wire.follow(side.line)
    wire.page(side.line)
    world.end_session(side.person)
    wire.append(side.line, [side.line.copy().put(side.member)])
    assert wire.close_code() == 4401
    assert world.page(side.line).seq == 1


@pytest.mark.usefixtures("brisk")
def test_t10_an_idle_socket_of_an_ended_session_is_closed_by_its_heartbeat(
    world: World, side: Side, wire: Wire
) -> None:
    wire.follow(side.line)
    wire.page(side.line)
    world.end_session(side.person)
    assert wire.close_code() == 4401


def test_t10_membership_is_asked_at_every_delivery(
    world: World, side: Side, partner: Side, dial: Dial
) -> None:
    """Who is no longer a member gets nothing more of the space, and keeps their socket."""
    wire, staying = dial(partner.person), dial(side.person)
    for follower in (wire, staying):
        follower.follow(side.line)
        follower.page(side.line)
    with world.database.write() as session:
        session.execute(
            delete(Membership).where(col(Membership.member_id) == partner.member.member_id)
        )
    sent = side.line.put(side.member)
    world.post(side.person, side.line, [sent])
    assert wire.receive() == refused(None, 404, "not_found")
    assert [row.item for row in staying.page(side.line).events] == [sent]
    wire.append(side.line, [side.line.copy().put(partner.member)], "r")
    assert wire.receive() == refused("r", 404, "not_found")
    wire.follow(side.line)
    assert wire.receive() == refused(None, 404, "not_found")


def test_deleting_a_space_ends_its_follows(world: World, side: Side, wire: Wire) -> None:
    wire.follow(side.line)
    wire.page(side.line)
    with world.writer.turn() as turn:
        turn.delete_space(side.line.space_id)
    assert wire.receive() == refused(None, 404, "not_found")


def test_t13_a_session_s_fifth_socket_closes_its_first(side: Side, dial: Dial) -> None:
    wires = [dial(side.person) for _ in range(MAX_SOCKETS_A_SESSION + 1)]
    assert wires[0].close_code() == 4429
    for wire in wires[1:]:
        wire.follow(side.line)
        assert wire.page(side.line).seq == 1


def test_a_space_on_the_wire_is_its_uuid(side: Side, wire: Wire) -> None:
    wire.follow(side.line)
    assert UUID(wire.receive()["space"]) == side.line.space
