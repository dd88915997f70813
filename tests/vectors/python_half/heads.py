"""The head after an event: what the next one names as prev."""

from functools import partial

from app.client.canonical import b64
from app.client.events import build
from tests.vectors import case
from tests.vectors.case import Json
from tests.vectors.fixed import KEYS, OTHER_KEYS
from tests.vectors.python_half.events import ERASED, OPENED, PUT

DESCRIPTION = "Heads: SHA-256 over an event and its signature"

good = partial(case.good, "heads")


def cases() -> list[Json]:
    events = {event.verb: build(event) for event in (OPENED, PUT, ERASED)}
    put = events["item.put"]
    return [
        *(good(n, event=b64(event), sig=b64(KEYS.sign(event))) for n, event in events.items()),
        good("the same event, another signature", event=b64(put), sig=b64(OTHER_KEYS.sign(put))),
    ]
