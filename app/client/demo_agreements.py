"""What Nadia and Elias agreed on, asked and kept for themselves: one of each state.

Days in it count from the day on which it is told, so that a review is due this week.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from app.client import demo_agreed_words as words
from app.client.agreeing import Agreements
from app.client.agreement_content import agreed_plaintext
from app.client.demo import DAY_MS, ELIAS, NADIA, Couple, Role, Scene
from app.client.outbox import Put
from app.client.wire import Json

# What somebody does with what is agreed or asked, named by its words.
Act = Callable[[Agreements, UUID], None]
MONTH: Final = 30


@dataclass
class Agreed:
    """The things that are agreed or asked, by their titles."""

    ids: dict[str, UUID] = field(default_factory=dict)

    def proposes(
        self,
        role: Role,
        texts: Json,
        *,
        review_in: int = MONTH,
        ends_in: int | None = None,
        category: str = "conversation",
    ) -> Callable[[Couple], None]:
        """New words, or other words for what is in force under this title."""

        def happens(couple: Couple) -> None:
            agreements, known = couple.of(role).us.agreements, self.ids.get(texts["title"])
            ends = None if ends_in is None else _day(couple, role, ends_in)
            self.ids[texts["title"]] = agreements.propose(
                texts,
                category=category,
                days={"review": _day(couple, role, review_in), "ends": ends},
                agreement=known,
                base=agreements.find(known).in_force if known else None,
            )

        return happens

    def shares(self, role: Role, texts: Json) -> Callable[[Couple], None]:
        """A limit, or its next words."""

        def happens(couple: Couple) -> None:
            known = self.ids.get(texts["title"])
            self.ids[texts["title"]] = couple.of(role).us.agreements.share_limit(texts, known)

        return happens

    def asks(self, role: Role, texts: Json) -> Callable[[Couple], None]:
        def happens(couple: Couple) -> None:
            self.ids[texts["title"]] = couple.of(role).us.agreements.ask(texts)

        return happens

    def does(self, role: Role, texts: Json, act: Act) -> Callable[[Couple], None]:
        return lambda couple: act(couple.of(role).us.agreements, self.ids[texts["title"]])


def agreed() -> tuple[Scene, ...]:
    """New each time: a story is told to one server."""
    told = Agreed()
    return (*_agreements(told), *_suggestions(told), *_endings(told), *_for_one(told))


def _agreements(told: Agreed) -> tuple[Scene, ...]:
    """In force, paused, and with a review that one of the two has answered."""
    return (
        Scene(24, "20:10", told.proposes(NADIA, words.PHONES)),
        Scene(24, "21:30", told.does(ELIAS, words.PHONES, Agreements.accept)),
        Scene(22, "19:00", told.proposes(ELIAS, words.MONEY, review_in=26)),
        Scene(21, "08:15", told.does(NADIA, words.MONEY, Agreements.accept)),
        Scene(20, "20:00", told.proposes(NADIA, words.PAUSE)),
        Scene(20, "20:20", told.does(ELIAS, words.PAUSE, Agreements.accept)),
        Scene(8, "10:00", told.does(NADIA, words.PAUSE, Agreements.pause)),
        Scene(18, "07:30", told.proposes(NADIA, words.MORNINGS, review_in=16)),
        Scene(18, "19:10", told.does(ELIAS, words.MORNINGS, Agreements.accept)),
        Scene(1, "19:20", lambda couple: _keep(couple, ELIAS, told.ids[words.MORNINGS["title"]])),
    )


def _suggestions(told: Agreed) -> tuple[Scene, ...]:
    """Open ones: alone, two from the same words, and one whose words rest until tonight."""
    word_ahead = told.proposes(ELIAS, words.WORD_AHEAD, ends_in=MONTH, category="trust-repair")
    return (
        Scene(6, "21:00", told.proposes(NADIA, words.VISITS)),
        Scene(2, "22:05", told.proposes(ELIAS, words.CHANGED_PHONES)),
        Scene(3, "12:40", told.proposes(NADIA, words.MORE_MONEY)),
        Scene(3, "12:50", told.proposes(ELIAS, words.MONEY_APART)),
        Scene(1, "23:50", word_ahead),
        Scene(1, "20:40", lambda couple: _draft(couple, NADIA, words.SISTER)),
    )


def _endings(told: Agreed) -> tuple[Scene, ...]:
    """Withdrawn, over, retired by both, and taken back."""
    return (
        Scene(19, "18:00", told.proposes(NADIA, words.SATURDAY)),
        Scene(19, "18:30", told.does(ELIAS, words.SATURDAY, Agreements.accept)),
        Scene(7, "10:00", told.does(ELIAS, words.SATURDAY, Agreements.withdraw)),
        Scene(34, "19:30", told.proposes(NADIA, words.EXAM, review_in=14, ends_in=24)),
        Scene(34, "20:00", told.does(ELIAS, words.EXAM, Agreements.accept)),
        Scene(32, "18:10", told.proposes(ELIAS, words.LIST)),
        Scene(32, "18:15", told.does(NADIA, words.LIST, Agreements.accept)),
        Scene(12, "18:30", told.does(NADIA, words.LIST, _lets_go)),
        Scene(12, "18:45", told.does(ELIAS, words.LIST, _lets_go)),
        Scene(15, "17:00", told.proposes(ELIAS, words.KEYS)),
        Scene(14, "09:00", told.does(ELIAS, words.KEYS, Agreements.withdraw)),
        Scene(14, "09:05", told.does(ELIAS, words.KEYS, _takes_back)),
    )


def _for_one(told: Agreed) -> tuple[Scene, ...]:
    """Limits: seen, changed and let go of. Requests: open, answered each way, and withdrawn."""
    answers = {
        words.WALK["title"]: ("another_way", "Thursdays, and I bring the thermos."),
        words.BINS["title"]: ("yes", ""),
        words.DANCING["title"]: ("not_now", "Not this spring. Ask me again in the autumn."),
    }

    def answered(days_ago: int, role: Role, texts: Json) -> Scene:
        said = answers[texts["title"]]
        return Scene(days_ago, "18:20", told.does(role, texts, lambda a, key: a.answer(key, *said)))

    return (
        Scene(5, "20:45", told.shares(NADIA, words.LATE)),
        Scene(5, "21:10", told.does(ELIAS, words.LATE, Agreements.acknowledge)),
        Scene(17, "10:00", told.shares(ELIAS, words.DESK)),
        Scene(17, "12:00", told.does(NADIA, words.DESK, Agreements.acknowledge)),
        Scene(4, "10:00", told.shares(ELIAS, words.CHANGED_DESK)),
        Scene(30, "06:50", told.shares(ELIAS, words.GUESTS)),
        Scene(13, "06:50", told.does(ELIAS, words.GUESTS, Agreements.retire)),
        Scene(4, "19:30", told.asks(ELIAS, words.SUNDAYS)),
        Scene(4, "12:00", told.asks(NADIA, words.WALK)),
        answered(3, ELIAS, words.WALK),
        Scene(11, "12:00", told.asks(NADIA, words.BINS)),
        answered(11, ELIAS, words.BINS),
        Scene(10, "12:00", told.asks(ELIAS, words.DANCING)),
        answered(9, NADIA, words.DANCING),
        Scene(6, "07:00", told.asks(NADIA, words.RADIO)),
        Scene(6, "07:40", told.does(NADIA, words.RADIO, Agreements.withdraw_request)),
    )


def _lets_go(agreements: Agreements, agreement: UUID) -> None:
    """One of the two says at the review that it has done its work."""
    agreements.review(agreement, None)


def _takes_back(agreements: Agreements, agreement: UUID) -> None:
    agreements.take_back(agreement, 1)


def _keep(couple: Couple, role: Role, agreement: UUID) -> None:
    """One of the two would keep it for another month; the other has not said so yet."""
    person = couple.of(role)
    person.us.agreements.review(agreement, person.device.clock.now_ms() + MONTH * DAY_MS)


def _day(couple: Couple, role: Role, days: int) -> str:
    """So many days after the moment of the story."""
    at_ms = couple.of(role).device.clock.now_ms() + days * DAY_MS
    return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()


def _draft(couple: Couple, role: Role, texts: Json) -> None:
    """The beginning of an agreement, on one person's own side."""
    person = couple.of(role)
    said = agreed_plaintext("agreement", "family-and-friends", texts)
    begun = {"kind": "agreement", "review_days": 14, "guide": None, "changes": None}
    plaintext = said | begun | {"t": "agreement_draft", "replaces": []}
    event, item = person.device.uuid7(), person.device.uuid7()
    person.sync.outbox.append(Put(event, item, plaintext, ()))
    person.flush()
