"""Two people in one space, their devices, and the post between them."""

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from sqlmodel import select

from app.notifications.models import PushSubscription
from app.notifications.sender import Sender
from app.notifications.wire import Choices, Subscription
from tests.log.sharing import Couple, Side, answer, give, join_couple, open_couple
from tests.log.signing import new_uuid, sealed
from tests.log.world import Person, World
from tests.notifications.device import Device
from tests.notifications.service import PushService

ALL_KINDS = ["thanks", "talk", "agreements", "reminders"]


@dataclass
class Post:
    """Everything between what somebody says and the note on the other's device."""

    app: FastAPI
    world: World
    service: PushService

    @property
    def sender(self) -> Sender:
        sender: Sender = self.app.state.sender
        return sender

    def couple(self) -> Couple:
        return join_couple(self.world, open_couple(self.world))

    def subscribe(self, person: Person) -> Device:
        """Turn notes on for the person's device."""
        device = self.service.device()
        wanted = Subscription.model_validate(device.body)
        self.app.state.notifications.subscribe(person.asker, wanted)
        self.service.key = self.app.state.notifications.state(person.asker).key
        return device

    def choose(self, person: Person, **changed: Any) -> None:
        body = {"kinds": ALL_KINDS, "quiet": None, **changed}
        self.app.state.notifications.choose(person.asker, Choices.model_validate(body))

    def look(self, person: Person) -> None:
        self.app.state.notifications.look(person.asker)

    def remind(self, person: Person, due_ms: int, *, reminder: bytes = bytes(16)) -> None:
        self.app.state.reminders.put(person.asker, reminder, due_ms)

    def give(self, couple: Couple, giver: Side) -> tuple[Any, bytes]:
        """Thanks; gives what an answer names."""
        thanks, body = new_uuid(), sealed()
        self.world.post(giver.person, couple.line, [give(couple.line, giver.member, thanks, body)])
        return thanks, body

    def answer(self, couple: Couple, side: Side, thanks: tuple[Any, bytes]) -> None:
        said = answer(couple.line, side.member, *thanks, sealed())
        self.world.post(side.person, couple.line, [said])

    def wait(self, ms: int) -> None:
        """Let the time pass and the sender look."""
        self.world.clock.advance(ms)
        self.send()

    def send(self, sender: Sender | None = None) -> None:
        asyncio.run((sender or self.sender).run())

    def rows(self) -> list[PushSubscription]:
        return self.world.ask(lambda session: list(session.exec(select(PushSubscription))))

    def owed(self) -> set[bytes]:
        """The accounts to which a note is owed."""
        return {row.account_id for row in self.rows() if row.due_ms is not None}
