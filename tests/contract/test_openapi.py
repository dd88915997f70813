"""The API against its own description: no 5xx, no status or shape that it does not declare.

Schemathesis makes the requests, well-formed and not, for a stranger and for somebody signed in.
The clock moves on with every request, so that allowances are not what answers.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.core.clock import MINUTE_MS
from app.core.migrate import migrate
from app.main import create_app
from app.settings import Settings
from app.web.api_pages import describe
from tests.accounts.phone import Phone
from tests.conftest import FakeClock, running

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 25


def describe_app() -> dict[str, Any]:
    """The description, which needs no database yet."""
    with tempfile.TemporaryDirectory() as folder:
        return describe(create_app(Settings(data=Path(folder), frontend=Path(folder))))


api = schemathesis.openapi.from_dict(describe_app())


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    """Somebody who has signed up, on a server for all examples."""
    folder: Path = tmp_path_factory.mktemp("contract")
    own = Settings(data=folder, frontend=folder / "none")
    migrate(own.database_url)
    clock = FakeClock()
    with running(create_app(own, clock=clock)) as url:
        phone = Phone(url, clock)
        assert phone.sign_up().status_code == 201
        yield phone
        phone.close()


@pytest.mark.timeout(300)
@api.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_stranger_meets_only_declared_answers(case: "Case[Any]", person: Phone) -> None:
    person.clock.advance(MINUTE_MS)
    case.call_and_validate(base_url=person.base_url, checks=CHECKS)


@pytest.mark.timeout(300)
@api.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_signed_in_person_meets_only_declared_answers(case: "Case[Any]", person: Phone) -> None:
    person.clock.advance(MINUTE_MS)
    # An example may have signed the person out, as it may.
    if person.state().status_code != 200:
        assert person.sign_in().status_code == 200
    name = "goldseam"
    case.call_and_validate(
        base_url=person.base_url, checks=CHECKS, cookies={name: person.http.cookies[name]}
    )


def test_answer_that_is_not_declared_is_noticed(person: Phone) -> None:
    """The twin: the same checks, and a description that forgot a status."""
    forgetful = describe_app()
    del forgetful["paths"]["/api/account"]["get"]["responses"]["401"]
    case = schemathesis.openapi.from_dict(forgetful)["/api/account"]["GET"].Case()
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        case.call_and_validate(base_url=person.base_url, checks=CHECKS)
    declared = api["/api/account"]["GET"].Case()
    declared.call_and_validate(base_url=person.base_url, checks=CHECKS)
