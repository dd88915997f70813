"""One person and their devices at an honest server."""

import pytest

from app.client.errors import ClientError, DistrustError, RefusedError, TextError
from app.client.person import Person
from tests.client.people import PASSPHRASE, People
from tests.conftest import FakeClock

OTHER_PASSPHRASE = "a quite different passphrase"


def test_a_note_is_found_on_a_second_device(sam: Person, people: People) -> None:
    note = people.sign_in().read().notes[0]
    assert (note.title, note.text) == ("Tuesday", "The kettle, and what I meant by it.")


def test_a_revision_replaces_what_was_read(sam: Person, people: People) -> None:
    note = sam.read().notes[0]
    sam.put_note("Tuesday", "Only the kettle.", note.object)
    [found] = people.sign_in().read().notes
    assert [version.text for version in found.heads] == ["Only the kettle."]
    assert len(found.versions) == 2


def test_two_devices_that_write_apart_leave_two_versions(sam: Person, people: People) -> None:
    other = people.sign_in(kind="tablet")
    [note] = other.read().notes
    sam.read()
    sam.queue_note("Tuesday", "From the phone", note.object)
    other.queue_note("Tuesday", "From the tablet", note.object)
    sam.flush()
    other.flush()
    [found] = sam.read().notes
    assert [v.text for v in found.heads] == ["From the tablet", "From the phone"]
    assert [v.device_kind for v in found.heads] == ["tablet", "phone"]


def test_writing_after_reading_both_versions_leaves_one(sam: Person, people: People) -> None:
    other = people.sign_in()
    [note] = other.read().notes
    sam.read()
    sam.queue_note("Tuesday", "One", note.object)
    other.put_note("Tuesday", "Two", note.object)
    sam.flush()
    sam.put_note("Tuesday", "Both", note.object)
    [found] = other.read().notes
    assert [version.text for version in found.heads] == ["Both"]


def test_an_erased_note_is_gone_from_every_device(sam: Person, people: People) -> None:
    other = people.sign_in()
    [note] = other.read().notes
    sam.put_note("Tuesday", "More words", note.object)
    sam.erase_note(note.object)
    side = other.read()
    assert (side.notes, side.damaged) == ((), ())
    assert all(row.item.body is None for row in other.sync.log.delivered)


def test_an_erased_note_can_be_written_again(sam: Person) -> None:
    [note] = sam.read().notes
    sam.erase_note(note.object)
    sam.put_note("Wednesday", "Again", note.object)
    [found] = sam.read().notes
    assert [version.rev for version in found.versions] == [2]


def test_erasing_what_was_never_read_is_an_error(sam: Person) -> None:
    with pytest.raises(KeyError):
        sam.erase_note(sam.device.uuid7())


def test_a_note_of_many_versions_is_erased_in_several_appends(
    sam: Person, clock: FakeClock
) -> None:
    [note] = sam.read().notes
    for at in range(24):
        sam.queue_note("Tuesday", f"Version {at}", note.object)
    sam.flush()
    clock.advance_seconds(61)
    sam.erase_note(note.object)
    side = sam.read()
    assert (side.notes, side.damaged, side.cards) == ((), (), ())


def test_a_profile_is_one_object(sam: Person, people: People) -> None:
    sam.put_profile("Sam", "moss")
    sam.put_profile("Samira", "plum", recovery_checked=True)
    profile = people.sign_in().read().profile
    assert profile is not None
    assert (profile.name, profile.glaze, profile.recovery_checked) == ("Samira", "plum", True)


def test_two_people_do_not_meet(sam: Person, people: People) -> None:
    kim = people.sign_up("kim")
    kim.put_note("Kim's", "words")
    assert [note.title for note in sam.read().notes] == ["Tuesday"]
    with pytest.raises(RefusedError) as refused:
        sam.device.api.page(kim.sync.log.space, 0)
    assert (refused.value.code, refused.value.status) == ("not_found", 404)


def test_the_login_is_folded(sam: Person, people: People) -> None:
    assert people.sign_in("SAM").keyring.login == "sam"


@pytest.mark.parametrize("login,passphrase", [("sam", OTHER_PASSPHRASE), ("nobody", PASSPHRASE)])
def test_a_wrong_login_or_passphrase_is_no_match(
    sam: Person, people: People, login: str, passphrase: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        people.sign_in(login, passphrase)
    assert refused.value.code == "no_match"


@pytest.mark.parametrize("login,passphrase", [("sam smith", PASSPHRASE), ("sam", "eleven byte")])
def test_a_bad_login_or_passphrase_never_leaves_the_device(
    people: People, login: str, passphrase: str
) -> None:
    unreachable = People("http://127.0.0.1:9", people.clock)
    with pytest.raises(TextError):
        unreachable.sign_up(login, passphrase)


def test_a_changed_passphrase_ends_other_sessions(sam: Person, people: People) -> None:
    other = people.sign_in()
    sam.change_password(PASSPHRASE, OTHER_PASSPHRASE)
    with pytest.raises(RefusedError) as refused:
        other.read()
    assert refused.value.code == "signed_out"
    assert sam.read().notes
    assert people.sign_in(passphrase=OTHER_PASSPHRASE).read().notes


def test_a_wrong_present_passphrase_changes_nothing(sam: Person, people: People) -> None:
    with pytest.raises(RefusedError) as refused:
        sam.change_password(OTHER_PASSPHRASE, PASSPHRASE)
    assert (refused.value.code, refused.value.status) == ("no_match", 403)
    assert people.sign_in().read().notes


def test_the_recovery_code_opens_the_account_and_is_replaced(sam: Person, people: People) -> None:
    code = sam.recovery_code
    found = people.recover(code.lower(), OTHER_PASSPHRASE)
    assert found.read().notes
    assert found.recovery_code != code
    with pytest.raises(RefusedError) as refused:
        people.recover(code, PASSPHRASE)
    assert refused.value.code == "no_match"
    assert people.recover(found.recovery_code, PASSPHRASE).read().notes


def test_a_new_recovery_code_replaces_the_old_one(sam: Person, people: People) -> None:
    old = sam.recovery_code
    new = sam.new_recovery_code(PASSPHRASE)
    with pytest.raises(RefusedError):
        people.recover(old, OTHER_PASSPHRASE)
    assert people.recover(new, OTHER_PASSPHRASE).read().notes


def test_a_revoked_device_is_told(sam: Person, people: People) -> None:
    other = people.sign_in()
    [row] = [row for row in sam.list_sessions() if not row["current"]]
    sam.revoke_session(row["id"])
    with pytest.raises(RefusedError) as refused:
        other.read()
    assert (refused.value.code, refused.value.status) == ("revoked", 401)


def test_signing_out_keeps_the_cursor_in_the_vault(sam: Person, people: People) -> None:
    sam.read()
    seq, head = sam.sync.log.seq, sam.sync.log.head
    sam.sign_out()
    with pytest.raises(RefusedError):
        sam.read()
    pin = people.sign_in().sync.log.pin
    assert (pin.seq, pin.head) == (seq, head)


def test_two_devices_that_write_the_vault_do_not_lose_each_others_cursor(
    sam: Person, people: People
) -> None:
    other = people.sign_in()
    sam.read()
    sam.save_vault()
    other.read()
    other.save_vault()
    assert other.keyring.vault_revision == 3
    sam.refresh()
    assert sam.keyring.vault_revision == 3


def test_a_deleted_account_is_gone_at_once(sam: Person, people: People) -> None:
    other = people.sign_in()
    remains = sam.delete_account(PASSPHRASE)
    assert (remains.backup_days, remains.mark_days) == (30, 90)
    with pytest.raises(RefusedError) as refused:
        other.read()
    assert refused.value.code == "revoked"
    with pytest.raises(RefusedError) as unknown:
        people.sign_in()
    assert unknown.value.code == "no_match"


def test_the_same_device_signs_in_again_with_what_it_knew(sam: Person) -> None:
    sam.read()
    sam.sign_out()
    sam.sign_in_again(PASSPHRASE)
    sam.put_note("Wednesday", "After a while")
    assert len(sam.read().notes) == 2


def test_a_device_does_not_take_over_another_account(sam: Person, people: People) -> None:
    kim = people.sign_up("kim")
    sam.keyring, kims = kim.keyring, sam.keyring
    with pytest.raises(DistrustError) as refused:
        sam.account_state()
    assert refused.value.code == "account_changed"
    sam.keyring = kims
    assert sam.account_state().login == "sam"


def test_errors_and_keys_show_no_secret(sam: Person) -> None:
    """What pytest or a log would print of a person holds no key, passphrase or words."""
    shown = repr(sam.keyring) + repr(sam.keyring.vault) + repr(ClientError("code", "sentence"))
    membership = sam.keyring.personal
    for secret in (sam.keyring.keys.ak, membership.keys.ed_seed, membership.keys.x_seed):
        assert repr(secret) not in shown
