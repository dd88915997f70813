"""The export file: written by any device, checked by anybody, read with the recovery code.

The chain proves that nothing was altered, dropped or put in another order since it was signed. The
words stay sealed in the file and open with the recovery code alone, without a server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.client.canonical import b64, parse_uuid, unb64
from app.client.chain import ChainError
from app.client.errors import DistrustError, MalformedError
from app.client.events import parse
from app.client.keyring import open_vault, unwrap_space_key, unwrap_with_recovery
from app.client.keys import AccountKeys, RecoveryKeys
from app.client.log import Pin, SpaceLog
from app.client.notes import MySide, read_side
from app.client.verbs import MemberEntry, SpaceOpened
from app.client.wire import (
    AccountState,
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


@dataclass(frozen=True)
class ExportedSpace:
    space: UUID
    member: UUID
    sk_wrap: bytes
    page: Page


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
    """`logs` verify from their genesis; `missing` bodies were neither erased nor given."""

    logs: tuple[SpaceLog, ...]
    missing: int


def export_json(state: AccountState, logs: Mapping[UUID, SpaceLog], now_ms: int) -> Json:
    """The file of an account whose logs have just been read to their heads."""
    return {
        "format": FORMAT,
        "v": VERSION,
        "exported_ms": now_ms,
        "login": state.login,
        "account": str(state.account),
        "ak_rc": b64(state.ak_rc),
        "vault": {"revision": state.vault_revision, "envelope": b64(state.vault)},
        "spaces": [_space_json(space, logs[space.space]) for space in state.spaces],
    }


def _space_json(space: SpaceState, log: SpaceLog) -> Json:
    return {
        "space": str(space.space),
        "member": str(space.member),
        "sk_wrap": b64(space.sk_wrap),
        "seq": log.seq,
        "head": b64(log.head),
        "events": [delivered_json(row) for row in log.delivered],
    }


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
    )


def verify_export(export: Export) -> Verified:
    """Every chain, signature and body hash, from the keys that each genesis itself names.

    Raises MalformedError, ChainError or DistrustError for the first fault. That the keys are the
    person's own is known only with the recovery code.
    """
    return _verified([_verify_space(space, _pin_of_genesis(space)) for space in export.spaces])


def open_export(export: Export, recovery: RecoveryKeys) -> tuple[Verified, list[MySide]]:
    """The same against the vault's keys and cursors, and everything that opens.

    Raises DistrustError `account_key` also for the code of another account, or an older code.
    """
    keys = unwrap_with_recovery(export.account, export.ak_rc, recovery)
    pins = _pins(export, keys)
    logs, sides = [], []
    for space in export.spaces:
        log = _verify_space(space, pins[space.space])
        space_keys = unwrap_space_key(keys, export.account, space.space, space.sk_wrap)
        logs.append(log)
        sides.append(read_side(log, space_keys))
    return _verified(logs), sides


def _pins(export: Export, keys: AccountKeys) -> dict[UUID, Pin]:
    vault = open_vault(keys, export.account, export.vault_revision, export.vault)
    pins = {membership.space: membership.pin for membership in vault.memberships}
    exported = [space.space for space in export.spaces]
    if sorted(exported) != sorted(pins):
        raise DistrustError("space_missing", "file and vault name different spaces")
    return pins


def _pin_of_genesis(space: ExportedSpace) -> Pin:
    if not space.page.events:
        raise ChainError("genesis", 1, "the log is empty")
    try:
        opened = parse(space.page.events[0].item.event).clear
    except MalformedError as fault:
        raise ChainError("malformed", 1, fault.sentence) from fault
    members: Sequence[MemberEntry] = opened.members if isinstance(opened, SpaceOpened) else ()
    own = next((entry for entry in members if entry.member == space.member), None)
    if own is None:
        raise ChainError("genesis", 1, "it does not name the member of the file")
    return Pin(space.space, own)


def _verify_space(space: ExportedSpace, pin: Pin) -> SpaceLog:
    log = SpaceLog(pin)
    log.apply(space.page)
    if log.seq != space.page.seq:
        raise DistrustError("withheld", "the file has fewer events than it says")
    log.check_pin()
    return log


def _verified(logs: Sequence[SpaceLog]) -> Verified:
    return Verified(tuple(logs), sum(log.count_missing() for log in logs))
