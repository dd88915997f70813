"""People who signed up before, and move to the server of any test that wants them.

Signing up costs an Argon2id. So each of them signs up once in a run, at a real server of their
own; a test is given a copy of what that left: the rows of one account, and what its first device
holds. A server that they move to has the key of the one where they signed up.
"""

import secrets
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack
from uuid import UUID

import httpx

from app.client.admission import Admitted
from app.client.device import DeviceOptions, make_device
from app.client.person import Person
from app.core.secret import KEY_BYTES
from app.settings import Settings
from tests.client.people import People, people_at_a_server
from tests.conftest import FakeClock

# What the server keeps of addresses, and which migrations it had.
NOT_OF_AN_ACCOUNT = {"allowance", "alembic_version"}


@dataclass(frozen=True)
class Resident:
    """A database that holds one account and nothing else, and that account's signed-in device."""

    database: Path
    admitted: Admitted
    device_id: UUID
    cookies: httpx.Cookies


class Residents:
    """They sign up when a test first asks for them."""

    def __init__(self, folder: Path, empty_database: Path) -> None:
        self.key = secrets.token_bytes(KEY_BYTES)
        self._folder = folder
        self._empty_database = empty_database
        self._known: dict[str, Resident] = {}

    def move_in(
        self, people: People, database: Path, login: str, **options: Unpack[DeviceOptions]
    ) -> Person:
        """The device on which somebody has signed up, at another server; its log is not read."""
        if login not in self._known:
            self._known[login] = self._sign_up(login)
        resident = self._known[login]
        _copy_rows(resident.database, database)
        device = make_device(people.url, **people._with(options))
        device.id = resident.device_id
        device.api._http.cookies = resident.cookies
        person = Person(device, resident.admitted)
        people.devices.append(person)
        return person

    def _sign_up(self, login: str) -> Resident:
        folder = self._folder / login
        settings = Settings(data=folder, frontend=folder / "none")
        folder.mkdir()
        settings.key_path.write_bytes(self.key)
        shutil.copyfile(self._empty_database, settings.database_path)
        with people_at_a_server(settings, FakeClock()) as people:
            person = people.sign_up(login)
            return Resident(
                settings.database_path,
                Admitted(person.keyring, tuple(person.recovery_code.split(" "))),
                person.device.id,
                person.device.api._http.cookies,
            )


def _copy_rows(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as rows:
        rows.execute("ATTACH ? AS source", [str(source)])
        rows.execute("BEGIN IMMEDIATE")
        names = rows.execute(
            "SELECT name FROM source.sqlite_schema WHERE type = 'table'"
        ).fetchall()
        for table in {name for (name,) in names} - NOT_OF_AN_ACCOUNT:
            rows.execute(f"INSERT INTO main.{table} SELECT * FROM source.{table}")
        rows.execute("COMMIT")
