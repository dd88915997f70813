"""What guided conversations amount to: every accepted path, and every refusal in its place."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from app.client.events import Event
from app.client.talk_verbs import (
    DEEPER_TURNS,
    IMAGINE,
    MIRROR,
    REVEAL,
    SPEAK,
    TURNS,
    VALIDATE,
    Accepted,
    Ended,
    Heard,
    Invited,
    OpenedTogether,
    Passed,
    Paused,
    PlanStep,
    Ready,
    Resumed,
    Said,
    TalkErased,
    Told,
)
from tests.vectors.fixed import AT_MS, MEMBER, OTHER_MEMBER, fixed_bytes
from tests.vectors.python_half.talk_events import INVITED_HASH, INVITER_HASH, talk_event

Run = list[Event]
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
A, B = MEMBER, OTHER_MEMBER


def _hash(rev: int) -> bytes:
    return fixed_bytes(f"words {rev}", 32)


def invited(*kinds: tuple[int, int], member: UUID = A, rev: int = 1) -> Event:
    plan = tuple(PlanStep(*kind) for kind in kinds or ((REVEAL, 0), (TURNS, 1)))
    return replace(talk_event(Invited(plan), rev), member=member, env_hash=_hash(1))


def accepted(member: UUID = B, rev: int = 0) -> Event:
    return replace(talk_event(Accepted(), rev), member=member)


def ready(member: UUID, step: int = 1, rev: int = 0) -> Event:
    return replace(talk_event(Ready(step), rev), member=member)


def said(member: UUID, rev: int, move: int = SPEAK, step: int = 1) -> Event:
    return replace(talk_event(Said(step, move), rev), member=member, env_hash=_hash(rev))


def heard(member: UUID, *, enough: bool = True, step: int = 1, rev: int = 0) -> Event:
    return replace(talk_event(Heard(step, enough), rev), member=member)


def passed(member: UUID = A, step: int = 1, rev: int = 0) -> Event:
    return replace(talk_event(Passed(step), rev), member=member)


def paused(
    member: UUID = A, *, after_ms: int = 20 * MINUTE_MS, at_ms: int = AT_MS, rev: int = 0
) -> Event:
    event = talk_event(Paused(at_ms + after_ms), rev)
    return replace(event, member=member, at_ms=at_ms)


def resumed(member: UUID = B, *, at_ms: int = AT_MS + 20 * MINUTE_MS, rev: int = 0) -> Event:
    return replace(talk_event(Resumed(), rev), member=member, at_ms=at_ms)


def told(member: UUID = A, opening: int = 1, rev: int = 0) -> Event:
    return replace(talk_event(Told(opening), rev), member=member)


def opened(member: UUID = B, opening: int = 1, rev: int = 0) -> Event:
    clear = OpenedTogether(opening, INVITER_HASH, INVITED_HASH)
    return replace(talk_event(clear, rev), member=member)


def ended(member: UUID = A, rev: int = 0) -> Event:
    return replace(talk_event(Ended(), rev), member=member)


def erased(rev: int = 1, member: UUID = A, about: int = 0) -> Event:
    return replace(talk_event(TalkErased(_hash(about or rev)), rev), member=member)


REVEALS = [invited((REVEAL, 0), (REVEAL, 0)), accepted()]
TALK = [invited((TURNS, 1)), accepted(), ready(B), ready(A)]
LONG = [invited((TURNS, 2), (REVEAL, 0)), accepted(), ready(A), ready(B)]
DEEP = [invited((DEEPER_TURNS, 1)), accepted(), ready(A), ready(B)]
# A speaks, B gives it back, and A says that this is it.
ROUND_OF_A = [said(A, 2), said(B, 3, MIRROR), heard(A)]
ROUND_OF_B = [said(B, 4), said(A, 5, MIRROR), heard(B)]
DEEP_OF_A = [*ROUND_OF_A, said(B, 4, VALIDATE), said(B, 5, IMAGINE), heard(A)]
DEEP_OF_B = [
    said(B, 6),
    said(A, 7, MIRROR),
    heard(B),
    said(A, 8, VALIDATE),
    said(A, 9, IMAGINE),
    heard(B),
]


def good_runs() -> dict[str, Run]:
    return {**_invitations(), **_reveals(), **_turns(), **_pauses(), **_endings()}


def bad_runs() -> dict[str, tuple[str, Run]]:
    return dict(
        [
            *_bad_invitations(),
            *_bad_everywhere(),
            *_bad_reveals(),
            *_bad_turns(),
            *_bad_pauses(),
            *_bad_erasing(),
        ]
    )


def events_of_every_verb() -> Run:
    return [
        invited(),
        accepted(),
        ready(A),
        said(A, 2),
        heard(A),
        passed(),
        paused(),
        resumed(),
        told(),
        opened(),
        ended(),
        erased(),
    ]


def _invitations() -> dict[str, Run]:
    return {
        "invited to a reveal": [invited()],
        "invited to turns": [invited((TURNS, 3))],
        "invited by the invited member of the space": [invited(member=B), accepted(A)],
        "accepted": [invited(), accepted()],
        "taken back before it was accepted": [invited(), ended()],
    }


def _reveals() -> dict[str, Run]:
    return {
        "told by one": [*REVEALS, told()],
        "told by both": [*REVEALS, told(B), told(A)],
        "opened together by the invited person": [*REVEALS, opened()],
        "opened together by the inviter": [*REVEALS, opened(A)],
        "opened together clears what was told": [*REVEALS, told(), opened()],
        "told of the second opening": [*REVEALS, told(), opened(), told(A, 2)],
        "all opened": [*REVEALS, opened(), opened(A, 2)],
        "opened, and turns to come": [invited(), accepted(), opened()],
        "a reveal behind turns is opening 1": [
            invited((TURNS, 1), (REVEAL, 0)),
            accepted(),
            passed(),
            opened(),
        ],
    }


def _turns() -> dict[str, Run]:
    return {
        "one is ready": [invited((TURNS, 1)), accepted(), ready(B)],
        "both are ready": TALK,
        "A speaks": [*TALK, said(A, 2)],
        "B speaks first": [*TALK, said(B, 2)],
        "A is given back": [*TALK, said(A, 2), said(B, 3, MIRROR)],
        "there is more": [*TALK, said(A, 2), said(B, 3, MIRROR), heard(A, enough=False)],
        "more is said": [
            *TALK,
            said(A, 2),
            said(B, 3, MIRROR),
            heard(A, enough=False),
            said(A, 4),
        ],
        "a round is over": [*TALK, *ROUND_OF_A],
        "both rounds are over": [*TALK, *ROUND_OF_A, *ROUND_OF_B],
        "two rounds a person": [*LONG, *ROUND_OF_A, *ROUND_OF_B, said(A, 6)],
        "two rounds a person are over": [
            *LONG,
            *ROUND_OF_A,
            *ROUND_OF_B,
            *[said(A, 6), said(B, 7, MIRROR), heard(A)],
            *[said(B, 8), said(A, 9, MIRROR), heard(B)],
        ],
        "deeper: heard": [*DEEP, *ROUND_OF_A],
        "deeper: validated": [*DEEP, *ROUND_OF_A, said(B, 4, VALIDATE)],
        "deeper: the feeling is guessed": [*DEEP, *DEEP_OF_A[:-1]],
        "deeper: not quite that feeling": [*DEEP, *DEEP_OF_A[:-1], heard(A, enough=False)],
        "deeper: a round is over": [*DEEP, *DEEP_OF_A],
        "deeper: both rounds are over": [*DEEP, *DEEP_OF_A, *DEEP_OF_B],
        "passed before anybody is ready": [invited((TURNS, 1)), accepted(), passed()],
        "passed by the other in the middle": [*TALK, said(A, 2), passed(B)],
        "passed, and the next step is turns": [
            invited((TURNS, 1), (DEEPER_TURNS, 2)),
            accepted(),
            passed(B),
            ready(A, 2),
        ],
    }


def _pauses() -> dict[str, Run]:
    return {
        "paused for twenty minutes": [*TALK, paused()],
        "paused for seven days": [*TALK, paused(B, after_ms=7 * DAY_MS)],
        "resumed after twenty minutes": [*TALK, said(A, 2), paused(), resumed()],
        "resumed before the return": [*TALK, paused(after_ms=DAY_MS), resumed()],
        "resumed by whoever paused": [*TALK, paused(), resumed(A)],
        "paused again": [*TALK, paused(), resumed(), paused(B, at_ms=AT_MS + DAY_MS)],
        "opened together while paused": [*REVEALS, paused(), opened()],
        "told while paused": [*REVEALS, paused(), told()],
        "paused when all is done": [*TALK, passed(), paused()],
    }


def _endings() -> dict[str, Run]:
    return {
        "ended by the inviter": [*TALK, ended()],
        "ended by the invited person": [*TALK, ended(B)],
        "ended in the middle of a turn": [*TALK, said(A, 2), ended(B)],
        "ended while paused": [*TALK, paused(), ended(B)],
        "ended with an answer told": [*REVEALS, told(), ended(B)],
        "ended when all is done": [*TALK, passed(), ended()],
        "the note erased": [invited(), erased()],
        "words erased": [*TALK, *ROUND_OF_A, erased(3, B)],
        "words erased after the end": [*TALK, said(A, 2), ended(B), erased(2)],
        "words erased while paused": [*TALK, said(A, 2), paused(B), erased(2)],
        "said on after erasing": [*TALK, said(A, 2), erased(2), said(B, 3, MIRROR)],
    }


def _bad_invitations() -> Iterator[tuple[str, tuple[str, Run]]]:
    for rev in (0, 2):
        yield f"invited with rev {rev}", ("stale", [invited(rev=rev)])
    yield "invited again", ("already_invited", [invited(), invited()])
    yield "invited again by the other", ("already_invited", [invited(), invited(member=B)])
    yield "invited again with rev 2", ("already_invited", [invited(), invited(rev=2)])
    yield "invited again after the end", ("already_invited", [invited(), ended(), invited()])
    yield "accepted by the inviter", ("not_invited", [invited(), accepted(A)])
    yield "accepted twice", ("already_accepted", [invited(), accepted(), accepted()])
    yield (
        "accepted by the inviter afterwards",
        ("not_invited", [invited(), accepted(), accepted(A)]),
    )
    yield "declined aloud", ("not_accepted", [invited(), ended(B)])


def _bad_everywhere() -> Iterator[tuple[str, tuple[str, Run]]]:
    for event in events_of_every_verb()[1:]:
        yield f"{event.verb}: no such conversation", ("unknown_version", [event])
        if event.verb != "conversation.erased":
            yield f"{event.verb} after the end", ("ended", [*TALK, ended(), event])
    about_rev = [
        accepted(rev=1),
        ready(A, rev=1),
        heard(A, rev=1),
        passed(rev=1),
        paused(rev=1),
        resumed(rev=1),
        told(rev=1),
        opened(rev=1),
        ended(rev=1),
    ]
    for event in about_rev:
        yield f"{event.verb} with rev 1", ("stale", [invited(), event])
    for event in [ready(A), said(A, 2), heard(A), passed(), paused(), resumed(), told(), opened()]:
        yield f"{event.verb} before it is accepted", ("not_accepted", [invited((TURNS, 1)), event])


def _bad_reveals() -> Iterator[tuple[str, tuple[str, Run]]]:
    for event in (told(A, 2), opened(B, 2)):
        yield f"{event.verb}: a later opening", ("not_now", [*REVEALS, event])
    for event in (told(), opened()):
        yield f"{event.verb}: an earlier opening", ("not_now", [*REVEALS, opened(), event])
        yield f"{event.verb} in turns", ("not_now", [*TALK, event])
        yield f"{event.verb} when all is done", ("not_now", [*TALK, passed(), event])
    yield (
        "told when all is opened",
        ("not_now", [*REVEALS, opened(), opened(A, 2), told(A, 3)]),
    )
    yield "told twice", ("already_told", [*REVEALS, told(), told(B), told()])
    for event in (ready(A), said(A, 2), heard(A), passed()):
        yield f"{event.verb} in a reveal", ("not_now", [*REVEALS, event])


def _bad_turns() -> Iterator[tuple[str, tuple[str, Run]]]:
    both = [invited((TURNS, 1), (TURNS, 1)), accepted()]
    for event in (ready(A, 2), said(A, 2, step=2), heard(A, step=2), passed(step=2)):
        yield f"{event.verb}: a later step", ("not_now", [*both, event])
    for event in (ready(A), said(A, 2), heard(A), passed()):
        yield f"{event.verb}: an earlier step", ("not_now", [*both, passed(), event])
        yield f"{event.verb} when all is done", ("not_now", [*TALK, passed(), event])
    yield "ready twice", ("already_ready", [invited((TURNS, 1)), accepted(), ready(A), ready(A)])
    yield (
        "ready again in the middle",
        ("already_ready", [*TALK, said(A, 2), ready(B)]),
    )
    one = [invited((TURNS, 1)), accepted(), ready(A)]
    yield "said when one is ready", ("not_ready", [*one, said(A, 2)])
    yield "said by who is not ready", ("not_ready", [*one, said(B, 2)])
    yield "heard when one is ready", ("not_ready", [*one, heard(A)])
    spoken, given_back = [*TALK, said(A, 2)], [*TALK, said(A, 2), said(B, 3, MIRROR)]
    wrong = {
        "a mirror before anything is said": [*TALK, said(B, 2, MIRROR)],
        "validated before anything is said": [*TALK, said(B, 2, VALIDATE)],
        "heard before anything is said": [*TALK, heard(A)],
        "spoken twice": [*spoken, said(A, 3)],
        "spoken by the listener": [*spoken, said(B, 3)],
        "mirrored by the speaker": [*spoken, said(A, 3, MIRROR)],
        "heard before it is given back": [*spoken, heard(A)],
        "heard by the listener": [*given_back, heard(B)],
        "said while it waits to be heard": [*given_back, said(B, 4, MIRROR)],
        "there is more, said by the listener": [
            *given_back,
            heard(A, enough=False),
            said(B, 4),
        ],
        "spoken by the same person again": [*TALK, *ROUND_OF_A, said(A, 4)],
        "validated in turns that are not deeper": [*TALK, *ROUND_OF_A, said(B, 4, VALIDATE)],
        "validated by the speaker": [*DEEP, *ROUND_OF_A, said(A, 4, VALIDATE)],
        "the feeling guessed before validating": [*DEEP, *ROUND_OF_A, said(B, 4, IMAGINE)],
        "heard instead of validated": [*DEEP, *ROUND_OF_A, heard(A)],
        "the feeling guessed by the speaker": [*DEEP, *DEEP_OF_A[:-2], said(A, 5, IMAGINE)],
        "the feeling heard by the listener": [*DEEP, *DEEP_OF_A[:-1], heard(B)],
        "spoken while a feeling waits to be heard": [*DEEP, *DEEP_OF_A[:-1], said(A, 6)],
    }
    for name, run in wrong.items():
        yield name, ("not_your_turn", run)
    for rev in (0, 1, 3):
        yield f"said as rev {rev}", ("stale", [*TALK, said(A, rev)])
    yield "said as a rev that was", ("stale", [*spoken, said(B, 2, MIRROR)])
    yield "a wrong person with a wrong rev", ("not_your_turn", [*spoken, said(A, 2)])


def _bad_pauses() -> Iterator[tuple[str, tuple[str, Run]]]:
    twenty = 20 * MINUTE_MS
    pause = [*TALK, said(A, 2), paused()]
    yield "paused for less than twenty minutes", ("too_soon", [*TALK, paused(after_ms=twenty - 1)])
    yield "paused with a return that was", ("too_soon", [*TALK, paused(after_ms=-1)])
    yield (
        "paused for more than seven days",
        ("too_late", [*TALK, paused(after_ms=7 * DAY_MS + 1)]),
    )
    yield "paused twice", ("already_paused", [*pause, paused(B)])
    yield "paused twice, too short", ("already_paused", [*pause, paused(B, after_ms=0)])
    yield "resumed without a pause", ("not_paused", [*TALK, resumed()])
    yield "resumed twice", ("not_paused", [*pause, resumed(), resumed(A)])
    yield (
        "resumed before twenty minutes",
        ("too_soon", [*pause, resumed(at_ms=AT_MS + twenty - 1)]),
    )
    for event in (ready(A), said(B, 3, MIRROR), heard(A), passed()):
        yield f"{event.verb} while paused", ("paused", [*pause, event])
    yield "another step while paused", ("paused", [*pause, passed(step=2)])


def _bad_erasing() -> Iterator[tuple[str, tuple[str, Run]]]:
    spoken = [*TALK, said(A, 2), said(B, 3, MIRROR)]
    yield "erased: a rev that never was", ("unknown_version", [*spoken, erased(4)])
    yield "erased: rev 0", ("unknown_version", [*spoken, erased(0, about=1)])
    yield "the note erased by the other", ("not_author", [*spoken, erased(1, B)])
    yield "a turn erased by the other", ("not_author", [*spoken, erased(3, A)])
    yield "erased: other words", ("stale", [*spoken, erased(2, about=1)])
    yield "erased twice", ("already_erased", [*spoken, erased(2), erased(2)])
