"""Content files are refused where a rule would otherwise depend on care."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from app.content.models import HELPLINE_MAX_AGE, Helpline, TextRule

TODAY = dt.date(2026, 5, 12)


def make_line(**changes: Any) -> Helpline:
    row: dict[str, Any] = {
        "country": "PT",
        "kind": "abuse",
        "service": "A line",
        "number": "123",
        "hours": "day and night",
        "languages": ["Portuguese"],
        "source": "rang it",
        "last_checked": TODAY,
        "confirmed": True,
    }
    return Helpline.model_validate(row | changes)


def test_r31_confirmed_line_checked_today_ships() -> None:
    assert make_line().ships(TODAY)


def test_r31_unconfirmed_line_does_not_ship() -> None:
    assert not make_line(confirmed=False).ships(TODAY)


def test_r31_line_ships_for_six_months_and_not_a_day_longer() -> None:
    last_day = TODAY - HELPLINE_MAX_AGE
    assert make_line(last_checked=last_day).ships(TODAY)
    assert not make_line(last_checked=last_day - dt.timedelta(days=1)).ships(TODAY)


def test_r31_line_checked_in_the_future_does_not_ship() -> None:
    assert not make_line(last_checked=TODAY + dt.timedelta(days=1)).ships(TODAY)


@pytest.mark.parametrize("unknown", [{"hours": None}, {"languages": []}, {"last_checked": None}])
def test_r31_line_cannot_be_confirmed_without(unknown: dict[str, Any]) -> None:
    assert not make_line(confirmed=False, **unknown).ships(TODAY)
    with pytest.raises(ValidationError, match="a confirmed line has"):
        make_line(**unknown)


@pytest.mark.parametrize(
    "change",
    [{"country": "Portugal"}, {"country": None}, {"source": None}, {"service": " "}, {"rating": 5}],
)
def test_r31_line_with_a_field_missing_or_unknown_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_line(**change)


def test_line_has_a_number_or_an_address_and_not_both() -> None:
    assert make_line(number=None, address="example.org").address == "example.org"
    with pytest.raises(ValidationError, match="either a number or an address"):
        make_line(address="example.org")


def test_rule_that_misses_its_own_example_is_refused() -> None:
    rule = {"name": "cures", "why": "R32", "pattern": r"\bcures\b", "catches": ["It cures."]}
    assert TextRule.model_validate(rule).matches("This CURES all")
    with pytest.raises(ValidationError, match="does not catch"):
        TextRule.model_validate(rule | {"catches": ["It heals."]})
    with pytest.raises(ValidationError, match="which it allows"):
        TextRule.model_validate(rule | {"allows": ["A cat cures nothing."]})
    with pytest.raises(ValidationError, match="not a regular expression"):
        TextRule.model_validate(rule | {"pattern": "("})
