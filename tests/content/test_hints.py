"""The private remarks beside a field, as the phone is handed them (R12, R25)."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content.__main__ import Places, build, check
from app.content.guides import GuideError, guides_json, read_guides
from app.content.remarks import RemarksFile, read_remarks
from tests.content.phone import read_on_the_phone

ENGLISH = Path(__file__).resolve().parents[2] / "app" / "content" / "en"


def shared() -> RemarksFile:
    return read_remarks(ENGLISH / "remarks.yaml")


def pages() -> dict[tuple[str, str], dict[str, Any]]:
    """Every page that somebody writes on, by its guide and its step."""
    bundle = json.loads(guides_json(read_guides(ENGLISH / "guides"), shared().hints))
    return {
        (guide["id"], step["id"]): step
        for guide in bundle["guides"]
        for step in guide["steps"]
        if step["kind"] in ("private", "reveal")
    }


PAGES = pages()


def remarks(page: dict[str, Any], written: str) -> list[str]:
    """As the phone chooses them: while a grave one speaks, the others are silent."""
    found = [hint for hint in page["hints"] if re.search(hint["pattern"], written, re.IGNORECASE)]
    grave = [hint for hint in found if hint["grave"]]
    return [hint["words"] for hint in grave or found]


def remarks_in(guide: str, step: str, written: str) -> str:
    return " ".join(remarks(PAGES[guide, step], written))


def test_no_example_and_no_choice_draws_a_remark_of_its_own_page() -> None:
    drawn = [
        (guide, step, field["id"], words)
        for (guide, step), page in PAGES.items()
        for field in page["fields"]
        for written in (field["example"] or "", "\n".join(field["options"]))
        for words in remarks(page, written)
    ]
    assert drawn == []


@pytest.mark.parametrize(
    "step, written, remark",
    [
        ("moment", "You never listen.", "leave no exception"),
        ("moment", "You did it on purpose.", "inside your partner"),
        ("moment", "I felt that it was pointless.", "a thought often follows"),
        ("moment", "I felt ignored.", "what someone did to you"),
        ("moment", "You are so lazy.", "verdict on a whole person"),
        ("wish", "Stop interrupting me.", "what would be gone"),
        ("wish", "Be more considerate.", "mean many things"),
        ("wish", "You have to be home by six.", "little room for a no"),
        ("wish", "Give me your password.", "devices, whereabouts"),
        ("first-words", "You made me sad.", "put down to your partner"),
    ],
)
def test_complaint_that_is_hard_to_hear_draws_a_remark(
    step: str, written: str, remark: str
) -> None:
    assert remark in remarks_in("raise-it-gently", step, written)


@pytest.mark.parametrize(
    "step, written",
    [
        ("moment", "The plate stayed on the table until Friday. I felt tired."),
        ("wish", "Would you ring if it gets later than seven?"),
        ("first-words", "When the call ended early, I felt alone. Would you ring back?"),
    ],
)
def test_plain_complaint_draws_none(step: str, written: str) -> None:
    assert remarks_in("raise-it-gently", step, written) == ""


@pytest.mark.parametrize("page", PAGES.values(), ids=[f"{guide}.{step}" for guide, step in PAGES])
@pytest.mark.parametrize(
    "written, remark",
    [
        ("I am afraid of how you react.", "fear"),
        ("You hit me on Sunday.", "fear"),
        ("I am scared of him.", "fear"),
        ("I am afraid when he shouts.", "fear"),
        ("I am afraid of how he reacts.", "fear"),
        ("I am afraid of my husband.", "fear"),
        ("I’m always so afraid of Elias.", "fear"),
        ("He pushed me because I was late.", "fear"),
        ("She throws things at me, every time.", "fear"),
        ("He does not let me out.", "fear"),
        ("That I want to die.", "self-harm"),
        ("I think about suicide, never about anything else.", "self-harm"),
    ],
)
def test_r25_fear_and_harm_are_met_on_every_page_by_the_way_to_help_alone(
    page: dict[str, Any], written: str, remark: str
) -> None:
    [words] = [row.words for row in shared().remarks if row.id == remark]
    assert remarks(page, written) == [words]
    assert "The safety page" in words


def test_r25_fear_of_the_partner_leads_to_no_talk_with_the_partner() -> None:
    assert "Raising it gently" in remarks_in("outside-world", "pick", "It is about my husband.")
    assert "Raising it gently" not in remarks_in(
        "outside-world", "pick", "I am afraid of my husband."
    )


def test_phone_reads_every_remark_as_the_check_does() -> None:
    cases = [
        (row.pattern, text, row.matches(text))
        for row in shared().remarks
        for text in (*row.catches, *row.allows)
    ]
    phone = read_on_the_phone([(pattern, text) for pattern, text, _ in cases])
    assert [case for case, found in zip(cases, phone, strict=True) if case[2] != found] == []


@pytest.mark.parametrize(
    "changes, why",
    [
        ({"catches": ["Honey."]}, "does not catch 'Honey.'"),
        ({"allows": ["More jam."]}, "catches 'More jam.', which it allows"),
        ({"pattern": "(?<=more )jam"}, "JavaScript does not read"),
        ({"allows": []}, "allows"),
        ({"words": ""}, "words"),
    ],
)
def test_remark_that_does_not_prove_itself_is_refused(
    tmp_path: Path, changes: dict[str, Any], why: str
) -> None:
    row = {"id": "jam", "pattern": "jam", "words": "J.", "catches": ["Jam."], "allows": ["Tea."]}
    path = tmp_path / "remarks.yaml"
    path.write_text(yaml.safe_dump({"remarks": [row]}), encoding="utf-8")
    assert read_remarks(path).remarks[0].matches("We share jam.")
    path.write_text(yaml.safe_dump({"remarks": [row | changes]}), encoding="utf-8")
    with pytest.raises(GuideError, match=re.escape(why)):
        read_remarks(path)


def test_remark_is_judged_like_a_screen(places: Places) -> None:
    text = places.remarks.read_text(encoding="utf-8")
    places.remarks.write_text(text.replace("nobody has to be", "nobody should be"))
    build(places, dt.date(2026, 5, 12))
    [fault] = check(places, dt.date(2026, 5, 12))
    assert fault.startswith("app/content/en/remarks.yaml: guide_remark.self-harm: should (")


@pytest.mark.parametrize("written", ["Stop hitting me.", "Do not touch me.", "Don’t follow me."])
def test_r25_nobody_is_asked_for_a_nicer_wish_than_to_be_left_unharmed(written: str) -> None:
    assert "what would be gone" not in remarks_in("raise-it-gently", "wish", written)


@pytest.mark.parametrize(
    "written, remark",
    [
        ("You must not see them.", "a rule for someone else"),
        ("I decide who you meet.", "into someone else’s devices"),
        ("Do it, or else.", "heard as a threat"),
    ],
)
def test_r30_limit_that_reaches_into_another_life_draws_a_remark(written: str, remark: str) -> None:
    assert remark in remarks_in("my-limits", "sentence", written)
    assert remarks_in("my-limits", "sentence", "I keep my letters to myself.") == ""


@pytest.mark.parametrize(
    "written",
    [
        "That we have separate bedrooms.",
        "How we separate the rubbish.",
        "You were leaving us in the rain.",
        "Lying in bed on Sundays.",
    ],
)
def test_small_topic_is_not_taken_for_a_big_one(written: str) -> None:
    assert remarks_in("one-at-a-time", "topic", written) == ""
    assert "too big for a first try" in remarks_in("one-at-a-time", "topic", "The separation.")


def test_limit_that_names_a_part_of_a_day_is_not_taken_for_a_softened_one() -> None:
    assert remarks_in("my-limits", "sentence", "I keep a bit of Sunday to myself.") == ""
    assert remarks_in("my-limits", "one-area", "I block my calendar on Fridays.") == ""
    assert "softener" in remarks_in("my-limits", "sentence", "I am a bit tired of guests.")
