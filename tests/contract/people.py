"""Everybody who may stand before the server, and what each of them asks about.

One server serves a whole matrix: the requests are chosen so that none of them changes what another
finds.
"""

import secrets
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid4

from app.client.canonical import b64, unb64
from app.client.events import Item
from app.client.talk_verbs import REVEAL, Accepted, Invited, PlanStep
from app.client.verbs import verb_of
from tests.accounts.phone import Phone
from tests.log.signing import sealed
from tests.pairing.couple import HEADER, Couple
from tests.pairing.side import Place, Side, behind


class Role(StrEnum):
    """Who asks, seen from the space or the invitation that they ask about."""

    NOBODY = "nobody"
    STRANGER = "stranger"
    MEMBER = "member"
    PARTNER = "partner"
    # Of a space that the other has left: it can be read for a while.
    LEFT_BEHIND = "left behind"
    # Of a space that they have left and given up.
    FORMER = "former member"
    REVOKED = "revoked session"
    # Came by the recovery code, and may only set a new passphrase.
    RECOVERING = "recovering session"


@dataclass(frozen=True)
class Target:
    """What a request is about: a space, its next place and a conversation in it, and an invitation.

    The invitation comes with its proof.
    """

    space: UUID
    place: Place
    invitation: str
    proof: dict[str, str]
    conversation: UUID
    exists: bool = True


@dataclass(frozen=True)
class Asker:
    """A device, and the keys with which its person signs."""

    phone: Phone
    side: Side


class World:
    """Robin and Kim share a space and pair for a second one; Mallory shares nothing with anybody.

    Eve has left the space that she shared with Dana, and has given up what was left of it.
    """

    def __init__(self, robin: Phone) -> None:
        self.robin = robin
        self.kim, self.dana, self.eve, self.mallory = (
            self._person(login) for login in ("kim", "dana", "eve", "mallory")
        )
        self.nobody = robin.stranger("nobody")
        self.revoked, self.recovering, self.tablet = (robin.another() for _ in range(3))
        self.us = _couple(self.robin, self.kim)
        self.us.advance_to("joined")
        self.conversations = {self.us.space: converse(self.us)}
        self.waiting = _couple(self.robin, self.kim)
        self.waiting.advance_to("opened")
        self.parted = self.part()
        assert self.parted.drop(self.parted.invited).status_code == 204
        assert self.revoked.sign_in().status_code == 200
        assert self.robin.end_session(current(self.revoked)).status_code == 204
        assert self.recovering.recover().status_code == 200

    def asker(self, role: Role) -> Asker:
        known = {
            Role.MEMBER: self.us.inviter,
            Role.PARTNER: self.us.invited,
            Role.LEFT_BEHIND: self.parted.inviter,
            Role.FORMER: self.parted.invited,
        }
        if role in known:
            return Asker(known[role].phone, known[role])
        phone = {
            Role.NOBODY: self.nobody,
            Role.STRANGER: self.mallory,
            Role.REVOKED: self.revoked,
            Role.RECOVERING: self.recovering,
        }[role]
        # Whatever they could know, they know: the name and the keys of a member too.
        return Asker(phone, replace(self.us.inviter, phone=phone))

    def target(self, role: Role) -> Target:
        """What somebody in this role asks about: it is there, and they hold the link."""
        couple = self.parted if role in {Role.LEFT_BEHIND, Role.FORMER} else self.us
        return self._target(couple.space, behind(couple.last(couple.inviter)))

    def personal(self) -> Target:
        """Robin's own space, with which no other person has anything to do."""
        last = self.robin.events().json()["events"][-1]
        item = Item(unb64(last["event"]), unb64(last["sig"]), None)
        return self._target(self.robin.space, behind(item))

    def nothing(self) -> Target:
        """Ids that nobody has."""
        space = uuid4()
        return Target(
            space=space,
            place=Place(space, 2, secrets.token_bytes(32)),
            invitation=f"/api/invitations/{b64(secrets.token_bytes(16))}",
            proof={HEADER: b64(secrets.token_bytes(32))},
            conversation=uuid4(),
            exists=False,
        )

    def device(self) -> str:
        """The session of another device of Robin's, signed in again where it was ended."""
        if not self.tablet.state().is_success:
            assert self.tablet.sign_in().status_code == 200
        return current(self.tablet)

    def part(self) -> Couple:
        """Dana and Eve pair, and Eve leaves."""
        couple = _couple(self.dana, self.eve)
        couple.advance_to("joined")
        self.conversations[couple.space] = converse(couple)
        assert couple.leave(couple.invited).status_code == 201
        return couple

    def _person(self, login: str) -> Phone:
        phone = self.robin.stranger(login)
        assert phone.sign_up().status_code == 201
        return phone

    def _target(self, space: UUID, place: Place) -> Target:
        conversation = self.conversations.get(space, next(iter(self.conversations.values())))
        return Target(space, place, self.waiting.path, self.waiting.proof, conversation)


def converse(couple: Couple) -> UUID:
    """A conversation that both said yes to, with one reveal."""
    conversation, plan = uuid4(), Invited((PlanStep(REVEAL),))
    for side, clear, body in (
        (couple.inviter, plan, sealed()),
        (couple.invited, Accepted(), None),
    ):
        place = behind(couple.last(side))
        item = side.say(verb_of(clear), clear, place, conversation, body)
        assert couple.append(side, item).status_code == 201
    return conversation


def without_link(target: Target) -> Target:
    """The same, for somebody who knows the id of the invitation and not its secret."""
    return replace(target, proof={HEADER: b64(bytes(32))})


def current(phone: Phone) -> str:
    """The id of this device's own session."""
    [session] = [str(row["id"]) for row in phone.sessions() if row["current"]]
    return session


def _couple(inviter: Phone, invited: Phone) -> Couple:
    return Couple(Side(inviter, inviter.login), Side(invited, invited.login))
