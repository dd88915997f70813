"""Who a request speaks for, as a dependency. Sockets use the same functions.

`PresentSession` is what nearly every route wants; `AnySession` also lets in a session that came
by the recovery code, which may only set a new passphrase.
"""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from app.accounts.cookies import JarDep, read_session_token
from app.accounts.credentials import token_hash
from app.accounts.sessions import SignedIn, check_session, touch_session
from app.core.clock import day_of
from app.core.depends import ClockDep, DatabaseDep
from app.core.errors import Refused, responses

# What a route that asks for a session can refuse with.
SESSION_PROBLEMS = responses("signed_out", "recovery_only")


def read_token_hash(connection: HTTPConnection) -> bytes:
    """The hash of the session's token. Raises `signed_out` if the cookie is absent or not ours."""
    token = read_session_token(connection)
    if token is None:
        raise Refused("signed_out")
    return token_hash(token)


def any_session(
    connection: HTTPConnection, jar: JarDep, database: DatabaseDep, clock: ClockDep
) -> SignedIn:
    """The session of this request, recovery-only ones too. Raises `signed_out` or `revoked`.

    The first request of a day notes the day and lets session and cookie run for their full time
    again; a finer trace of use is never kept.
    """
    hashed_token = read_token_hash(connection)
    now_ms = clock.now_ms()
    with database.read() as session:
        who = check_session(session, hashed_token, now_ms)
    if who.last_day != day_of(now_ms) and not who.recovery_only:
        with database.write() as session:
            touch_session(session, who.session_id, now_ms)
        jar.renew_session()
    return who


AnySession = Annotated[SignedIn, Depends(any_session)]


def present_session(who: AnySession) -> SignedIn:
    """The session of this request; raises `recovery_only` where it has but that one right."""
    if who.recovery_only:
        raise Refused("recovery_only")
    return who


PresentSession = Annotated[SignedIn, Depends(present_session)]
