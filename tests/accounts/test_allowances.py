"""T13: no flood keeps a person from signing in on a device that they have used before."""

from collections.abc import Iterable

from app.accounts.admission import CONFIRM, SIGN_IN, SIGN_IN_LOGIN
from app.client.canonical import b64
from app.core.clock import MINUTE_MS, SECOND_MS
from app.core.database import Database
from tests.accounts.phone import Phone, new_code, new_password
from tests.conftest import FakeClock

HOME = "203.0.113.7"
ELSEWHERE = "198.51.100.9"


def flood(phone: Phone, addresses: Iterable[str]) -> None:
    """Wrong passphrases from each address until it is refused."""
    for address in addresses:
        attacker = phone.stranger(phone.login, address=address)
        answers = [attacker.sign_in().status_code for _ in range(SIGN_IN.burst + 1)]
        assert answers[-1] == 429


def many_addresses() -> list[str]:
    """Enough to use up what one login allows to all the world."""
    return [f"198.51.100.{n}" for n in range(SIGN_IN_LOGIN.burst // SIGN_IN.burst + 1)]


def test_t13_flood_of_a_login_leaves_its_own_devices_alone(phone: Phone) -> None:
    """Also from the same household: the flood comes from the person's own address."""
    flood(phone, [HOME, *many_addresses()])
    known = phone.another(with_cookies=True)
    assert known.end_session("current").status_code == 204
    assert known.salt().status_code == 200
    assert known.sign_in().status_code == 200


def test_t13_flood_does_refuse_a_device_that_was_never_here(phone: Phone) -> None:
    """The twin: without the cookie the very same request is held back."""
    flood(phone, [HOME, *many_addresses()])
    refused = phone.another().sign_in()
    assert (refused.status_code, refused.json()) == (429, {"code": "slow_down"})


def test_t13_flood_from_one_address_leaves_other_addresses_alone(phone: Phone) -> None:
    flood(phone, [HOME])
    assert phone.another(address=ELSEWHERE).sign_in().status_code == 200


def test_t13_recovery_code_works_through_a_flood_of_sign_ins(phone: Phone) -> None:
    flood(phone, [HOME, *many_addresses()])
    assert phone.another().recover().status_code == 200


def test_t13_flood_of_recoveries_leaves_signing_in_alone(phone: Phone) -> None:
    attacker = phone.another()
    answers = [attacker.recover(new_code()).status_code for _ in range(21)]
    assert answers == [401] * 20 + [429]
    assert phone.another().sign_in().status_code == 200


def test_t13_flood_of_salt_questions_leaves_known_devices_alone(phone: Phone) -> None:
    attacker = phone.stranger("nobody")
    answers = {attacker.salt().status_code for _ in range(121)}
    assert answers == {200, 429}
    assert phone.stranger("kim").salt().status_code == 429
    assert phone.salt().status_code == 200


def test_t13_device_cookie_of_another_login_opens_no_allowance(phone: Phone) -> None:
    other = phone.stranger("kim")
    assert other.sign_up().status_code == 201
    flood(phone, [HOME])
    other.login = phone.login
    assert other.sign_in().status_code == 429


def test_t13_forged_device_cookie_opens_no_allowance(phone: Phone) -> None:
    flood(phone, [HOME])
    forger = phone.another()
    for forged in (b64(bytes(48)), b64(bytes(47)), "not base64url!", ""):
        forger.http.cookies.set("goldseam-device", forged, domain="127.0.0.1")
        assert forger.sign_in().status_code == 429


def test_t13_known_device_gets_through_seconds_after_its_own_mistakes(
    phone: Phone, clock: FakeClock
) -> None:
    wrong = new_password()
    assert [phone.sign_in(wrong).status_code for _ in range(21)] == [401] * 20 + [429]
    wait = int(phone.sign_in(wrong).headers["Retry-After"])
    assert wait <= 5
    clock.advance(wait * SECOND_MS)
    assert phone.sign_in().status_code == 200


def test_refused_try_is_told_when_to_come_back_and_is_let_in_then(
    phone: Phone, clock: FakeClock
) -> None:
    flood(phone, [HOME])
    device = phone.another()
    wait = int(device.sign_in().headers["Retry-After"])
    clock.advance(wait * SECOND_MS - 1)
    assert device.sign_in().status_code == 429
    clock.advance(1)
    assert device.sign_in().status_code == 200


def test_passphrase_cannot_be_guessed_from_inside_a_session(phone: Phone, clock: FakeClock) -> None:
    wrong = new_password()
    tries = [phone.delete_account(wrong) for _ in range(CONFIRM.burst + 1)]
    assert [answer.status_code for answer in tries] == [403] * CONFIRM.burst + [429]
    assert phone.change_password(new_password()).status_code == 429
    assert phone.change_recovery(new_code()).status_code == 429
    clock.advance(MINUTE_MS)
    assert phone.change_password(new_password()).status_code == 200


def test_one_session_that_guesses_leaves_the_other_devices_alone(phone: Phone) -> None:
    thief = phone.another(with_cookies=True)
    tablet = phone.another()
    assert tablet.sign_in().status_code == 200
    for _ in range(CONFIRM.burst + 1):
        thief.delete_account(new_password())
    assert tablet.change_password(new_password()).status_code == 200


def test_sign_ups_from_one_address_are_bounded(stranger: Phone) -> None:
    body = {**stranger.sign_up_body(), "salt": b64(bytes(16))}
    answers = [stranger.http.post("/api/accounts", json=body).status_code for _ in range(61)]
    assert answers == [400] * 60 + [429]
    assert stranger.stranger("kim", address=ELSEWHERE).sign_up().status_code == 201


def test_vault_writes_are_bounded(phone: Phone) -> None:
    answers = [phone.write_vault(replaces=n, revision=n + 1).status_code for n in range(1, 62)]
    assert answers == [204] * 60 + [429]


def test_t1_allowances_name_neither_login_nor_address(phone: Phone, database: Database) -> None:
    flood(phone, [ELSEWHERE])
    with database.read() as session:
        rows = session.connection().exec_driver_sql("SELECT subject FROM allowance").all()
    kept = b"".join(row[0] for row in rows)
    assert len(kept) == 32 * len(rows) > 0
    assert phone.login.encode() not in kept
    assert ELSEWHERE.encode() not in kept
