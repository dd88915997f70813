"""People for tests: devices that are closed at the end, with one passphrase for all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Unpack

from app.client.api import Api
from app.client.device import DeviceOptions
from app.client.person import Person
from app.main import create_app
from app.settings import Settings
from tests.conftest import FakeClock, running

PASSPHRASE = "correct horse battery staple"


@dataclass
class People:
    """Devices at one server, all on the server's clock unless given another."""

    url: str
    clock: FakeClock
    devices: list[Person] = field(default_factory=list)

    def sign_up(
        self, login: str = "sam", passphrase: str = PASSPHRASE, **options: Unpack[DeviceOptions]
    ) -> Person:
        """A new person, whose log has been read."""
        return self._keep(Person.sign_up(self.url, login, passphrase, **self._with(options)))

    def sign_in(
        self, login: str = "sam", passphrase: str = PASSPHRASE, **options: Unpack[DeviceOptions]
    ) -> Person:
        """A device that knows nothing; its log is not read yet."""
        return self._keep(Person.sign_in(self.url, login, passphrase, **self._with(options)))

    def recover(
        self, code: str, new_passphrase: str, login: str = "sam", **options: Unpack[DeviceOptions]
    ) -> Person:
        person = Person.recover(self.url, login, code, new_passphrase, **self._with(options))
        return self._keep(person)

    @contextmanager
    def stranger(self) -> Iterator[Api]:
        """Somebody without an account."""
        api = Api(self.url)
        try:
            yield api
        finally:
            api.close()

    def _with(self, options: DeviceOptions) -> DeviceOptions:
        return {"clock": self.clock, **options}

    def _keep(self, person: Person) -> Person:
        self.devices.append(person)
        return person


def pair(inviter: Person, invited: Person, *names: str) -> None:
    """The whole way from a link to a shared space, with the digits read out by voice.

    Both go by their logins where no names are given.
    """
    one, other = names or (person.keyring.login.capitalize() for person in (inviter, invited))
    invitation = inviter.invite(one)
    claim = invited.claim(invitation.link, other)
    invitation.answer()
    invitation.open(claim.digits())
    claim.join()


@contextmanager
def people_at_a_new_server(folder: Path, empty_database: Path) -> Iterator[People]:
    """For tests of one file that change nothing: signing up costs an Argon2id each time."""
    settings = Settings(data=folder / "data", frontend=folder / "frontend")
    settings.data.mkdir()
    shutil.copyfile(empty_database, settings.database_path)
    with people_at_a_server(settings, FakeClock()) as people:
        yield people


@contextmanager
def people_at_a_server(settings: Settings, clock: FakeClock) -> Iterator[People]:
    """At a server that runs for them, over the database that is there."""
    with running(create_app(settings, clock=clock)) as url, people_at(url, clock) as people:
        yield people


@contextmanager
def people_at(url: str, clock: FakeClock) -> Iterator[People]:
    """Everybody's connections are given back at the end."""
    people = People(url, clock)
    try:
        yield people
    finally:
        for device in people.devices:
            device.close()
