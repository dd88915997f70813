"""R12: of what browsers report, the log keeps the name of a directive and nothing else."""

import json
import logging
from typing import Any

import httpx
import pytest


def report_of(**fields: object) -> dict[str, Any]:
    return {"csp-report": {"document-uri": "https://x/secret", "script-sample": "secret", **fields}}


def post(client: httpx.Client, report: object) -> int:
    """As browsers send it: JSON under a content type of its own."""
    headers = {"Content-Type": "application/csp-report"}
    return client.post("/api/reports", content=json.dumps(report), headers=headers).status_code


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "app.web.routes"]


@pytest.mark.parametrize(
    "fields, logged",
    [
        ({"effective-directive": "script-src-elem"}, "script-src-elem"),
        ({"violated-directive": "img-src https://x/secret"}, "img-src"),
        ({"effective-directive": "Secret words"}, "unknown"),
        ({"effective-directive": ["secret"]}, "unknown"),
    ],
)
def test_r12_directive_is_logged_without_what_ran_into_it(
    client: httpx.Client,
    caplog: pytest.LogCaptureFixture,
    fields: dict[str, object],
    logged: str,
) -> None:
    assert post(client, report_of(**fields)) == 204
    assert lines(caplog) == [f"policy report: {logged}"]
    assert "secret" not in caplog.text.lower()


@pytest.mark.parametrize(
    "report", [None, 7, "x", [], [7], {}, {"csp-report": 7}, {"csp-report": {}}], ids=str
)
def test_report_that_is_none_is_malformed(client: httpx.Client, report: object) -> None:
    assert post(client, report) == 400


def test_report_may_not_be_large(client: httpx.Client) -> None:
    assert post(client, report_of(**{"script-sample": "x" * 20_000})) == 413


def test_flood_of_reports_does_not_fill_the_log(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    report = report_of(**{"effective-directive": "img-src"})
    with caplog.at_level(logging.WARNING):
        answers = [post(client, report) for _ in range(30)]
    assert answers == [204] * 20 + [429] * 10
    assert len(lines(caplog)) == 20
