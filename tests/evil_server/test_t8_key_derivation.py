"""T8: weakening the KDF or sharing one salt among users is refused before anything is sent.

Whatever else a server answers about an account is held against what the device can open.
"""

from collections.abc import Iterator

import pytest

from app.client.canonical import b64
from app.client.errors import ClientError, DistrustError
from app.client.person import Person
from tests.client.conftest import MoveIn
from tests.client.people import PASSPHRASE, People
from tests.evil_server.tampering import Change, Json, Tampering

SALTS = "POST /api/salts"
SESSIONS = "POST /api/sessions"
ACCOUNTS = "POST /api/accounts"
RECOVERIES = "POST /api/recoveries"
ACCOUNT = "GET /api/account"
PASSWORD = "PUT /api/account/password"
OTHER_PASSPHRASE = "a quite different passphrase"
OTHER_SALT = b64(bytes(range(16)))

WEAKENED: dict[str, tuple[Json, str]] = {
    "profile 0": ({"profile": 0}, "unknown_profile"),
    "profile 2": ({"profile": 2}, "unknown_profile"),
    "profile 255": ({"profile": 255}, "unknown_profile"),
    "no salt": ({"salt": ""}, "salt_length"),
    "a short salt": ({"salt": b64(bytes(15))}, "salt_length"),
    "a long salt": ({"salt": b64(bytes(32))}, "salt_length"),
    "a profile in words": ({"profile": "1"}, "malformed"),
    "numbers of its own": ({"profile": {"memory": 8, "t": 1}}, "malformed"),
    "a salt that is not base64url": ({"salt": "AAAA="}, "malformed"),
}
EACH_WEAKENED = pytest.mark.parametrize("fields,code", WEAKENED.values(), ids=WEAKENED.keys())


def answering(**fields: object) -> Change:
    """The same answer with other words in some fields."""
    return lambda answer: answer | fields


@pytest.fixture(autouse=True)
def _allowance(neighbours: People) -> None:
    """The neighbours' server counts tries at signing in; a minute gives one back."""
    neighbours.clock.advance_seconds(61)


@pytest.fixture
def transport() -> Iterator[Tampering]:
    transport = Tampering()
    yield transport
    transport.close()


@EACH_WEAKENED
def test_t8_signing_up_under_another_derivation_sends_nothing(
    neighbours: People, transport: Tampering, fields: Json, code: str
) -> None:
    transport.on(SALTS, answering(**fields))
    with pytest.raises(ClientError) as refused:
        neighbours.sign_up("kim", transport=transport)
    assert refused.value.code == code
    assert [sent.path for sent in transport.sent] == ["/api/salts"]
    assert transport.sent[0].body == {"login": "kim"}


@EACH_WEAKENED
def test_t8_signing_in_under_another_derivation_sends_nothing(
    neighbours: People, writer: Person, transport: Tampering, fields: Json, code: str
) -> None:
    transport.on(SALTS, answering(**fields))
    with pytest.raises(ClientError) as refused:
        neighbours.sign_in(transport=transport)
    assert refused.value.code == code
    assert [sent.path for sent in transport.sent] == ["/api/salts"]


def test_t8_the_derivation_of_the_table_signs_in(
    neighbours: People, writer: Person, transport: Tampering
) -> None:
    transport.on(SALTS, answering(profile=1))
    assert neighbours.sign_in(transport=transport).read().notes
    assert [sent.path for sent in transport.sent][:2] == ["/api/salts", "/api/sessions"]


@EACH_WEAKENED
def test_t8_recovering_under_another_derivation_sends_no_new_passphrase(
    people: People, sam: Person, transport: Tampering, fields: Json, code: str
) -> None:
    transport.on(RECOVERIES, answering(**fields))
    with pytest.raises(ClientError) as refused:
        people.recover(sam.recovery_code, OTHER_PASSPHRASE, transport=transport)
    assert refused.value.code == code
    assert [sent.path for sent in transport.sent] == ["/api/recoveries"]


def test_t8_recovering_under_the_derivation_of_the_table_works(
    people: People, sam: Person, transport: Tampering
) -> None:
    transport.on(RECOVERIES, answering(profile=1))
    assert people.recover(sam.recovery_code, OTHER_PASSPHRASE, transport=transport).read().notes


def test_t8_another_salt_is_refused_by_a_device_that_knows_its_own(
    move_in: MoveIn, transport: Tampering
) -> None:
    sam = move_in("sam", transport=transport)
    transport.on(SALTS, answering(salt=OTHER_SALT))
    before = len(transport.sent)
    with pytest.raises(DistrustError) as refused:
        sam.sign_in_again(PASSPHRASE)
    assert refused.value.code == "salt_changed"
    assert [sent.path for sent in transport.sent[before:]] == ["/api/salts"]
    transport.honest()
    sam.sign_in_again(PASSPHRASE)
    assert sam.read().notes == ()


def test_t8_another_persons_salt_gives_a_new_device_nothing(
    neighbours: People, writer: Person, transport: Tampering
) -> None:
    """What is sent under a wrong salt fits no account; the server learns nothing by it."""
    kims = writer.device.api.salt("kim").salt
    transport.on(SALTS, answering(salt=b64(kims)))
    with pytest.raises(ClientError) as refused:
        neighbours.sign_in(transport=transport)
    assert refused.value.code == "no_match"


def test_t8_one_salt_for_everybody_makes_no_two_keys_alike(
    neighbours: People, transport: Tampering
) -> None:
    """One passphrase and one salt, and still one search of the dictionary a person."""
    transport.on(SALTS, answering(salt=OTHER_SALT))
    for login in ("ada", "bea"):
        with pytest.raises(ClientError):
            neighbours.sign_up(login, transport=transport)
    first, second = (sent.body for sent in transport.sent if sent.path == "/api/accounts")
    assert first["salt"] == second["salt"] == OTHER_SALT
    assert first["auth"] != second["auth"]


ANSWERS: dict[str, tuple[Change, str]] = {
    "another login": (answering(login="kim"), "login_changed"),
    "another salt than a moment ago": (answering(salt=OTHER_SALT), "salt_changed"),
    "another profile than a moment ago": (answering(profile=2), "salt_changed"),
    "another account": (answering(account="0190f3a4-5b6c-4d8e-9fa0-b1c2d3e4f506"), "account_key"),
    "the wrap of the recovery code": (lambda a: a | {"ak_pw": a["ak_rc"]}, "account_key"),
    "a wrap of zeros": (answering(ak_pw=b64(bytes(342))), "account_key"),
    "no wrap": (answering(ak_pw=""), "account_key"),
    "another revision of the vault": (
        lambda a: a | {"vault": a["vault"] | {"revision": 7}},
        "vault",
    ),
    "the vault in another's place": (
        lambda a: a | {"vault": a["vault"] | {"envelope": a["ak_pw"]}},
        "vault",
    ),
    "no space": (answering(spaces=[]), "space_missing"),
    "a space twice": (lambda a: a | {"spaces": a["spaces"] * 2}, "space_unknown"),
    "a space that is not ours": (
        lambda a: a | {"spaces": [*a["spaces"], a["spaces"][0] | {"space": a["account"]}]},
        "space_unknown",
    ),
    "another member": (
        lambda a: a | {"spaces": [a["spaces"][0] | {"member": a["account"]}]},
        "member",
    ),
    "a shared space": (lambda a: a | {"spaces": [a["spaces"][0] | {"kind": 2}]}, "member"),
    "another key of the space": (
        lambda a: a | {"spaces": [a["spaces"][0] | {"sk_wrap": a["ak_pw"]}]},
        "space_key",
    ),
    "no account": (lambda _: {}, "malformed"),
    "a list": (lambda a: [a], "malformed"),  # type: ignore[dict-item,return-value]
}


@pytest.mark.parametrize("change,code", ANSWERS.values(), ids=ANSWERS.keys())
def test_t8_an_account_that_does_not_fit_is_refused(
    neighbours: People, writer: Person, transport: Tampering, change: Change, code: str
) -> None:
    transport.on(SESSIONS, change)
    with pytest.raises(ClientError) as refused:
        neighbours.sign_in(transport=transport)
    assert refused.value.code == code
    # Nothing follows on an answer that was refused.
    assert [sent.path for sent in transport.sent] == ["/api/salts", "/api/sessions"]


def test_t8_an_account_that_fits_is_opened(
    neighbours: People, writer: Person, transport: Tampering
) -> None:
    transport.on(SESSIONS, lambda answer: answer)
    assert neighbours.sign_in(transport=transport).keyring.account == writer.keyring.account


def test_t8_an_older_vault_is_refused_by_a_device_that_has_seen_a_newer(
    move_in: MoveIn, transport: Tampering
) -> None:
    sam = move_in("sam", transport=transport)
    old = sam.device.api.call("GET", "/api/account")
    assert isinstance(old, dict)
    sam.read()
    sam.save_vault()
    assert sam.account_state().vault_revision == 2
    transport.on(ACCOUNT, lambda answer: answer | {"vault": old["vault"]})
    with pytest.raises(DistrustError) as refused:
        sam.refresh()
    assert refused.value.code == "vault_revision"


KNOWN: dict[str, tuple[Change, str | None]] = {
    "another account": (
        answering(account="0190f3a4-5b6c-4d8e-9fa0-b1c2d3e4f506"),
        "account_changed",
    ),
    "another login": (answering(login="kim"), "login_changed"),
    "another salt": (answering(salt=OTHER_SALT), "salt_changed"),
    "another profile": (answering(profile=2), "salt_changed"),
    "the same": (lambda answer: answer, None),
}


@pytest.mark.parametrize("change,code", KNOWN.values(), ids=KNOWN.keys())
def test_t8_a_signed_in_device_holds_the_account_against_what_it_knows(
    second_device: tuple[Person, Tampering], change: Change, code: str | None
) -> None:
    """The last one is the twin."""
    device, transport = second_device
    transport.honest()
    transport.on(ACCOUNT, change)
    if code is None:
        device.refresh()
        return
    with pytest.raises(DistrustError) as refused:
        device.refresh()
    assert refused.value.code == code


def test_t8_a_passphrase_change_that_is_answered_with_the_old_wrap_is_noticed(
    move_in: MoveIn, transport: Tampering
) -> None:
    """A server that keeps the old wrap would keep the old passphrase alive."""
    sam = move_in("sam", transport=transport)
    old = sam.account_state()
    transport.on(PASSWORD, answering(ak_pw=b64(old.ak_pw)))
    with pytest.raises(DistrustError) as refused:
        sam.change_password(PASSPHRASE, OTHER_PASSPHRASE)
    assert refused.value.code == "account_key"


def test_t8_a_sign_up_that_is_answered_with_another_account_is_refused(
    people: People, sam: Person, transport: Tampering
) -> None:
    other = sam.device.api.call("GET", "/api/account")
    assert isinstance(other, dict)
    transport.on(ACCOUNTS, lambda _: other)
    with pytest.raises(DistrustError) as refused:
        people.sign_up("kim", transport=transport)
    assert refused.value.code == "account_changed"


def test_t8_no_secret_is_ever_sent(people: People, transport: Tampering) -> None:
    """Over the whole life of an account no request holds a passphrase, a code or an open key."""
    sam = people.sign_up(transport=transport)
    code = sam.recovery_code
    sam.put_note("Tuesday", "The kettle")
    sam.change_password(PASSPHRASE, OTHER_PASSPHRASE)
    sam.new_recovery_code(OTHER_PASSPHRASE)
    sam.save_vault()
    membership, keys = sam.keyring.personal, sam.keyring
    secrets = [keys.keys.ak, membership.keys.ed_seed, membership.keys.x_seed, sam.sync.keys.sk]
    texts = [b64(secret) for secret in secrets]
    texts += [secret.hex() for secret in secrets]
    texts += [PASSPHRASE, OTHER_PASSPHRASE, code, code.replace(" ", ""), "kettle", "Tuesday"]
    everything = "".join(f"{sent.path}{sent.body}" for sent in transport.sent)
    assert "auth_now" in everything
    for text in texts:
        assert text not in everything
