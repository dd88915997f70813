"""What accounts send and receive. Keys and hashes are opaque bytes, everything else is sealed."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from app.core.limits import MAX_ENVELOPE_BYTES, MIN_ENVELOPE_BYTES
from app.core.wire import B64_16, B64_32, Base64, SafeInt, UuidBytes, Wire
from app.log.batch import is_envelope_length
from app.log.wire import PostedItem


def check_envelope_length(envelope: bytes) -> bytes:
    if not is_envelope_length(len(envelope)):
        raise ValueError("not the length of an envelope")
    return envelope


def _check_confirmed(value: bool) -> bool:  # noqa: FBT001 - a validator takes the value alone
    if not value:
        raise ValueError("not confirmed")
    return value


# protocol.md §3: folded to lower case by the phone, refused in any other form.
Login = Annotated[str, Field(pattern=r"^[a-z0-9._-]{3,32}$")]
# The one key-derivation profile of this version (protocol.md §4).
Profile = Annotated[int, Field(strict=True, ge=1, le=1)]
# Nothing finer is told to the server.
DeviceKind = Literal["phone", "tablet", "computer"]
# first_account: nobody has an account yet, and the one-time code of the server's log is wanted.
SignUpMode = Literal["open", "invitation", "first_account"]
# A sealed key fits the smallest bucket.
KeyWrap = Annotated[bytes, Base64(MIN_ENVELOPE_BYTES)]
Envelope = Annotated[
    bytes,
    Base64(MIN_ENVELOPE_BYTES, MAX_ENVELOPE_BYTES),
    AfterValidator(check_envelope_length),
]
# True and nothing that merely equals it: `Literal[True]` would take a 1 for it (R1).
Confirmed = Annotated[
    bool,
    Field(strict=True),
    AfterValidator(_check_confirmed),
    WithJsonSchema({"type": "boolean", "const": True}),
]
PositiveInt = Annotated[SafeInt, Field(ge=1)]
# 16 and 32 bytes as base64url with a dot between them; the one-time code is shorter.
MAX_SIGN_UP_CODE = 22 + 1 + 43


class About(Wire):
    """Who runs this server and who may sign up, said before anybody does."""

    operator: str
    signup: SignUpMode = Field(
        description="first_account: a one-time code from the server's log is wanted"
    )
    backup_days: int
    protocol: int


class SaltRequest(Wire):
    login: Login


class Salt(Wire):
    profile: Profile
    salt: B64_16


class FirstVault(Wire):
    revision: Annotated[int, Field(strict=True, ge=1, le=1)]
    envelope: Envelope


class SignUp(Wire):
    """An account, its vault and its personal space, made at once or not at all."""

    login: Login
    account: UuidBytes
    profile: Profile
    salt: B64_16 = Field(description="exactly what POST /api/salts answers for this login")
    auth: B64_32
    rauth: B64_32
    ak_pw: KeyWrap
    ak_rc: KeyWrap
    vault: FirstVault
    space: UuidBytes
    member: UuidBytes
    sk_wrap: KeyWrap
    genesis: PostedItem
    device: DeviceKind
    invitation: Annotated[str, Field(max_length=MAX_SIGN_UP_CODE)] | None = Field(
        description="a member's link as `<id>.<A_i>`, or the one-time code of the server's log"
    )
    adult: Confirmed = Field(description="the person confirmed that they are 18 or over")


class SignIn(Wire):
    login: Login
    auth: B64_32
    device: DeviceKind


class Recovery(Wire):
    login: Login
    rauth: B64_32
    device: DeviceKind


class VaultState(Wire):
    revision: SafeInt
    envelope: Envelope


class SpaceState(Wire):
    space: UuidBytes
    kind: int
    member: UuidBytes
    sk_wrap: KeyWrap
    seq: SafeInt
    head: B64_32
    closed: bool = Field(description="somebody has left: it can be read and exported for a while")


class AccountState(Wire):
    """Everything a device needs to open its person's things, all of it sealed."""

    account: UuidBytes
    login: Login
    profile: Profile
    salt: B64_16
    ak_pw: KeyWrap
    ak_rc: KeyWrap
    vault: VaultState
    spaces: list[SpaceState]


class PasswordChange(Wire):
    """A new passphrase.

    A signed-in device proves the present one (`auth_now`); a device that came by the recovery
    code brings a new code instead (`rauth`, `ak_rc`). The fields of the other way are null.
    """

    auth_now: B64_32 | None
    auth: B64_32
    ak_pw: KeyWrap
    rauth: B64_32 | None
    ak_rc: KeyWrap | None


class RecoveryChange(Wire):
    auth_now: B64_32
    rauth: B64_32
    ak_rc: KeyWrap


class VaultWrite(Wire):
    replaces: PositiveInt
    revision: PositiveInt
    envelope: Envelope


class Deletion(Wire):
    auth_now: B64_32


class Deleted(Wire):
    """What remains, and for how long."""

    backup_days: int = Field(description="copies of the database expire after this many days")
    mark_days: int = Field(description="how long other devices can learn that they must wipe")


class SessionState(Wire):
    id: UuidBytes
    device: DeviceKind
    created_day: str = Field(examples=["2026-11-23"])
    last_day: str = Field(examples=["2026-11-23"])
    current: bool


class SessionList(Wire):
    sessions: list[SessionState]
