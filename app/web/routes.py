"""Health, and what browsers report about our own pages."""

import json
import logging
import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from app.core.address import address_of
from app.core.allowance import Allowance
from app.core.clock import SECOND_MS
from app.core.depends import ClockDep, DatabaseDep, KeyDep
from app.core.errors import Refused
from app.core.limits import MAX_REPORT_BYTES, PROTOCOL
from app.core.wire import Wire
from app.web.policy import REPORTS_PATH

log = logging.getLogger(__name__)
router = APIRouter(tags=["server"])

# A page with one mistake reports it many times; the log needs it a few times.
REPORT = Allowance("report", burst=20, refill_ms=30 * SECOND_MS)
_DIRECTIVE = re.compile(r"[a-z-]{1,40}")


class Health(Wire):
    status: str
    protocol: int
    build: str


@router.get("/health")
def get_health(request: Request) -> Health:
    """Whether the server answers, and which build of the frontend it serves."""
    return Health(status="ok", protocol=PROTOCOL, build=request.app.state.build)


async def _read_report(request: Request) -> bytes:
    body = await request.body()
    if len(body) > MAX_REPORT_BYTES:
        raise Refused("too_large")
    return body


# Spoken by browsers alone, in a format of theirs, so it has no place in the API's page.
@router.post(REPORTS_PATH.removeprefix("/api"), status_code=204, include_in_schema=False)
def take_report(
    request: Request,
    body: Annotated[bytes, Depends(_read_report)],
    database: DatabaseDep,
    clock: ClockDep,
    key: KeyDep,
) -> None:
    """Log which directive a page of ours ran into. Nothing else of a report is kept (R12).

    A report also holds addresses and the beginning of what was blocked, which may be somebody's
    words.
    """
    directive = _directive(body)
    with database.write() as session:
        REPORT.spend(session, key, clock.now_ms(), address_of(request))
    log.warning("policy report: %s", directive)


def _directive(body: bytes) -> str:
    """The directive that a report names. Raises `malformed` for anything that is no report."""
    try:
        violation = json.loads(body)["csp-report"]
        named = violation.get("effective-directive") or violation["violated-directive"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Refused("malformed") from None
    directive = str(named).split(" ", 1)[0]
    return directive if _DIRECTIVE.fullmatch(directive) else "unknown"
