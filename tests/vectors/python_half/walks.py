"""Walks through the rules of agreements: every event in every state, and devices offline."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random
from uuid import UUID

from app.client.agreement_verbs import (
    KEPT,
    RETIRED,
    AgreementAccepted,
    AgreementErased,
    AgreementPaused,
    AgreementProposed,
    AgreementResumed,
    AgreementReviewed,
    AgreementWithdrawn,
)
from app.client.canonical import b64
from app.client.clear import ClearFields
from app.client.events import ZERO_HASH, Event
from app.client.items import ObjectState
from app.client.rules import Standing
from tests.vectors.case import Json, good
from tests.vectors.fields import fields_of
from tests.vectors.fixed import AT_MS, MEMBER, OTHER_MEMBER, fixed_bytes, fixed_uuid
from tests.vectors.python_half.agreement_events import agreement_event
from tests.vectors.python_half.agreement_rules import DAY_MS
from tests.vectors.python_half.rules import JOINED, OPENED
from tests.vectors.run_walks import Offline

DESCRIPTION = "Every answer of the rules within a few events, and what devices sent after offline"

MEMBERS = (MEMBER, OTHER_MEMBER)
START = [OPENED, JOINED]
DEPTH = 5
STEPS = 64
HOUR_MS = 60 * 60_000
# Two devices of one person, and one of the other.
DEVICES = (MEMBER, MEMBER, OTHER_MEMBER)
# What is said most often comes more than once.
_SAID = {
    "limit": ("shared", "acknowledged", "acknowledged", "acknowledged", "retired"),
    "request": ("asked", "answered", "answered", "answered", "withdrawn"),
    "agreement": (
        *("proposed", "proposed", "proposed", "accepted", "accepted", "accepted", "accepted"),
        *("paused", "paused", "resumed", "reviewed", "reviewed", "withdrawn"),
    ),
}
_BRINGING = ("shared", "asked", "answered", "proposed")
_NAMING = ("acknowledged", "answered", "proposed", "accepted", "reviewed")
_NOTHING: Json = {
    "version": None,
    "words": None,
    "brings": "",
    "deep": False,
    "outcome": 0,
    "next_ms": 0,
}


def cases() -> list[Json]:
    start = [fields_of(event) for event in START]
    events = [fields_of(event) for event in agreement_alphabet()]
    explored = good("walks", "an agreement", op="explore", start=start, events=events, depth=DEPTH)
    walked = [
        good("walks", f"offline, walk {seed}", op="offline", start=start, steps=script(seed)[0])
        for seed in range(6)
    ]
    return [explored, *walked]


def words_hash(rev: int) -> bytes:
    """Of the words under this rev, whoever wrote them."""
    return bytes([rev]) * 32


def agreement_alphabet() -> list[Event]:
    """What either person could sign about one agreement: right, late, and about other words."""
    said = [*_proposals(), *_about_versions(), *_reviews(), *_alone()]
    return [replace(event, member=member) for member in MEMBERS for event in said]


def _say(clear: ClearFields, rev: int = 0, after_ms: int = 0) -> Event:
    event = replace(agreement_event(clear, rev), at_ms=AT_MS + after_ms)
    return replace(event, env_hash=words_hash(rev)) if event.env_hash else event


def _proposals() -> Iterator[Event]:
    for base, rev in product((ZERO_HASH, words_hash(1), words_hash(2), words_hash(9)), (1, 2, 3)):
        yield _say(AgreementProposed(base, deep=False), rev)
    yield _say(AgreementProposed(ZERO_HASH, deep=True), 1)
    yield _say(AgreementProposed(words_hash(1), deep=True), 2)


def _about_versions() -> Iterator[Event]:
    for rev, named in ((0, 1), (1, 1), (2, 2), (3, 3), (1, 2), (2, 1)):
        yield _say(AgreementAccepted(words_hash(named)), rev)
        yield _say(AgreementErased(words_hash(named)), rev)
    for rev, after_ms in product((1, 2), (DAY_MS - 1, DAY_MS)):
        yield _say(AgreementAccepted(words_hash(rev)), rev, after_ms)


def _reviews() -> Iterator[Event]:
    month = AT_MS + 30 * DAY_MS
    for rev, said in product(
        (1, 2), ((KEPT, month), (KEPT, AT_MS), (KEPT, AT_MS + 90 * DAY_MS + 1), (RETIRED, 0))
    ):
        yield _say(AgreementReviewed(words_hash(rev), *said), rev)
    yield _say(AgreementReviewed(words_hash(2), KEPT, month), 1)


def _alone() -> Iterator[Event]:
    said: tuple[ClearFields, ...] = (
        AgreementPaused(),
        AgreementResumed(),
        AgreementWithdrawn(),
    )
    for clear, rev in product(said, (0, 1)):
        yield _say(clear, rev)


def script(seed: int) -> tuple[list[Json], Offline]:
    """What the devices mean and send, at random; and the devices, behind all of it."""
    walk = _Walk(seed)
    walk.begin()
    for at in range(1, STEPS):
        walk.step(at)
    for device in range(len(DEVICES)):
        walk.send(device, STEPS)
    return walk.steps, walk.devices


class _Walk:
    """`views` is what each device has read when it last sent: it means things of that."""

    def __init__(self, seed: int) -> None:
        standing = Standing()
        for event in START:
            standing.take(event)
        self.steps: list[Json] = []
        self.devices = Offline(standing, JOINED)
        self._seed, self._random = seed, Random(seed)
        self._views = [standing] * len(DEVICES)

    def begin(self) -> None:
        """One of the devices suggests something, and all have read it."""
        self._mean(self._random.randrange(len(DEVICES)), 0, "agreement")
        for device in range(len(DEVICES)):
            self.send(device, 0)
        self._views = [self.devices.standing] * len(DEVICES)

    def step(self, at: int) -> None:
        device = self._random.randrange(len(DEVICES))
        if self._random.random() < 0.4:
            self.send(device, at)
        else:
            kinds = ("limit", "request", "agreement", "agreement", "agreement")
            self._mean(device, at, self._random.choice(kinds))

    def _mean(self, device: int, at: int, kind: str) -> None:
        target = fixed_uuid(f"walk {kind}", 7)
        state = self._views[device].objects.get(target)
        made = {"event_id": str(fixed_uuid(f"walk {self._seed} {at}", 7)), "object": str(target)}
        meant = self._meant(kind, DEVICES[device], state, at)
        self._add(device, at, {"means": _NOTHING | made | meant})

    def send(self, device: int, at: int) -> None:
        self._add(device, at, {})
        self._views[device] = self.devices.standing

    def _add(self, device: int, at: int, more: Json) -> None:
        when = {"member": str(DEVICES[device]), "at_ms": AT_MS + at * 2 * HOUR_MS}
        self.steps.append({"device": device} | when | more)
        self.devices.do(self.steps[-1])

    def _meant(self, kind: str, member: UUID, state: ObjectState | None, at: int) -> Json:
        puts = [] if state is None else [version.put for version in state.versions.values()]
        said = self._random.choice(_SAID[kind]) if puts else _SAID[kind][0]
        meant: Json = {"verb": f"{kind}.{said}"}
        if said in _BRINGING:
            meant["brings"] = b64(fixed_bytes(f"walk words {self._seed} {at}", 32))
        if puts and said in _NAMING:
            theirs = [put for put in puts if put.member != member]
            named = self._random.choice((theirs or puts)[-2:] if said == "accepted" else puts[-2:])
            meant["version"] = str(named.event_id)
            if said == "accepted":
                meant["words"] = b64(named.env_hash)
        if said == "proposed":
            meant["deep"] = self._random.random() < 0.2
        if said == "reviewed":
            outcome = self._random.choice((KEPT, RETIRED))
            next_ms = AT_MS + 60 * DAY_MS if outcome == KEPT else 0
            meant |= {"outcome": outcome, "next_ms": next_ms}
        return meant
