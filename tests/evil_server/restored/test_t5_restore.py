"""T5: a server restored from an old backup is detected, and repaired from either device.

In either order, and also when somebody writes first.
"""

from dataclasses import dataclass
from uuid import UUID

import pytest

from app.client.errors import DistrustError, RefusedError
from app.client.log import BranchError, LostError
from app.client.person import Person
from tests.client.conftest import MoveIn
from tests.client.people import PASSPHRASE, People
from tests.evil_server.restoring import Town

OTHER_PASSPHRASE = "a quite different passphrase"
EITHER_ORDER = pytest.mark.parametrize("phone_first", [True, False], ids=["phone", "tablet"])


@dataclass
class Home:
    """Two devices of one person that both know everything, and what was written when."""

    phone: Person
    tablet: Person
    kept: UUID
    changed: UUID

    def in_order(self, *, phone_first: bool) -> list[Person]:
        return [self.phone, self.tablet] if phone_first else [self.tablet, self.phone]


@pytest.fixture
def home(town: Town, people: People, move_in: MoveIn) -> Home:
    """Five events are in the backup and five are not: written, revised and erased by both."""
    phone = move_in("sam")
    kept = phone.put_note("Kept", "In the backup")
    changed = phone.put_note("Changed", "As in the backup")
    erased = phone.put_note("Erased", "In the backup, and erased later")
    tablet = people.sign_in(kind="tablet")
    tablet.read()
    town.back_up()
    tablet.put_note("Changed", "After the backup", changed)
    tablet.put_note("New", "From the tablet")
    phone.read()
    phone.erase_note(erased)
    passing = phone.put_note("Passing", "Written and erased after the backup")
    phone.erase_note(passing)
    phone.read()
    tablet.read()
    return Home(phone, tablet, kept, changed)


def texts(person: Person) -> set[str]:
    side = person.read()
    assert side.damaged == ()
    assert side.cards == ()
    return {version.text for note in side.notes for version in note.heads}


EVERYTHING = {"In the backup", "After the backup", "From the tablet"}


@EITHER_ORDER
def test_t5_a_restored_server_is_healed_from_either_device_in_either_order(
    home: Home, town: Town, people: People, *, phone_first: bool
) -> None:
    town.restore()
    first, second = home.in_order(phone_first=phone_first)
    first.sign_in_again(PASSPHRASE)
    second.sign_in_again(PASSPHRASE)
    assert (first.repair(), second.repair()) == (5, 0)
    assert texts(first) == texts(second) == EVERYTHING
    assert first.sync.log.head == second.sync.log.head
    assert texts(people.sign_in()) == EVERYTHING


@EITHER_ORDER
def test_t5_a_server_that_lost_nothing_is_left_alone(
    home: Home, people: People, *, phone_first: bool
) -> None:
    first, second = home.in_order(phone_first=phone_first)
    assert (first.repair(), second.repair()) == (0, 0)
    assert texts(first) == texts(second) == texts(people.sign_in()) == EVERYTHING
    assert not any(row.repaired for row in first.sync.log.delivered)


def test_t5_a_loss_is_named_before_anything_is_done(home: Home, town: Town) -> None:
    """Reading says what is gone, the device goes on showing it, and nothing is written on top."""
    town.restore()
    home.phone.sign_in_again(PASSPHRASE)
    with pytest.raises(LostError) as lost:
        home.phone.read()
    assert len(lost.value.lost) == 5
    assert len(home.phone.known().notes) == 3
    with pytest.raises(LostError):
        home.phone.put_note("Impatient", "Written before the repair")
    home.phone.repair()
    home.phone.flush()
    assert "Written before the repair" in texts(home.phone)


def test_t5_repaired_events_keep_their_dates_and_are_marked(home: Home, town: Town) -> None:
    dates = [event.at_ms for event in home.phone.sync.log.events]
    town.restore()
    home.tablet.sign_in_again(PASSPHRASE)
    home.tablet.repair()
    home.tablet.sync.log = type(home.tablet.sync.log)(home.tablet.sync.log.pin)
    home.tablet.read()
    log = home.tablet.sync.log
    assert [event.at_ms for event in log.events] == dates
    assert [row.repaired for row in log.delivered] == [False] * 4 + [True] * 5
    assert log.delivered[-1].arrived_ms - log.events[-1].at_ms == 24 * 60 * 60 * 1000


def test_t5_what_was_erased_does_not_come_back_with_the_backup(
    home: Home, town: Town, people: People
) -> None:
    """The backup holds the body; the repair erases it again, and brings no other erased one."""
    town.restore()
    home.phone.sign_in_again(PASSPHRASE)
    home.phone.repair()
    device = people.sign_in()
    assert texts(device) == EVERYTHING
    erased = [e for e in device.sync.log.events if e.verb == "item.erased"]
    bodies = [row.item.body for row in device.sync.log.delivered]
    assert len(erased) == 2
    assert bodies[3] is None
    assert bodies[7] is None


@EITHER_ORDER
def test_t5_somebody_who_wrote_first_is_kept_and_so_is_everything_lost(
    home: Home, town: Town, people: People, *, phone_first: bool
) -> None:
    """A device that knew nothing of the loss writes on the restored line.

    Both lines are kept, and going on puts back what was ours, once, whichever device comes first.
    """
    town.restore()
    newcomer = people.sign_in()
    newcomer.read()
    newcomer.put_note("First", "Written on the restored server")
    newcomer.put_note("Changed", "Changed by the newcomer", home.changed)
    for device in home.in_order(phone_first=phone_first):
        device.sign_in_again(PASSPHRASE)
        with pytest.raises(BranchError) as branch:
            device.read()
        assert branch.value.fork_seq == 4
        device.go_on_from_here()
    expected = EVERYTHING | {"Written on the restored server", "Changed by the newcomer"}
    devices = [home.phone, home.tablet, newcomer, people.sign_in()]
    assert [texts(device) for device in devices] == [expected] * 4
    assert len({device.sync.log.head for device in devices}) == 1


def test_t5_both_versions_of_a_note_changed_on_both_lines_are_kept(
    home: Home, town: Town, people: People
) -> None:
    town.restore()
    newcomer = people.sign_in()
    newcomer.read()
    newcomer.put_note("Changed", "Changed by the newcomer", home.changed)
    home.phone.sign_in_again(PASSPHRASE)
    home.phone.go_on_from_here()
    note = home.phone.read().find(home.changed)
    assert note is not None
    assert [version.text for version in note.heads] == [
        "After the backup",
        "Changed by the newcomer",
    ]


def test_t5_going_on_without_a_branch_changes_nothing(home: Home) -> None:
    head = home.phone.sync.log.head
    home.phone.go_on_from_here()
    assert home.phone.sync.log.head == head


def test_t5_an_older_vault_is_not_adopted_and_is_written_back(
    home: Home, town: Town, people: People
) -> None:
    home.phone.save_vault()
    pin = home.phone.sync.log.pin
    town.restore()
    home.phone.sign_in_again(PASSPHRASE)
    assert home.phone.sync.log.pin == pin
    home.phone.repair()
    assert home.phone.account_state().vault_revision == 3
    device = people.sign_in()
    assert device.sync.log.pin == pin
    assert texts(device) == EVERYTHING


def test_t5_a_vault_that_is_not_older_stays_as_it_is(home: Home) -> None:
    assert not home.phone.mend_vault()
    assert home.phone.account_state().vault_revision == 1


def test_t5_a_new_device_does_not_write_below_what_the_vault_knows(
    home: Home, town: Town, people: People
) -> None:
    """The vault is back and the events are not: it says so, and asks for another device first."""
    home.phone.save_vault()
    town.restore()
    home.phone.sign_in_again(PASSPHRASE)
    home.phone.mend_vault()
    newcomer = people.sign_in()
    with pytest.raises(DistrustError) as behind:
        newcomer.put_note("First", "Too early")
    assert behind.value.code == "behind"
    home.phone.repair()
    newcomer.flush()
    assert texts(newcomer) == EVERYTHING | {"Too early"}


def test_t5_after_a_restore_the_passphrase_of_the_backup_opens(home: Home, town: Town) -> None:
    home.phone.change_password(PASSPHRASE, OTHER_PASSPHRASE)
    town.restore()
    with pytest.raises(RefusedError) as refused:
        home.phone.sign_in_again(OTHER_PASSPHRASE)
    assert refused.value.code == "no_match"
    home.phone.sign_in_again(PASSPHRASE)
    home.phone.repair()
    home.phone.change_password(PASSPHRASE, OTHER_PASSPHRASE)
    assert texts(home.phone) == EVERYTHING


def test_t5_without_a_restore_the_new_passphrase_opens(home: Home) -> None:
    home.phone.change_password(PASSPHRASE, OTHER_PASSPHRASE)
    home.phone.sign_in_again(OTHER_PASSPHRASE)
    assert texts(home.phone) == EVERYTHING
