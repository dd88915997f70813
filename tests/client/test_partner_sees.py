"""What a partner can learn by asking: nothing of My side (R5), and nothing of when (R7)."""

from collections.abc import Callable, Mapping

import pytest

from app.client.content import Words
from app.client.person import Person
from tests.client.people import People
from tests.conftest import FakeClock

DAY_SECONDS = 24 * 60 * 60
WORDS = Words("You came back to the talk.", "I could sleep.", "You keep your word.")

pytestmark = pytest.mark.usefixtures("together")


def asks(person: Person) -> Mapping[str, object]:
    """Every answer that a signed-in person can get without changing anything."""
    paths = (
        "/api/about",
        "/api/account",
        "/api/sessions",
        "/api/invitations",
        "/api/push",
        "/api/reminders",
        f"/api/spaces/{person.us.space}/events?after=0",
        f"/api/spaces/{person.sync.log.space}/events?after=0",
    )
    return {path: person.device.api.call("GET", path) for path in paths}


def write_for_oneself(person: Person) -> None:
    """Whatever lies in My side: a note, a draft, and a copy of thanks that were received."""
    person.put_note("Tuesday", "The kettle, and what I meant by it.")
    person.keep_draft(WORDS)
    [thanks] = person.us.read().thanks
    person.keep_in_jar(person.us, thanks)
    person.save_vault()


def test_r5_what_the_other_writes_for_themselves_changes_no_answer(
    nadia: Person, elias: Person
) -> None:
    """Not that there is anything, nor how long it is, nor when."""
    elias.us.give(WORDS)
    before = asks(elias)
    write_for_oneself(nadia)
    assert asks(elias) == before


def test_r7_reading_following_and_coming_back_changes_no_answer(
    people: People, nadia: Person, elias: Person, clock: FakeClock
) -> None:
    """No last-seen, no read mark, no typing sign: also from a new device, a day later."""
    elias.us.give(WORDS)
    clock.advance_seconds(DAY_SECONDS)
    before = asks(elias)
    nadia.us.read()
    tablet = people.sign_in("nadia")
    tablet.us.read()
    with tablet.us.follow() as follower:
        follower.next()
        assert asks(elias) == before
    tablet.sign_out()
    assert asks(elias) == before


GIVES: Mapping[str, Callable[[Person], object]] = {
    "giving": lambda person: person.us.give(WORDS),
    "taking in": lambda person: person.us.take_in(person.us.read().thanks[0].object),
}


@pytest.mark.parametrize("shows", GIVES.values(), ids=GIVES.keys())
def test_what_the_other_chose_to_show_does_change_one(
    nadia: Person, elias: Person, shows: Callable[[Person], object]
) -> None:
    """The twin, for both: one answer, and it is the shared space's."""
    elias.us.give(WORDS)
    before = asks(elias)
    shows(nadia)
    after = asks(elias)
    changed = {path for path in before if before[path] != after[path]}
    assert {path for path in changed if not path.startswith("/api/spaces/")} <= {"/api/account"}
    assert f"/api/spaces/{elias.us.space}/events?after=0" in changed
