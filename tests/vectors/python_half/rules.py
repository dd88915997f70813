"""What whole logs amount to: spaces, items, appreciations, conversations, and every refusal."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from app.client.events import ZERO_HASH, Event
from app.client.verbs import (
    PERSONAL,
    SHARED,
    Answered,
    GivenErased,
    ItemErased,
    MemberEntry,
    SpaceJoined,
    SpaceOpened,
    TakenIn,
    UnknownClear,
)
from tests.vectors.case import Json
from tests.vectors.fixed import (
    MEMBER,
    OBJECT,
    OTHER_MEMBER,
    OTHER_OBJECT,
    OWN,
    PARTNER,
    SMALL_ORDER,
    SPACE,
    TH,
    fixed_bytes,
    fixed_uuid,
)
from tests.vectors.python_half import agreement_rules, talk_rules
from tests.vectors.python_half import events as bytes_of
from tests.vectors.python_half.rule_case import bad, good

DESCRIPTION = "Which events of a log count, what they amount to, and the first rule that says no"

OPENED = replace(bytes_of.OPENED, clear=SpaceOpened(SHARED, TH, (OWN, PARTNER)))
JOINED = bytes_of.JOINED
LEFT = bytes_of.LEFT
STRANGER = fixed_uuid("stranger")
CONVERSATION = fixed_uuid("conversation", 7)


def left(member: UUID = MEMBER) -> Event:
    return replace(LEFT, member=member)


def _hash(text: str) -> bytes:
    return fixed_bytes(f"thanks {text}", 32)


def given(*, object_id: UUID = OBJECT, member: UUID = MEMBER, rev: int = 1) -> Event:
    env_hash = _hash("given")
    return replace(bytes_of.GIVEN, object=object_id, member=member, rev=rev, env_hash=env_hash)


def taken_in(
    *, object_id: UUID = OBJECT, member: UUID = OTHER_MEMBER, rev: int = 1, about: str = "given"
) -> Event:
    clear = TakenIn(_hash(about))
    return replace(bytes_of.TAKEN_IN, object=object_id, member=member, rev=rev, clear=clear)


def answered(
    rev: int = 2,
    *,
    object_id: UUID = OBJECT,
    member: UUID = OTHER_MEMBER,
    about: str = "given",
) -> Event:
    return replace(
        bytes_of.ANSWERED,
        object=object_id,
        member=member,
        rev=rev,
        env_hash=_hash(f"answer {rev}"),
        clear=Answered(_hash(about)),
    )


def erased(
    rev: int = 1, *, object_id: UUID = OBJECT, member: UUID = MEMBER, about: str = "given"
) -> Event:
    clear = GivenErased(_hash(about))
    return replace(bytes_of.GIVEN_ERASED, object=object_id, member=member, rev=rev, clear=clear)


def answer_erased(rev: int = 2, member: UUID = OTHER_MEMBER, about: str = "") -> Event:
    return erased(rev, member=member, about=about or f"answer {rev}")


def put(rev: int = 1, *, object_id: UUID = OTHER_OBJECT, member: UUID = MEMBER) -> Event:
    env_hash = _hash(f"item {rev}")
    return replace(bytes_of.PUT, object=object_id, member=member, rev=rev, env_hash=env_hash)


def item_erased(*, object_id: UUID = OTHER_OBJECT, member: UUID = MEMBER) -> Event:
    clear = ItemErased(_hash("item 1"))
    return replace(bytes_of.ERASED, object=object_id, member=member, rev=1, clear=clear)


def cases() -> list[Json]:
    return [
        *(good(name, run) for name, run in _opened().items()),
        *(good(name, [OPENED, *run]) for name, run in _accepted_unjoined().items()),
        *(good(name, [OPENED, JOINED, *run]) for name, run in _accepted().items()),
        *(bad(name, error, run) for name, (error, run) in _refused_genesis().items()),
        *(bad(n, error, [OPENED, *run]) for n, (error, run) in _refused_unjoined().items()),
        *(bad(n, error, [OPENED, JOINED, *run]) for n, (error, run) in _refused().items()),
        *_closed(),
        *_personal(),
        *_two(),
    ]


def _opened() -> dict[str, list[Event]]:
    swapped = SpaceOpened(SHARED, TH, (PARTNER, OWN))
    return {
        "a personal space": [bytes_of.OPENED],
        "a shared space": [OPENED],
        "a shared space opened by the other": [replace(OPENED, member=OTHER_MEMBER, clear=swapped)],
    }


def _accepted_unjoined() -> dict[str, list[Event]]:
    return {
        "joined": [JOINED],
        "left by the inviter before joining": [left()],
        "left by the invited person before joining": [left(OTHER_MEMBER)],
    }


def _accepted() -> dict[str, list[Event]]:
    other = OTHER_MEMBER
    return {
        "left by the inviter": [left()],
        "left by the invited person": [left(other)],
        "left with things on the table": [given(), taken_in(), put(), left(other)],
        "given": [given()],
        "given by the invited person": [given(member=other)],
        "given twice, by each": [given(), given(object_id=OTHER_OBJECT, member=other)],
        "taken in": [given(), taken_in()],
        "taken in by the inviter": [given(member=other), taken_in(member=MEMBER)],
        "answered": [given(), answered()],
        "answered, then taken in": [given(), answered(), taken_in()],
        "taken in, then answered": [given(), taken_in(), answered()],
        "taken back": [given(), erased()],
        "taken back after taking in": [given(), taken_in(), erased()],
        "taken back: the answer stands": [given(), answered(), erased()],
        "the answer taken back": [given(), answered(), answer_erased()],
        "answered again": [given(), answered(), answer_erased(), answered(3)],
        "answered a third time": [
            given(),
            answered(),
            answer_erased(),
            answered(3),
            answer_erased(3),
            answered(4),
        ],
        "both taken back": [given(), answered(), erased(), answer_erased()],
        "both taken back, the answer first": [given(), answered(), answer_erased(), erased()],
        "items of both": [put(), put(object_id=OBJECT, member=other), put(2)],
        "an item erased": [put(), item_erased()],
        "an item and an appreciation": [put(), given()],
    }


def _refused_genesis() -> dict[str, tuple[str, list[Event]]]:
    def shared(first: MemberEntry, second: MemberEntry, th: bytes = TH) -> list[Event]:
        return [
            replace(OPENED, member=first.member, clear=SpaceOpened(SHARED, th, (first, second)))
        ]

    runs: dict[str, tuple[str, list[Event]]] = {
        "a shared space without a th": ("genesis", shared(OWN, PARTNER, ZERO_HASH)),
        "a personal space with a th": (
            "genesis",
            [replace(bytes_of.OPENED, clear=SpaceOpened(PERSONAL, TH, (OWN,)))],
        ),
        "opened by the second": ("genesis", [replace(OPENED, member=OTHER_MEMBER)]),
        "opened by a stranger": ("genesis", [replace(OPENED, member=STRANGER)]),
        "a personal space opened by a stranger": (
            "genesis",
            [replace(bytes_of.OPENED, member=STRANGER)],
        ),
        "opened about another object": ("genesis", [replace(OPENED, object=OBJECT)]),
        "opened with rev 1": ("genesis", [replace(OPENED, rev=1)]),
        "both members one": ("genesis", shared(OWN, replace(PARTNER, member=MEMBER))),
        "one signing key": ("genesis", shared(OWN, replace(PARTNER, ed_pub=OWN.ed_pub))),
        "one agreement key": ("genesis", shared(OWN, replace(PARTNER, x_pub=OWN.x_pub))),
        "opened twice": ("already_opened", [OPENED, OPENED]),
        "opened a second time as personal": ("already_opened", [OPENED, bytes_of.OPENED]),
        "opened again after joining": ("already_opened", [OPENED, JOINED, OPENED]),
        "opened again after leaving": ("already_opened", [OPENED, JOINED, left(), OPENED]),
    }
    for name, point in SMALL_ORDER.items():
        weak = bytes.fromhex(point)
        runs[f"the inviter's key: {name}"] = (
            "weak_key",
            shared(replace(OWN, ed_pub=weak), PARTNER),
        )
        runs[f"the invited person's key: {name}"] = (
            "weak_key",
            shared(OWN, replace(PARTNER, ed_pub=weak)),
        )
    return runs


def _refused_unjoined() -> dict[str, tuple[str, list[Event]]]:
    before = [given(), taken_in(), answered(), erased(), put(), item_erased()]
    return {
        **{f"{event.verb} before joining": ("not_joined", [event]) for event in before},
        "an item of the invited person before joining": ("not_joined", [put(member=OTHER_MEMBER)]),
        "joined by the inviter": ("not_author", [replace(JOINED, member=MEMBER)]),
        "joined by a stranger": ("not_author", [replace(JOINED, member=STRANGER)]),
        "joined by another th": (
            "genesis",
            [replace(JOINED, clear=SpaceJoined(fixed_bytes("another th", 32)))],
        ),
        "joined about another object": ("genesis", [replace(JOINED, object=OBJECT)]),
        "joined with rev 1": ("genesis", [replace(JOINED, rev=1)]),
        "left about another object": ("genesis", [replace(LEFT, object=OBJECT)]),
        "left with rev 1": ("genesis", [replace(LEFT, rev=1)]),
        "joined after leaving": ("space_closed", [left(), JOINED]),
    }


def _refused() -> dict[str, tuple[str, list[Event]]]:
    unknown = replace(put(), verb="dream.told", clear=UnknownClear((b"x",)))
    return {
        "joined twice": ("already_joined", [JOINED]),
        "a verb nobody knows": ("unknown_verb", [unknown]),
        **_refused_kinds(),
        **_refused_giving(),
        **_refused_answers(),
        **_refused_erasing(),
        "another's item": ("not_author", [put(), put(2, member=OTHER_MEMBER)]),
        "another's item erased": ("not_author", [put(), item_erased(member=OTHER_MEMBER)]),
        "an item out of turn": ("stale", [put(), put(3)]),
    }


def _refused_kinds() -> dict[str, tuple[str, list[Event]]]:
    about_item = [
        given(object_id=OTHER_OBJECT),
        taken_in(object_id=OTHER_OBJECT),
        answered(object_id=OTHER_OBJECT),
        erased(object_id=OTHER_OBJECT),
        replace(LEFT, object=OTHER_OBJECT),
    ]
    about_space = [given(object_id=SPACE), put(object_id=SPACE), item_erased(object_id=SPACE)]
    return {
        **{f"{event.verb} about an item": ("other_kind", [put(), event]) for event in about_item},
        **{f"{event.verb} about the space": ("other_kind", [event]) for event in about_space},
        "item.put about an appreciation": ("other_kind", [given(), put(2, object_id=OBJECT)]),
        "item.erased about an appreciation": (
            "other_kind",
            [given(), item_erased(object_id=OBJECT)],
        ),
    }


def _refused_giving() -> dict[str, tuple[str, list[Event]]]:
    other = OTHER_MEMBER
    return {
        "given with rev 0": ("stale", [given(rev=0)]),
        "given with rev 2": ("stale", [given(rev=2)]),
        "given again": ("already_given", [given(), given()]),
        "given again by the other": ("already_given", [given(), given(member=other)]),
        "given again as rev 2": ("already_given", [given(), given(rev=2)]),
        "given again after taking back": ("already_given", [given(), erased(), given()]),
        "taken in: nothing given": ("unknown_version", [taken_in()]),
        "taken in by the giver": ("not_recipient", [given(), taken_in(member=MEMBER)]),
        "taken in with rev 2": ("stale", [given(), answered(), taken_in(rev=2)]),
        "other words taken in": ("stale", [given(), taken_in(about="other")]),
        "taken in after taking back": ("taken_back", [given(), erased(), taken_in()]),
        "taken in twice": ("already_taken_in", [given(), taken_in(), taken_in()]),
        "taken in twice, and taken back": (
            "taken_back",
            [given(), taken_in(), erased(), taken_in()],
        ),
    }


def _refused_answers() -> dict[str, tuple[str, list[Event]]]:
    return {
        "answered: nothing given": ("unknown_version", [answered()]),
        "answered by the giver": ("not_recipient", [given(), answered(member=MEMBER)]),
        "other words answered": ("stale", [given(), answered(about="other")]),
        "answered after taking back": ("taken_back", [given(), erased(), answered()]),
        "answered while an answer stands": ("already_answered", [given(), answered(), answered(3)]),
        "the same answer again": ("already_answered", [given(), answered(), answered()]),
        "answered as rev 1": ("stale", [given(), answered(1)]),
        "answered as rev 3": ("stale", [given(), answered(3)]),
        "answered again under the old rev": (
            "stale",
            [given(), answered(), answer_erased(), answered()],
        ),
        "an answer answered": (
            "not_recipient",
            [given(), answered(), answered(3, member=MEMBER, about="answer 2")],
        ),
    }


def _refused_erasing() -> dict[str, tuple[str, list[Event]]]:
    other = OTHER_MEMBER
    return {
        "taken back: nothing given": ("unknown_version", [erased()]),
        "taken back: a rev that never was": ("unknown_version", [given(), erased(2)]),
        "taken back by the other": ("not_author", [given(), erased(member=other)]),
        "the answer taken back by the giver": (
            "not_author",
            [given(), answered(), answer_erased(member=MEMBER)],
        ),
        "other words taken back": ("stale", [given(), erased(about="other")]),
        "the answer taken back by the hash of rev 1": (
            "stale",
            [given(), answered(), answer_erased(about="given")],
        ),
        "taken back twice": ("already_erased", [given(), erased(), erased()]),
        "the answer taken back twice": (
            "already_erased",
            [given(), answered(), answer_erased(), answer_erased()],
        ),
    }


def _closed() -> Iterator[Json]:
    after = [
        JOINED,
        left(),
        left(OTHER_MEMBER),
        given(),
        taken_in(),
        answered(),
        put(),
    ]
    for event in after:
        who = "the inviter" if event.member == MEMBER else "the other"
        name = f"{event.verb} by {who} after leaving"
        yield bad(name, "space_closed", [OPENED, JOINED, left(), event])
    yield from _taken_back_after_leaving()


def _taken_back_after_leaving() -> Iterator[Json]:
    """R14: one's own words, by whoever left and whoever did not, and nobody else's."""
    invited = replace(talk_rules.invited(), object=CONVERSATION)
    uninvited = replace(talk_rules.erased(), object=CONVERSATION)
    before = [OPENED, JOINED, given(), answered(), put(), invited, left()]
    back = [erased(), answer_erased(), item_erased(), uninvited]
    for event in back:
        yield good(f"{event.verb} of rev {event.rev} after leaving", [*before, event])
        other = OTHER_MEMBER if event.member == MEMBER else MEMBER
        foreign = [*before, replace(event, member=other)]
        yield bad(
            f"{event.verb} of the other's rev {event.rev} after leaving", "not_author", foreign
        )
        twice = [*before, event, event]
        yield bad(f"{event.verb} of rev {event.rev} twice after leaving", "already_erased", twice)
    yield good("everything taken back after leaving", [*before, *back])


def _personal() -> Iterator[Json]:
    opened = bytes_of.OPENED
    yield good("items in a personal space", [opened, put(), put(2), item_erased()])
    yield bad("an item about the personal space", "other_kind", [opened, put(object_id=SPACE)])
    foreign = [replace(JOINED, member=MEMBER), left(), given(), taken_in(), answered(), erased()]
    for event in foreign:
        yield bad(f"{event.verb} in a personal space", "unknown_verb", [opened, event])


def _two() -> Iterator[Json]:
    """What two people do in a joined space, and the same verbs where none of it is."""
    for domain, rules in (("conversation", talk_rules), ("agreements", agreement_rules)):
        for name, run in rules.good_runs().items():
            yield good(f"{domain}: {name}", [OPENED, JOINED, *run])
        for name, (error, run) in rules.bad_runs().items():
            yield bad(f"{domain}: {name}", error, [OPENED, JOINED, *run])
        for event in rules.events_of_every_verb():
            verb, run = event.verb, [OPENED, JOINED, given(), event]
            yield bad(f"{verb} about an appreciation", "other_kind", run)
            yield bad(f"{verb} before joining", "not_joined", [OPENED, event])
            code = "unknown_version" if verb.endswith(".erased") else "space_closed"
            yield bad(f"{verb} after leaving", code, [OPENED, JOINED, left(), event])
            yield bad(f"{verb} in a personal space", "unknown_verb", [bytes_of.OPENED, event])
    for event in (put(2, object_id=OBJECT), given(), erased()):
        run = [OPENED, JOINED, talk_rules.invited(), event]
        yield bad(f"{event.verb} about a conversation", "other_kind", run)
    for made, event in (
        (agreement_rules.shared(), agreement_rules.asked()),
        (agreement_rules.asked(), agreement_rules.proposed()),
        (agreement_rules.proposed(), agreement_rules.acknowledged()),
    ):
        run = [OPENED, JOINED, made, event]
        yield bad(f"{event.verb} about what {made.verb} made", "other_kind", run)
