"""What limits, requests and agreements amount to: accepted paths, and every refusal."""

from collections.abc import Iterator
from dataclasses import replace
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
    LimitAcknowledged,
    LimitErased,
    LimitRetired,
    LimitShared,
    RequestAnswered,
    RequestAsked,
    RequestErased,
    RequestWithdrawn,
)
from app.client.events import ZERO_HASH, Event
from tests.vectors.fixed import AT_MS, MEMBER, OTHER_MEMBER, fixed_bytes
from tests.vectors.python_half.agreement_events import agreement_event

Run = list[Event]
DAY_MS = 24 * 60 * 60_000
A, B = MEMBER, OTHER_MEMBER


def _hash(rev: int) -> bytes:
    return fixed_bytes(f"agreed words {rev}", 32)


def shared(rev: int = 1, member: UUID = A) -> Event:
    return replace(agreement_event(LimitShared(), rev), member=member, env_hash=_hash(rev))


def acknowledged(rev: int = 1, member: UUID = B, about: int = 0) -> Event:
    clear = LimitAcknowledged(_hash(about or rev))
    return replace(agreement_event(clear, rev), member=member)


def limit_retired(member: UUID = A, rev: int = 0) -> Event:
    return replace(agreement_event(LimitRetired(), rev), member=member)


def limit_erased(rev: int = 1, member: UUID = A, about: int = 0) -> Event:
    return replace(agreement_event(LimitErased(_hash(about or rev)), rev), member=member)


def asked(rev: int = 1, member: UUID = A) -> Event:
    return replace(agreement_event(RequestAsked(), rev), member=member, env_hash=_hash(rev))


def answered(rev: int = 2, member: UUID = B, about: int = 1) -> Event:
    event = agreement_event(RequestAnswered(_hash(about)), rev)
    return replace(event, member=member, env_hash=_hash(rev))


def request_withdrawn(member: UUID = A, rev: int = 0) -> Event:
    return replace(agreement_event(RequestWithdrawn(), rev), member=member)


def request_erased(rev: int = 1, member: UUID = A, about: int = 0) -> Event:
    return replace(agreement_event(RequestErased(_hash(about or rev)), rev), member=member)


def proposed(rev: int = 1, base: int = 0, *, member: UUID = A, deep: bool = False) -> Event:
    clear = AgreementProposed(_hash(base) if base else ZERO_HASH, deep)
    return replace(agreement_event(clear, rev), member=member, env_hash=_hash(rev))


def accepted(rev: int = 1, member: UUID = B, *, about: int = 0, after_ms: int = 0) -> Event:
    event = agreement_event(AgreementAccepted(_hash(about or rev)), rev)
    return replace(event, member=member, at_ms=AT_MS + after_ms)


def paused(member: UUID = A, rev: int = 0) -> Event:
    return replace(agreement_event(AgreementPaused(), rev), member=member)


def resumed(member: UUID = A, rev: int = 0) -> Event:
    return replace(agreement_event(AgreementResumed(), rev), member=member)


def withdrawn(member: UUID = A, rev: int = 0) -> Event:
    return replace(agreement_event(AgreementWithdrawn(), rev), member=member)


def kept(member: UUID = A, *, rev: int = 1, about: int = 0, after_ms: int = 30 * DAY_MS) -> Event:
    clear = AgreementReviewed(_hash(about or rev), KEPT, AT_MS + after_ms)
    return replace(agreement_event(clear, rev), member=member)


def to_retire(member: UUID = A, rev: int = 1) -> Event:
    clear = AgreementReviewed(_hash(rev), RETIRED, 0)
    return replace(agreement_event(clear, rev), member=member)


def agreement_erased(rev: int = 1, member: UUID = A, about: int = 0) -> Event:
    return replace(agreement_event(AgreementErased(_hash(about or rev)), rev), member=member)


AGREED = [proposed(), accepted()]
CHANGED = [*AGREED, proposed(2, 1, member=B)]


def good_runs() -> dict[str, Run]:
    return {**_limits(), **_requests(), **_signatures(), **_pauses(), **_endings()}


def bad_runs() -> dict[str, tuple[str, Run]]:
    return dict(
        [
            *_bad_limits(),
            *_bad_requests(),
            *_bad_proposals(),
            *_bad_acceptances(),
            *_bad_pauses(),
            *_bad_reviews(),
            *_bad_erasing(),
        ]
    )


def events_of_every_verb() -> Run:
    return [
        shared(),
        acknowledged(),
        limit_retired(),
        limit_erased(),
        asked(),
        answered(),
        request_withdrawn(),
        request_erased(),
        proposed(),
        accepted(),
        paused(),
        resumed(),
        withdrawn(),
        kept(),
        agreement_erased(),
    ]


def _limits() -> dict[str, Run]:
    return {
        "a limit is shared": [shared()],
        "a limit of the invited person": [shared(member=B), acknowledged(member=A)],
        "a limit is acknowledged": [shared(), acknowledged()],
        "a limit that changed is to be acknowledged anew": [shared(), acknowledged(), shared(2)],
        "a limit is retired": [shared(), acknowledged(), limit_retired()],
        "a limit's words are erased": [shared(), shared(2), limit_erased()],
        "a limit's words are erased after it was retired": [
            shared(),
            limit_retired(),
            limit_erased(),
        ],
    }


def _requests() -> dict[str, Run]:
    return {
        "a request is asked": [asked()],
        "a request is answered": [asked(), answered()],
        "a request is answered anew": [asked(), answered(), answered(3)],
        "a request is asked in other words": [asked(), answered(), asked(3)],
        "the other words are answered": [asked(), asked(2), answered(3, about=2)],
        "a request is withdrawn": [asked(), answered(), request_withdrawn()],
        "an answer's words are erased": [asked(), answered(), request_erased(2, B)],
        "what was asked is erased after an answer": [asked(), answered(), request_erased()],
    }


def _signatures() -> dict[str, Run]:
    return {
        "proposed": [proposed()],
        "accepted": AGREED,
        "a change is proposed, and what holds holds": CHANGED,
        "a change is accepted": [*CHANGED, accepted(2, A)],
        "countered before anything holds": [proposed(), proposed(2, 1, member=B)],
        "the counter is accepted": [proposed(), proposed(2, 1, member=B), accepted(2, A)],
        "two on the same words are both open": [*CHANGED, proposed(3, 1)],
        "the newer of two is accepted": [*CHANGED, proposed(3, 1), accepted(3)],
        "the older of two, and then the newer": [
            *CHANGED,
            proposed(3, 1),
            accepted(2, A),
            accepted(3),
        ],
        "deep words after a day": [proposed(deep=True), accepted(after_ms=DAY_MS)],
    }


def _pauses() -> dict[str, Run]:
    return {
        "paused by one": [*AGREED, paused()],
        "paused by both, resumed by one": [*AGREED, paused(), paused(B), resumed()],
        "resumed": [*AGREED, paused(B), resumed(B)],
        "paused with a change proposed": [*CHANGED, paused()],
        "whoever accepts ends their own pause": [*CHANGED, paused(), accepted(2, A)],
        "a pause after one's own proposal outlives the acceptance": [
            *CHANGED,
            paused(B),
            accepted(2, A),
        ],
        "a pause before one's own proposal does not": [
            *AGREED,
            paused(B),
            proposed(2, 1, member=B),
            accepted(2, A),
        ],
    }


def _endings() -> dict[str, Run]:
    return {
        "a proposal is withdrawn": [proposed(), withdrawn()],
        "a proposal is withdrawn by the other": [proposed(), withdrawn(B)],
        "what holds is withdrawn by either": [*AGREED, withdrawn(B)],
        "withdrawn while paused": [*AGREED, paused(), withdrawn(B)],
        "proposed anew after a withdrawal": [*AGREED, withdrawn(), proposed(2, 1)],
        "agreed anew": [*AGREED, withdrawn(), proposed(2, 1), accepted(2)],
        "kept, says one": [*AGREED, kept()],
        "kept, say both": [*AGREED, kept(), kept(B)],
        "kept, with other dates": [*AGREED, kept(), kept(B, after_ms=DAY_MS)],
        "kept or retired": [*AGREED, kept(), to_retire(B)],
        "retired by both": [*AGREED, to_retire(B), to_retire()],
        "kept at the latest": [*AGREED, kept(after_ms=90 * DAY_MS)],
        "accepting a change ends the review": [*CHANGED, kept(), accepted(2, A)],
        "words that no longer hold are erased": [*CHANGED, accepted(2, A), agreement_erased()],
        "a proposal is erased": [*CHANGED, agreement_erased(2, B)],
        "erased after the withdrawal": [*AGREED, withdrawn(), agreement_erased()],
    }


def _bad_limits() -> Iterator[tuple[str, tuple[str, Run]]]:
    yield "limit: shared with rev 2", ("stale", [shared(2)])
    yield "limit: changed by the other", ("not_author", [shared(), shared(2, B)])
    yield "limit: changed with the same rev", ("stale", [shared(), shared()])
    yield "limit: changed after it was retired", ("retired", [shared(), limit_retired(), shared(2)])
    yield "limit: an unknown one is acknowledged", ("unknown_version", [acknowledged()])
    yield "limit: an unknown rev", ("unknown_version", [shared(), acknowledged(2)])
    yield "limit: acknowledged by its owner", ("not_recipient", [shared(), acknowledged(member=A)])
    yield "limit: old words acknowledged", ("stale", [shared(), shared(2), acknowledged()])
    yield "limit: other words acknowledged", ("stale", [shared(), acknowledged(about=2)])
    yield "limit: erased words", ("taken_back", [shared(), limit_erased(), acknowledged()])
    yield "limit: a retired one", ("retired", [shared(), limit_retired(), acknowledged()])
    twice = [shared(), acknowledged(), acknowledged()]
    yield "limit: acknowledged twice", ("already_acknowledged", twice)
    yield "limit: an unknown one is retired", ("unknown_version", [limit_retired()])
    yield "limit: retired by the other", ("not_author", [shared(), limit_retired(B)])
    yield "limit: retired with a rev", ("stale", [shared(), limit_retired(rev=1)])
    again = [shared(), limit_retired(), limit_retired()]
    yield "limit: retired twice", ("already_retired", again)
    yield "limit: erased by the other", ("not_author", [shared(), limit_erased(member=B)])
    yield "limit: erased twice", ("already_erased", [shared(), limit_erased(), limit_erased()])


def _bad_requests() -> Iterator[tuple[str, tuple[str, Run]]]:
    yield "request: asked with rev 2", ("stale", [asked(2)])
    yield "request: asked anew by the other", ("not_author", [asked(), asked(2, B)])
    gone = [asked(), request_withdrawn()]
    yield "request: asked after it was withdrawn", ("withdrawn", [*gone, asked(2)])
    yield "request: an unknown one is answered", ("unknown_version", [answered()])
    yield "request: answered by the asker", ("not_recipient", [asked(), answered(member=A)])
    yield "request: answered after it was withdrawn", ("withdrawn", [*gone, answered()])
    yield "request: old words answered", ("stale", [asked(), asked(2), answered(3)])
    yield "request: erased words answered", ("taken_back", [asked(), request_erased(), answered()])
    yield "request: answered with rev 3", ("stale", [asked(), answered(3)])
    yield "request: an unknown one is withdrawn", ("unknown_version", [request_withdrawn()])
    yield "request: withdrawn by the other", ("not_author", [asked(), request_withdrawn(B)])
    yield "request: withdrawn with a rev", ("stale", [asked(), request_withdrawn(rev=1)])
    yield "request: withdrawn twice", ("already_withdrawn", [*gone, request_withdrawn()])
    foreign = [asked(), answered(), request_erased(2, A)]
    yield "request: the other's answer erased", ("not_author", foreign)


def _bad_proposals() -> Iterator[tuple[str, tuple[str, Run]]]:
    yield "the first words start from others", ("stale", [proposed(base=1)])
    yield "the first words with rev 2", ("stale", [proposed(2)])
    yield "words that start from none", ("unknown_version", [proposed(), proposed(2)])
    yield "words that start from unknown ones", ("unknown_version", [proposed(), proposed(2, 3)])
    yield "words with the same rev", ("stale", [proposed(), proposed(1, 1)])


def _bad_acceptances() -> Iterator[tuple[str, tuple[str, Run]]]:
    yield "an unknown one is accepted", ("unknown_version", [accepted()])
    yield "an unknown rev is accepted", ("unknown_version", [proposed(), accepted(2)])
    yield "accepted by whoever proposed", ("not_recipient", [proposed(), accepted(member=A)])
    yield "other words are accepted", ("stale", [*CHANGED, accepted(2, A, about=1)])
    yield "erased words are accepted", ("taken_back", [proposed(), agreement_erased(), accepted()])
    yield "accepted twice", ("already_accepted", [*AGREED, accepted()])
    countered = [proposed(), proposed(2, 1, member=B)]
    yield "words that were countered", ("replaced", [*countered, accepted()])
    newer = [*CHANGED, proposed(3, 1), accepted(3), accepted(2, A)]
    yield "words older than those that hold", ("replaced", newer)
    gone = [proposed(), withdrawn(), accepted()]
    yield "words that were withdrawn", ("replaced", gone)
    early = [proposed(deep=True), accepted(after_ms=DAY_MS - 1)]
    yield "deep words before a day", ("too_soon", early)


def _bad_pauses() -> Iterator[tuple[str, tuple[str, Run]]]:
    yield "a proposal is paused", ("not_in_force", [proposed(), paused()])
    yield "an unknown one is paused", ("not_in_force", [paused()])
    yield "paused with a rev", ("stale", [*AGREED, paused(rev=1)])
    yield "paused twice", ("already_paused", [*AGREED, paused(), paused()])
    yield "resumed by the other", ("not_paused", [*AGREED, paused(), resumed(B)])
    yield "resumed with a rev", ("stale", [*AGREED, paused(), resumed(rev=1)])
    yield "an unknown one is withdrawn", ("unknown_version", [withdrawn()])
    yield "withdrawn with a rev", ("stale", [*AGREED, withdrawn(rev=1)])
    yield "withdrawn twice", ("already_withdrawn", [*AGREED, withdrawn(), withdrawn(B)])
    ended = [*AGREED, to_retire(), to_retire(B), withdrawn()]
    yield "withdrawn after it was retired", ("already_withdrawn", ended)


def _bad_reviews() -> Iterator[tuple[str, tuple[str, Run]]]:
    yield "an unknown one is reviewed", ("unknown_version", [kept()])
    yield "a proposal is reviewed", ("not_in_force", [proposed(), kept()])
    yield "the change is reviewed instead", ("not_in_force", [*CHANGED, kept(rev=2)])
    yield "other words are reviewed", ("stale", [*AGREED, kept(about=2)])
    yield "the next review is now", ("too_soon", [*AGREED, kept(after_ms=0)])
    yield "the next review is too late", ("too_late", [*AGREED, kept(after_ms=90 * DAY_MS + 1)])
    yield "kept twice by one", ("already_reviewed", [*AGREED, kept(), kept()])
    twice = [*AGREED, to_retire(), to_retire()]
    yield "retired twice by one", ("already_reviewed", twice)


def _bad_erasing() -> Iterator[tuple[str, tuple[str, Run]]]:
    yield "words that hold are erased", ("in_force", [*AGREED, agreement_erased()])
    held = [*AGREED, paused(), agreement_erased()]
    yield "words that hold and are paused are erased", ("in_force", held)
    yield "erased by whoever accepted", ("not_author", [*AGREED, agreement_erased(member=B)])
    yield "an unknown version is erased", ("unknown_version", [*AGREED, agreement_erased(2)])
    yield "erased under another hash", ("stale", [*CHANGED, agreement_erased(2, B, about=1)])
    twice = [proposed(), agreement_erased(), agreement_erased()]
    yield "erased twice", ("already_erased", twice)
