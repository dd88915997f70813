"""POST and GET, for those without a socket: the same functions, the same answers.

The body of an append is read behind the door and validated once from its bytes; its shape is
declared to the API pages by hand.
"""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BeforeValidator, Field, ValidationError
from starlette.requests import HTTPConnection

from app.accounts.present import SESSION_PROBLEMS, PresentSession
from app.core.depends import ClockDep, DatabaseDep
from app.core.errors import Refused, responses
from app.core.ids import SpaceId
from app.core.wire import MAX_SAFE_INT, UuidBytes
from app.log.access import Asker
from app.log.stream import read_page
from app.log.turn import ALREADY_STORED, CREATED
from app.log.wire import Appended, AppendRequest, Page
from app.log.writer import Writer

router = APIRouter(tags=["log"])

_PLACE = re.compile(r"0|[1-9][0-9]{0,15}")


def _writer(connection: HTTPConnection) -> Writer:
    writer: Writer = connection.app.state.writer
    return writer


def _asker(who: PresentSession, clock: ClockDep) -> Asker:
    return Asker(who.token_hash, clock)


async def _read_append(request: Request, _who: PresentSession) -> AppendRequest:
    """The body, once the session is known to stand. Raises `malformed` or `too_large`."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused("malformed", "not application/json")
    try:
        return AppendRequest.model_validate_json(await request.body())
    except ValidationError:
        raise Refused("malformed") from None


def _schema_of_append() -> dict[str, Any]:
    """`AppendRequest` with its items written out, as it stands alone in the API pages."""
    schema = AppendRequest.model_json_schema()
    schema["properties"]["items"]["items"] = schema.pop("$defs")["PostedItem"]
    return schema


def _read_place(text: object) -> int:
    """A number as it stands in an address: one spelling each, like everything on the wire."""
    if not isinstance(text, str) or not _PLACE.fullmatch(text):
        raise ValueError("not a place")
    return int(text)


Place = Annotated[int, Field(ge=0, le=MAX_SAFE_INT), BeforeValidator(_read_place)]
Space = Annotated[UuidBytes, Path(description="the space")]
WriterDep = Annotated[Writer, Depends(_writer)]
AskerDep = Annotated[Asker, Depends(_asker)]


@router.get("/spaces/{space}/events", responses=SESSION_PROBLEMS | responses("not_found"))
def read_events(
    space: Space,
    asker: AskerDep,
    database: DatabaseDep,
    after: Annotated[Place, Query(description="the last seq you have; 0 for all")] = 0,
) -> Page:
    """What follows `after`: at most 500 events or 1 MiB, and where the space stands."""
    space_id = SpaceId(space)
    with database.read() as session:
        asker.access(space_id)(session)
        return read_page(session, space_id, after)


@router.post(
    "/spaces/{space}/events",
    status_code=CREATED,
    responses={ALREADY_STORED: {"model": Appended, "description": "all of it was stored already"}}
    | SESSION_PROBLEMS
    | responses("not_found", "head_moved", "too_large", 422, "slow_down"),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _schema_of_append()}},
        }
    },
)
def append_events(
    space: Space,
    asker: AskerDep,
    writer: WriterDep,
    wanted: Annotated[AppendRequest, Depends(_read_append)],
    response: Response,
) -> Appended:
    """Append 1 to 20 chained events with their bodies, all or nothing."""
    space_id = SpaceId(space)
    outcome = writer.submit(space_id, asker.access(space_id), wanted.items, repair=wanted.repair)
    response.status_code = outcome.status
    return Appended(seq=outcome.seq, head=outcome.head)
