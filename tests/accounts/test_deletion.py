"""R15: deleting an account is one person's act, complete when it is answered."""

from pathlib import Path

from app.core.clock import DAY_MS
from app.core.database import Database
from app.core.wire import decode_b64
from tests.accounts.phone import Phone, new_password
from tests.conftest import FakeClock

OWNED = ("account", "account_session", "membership", "space", "event", "body", "object")


def counts(database: Database) -> dict[str, int]:
    with database.read() as session:
        connection = session.connection()
        return {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in OWNED
        }


def on_disk(database_file: Path) -> bytes:
    """Every byte of the database and of its write-ahead log."""
    return b"".join(
        path.read_bytes() for path in sorted(database_file.parent.glob("goldseam.sqlite3*"))
    )


def test_r15_deletion_leaves_no_row_and_says_what_remains(phone: Phone, database: Database) -> None:
    answer = phone.delete_account()
    assert answer.status_code == 200
    assert answer.json() == {"backup_days": 30, "mark_days": 90}
    assert counts(database) == dict.fromkeys(OWNED, 0)
    assert not list(phone.http.cookies.jar)


def test_r15_deletion_keeps_everything_of_somebody_else(phone: Phone, database: Database) -> None:
    other = phone.stranger("kim")
    assert other.sign_up().status_code == 201
    before = other.state().json()
    assert phone.delete_account().status_code == 200
    assert other.state().json() == before
    assert counts(database)["account"] == 1


def test_r15_deletion_overwrites_what_stood_on_the_disk(phone: Phone, database_file: Path) -> None:
    body = phone.enrolled.body
    markers = [
        phone.login.encode(),
        decode_b64(body["ak_pw"]),
        decode_b64(body["ak_rc"]),
        decode_b64(body["vault"]["envelope"]),
        decode_b64(body["sk_wrap"]),
        decode_b64(body["genesis"]["event"]),
    ]
    assert all(marker in on_disk(database_file) for marker in markers)
    assert phone.delete_account().status_code == 200
    assert [marker for marker in markers if marker in on_disk(database_file)] == []


def test_r15_wrong_passphrase_deletes_nothing(phone: Phone, database: Database) -> None:
    before = counts(database)
    refused = phone.delete_account(new_password())
    assert (refused.status_code, refused.json()) == (403, {"code": "no_match"})
    assert counts(database) == before
    assert phone.state().status_code == 200


def test_other_devices_learn_that_they_must_wipe_for_90_days(
    phone: Phone, clock: FakeClock
) -> None:
    tablet = phone.another()
    assert tablet.sign_in().status_code == 200
    own = phone.another(with_cookies=True)
    assert phone.delete_account().status_code == 200
    clock.advance(90 * DAY_MS - 1)
    assert tablet.state().json() == own.state().json() == {"code": "revoked"}
    clock.advance(1)
    assert tablet.state().json() == {"code": "signed_out"}


def test_login_of_a_deleted_account_is_free_and_has_the_same_salt(phone: Phone) -> None:
    salt = phone.salt().json()
    assert phone.delete_account().status_code == 200
    assert phone.another().sign_in().json() == {"code": "no_match"}
    again = phone.stranger(phone.login)
    assert again.salt().json() == salt
    assert again.sign_up().status_code == 201


def test_device_gives_both_cookies_back(phone: Phone) -> None:
    answer = phone.delete_account()
    taken_back = [cookie.split(";")[0] for cookie in answer.headers.get_list("set-cookie")]
    assert sorted(taken_back) == ['goldseam-device=""', 'goldseam=""']
