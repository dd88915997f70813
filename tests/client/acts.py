"""What several tests do and ask: an act's refusal, and events signed by hand."""

from collections.abc import Callable

import pytest

from app.client.errors import ClientError
from app.client.events import Event, Item, build
from app.client.person import Person
from app.client.verbs import SPACE_LEFT, SpaceLeft


def refusal(act: Callable[[], object]) -> str:
    """The code with which the act is refused."""
    with pytest.raises(ClientError) as refused:
        act()
    return refused.value.code


def leaving_of(person: Person) -> Event:
    """The next event of the person's shared space, made by hand."""
    log = person.us.sync.log
    return Event(
        space=log.space,
        event_id=person.device.uuid7(),
        seq=log.seq + 1,
        prev=log.head,
        member=log.pin.own.member,
        at_ms=log.at_ms,
        verb=SPACE_LEFT,
        object=log.space,
        rev=0,
        env_hash=b"",
        clear=SpaceLeft(),
    )


def sign_as(person: Person, event: Event) -> Item:
    data = build(event)
    return Item(data, person.us.sync.member_keys.sign(data), None)
