"""Two people in one space: what they say about the space itself, and the thanks between them."""

import hashlib
from dataclasses import dataclass, replace
from uuid import UUID

from app.client import verbs
from app.client.events import Event, Item
from app.client.verbs import (
    Answered,
    Given,
    GivenErased,
    MemberEntry,
    SpaceJoined,
    SpaceLeft,
    SpaceOpened,
    TakenIn,
)
from tests.log.signing import Line, Member, new_uuid
from tests.log.world import Person, World

TH = hashlib.sha256(b"two people").digest()


@dataclass
class Side:
    """A person, their key, and what their phone knows of a space."""

    person: Person
    member: Member
    line: Line


@dataclass
class Couple:
    """Both phones know the same: they share one line."""

    inviter: Side
    invited: Side
    line: Line
    first: Item
    joined: Item

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.inviter, self.invited


def opening(line: Line, inviter: Member, *members: MemberEntry, th: bytes = TH) -> Event:
    """The first event of a shared space."""
    clear = SpaceOpened(verbs.SHARED, th, members)
    return line.event(inviter, clear, verb=verbs.SPACE_OPENED, target=line.space, rev=0)


def joining(line: Line, member: Member, th: bytes = TH) -> Item:
    """For the next place, without going on from it."""
    event = line.event(member, SpaceJoined(th), verb=verbs.SPACE_JOINED, target=line.space, rev=0)
    return member.sign(event)


def leaving(line: Line, member: Member, *, at_ms: int | None = None) -> Item:
    """For the next place, without going on from it; dated like the event before it."""
    event = line.event(member, SpaceLeft(), verb=verbs.SPACE_LEFT, target=line.space, rev=0)
    return member.sign(replace(event, at_ms=line.at_ms if at_ms is None else at_ms))


def open_couple(world: World, people: tuple[Person, Person] | None = None) -> Couple:
    """A shared space of two new people, or of these, that is opened and not yet joined."""
    line = Line(new_uuid(), world.clock)
    inviter, invited = (
        Side(person, Member(), line) for person in people or (world.person(), world.person())
    )
    entries = (inviter.member.entry, invited.member.entry)
    first = inviter.member.sign(opening(line, inviter.member, *entries))
    world.open_shared(inviter.person, inviter.member, invited.person, line, first)
    return Couple(inviter, invited, line, first, joining(line, invited.member))


def join_couple(world: World, couple: Couple) -> Couple:
    """The invited person comes in."""
    assert world.join(couple.invited.person, couple.line, couple.joined).status == 201
    couple.line.add(couple.joined)
    return couple


def give(line: Line, member: Member, thanks: UUID, body: bytes) -> Item:
    return line.say(member, Given(), verb=verbs.GIVEN, target=thanks, rev=1, body=body)


def take_in(line: Line, member: Member, thanks: UUID, body: bytes) -> Item:
    clear = TakenIn(hashlib.sha256(body).digest())
    return line.say(member, clear, verb=verbs.TAKEN_IN, target=thanks, rev=1)


def answer(
    line: Line, member: Member, thanks: UUID, body: bytes, words: bytes, *, rev: int = 2
) -> Item:
    """A line to the thanks whose body is `body`."""
    clear = Answered(hashlib.sha256(body).digest())
    return line.say(member, clear, verb=verbs.ANSWERED, target=thanks, rev=rev, body=words)


def take_back(line: Line, member: Member, thanks: UUID, rev: int, body: bytes) -> Item:
    clear = GivenErased(hashlib.sha256(body).digest())
    return line.say(member, clear, verb=verbs.GIVEN_ERASED, target=thanks, rev=rev)
