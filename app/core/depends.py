"""What routes and sockets ask for by type: the parts that `create_app` put on `app.state`."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from app.core.clock import Clock
from app.core.database import Database
from app.core.secret import ServerKey


def _database(connection: HTTPConnection) -> Database:
    database: Database = connection.app.state.database
    return database


def _clock(connection: HTTPConnection) -> Clock:
    clock: Clock = connection.app.state.clock
    return clock


def _key(connection: HTTPConnection) -> ServerKey:
    key: ServerKey = connection.app.state.key
    return key


DatabaseDep = Annotated[Database, Depends(_database)]
ClockDep = Annotated[Clock, Depends(_clock)]
KeyDep = Annotated[ServerKey, Depends(_key)]
