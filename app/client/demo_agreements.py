"""What Nadia and Elias agreed on, asked and kept for themselves: one of each state.

Days in it count from the day on which it is told, so that a review is due this week.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from app.client.agreement_content import agreed_plaintext
from app.client.demo import DAY_MS, ELIAS, NADIA, Couple, Role, Scene
from app.client.outbox import Put
from app.client.wire import Json

PHONES: Final = {
    "title": "Phones at dinner",
    "what": "From seven until we clear the table, both phones stay in the hall with the sound off. "
    "If one of us is expecting something urgent, we say so before we sit down.",
    "why": "It is the one hour of the day that is ours.",
    "kept_looks_like": "Both phones lie in the bowl by the door before the first plate is on the "
    "table.",
    "if_missed": "Whoever notices says it once. The phone goes to the hall, and dinner goes on.",
}
CHANGED_PHONES: Final = PHONES | {
    "what": "From seven until half past eight, both phones stay in the hall with the sound off. "
    "On Tuesdays, when Elias is on call, the phone stays in the room, face down. If one of us is "
    "expecting something urgent, we say so before we sit down.",
    "reason": "I kept slipping out to check the rota and hiding it. I would rather it were in the "
    "open.",
}
MONEY: Final = {
    "title": "Money over €150",
    "what": "What costs more than 150 euros we mention before we buy it. A message is enough.",
    "kept_looks_like": "A line on the day, with the sum, and a yes or a question back.",
    "if_missed": "We look at the figures together that week.",
}
PAUSE: Final = {
    "title": "When one of us says pause",
    "what": "We stop. Whoever said it names a time within a day, and comes back then.",
    "kept_looks_like": "A time is said before anybody leaves the room.",
    "if_missed": "A message that more time is needed.",
}
SATURDAY: Final = {
    "title": "Saturday mornings",
    "what": "One of us sleeps in, the other has the kitchen. We swap each week.",
}
VISITS: Final = {
    "title": "Visits by two yeses",
    "what": "Guests who stay the night are asked by both of us, two days ahead.",
}
LATE: Final = {
    "title": "Nothing heavy after ten",
    "what": "After ten in the evening I do not talk about money or about my mother.",
    "why": "I say things then that I do not mean, and I lie awake.",
    "kept_looks_like": "I write it down and say when I can talk about it.",
}
SUNDAYS: Final = {
    "title": "Sundays at my mother's",
    "what": "Would you come along every second Sunday, for the coffee and not for the whole day?",
    "why": "It is easier for me to leave when we are two.",
}
WALK: Final = {
    "title": "A walk after work",
    "what": "Would you walk once round the park with me on Wednesdays, before we cook?",
}
SISTER: Final = {
    "title": "How we talk about my sister",
    "what": "Neither of us repeats to her what the other said about her.",
}


@dataclass
class Agreed:
    """The things that are agreed or asked, by their titles."""

    ids: dict[str, UUID] = field(default_factory=dict)

    def propose(self, couple: Couple, role: Role, texts: Json, review_in: int = 30) -> None:
        agreements = couple.of(role).us.agreements
        title, days = str(texts["title"]), {"review": _day(couple, role, review_in)}
        known = self.ids.get(title)
        base = agreements.find(known).in_force if known else None
        self.ids[title] = agreements.propose(texts, days=days, agreement=known, base=base)

    def about(self, title: str) -> UUID:
        return self.ids[title]


def agreed() -> tuple[Scene, ...]:
    """New each time: a story is told to one server."""
    told = Agreed()

    def scene(days_ago: int, at: str, happens: Callable[[Couple], None]) -> Scene:
        return Scene(days_ago, at, happens)

    def proposes(role: Role, texts: Json, review_in: int = 30) -> Callable[[Couple], None]:
        return lambda couple: told.propose(couple, role, texts, review_in)

    def accepts(role: Role, texts: Json) -> Callable[[Couple], None]:
        return lambda couple: couple.of(role).us.agreements.accept(told.about(texts["title"]))

    def ask(couple: Couple, role: Role, texts: Json) -> None:
        told.ids[str(texts["title"])] = couple.of(role).us.agreements.ask(texts)

    def share(couple: Couple, role: Role, texts: Json) -> None:
        told.ids[str(texts["title"])] = couple.of(role).us.agreements.share_limit(texts)

    return (
        scene(24, "20:10", proposes(NADIA, PHONES)),
        scene(24, "21:30", accepts(ELIAS, PHONES)),
        scene(22, "19:00", proposes(ELIAS, MONEY, 26)),
        scene(21, "08:15", accepts(NADIA, MONEY)),
        scene(20, "20:00", proposes(NADIA, PAUSE)),
        scene(20, "20:20", accepts(ELIAS, PAUSE)),
        scene(19, "18:00", proposes(NADIA, SATURDAY)),
        scene(19, "18:30", accepts(ELIAS, SATURDAY)),
        scene(8, "10:00", lambda c: c.of(NADIA).us.agreements.pause(told.about(PAUSE["title"]))),
        scene(
            7, "10:00", lambda c: c.of(ELIAS).us.agreements.withdraw(told.about(SATURDAY["title"]))
        ),
        scene(6, "21:00", proposes(NADIA, VISITS)),
        scene(5, "20:45", lambda couple: share(couple, NADIA, LATE)),
        scene(
            5, "21:10", lambda c: c.of(ELIAS).us.agreements.acknowledge(told.about(LATE["title"]))
        ),
        scene(4, "19:30", lambda couple: ask(couple, ELIAS, SUNDAYS)),
        scene(4, "12:00", lambda couple: ask(couple, NADIA, WALK)),
        scene(
            3,
            "18:20",
            lambda c: c.of(ELIAS).us.agreements.answer(
                told.about(WALK["title"]), "another_way", "Thursdays, and I bring the thermos."
            ),
        ),
        scene(2, "22:05", proposes(ELIAS, CHANGED_PHONES)),
        scene(1, "20:40", lambda couple: _draft(couple, NADIA, SISTER)),
    )


def _day(couple: Couple, role: Role, days: int) -> str:
    """So many days after the moment of the story."""
    at_ms = couple.of(role).device.clock.now_ms() + days * DAY_MS
    return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()


def _draft(couple: Couple, role: Role, texts: Json) -> None:
    """The beginning of an agreement, on one person's own side."""
    person = couple.of(role)
    words = agreed_plaintext("agreement", "family-and-friends", texts)
    begun = {"kind": "agreement", "review_days": 14, "guide": None, "changes": None}
    plaintext = words | begun | {"t": "agreement_draft", "replaces": []}
    event, item = person.device.uuid7(), person.device.uuid7()
    person.sync.outbox.append(Put(event, item, plaintext, ()))
    person.flush()
