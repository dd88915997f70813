"""The routes of sealed answers. They parse, ask and answer."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BeforeValidator, Field
from starlette.requests import HTTPConnection

from app.accounts.present import SESSION_PROBLEMS
from app.conversations.service import Conversations, Place
from app.conversations.wire import Answers, Kept, SealedAnswer
from app.core.errors import responses
from app.core.ids import ObjectId, SpaceId
from app.core.wire import UuidBytes
from app.log.routes import AskerDep, Space
from app.log.turn import ALREADY_STORED, CREATED

router = APIRouter(tags=["conversations"])

_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


def _conversations(connection: HTTPConnection) -> Conversations:
    conversations: Conversations = connection.app.state.conversations
    return conversations


def _read_opening(text: object) -> int:
    """One spelling each, like everything on the wire."""
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise ValueError("not an opening")
    return int(text)


Opening = Annotated[
    int,
    Field(ge=1, le=65_535),
    BeforeValidator(_read_opening),
    Path(description="the n-th answers of this conversation that open together"),
]


def _place(
    space: Space,
    conversation: Annotated[UuidBytes, Path(description="the conversation")],
    opening: Opening,
) -> Place:
    return Place(SpaceId(space), ObjectId(conversation), opening)


ConversationsDep = Annotated[Conversations, Depends(_conversations)]
PlaceDep = Annotated[Place, Depends(_place)]
_PATH = "/spaces/{space}/conversations/{conversation}/answers/{opening}"


@router.put(
    _PATH,
    status_code=CREATED,
    responses={ALREADY_STORED: {"model": Kept, "description": "the same bytes, kept before"}}
    | SESSION_PROBLEMS
    | responses("not_found", "frozen", 422, "slow_down"),
)
def put_answer(
    place: PlaceDep,
    wanted: SealedAnswer,
    asker: AskerDep,
    conversations: ConversationsDep,
    response: Response,
) -> Kept:
    """Give an answer, or replace one's own. With the second one both open."""
    response.status_code, kept = conversations.put(asker, place, wanted)
    return kept


@router.delete(_PATH, status_code=204, responses=SESSION_PROBLEMS | responses("not_found", "told"))
def withdraw_answer(place: PlaceDep, asker: AskerDep, conversations: ConversationsDep) -> None:
    """Withdraw one's own answer, while the other one is not in. Putting again waits a day.

    In a space that somebody left: take the words of one's own opened answer back.
    """
    conversations.withdraw(asker, place)


@router.get(_PATH, responses=SESSION_PROBLEMS | responses("not_found"))
def read_answers(place: PlaceDep, asker: AskerDep, conversations: ConversationsDep) -> Answers:
    """One's own answer, and the other's once both are in."""
    return conversations.read(asker, place)
