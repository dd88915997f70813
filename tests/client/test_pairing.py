"""Pairing two people at an honest server: the whole way, every way to end it, and every retry."""

from collections.abc import Callable, Iterator

import pytest

from app.client.canonical import b64
from app.client.content import Words
from app.client.errors import MalformedError, OfflineError, RefusedError
from app.client.joining import Claim, read_offer
from app.client.pairing import Taken, read_link
from app.client.person import Person
from app.client.vault import Vault
from tests.client.acts import refusal
from tests.client.cable import Cable
from tests.client.conftest import MoveIn
from tests.client.people import People, pair
from tests.conftest import FakeClock
from tests.evil_server.tampering import Tampering

DAY_SECONDS = 24 * 60 * 60


@pytest.fixture
def at_elias() -> Iterator[Tampering]:
    transport = Tampering()
    yield transport
    transport.close()


@pytest.fixture
def elias(move_in: MoveIn, at_elias: Tampering) -> Person:
    return move_in("elias", transport=at_elias)


def spaces_of(person: Person) -> int:
    return len(person.account_state().spaces)


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06}"


def test_two_people_share_a_space(nadia: Person, elias: Person) -> None:
    pair(nadia, elias)
    assert nadia.us.space == elias.us.space
    assert (nadia.us.place.partner.name, elias.us.place.partner.name) == ("Elias", "Nadia")
    assert (nadia.us.place.role, elias.us.place.role) == ("inviter", "invited")
    assert nadia.us.place.th == elias.us.place.th
    assert nadia.us.sync.keys == elias.us.sync.keys
    assert nadia.us.read().joined
    assert nadia.keyring.vault.pairing == elias.keyring.vault.pairing == ()


def test_both_phones_show_the_same_six_digits(nadia: Person, elias: Person) -> None:
    invitation = nadia.invite("Nadia")
    claim = elias.claim(invitation.link, "Elias")
    assert invitation.answer() == "Elias"
    assert claim.digits() == invitation.digits()
    assert len(claim.digits()) == 6


def test_the_link_shows_who_invites_without_an_account(people: People, nadia: Person) -> None:
    link = read_link(nadia.invite("Nadia").link)
    with people.stranger() as api:
        _, offer = read_offer(api, link, Taken())
    assert offer.name == "Nadia"


def test_a_name_is_that_of_my_side_unless_said(nadia: Person, elias: Person) -> None:
    nadia.put_profile("Nadia B.", "moss")
    assert elias.claim(nadia.invite().link, "Elias").inviter == "Nadia B."
    with pytest.raises(ValueError, match="without a name"):
        elias.invite()


def test_the_invited_persons_other_device_goes_on(
    people: People, nadia: Person, elias: Person
) -> None:
    """M2 is made once: the other device sends the same bytes, and shows the same digits."""
    invitation = nadia.invite("Nadia")
    first = elias.claim(invitation.link, "Elias")
    tablet = people.sign_in("elias")
    second = tablet.claim(invitation.link, "Elias")
    assert second.entry == first.entry
    invitation.answer()
    assert second.digits() == first.digits()
    invitation.open(second.digits())
    second.join()
    assert tablet.us.read().joined
    elias.refresh()
    assert elias.us.read().joined


def test_other_devices_of_both_find_the_space(people: People, nadia: Person, elias: Person) -> None:
    pair(nadia, elias)
    for login in ("nadia", "elias"):
        assert people.sign_in(login).us.read().joined


def test_another_device_cannot_confirm_what_it_did_not_make(people: People, nadia: Person) -> None:
    """N and the seed of X_i are in no vault: another phone makes another invitation."""
    invitation = nadia.invite("Nadia")
    vault = repr(people.sign_in("nadia").keyring.vault.plaintext())
    assert b64(invitation.entry.link.secret) in vault
    assert b64(invitation.nonce) not in vault
    assert b64(invitation.x_i.x_seed) not in vault


def test_nobody_writes_before_the_invited_person_has_joined(nadia: Person, elias: Person) -> None:
    invitation = nadia.invite("Nadia")
    claim = elias.claim(invitation.link, "Elias")
    invitation.answer()
    invitation.open(claim.digits())
    assert refusal(lambda: nadia.us.give(Words("Too early"))) == "not_joined"
    claim.join()
    nadia.us.give(Words("Now"))
    assert [thanks.words.did for thanks in elias.us.read().thanks] == ["Now"]


def test_each_waits_for_the_other(nadia: Person, elias: Person) -> None:
    invitation = nadia.invite("Nadia")
    assert refusal(invitation.answer) == "waiting"
    assert refusal(lambda: invitation.open("000000")) == "waiting"
    claim = elias.claim(invitation.link, "Elias")
    assert refusal(claim.digits) == "waiting"
    assert refusal(claim.join) == "waiting"
    invitation.answer()
    assert refusal(claim.join) == "waiting"
    invitation.open(claim.digits())
    claim.join()


def test_t7_wrong_digits_post_nothing(nadia: Person, elias: Person) -> None:
    invitation = nadia.invite("Nadia")
    claim = elias.claim(invitation.link, "Elias")
    invitation.answer()
    assert refusal(lambda: invitation.open(wrong(claim.digits()))) == "wrong_digits"
    assert spaces_of(nadia) == 1
    invitation.open(claim.digits())
    claim.join()
    assert spaces_of(nadia) == spaces_of(elias) == 2


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef"])
def test_t7_what_is_not_six_digits_is_wrong(nadia: Person, elias: Person, typed: str) -> None:
    invitation = nadia.invite("Nadia")
    elias.claim(invitation.link, "Elias")
    invitation.answer()
    assert refusal(lambda: invitation.open(typed)) == "wrong_digits"


def test_t7_three_wrong_entries_end_the_invitation(nadia: Person, elias: Person) -> None:
    invitation = nadia.invite("Nadia")
    claim = elias.claim(invitation.link, "Elias")
    invitation.answer()
    digits = claim.digits()
    said = [refusal(lambda: invitation.open(wrong(digits))) for _ in range(3)]
    assert said == ["wrong_digits", "wrong_digits", "ended"]
    assert refusal(lambda: invitation.open(digits)) == "ended"
    assert refusal(claim.join) == "ended"
    assert spaces_of(nadia) == spaces_of(elias) == 1
    assert nadia.keyring.vault.pairing == elias.keyring.vault.pairing == ()


def _cancel(nadia: Person, link: str, clock: FakeClock) -> None:
    path = f"/api/invitations/{b64(read_link(link).invitation)}"
    nadia.device.api.call("DELETE", path)


def _let_it_expire(nadia: Person, link: str, clock: FakeClock) -> None:
    clock.advance_seconds(7 * DAY_SECONDS)


ENDS: dict[str, Callable[[Person, str, FakeClock], None]] = {
    "cancelled": _cancel,
    "expired": _let_it_expire,
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_r3_a_link_that_ended_looks_like_one_that_never_was(
    people: People,
    nadia: Person,
    elias: Person,
    clock: FakeClock,
    end: Callable[[Person, str, FakeClock], None],
) -> None:
    link = nadia.invite("Nadia").link
    end(nadia, link, clock)
    version, _, secret = link.split(".")
    never = ".".join([version, b64(bytes(16)), secret])
    answers = []
    for text in (link, never):
        with pytest.raises(RefusedError) as refused:
            elias.claim(text, "Elias")
        answers.append((refused.value.code, refused.value.status, refused.value.sentence))
    assert answers[0] == answers[1] == ("not_found", 404, "")
    assert elias.keyring.vault.pairing == ()


def test_r3_a_claim_in_time_has_seven_days_more(
    nadia: Person, elias: Person, clock: FakeClock
) -> None:
    invitation = nadia.invite("Nadia")
    clock.advance_seconds(7 * DAY_SECONDS - 60)
    claim = elias.claim(invitation.link, "Elias")
    clock.advance_seconds(7 * DAY_SECONDS - 60)
    invitation.answer()
    invitation.open(claim.digits())
    claim.join()


def test_an_inviter_who_comes_back_too_late_is_told(
    nadia: Person, elias: Person, clock: FakeClock
) -> None:
    invitation = nadia.invite("Nadia")
    claim = elias.claim(invitation.link, "Elias")
    clock.advance_seconds(7 * DAY_SECONDS + 60)
    assert refusal(invitation.answer) == "ended"
    assert refusal(claim.digits) == "ended"
    assert nadia.keyring.vault.pairing == elias.keyring.vault.pairing == ()


def test_t7_a_stranger_who_claims_first_is_not_confirmed(
    people: People, nadia: Person, elias: Person
) -> None:
    """The partner is told that the link is used; the inviter ends it, and a new link works."""
    mallory = people.sign_up("mallory")
    invitation = nadia.invite("Nadia")
    taken = mallory.claim(invitation.link, "Elias")
    assert refusal(lambda: elias.claim(invitation.link, "Elias")) == "claimed"
    invitation.answer()
    invitation.cancel()
    assert refusal(taken.join) == "ended"
    assert spaces_of(mallory) == 1
    pair(nadia, elias)


def test_ones_own_link_is_refused(people: People, nadia: Person) -> None:
    invitation = nadia.invite("Nadia")
    assert refusal(lambda: nadia.claim(invitation.link, "Nadia")) == "repeat"
    assert refusal(lambda: people.sign_in("nadia").claim(invitation.link, "N")) == "repeat"


def test_a_text_that_is_no_link_is_malformed(elias: Person) -> None:
    with pytest.raises(MalformedError):
        elias.claim("https://goldseam.example/join", "Elias")


def test_a_space_can_end_before_the_invited_person_joins(nadia: Person, elias: Person) -> None:
    invitation = nadia.invite("Nadia")
    claim = elias.claim(invitation.link, "Elias")
    invitation.answer()
    invitation.open(claim.digits())
    nadia.us.leave()
    assert refusal(claim.join) == "ended"
    assert spaces_of(elias) == 1
    pair(nadia, elias)
    assert nadia.us.read().joined


def test_r3_declining_tells_the_server_nothing(
    nadia: Person, elias: Person, at_elias: Tampering
) -> None:
    """Before the space is open: nothing is sent but what any later look would send."""
    invitation = nadia.invite("Nadia")
    claim = elias.claim(invitation.link, "Elias")
    said = len(at_elias.sent)
    claim.decline()
    methods = {(sent.method, sent.path.split("/")[2]) for sent in at_elias.sent[said:]}
    assert methods == {("GET", "invitations"), ("PUT", "account")}
    assert elias.keyring.vault.pairing == ()
    assert invitation.answer() == "Elias"


def test_declining_an_open_space_ends_it(nadia: Person, elias: Person) -> None:
    invitation = nadia.invite("Nadia")
    claim = elias.claim(invitation.link, "Elias")
    invitation.answer()
    invitation.open(claim.digits())
    us = nadia.us
    claim.decline()
    assert us.read().left_by == us.partner
    assert spaces_of(elias) == 1
    pair(nadia, elias)


LOST: dict[str, tuple[str, str]] = {
    "claiming": ("PUT", "/claim"),
    "answering": ("PUT", "/nonce"),
    "opening": ("POST", "/space"),
    "joining": ("POST", "/join"),
}


@pytest.fixture
def cable() -> Iterator[Cable]:
    cable = Cable()
    yield cable
    cable.close()


@pytest.mark.parametrize("step", LOST)
def test_a_lost_reply_is_asked_for_again(move_in: MoveIn, cable: Cable, step: str) -> None:
    """Whatever the server has done already is done once."""
    method, path = LOST[step]
    nadia, elias = (move_in(login, transport=cable) for login in ("nadia", "elias"))

    def twice(act: Callable[[], object]) -> None:
        cable.lose_replies_to, cable.lose_replies_under = method, path
        try:
            act()
        except OfflineError:
            cable.lose_replies_to = ""
            act()
        cable.lose_replies_to = ""

    invitation = nadia.invite("Nadia")
    claims: list[Claim] = []
    twice(lambda: claims.append(elias.claim(invitation.link, "Elias")))
    twice(invitation.answer)
    twice(lambda: invitation.open(claims[0].digits()))
    twice(claims[0].join)
    assert elias.us.read().joined
    assert nadia.us.read().joined
    assert nadia.us.sync.log.seq == 2


def test_a_refused_invitation_leaves_nothing_in_the_vault(nadia: Person) -> None:
    for _ in range(3):
        nadia.invite("Nadia")
    kept: Vault = nadia.keyring.vault
    assert refusal(lambda: nadia.invite("Nadia")) == "too_many_invitations"
    assert nadia.keyring.vault == kept
