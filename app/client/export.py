"""The export file: written by any device, checked by anybody, read with the recovery code.

The chain proves that nothing was altered, dropped or put in another order since it was signed. The
words stay sealed in the file and open with the recovery code alone, without a server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.client.canonical import b64, parse_uuid, unb64
from app.client.chain import INVITED, INVITER, ChainError, Pairing
from app.client.errors import DistrustError, MalformedError
from app.client.events import Event, parse
from app.client.exported_answers import (
    ExportedOpening,
    OpenedWords,
    answers_json,
    check_openings,
    open_openings,
    read_openings,
)
from app.client.in_force import InForce, accepted_versions, in_force
from app.client.keyring import open_vault, unwrap_space_key, unwrap_with_recovery
from app.client.keys import AccountKeys, RecoveryKeys
from app.client.log import Pin, SpaceLog
from app.client.notes import MySide, read_side
from app.client.pending import Partner
from app.client.table import Table, read_table
from app.client.vault import Membership
from app.client.verbs import PERSONAL, MemberEntry, SpaceOpened
from app.client.wire import (
    AccountState,
    Delivered,
    Json,
    Page,
    SpaceState,
    as_list,
    as_number,
    as_object,
    as_text,
    delivered_json,
    parse_json,
    read_delivered,
)

FORMAT = "goldseam-export"
VERSION = 1
PROPOSED = "agreement.proposed"


@dataclass(frozen=True)
class ExportedSpace:
    space: UUID
    member: UUID
    sk_wrap: bytes
    page: Page
    openings: tuple[ExportedOpening, ...] = ()


@dataclass(frozen=True)
class Export:
    """The file as it reads; nothing of it is verified yet."""

    exported_ms: int
    login: str
    account: UUID
    ak_rc: bytes
    vault_revision: int
    vault: bytes
    spaces: tuple[ExportedSpace, ...]


@dataclass(frozen=True)
class Verified:
    """`logs` verify from their genesis; `missing` are own bodies, neither erased nor given."""

    logs: tuple[SpaceLog, ...]
    missing: int


@dataclass(frozen=True)
class Shared:
    """What one's own words in a shared space say, what both signed, and who the other person is."""

    partner: Partner
    table: Table
    answers: tuple[OpenedWords, ...] = ()
    agreements: tuple[InForce, ...] = ()


Opened = MySide | Shared


def export_json(
    state: AccountState,
    logs: Mapping[UUID, SpaceLog],
    now_ms: int,
    openings: Mapping[UUID, Sequence[ExportedOpening]] | None = None,
) -> Json:
    """The file of an account whose logs have just been read to their heads.

    It has every event and only one's own words (R16): in a shared space the other person's bodies
    are left out, and their place in the chain is all that shows. What both signed belongs to both,
    and so does an answer that opened together with one's own.
    """
    known = openings or {}
    return {
        "format": FORMAT,
        "v": VERSION,
        "exported_ms": now_ms,
        "login": state.login,
        "account": str(state.account),
        "ak_rc": b64(state.ak_rc),
        "vault": {"revision": state.vault_revision, "envelope": b64(state.vault)},
        "spaces": [
            _space_json(space, logs[space.space], known.get(space.space, ()))
            for space in state.spaces
        ],
    }


def _space_json(space: SpaceState, log: SpaceLog, openings: Sequence[ExportedOpening]) -> Json:
    agreed = accepted_versions(log)
    return {
        **({"answers": answers_json(openings)} if openings else {}),
        "space": str(space.space),
        "member": str(space.member),
        "sk_wrap": b64(space.sk_wrap),
        "seq": log.seq,
        "head": b64(log.head),
        "events": [
            delivered_json(row if _belongs(event, space, agreed) else _without_body(row))
            for row, event in zip(log.delivered, log.events, strict=True)
        ],
    }


def _belongs(event: Event, space: SpaceState, agreed: set[tuple[UUID, int]]) -> bool:
    is_agreed = event.verb == PROPOSED and (event.object, event.rev) in agreed
    return event.member == space.member or is_agreed


def _without_body(row: Delivered) -> Delivered:
    return replace(row, item=replace(row.item, body=None))


def read_export(data: bytes) -> Export:
    """The file's fields, or `malformed`."""
    fields = as_object(parse_json(data))
    if (fields.get("format"), fields.get("v")) != (FORMAT, VERSION):
        raise MalformedError("it is not a Goldseam export of this version")
    vault = as_object(fields.get("vault"))
    return Export(
        exported_ms=as_number(fields.get("exported_ms")),
        login=as_text(fields.get("login")),
        account=parse_uuid(fields.get("account")),
        ak_rc=unb64(fields.get("ak_rc")),
        vault_revision=as_number(vault.get("revision")),
        vault=unb64(vault.get("envelope")),
        spaces=tuple(_read_space(as_object(row)) for row in as_list(fields.get("spaces"))),
    )


def _read_space(fields: Json) -> ExportedSpace:
    events = tuple(read_delivered(row) for row in as_list(fields.get("events")))
    return ExportedSpace(
        space=parse_uuid(fields.get("space")),
        member=parse_uuid(fields.get("member")),
        sk_wrap=unb64(fields.get("sk_wrap")),
        page=Page(events, as_number(fields.get("seq")), unb64(fields.get("head"), 32)),
        openings=read_openings(fields.get("answers")),
    )


def verify_export(export: Export) -> Verified:
    """Every chain, signature and body hash, from the keys that each genesis itself names.

    Raises MalformedError, ChainError or DistrustError for the first fault. That the keys are the
    person's own is known only with the recovery code.
    """
    return _verified([_verify_space(space, _pin_of_genesis(space)) for space in export.spaces])


def open_export(export: Export, recovery: RecoveryKeys) -> tuple[Verified, list[Opened]]:
    """The same against the vault's keys and cursors, and everything that opens.

    Raises DistrustError `account_key` also for the code of another account, or an older code.
    """
    keys = unwrap_with_recovery(export.account, export.ak_rc, recovery)
    memberships = _memberships(export, keys)
    logs: list[SpaceLog] = []
    opened: list[Opened] = []
    for space in export.spaces:
        membership = memberships[space.space]
        log = _verify_space(space, membership.pin)
        space_keys = unwrap_space_key(keys, export.account, space.space, space.sk_wrap)
        logs.append(log)
        if membership.shared is None:
            opened.append(read_side(log, space_keys))
        else:
            answers = open_openings(log, space_keys, space.openings)
            table = read_table(log, space_keys)
            agreements = in_force(log, space_keys)
            opened.append(Shared(membership.shared.partner, table, answers, agreements))
    return _verified(logs), opened


def _memberships(export: Export, keys: AccountKeys) -> dict[UUID, Membership]:
    """What the vault says of the file's spaces; the file is of everything, or of one shared space.

    A shared space that was deleted 30 days after somebody left is in the vault alone.
    """
    vault = open_vault(keys, export.account, export.vault_revision, export.vault)
    exported = [space.space for space in export.spaces]
    for space in exported:
        vault = vault.with_opened(space)
    known = {membership.space: membership for membership in vault.memberships}
    if len(set(exported)) != len(exported) or not known.keys() >= set(exported):
        raise DistrustError("space_unknown", "the file has a space that the vault does not name")
    personal = {space for space, membership in known.items() if membership.shared is None}
    if len(exported) != 1 and not personal <= set(exported):
        raise DistrustError("space_missing", "the file leaves My side out")
    return known


def _pin_of_genesis(space: ExportedSpace) -> Pin:
    if not space.page.events:
        raise ChainError("genesis", 1, "the log is empty")
    try:
        opened = parse(space.page.events[0].item.event).clear
    except MalformedError as fault:
        raise ChainError("malformed", 1, fault.sentence) from fault
    members: Sequence[MemberEntry] = opened.members if isinstance(opened, SpaceOpened) else ()
    own = next((entry for entry in members if entry.member == space.member), None)
    if own is None or not isinstance(opened, SpaceOpened):
        raise ChainError("genesis", 1, "it does not name the member of the file")
    if opened.kind == PERSONAL:
        return Pin(space.space, own)
    role = INVITER if own == members[0] else INVITED
    partner = members[1] if own == members[0] else members[0]
    return Pin(space.space, own, pairing=Pairing(partner, role, opened.th))


def _verify_space(space: ExportedSpace, pin: Pin) -> SpaceLog:
    log = SpaceLog(pin)
    log.apply(space.page)
    if log.seq != space.page.seq:
        raise DistrustError("withheld", "the file has fewer events than it says")
    log.check_pin()
    check_openings(log, space.openings)
    return log


def _verified(logs: Sequence[SpaceLog]) -> Verified:
    return Verified(tuple(logs), sum(log.count_missing() for log in logs))
