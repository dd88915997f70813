"""Joining: the invited person's wrap and first event, at once; before it only leaving is taken."""

from dataclasses import replace

import pytest

from app.client.canonical import b64
from app.client.verbs import SPACE_JOINED, SPACE_LEFT, SpaceJoined, SpaceLeft
from app.client.wire import item_json
from app.core.clock import DAY_MS
from app.core.database import Database
from tests.accounts.phone import Phone
from tests.conftest import FakeClock
from tests.pairing.couple import Couple
from tests.pairing.side import Side, behind
from tests.pairing.test_opening import rows, spaces_of

NOT_FOUND = (404, {"code": "not_found"})
NOT_JOINED = (422, {"code": "not_joined"})


def waiting(database: Database) -> int:
    """How many invitations the server holds."""
    with database.read() as session:
        connection = session.connection()
        return int(connection.exec_driver_sql("SELECT count(*) FROM invitation").scalar_one())


def test_joining_opens_the_space_for_both(couple: Couple) -> None:
    couple.advance_to("opened")
    joined = couple.join()
    head = b64(couple.joined.head)
    assert (joined.status_code, joined.json()) == (201, {"seq": 2, "head": head})
    theirs = spaces_of(couple.invited.phone)[str(couple.space)]
    assert (theirs["member"], theirs["sk_wrap"], theirs["seq"], theirs["head"]) == (
        str(couple.invited.member),
        b64(couple.invited_wrap),
        2,
        head,
    )
    assert spaces_of(couple.inviter.phone)[str(couple.space)]["head"] == head


def test_joining_deletes_the_invitation(couple: Couple, database: Database) -> None:
    """M1, M2, N and the wrap under K_p are gone from the tables and from every file."""
    couple.advance_to("opened")
    assert waiting(database) == 1
    assert couple.join().status_code == 201
    assert waiting(database) == 0
    assert couple.listed() == []
    assert couple.read().json() == {"code": "not_found"}


def test_join_again_finds_nothing_and_the_account_shows_the_space(couple: Couple) -> None:
    """The answer was lost: the phone sees its own wrap in its account."""
    couple.advance_to("joined")
    refused = couple.join()
    assert (refused.status_code, refused.json()) == NOT_FOUND
    assert spaces_of(couple.invited.phone)[str(couple.space)]["sk_wrap"] == b64(couple.invited_wrap)


def test_same_opening_after_joining_finds_nothing(couple: Couple) -> None:
    """The inviter's phone never had its answer: it finds the space in its account."""
    couple.advance_to("joined")
    assert couple.open().json() == {"code": "not_found"}
    assert str(couple.space) in spaces_of(couple.inviter.phone)


def test_both_write_once_joined(couple: Couple) -> None:
    couple.advance_to("joined")
    first = couple.inviter.note(behind(couple.joined))
    assert couple.append(couple.inviter, first).status_code == 201
    second = couple.invited.note(behind(first))
    assert couple.append(couple.invited, second).status_code == 201


@pytest.mark.parametrize("who", ["inviter", "invited"])
def test_before_joining_nobody_writes(couple: Couple, who: str) -> None:
    couple.advance_to("opened")
    side: Side = getattr(couple, who)
    refused = couple.append(side, side.note(behind(couple.genesis)))
    assert (refused.status_code, refused.json()) == NOT_JOINED


def test_joining_needs_the_wrap_with_it(couple: Couple) -> None:
    """`space.joined` by itself would leave a member without a key."""
    couple.advance_to("opened")
    refused = couple.append(couple.invited, couple.joined)
    assert (refused.status_code, refused.json()) == NOT_JOINED
    assert couple.join().status_code == 201


@pytest.mark.parametrize("step", ["claimed", "answered"])
def test_joining_before_the_space_is_open_is_frozen(couple: Couple, step: str) -> None:
    couple.advance_to(step)
    refused = couple.join()
    assert (refused.status_code, refused.json()) == (409, {"code": "frozen"})


def test_t7_nobody_but_the_claimer_joins(couple: Couple, mallory: Phone) -> None:
    """Both have the link, and it is not theirs."""
    couple.advance_to("opened")
    for other in (mallory, couple.inviter.phone):
        refused = couple.join(other)
        assert (refused.status_code, refused.json()) == (409, {"code": "claimed"})
    assert couple.join().status_code == 201


def test_t7_join_of_another_transcript_is_refused(couple: Couple) -> None:
    couple.advance_to("opened")
    good, couple.th = couple.joined, bytes(32)
    refused = couple.join(joined=item_json(couple.sign_joined()))
    assert (refused.status_code, refused.json()) == (422, {"code": "genesis"})
    assert couple.join(joined=item_json(good)).status_code == 201


def test_t7_join_must_be_signed_by_the_invited_key(couple: Couple) -> None:
    couple.advance_to("opened")
    forged = replace(couple.joined, sig=couple.inviter.keys.sign(couple.joined.event))
    refused = couple.join(joined=item_json(forged))
    assert (refused.status_code, refused.json()) == (422, {"code": "bad_signature"})


def test_t6_inviter_cannot_join_in_the_others_name(couple: Couple, database: Database) -> None:
    """With their own key over the other's name, or in their own name: the rule says no."""
    couple.advance_to("opened")
    own = couple.inviter.sign(SPACE_JOINED, SpaceJoined(couple.th), behind(couple.genesis))
    assert couple.append(couple.inviter, own).is_client_error
    forged = replace(couple.joined, sig=couple.inviter.keys.sign(couple.joined.event))
    assert couple.append(couple.inviter, forged).is_client_error
    assert rows(database, "event", couple) == 1


def test_only_joining_goes_through_this_door(couple: Couple) -> None:
    couple.advance_to("opened")
    left = couple.invited.sign(SPACE_LEFT, SpaceLeft(), behind(couple.genesis))
    assert couple.join(joined=item_json(left)).json()["code"] == "malformed"


def test_refused_join_leaves_no_wrap(couple: Couple, clock: FakeClock) -> None:
    couple.advance_to("opened")
    clock.advance(DAY_MS)
    refused = couple.join()
    assert (refused.status_code, refused.json()) == (409, {"code": "clock"})
    assert str(couple.space) not in spaces_of(couple.invited.phone)
    assert couple.join(joined=item_json(couple.sign_joined())).status_code == 201


def test_join_after_the_inviter_left_finds_nothing(couple: Couple, database: Database) -> None:
    couple.advance_to("opened")
    assert couple.leave(couple.inviter).status_code == 201
    assert waiting(database) == 0
    for refused in (couple.join(), couple.read()):
        assert (refused.status_code, refused.json()) == NOT_FOUND
    assert str(couple.space) not in spaces_of(couple.invited.phone)


def test_invited_person_may_leave_instead_of_joining(couple: Couple, database: Database) -> None:
    couple.advance_to("opened")
    assert couple.leave(couple.invited).status_code == 201
    assert waiting(database) == 0
    assert couple.join().json() == {"code": "not_found"}
    assert spaces_of(couple.inviter.phone)[str(couple.space)]["closed"] is True


def test_another_device_of_the_invited_person_may_join(couple: Couple) -> None:
    couple.advance_to("opened")
    tablet = couple.invited.phone.another()
    tablet.sign_in()
    assert couple.join(tablet).status_code == 201
    assert str(couple.space) in spaces_of(couple.invited.phone)


def test_join_after_the_invitation_ran_out_finds_nothing(couple: Couple, clock: FakeClock) -> None:
    couple.advance_to("opened")
    clock.advance(7 * DAY_MS)
    refused = couple.join(joined=item_json(couple.sign_joined()))
    assert (refused.status_code, refused.json()) == NOT_FOUND


def test_two_people_may_pair_again_after_one_left(couple: Couple) -> None:
    couple.advance_to("joined")
    assert couple.leave(couple.invited).status_code == 201
    again = Couple(Side(couple.invited.phone, "Kim"), Side(couple.inviter.phone, "Robin"))
    again.advance_to("joined")
    assert spaces_of(couple.inviter.phone)[str(again.space)]["closed"] is False
