"""T8 with a shared space: what a server says of an account's spaces is held against the vault."""

from collections.abc import Callable, Iterator

import pytest

from app.client.canonical import b64
from app.client.errors import ClientError, DistrustError
from app.client.person import Person
from tests.client.people import People, pair
from tests.evil_server.tampering import Json, Tampering

SESSIONS = "POST /api/sessions"
ACCOUNT = "GET /api/account"
NOBODY = "0190f3a4-5b6c-4d8e-9fa0-b1c2d3e4f506"

# What becomes of the shared space's row; None leaves it out.
ChangeRow = Callable[[Json], Json | None]


@pytest.fixture(scope="module")
def nadia(neighbours: People) -> Person:
    nadia, elias = neighbours.sign_up("nadia"), neighbours.sign_up("elias")
    pair(nadia, elias)
    return nadia


@pytest.fixture
def transport(neighbours: People) -> Iterator[Tampering]:
    neighbours.clock.advance_seconds(61)
    transport = Tampering()
    yield transport
    transport.close()


def on_shared(change: ChangeRow) -> Callable[[Json], Json]:
    def answer(answer: Json) -> Json:
        rows = [change(row) if row["kind"] == 2 else row for row in answer["spaces"]]
        return answer | {"spaces": [row for row in rows if row is not None]}

    return answer


def with_fields(**fields: object) -> ChangeRow:
    return lambda row: row | fields


CHANGED: dict[str, tuple[ChangeRow, str | None]] = {
    "as personal": (with_fields(kind=1), "member"),
    "another member": (with_fields(member=NOBODY), "member"),
    "another key": (lambda row: row | {"sk_wrap": b64(bytes(342))}, "space_key"),
    "another space": (with_fields(space=NOBODY), "space_unknown"),
    "as it is": (lambda row: row, None),
}


@pytest.mark.parametrize("change,code", CHANGED.values(), ids=CHANGED.keys())
def test_t8_a_shared_space_that_is_not_the_vaults_is_refused(
    neighbours: People, nadia: Person, transport: Tampering, change: ChangeRow, code: str | None
) -> None:
    """The last one is the twin."""
    transport.on(SESSIONS, on_shared(change))
    if code is None:
        assert neighbours.sign_in("nadia", transport=transport).us.read().joined
        return
    with pytest.raises(ClientError) as refused:
        neighbours.sign_in("nadia", transport=transport)
    assert refused.value.code == code
    assert [sent.path for sent in transport.sent] == ["/api/salts", "/api/sessions"]


def test_t8_a_shared_space_that_is_kept_back_is_said_and_my_side_opens(
    neighbours: People, nadia: Person, transport: Tampering
) -> None:
    """It may have been deleted 30 days after a leaving that this person never saw."""
    transport.on(SESSIONS, on_shared(lambda _: None))
    device = neighbours.sign_in("nadia", transport=transport)
    assert device.read().damaged == ()
    with pytest.raises(DistrustError) as missing:
        device.us.read()
    assert missing.value.code == "space_missing"
    transport.honest()
    device.refresh()
    assert device.us.read().joined


def test_t7_a_space_that_nobody_confirmed_is_not_opened(
    neighbours: People, nadia: Person, transport: Tampering
) -> None:
    """A server that opens the space of a waiting invitation by itself."""
    kim = neighbours.sign_up("kim", transport=transport)
    invitation = kim.invite("Kim")
    [row] = [space for space in nadia.account_state().spaces if space.kind == 2]
    false = {
        "space": str(invitation.entry.space),
        "kind": 2,
        "member": str(invitation.entry.own.member),
        "sk_wrap": b64(row.sk_wrap),
        "seq": row.seq,
        "head": b64(row.head),
        "closed": False,
    }
    transport.on(ACCOUNT, lambda answer: answer | {"spaces": [*answer["spaces"], false]})
    with pytest.raises(DistrustError) as refused:
        kim.refresh()
    assert refused.value.code == "space_unknown"
    transport.honest()
    kim.refresh()
