"""The routes of pairing and of what is left of a closed space. They parse, ask and answer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Response
from starlette.requests import HTTPConnection

from app.accounts.cookies import read_session_token
from app.accounts.credentials import token_hash
from app.accounts.present import SESSION_PROBLEMS
from app.core.address import address_of
from app.core.depends import ClockDep, DatabaseDep
from app.core.errors import responses
from app.core.ids import SpaceId
from app.core.wire import B64_16, B64_32
from app.log.access import Asker
from app.log.routes import AskerDep, Space, WriterDep
from app.log.turn import ALREADY_STORED, CREATED
from app.log.wire import Appended
from app.spaces.leaving import drop_membership
from app.spaces.pairing import Guest, Pairing
from app.spaces.wire import (
    Answer,
    Claim,
    Invited,
    Joining,
    NewInvitation,
    Opening,
    OwnInvitations,
    ShownInvitation,
)

router = APIRouter(tags=["spaces"])


def _pairing(connection: HTTPConnection) -> Pairing:
    pairing: Pairing = connection.app.state.pairing
    return pairing


def _guest(connection: HTTPConnection, clock: ClockDep) -> Guest:
    token = read_session_token(connection)
    asker = None if token is None else Asker(token_hash(token), clock)
    return Guest(address_of(connection), asker)


PairingDep = Annotated[Pairing, Depends(_pairing)]
GuestDep = Annotated[Guest, Depends(_guest)]
InvitationId = Annotated[B64_16, Path(description="the invitation")]
# A_i. In a header, because addresses end up in histories and logs.
LinkProof = Annotated[
    B64_32, Header(alias="Goldseam-Invitation", description="A_i, which the link gives")
]


@router.post(
    "/invitations",
    status_code=CREATED,
    responses={ALREADY_STORED: {"model": Invited, "description": "the same one, kept before"}}
    | SESSION_PROBLEMS
    | responses("id_used", "too_many_invitations", "slow_down"),
)
def make_invitation(
    wanted: NewInvitation, asker: AskerDep, pairing: PairingDep, response: Response
) -> Invited:
    """Leave M1 for whoever gets the link. It waits seven days."""
    response.status_code, expires_ms = pairing.invite(asker, wanted)
    return Invited(expires_ms=expires_ms)


@router.get("/invitations", responses=SESSION_PROBLEMS)
def list_invitations(asker: AskerDep, pairing: PairingDep) -> OwnInvitations:
    """One's own invitations, with what has come for them."""
    return OwnInvitations(invitations=pairing.list_own(asker))


@router.get(
    "/invitations/{invitation}",
    responses=SESSION_PROBLEMS | responses("not_found", "claimed", "slow_down"),
)
def read_invitation(
    invitation: InvitationId, proof: LinkProof, guest: GuestDep, pairing: PairingDep
) -> ShownInvitation:
    """What the link shows: M1 to anybody, and after a claim all of it to the claimer alone."""
    return pairing.read(guest, invitation, proof)


@router.put(
    "/invitations/{invitation}/claim",
    responses=SESSION_PROBLEMS | responses("not_found", "claimed", "slow_down"),
)
def claim_invitation(
    invitation: InvitationId,
    proof: LinkProof,
    wanted: Claim,
    asker: AskerDep,
    pairing: PairingDep,
) -> ShownInvitation:
    """Answer M1 with M2. The first claim stands, and waits seven days for the inviter."""
    return pairing.claim(asker, invitation, proof, wanted.m2)


@router.put(
    "/invitations/{invitation}/nonce",
    status_code=204,
    responses=SESSION_PROBLEMS | responses("not_found", "frozen"),
)
def answer_claim(
    invitation: InvitationId, wanted: Answer, asker: AskerDep, pairing: PairingDep
) -> None:
    """Show N to the phone that claimed. It can be said once."""
    pairing.answer(asker, invitation, wanted.nonce)


@router.post(
    "/invitations/{invitation}/space",
    status_code=CREATED,
    responses={ALREADY_STORED: {"model": Appended, "description": "it was opened before"}}
    | SESSION_PROBLEMS
    | responses("not_found", "frozen", "too_large", 422),
)
def open_shared_space(
    invitation: InvitationId,
    wanted: Opening,
    asker: AskerDep,
    pairing: PairingDep,
    response: Response,
) -> Appended:
    """Open the shared space for both, once the digits were equal."""
    outcome = pairing.open(asker, invitation, wanted)
    response.status_code = outcome.status
    return Appended(seq=outcome.seq, head=outcome.head)


@router.post(
    "/invitations/{invitation}/join",
    status_code=CREATED,
    responses=SESSION_PROBLEMS | responses("not_found", "claimed", "too_large", 422, "slow_down"),
)
def join_shared_space(
    invitation: InvitationId,
    proof: LinkProof,
    wanted: Joining,
    asker: AskerDep,
    pairing: PairingDep,
) -> Appended:
    """Take one's place in the space. The invitation has ended with it."""
    outcome = pairing.join(asker, invitation, proof, wanted)
    return Appended(seq=outcome.seq, head=outcome.head)


@router.delete(
    "/invitations/{invitation}",
    status_code=204,
    responses=SESSION_PROBLEMS | responses("frozen"),
)
def cancel_invitation(invitation: InvitationId, asker: AskerDep, pairing: PairingDep) -> None:
    """End an invitation. Whoever has the link meets what they would meet in seven days."""
    pairing.cancel(asker, invitation)


@router.delete(
    "/spaces/{space}/membership",
    status_code=204,
    responses=SESSION_PROBLEMS | responses("not_found", "open"),
)
def give_up_membership(
    space: Space, asker: AskerDep, database: DatabaseDep, writer: WriterDep
) -> None:
    """Give up one's key and reading of a closed space before its 30 days are over."""
    drop_membership(database, writer, asker, SpaceId(space))
