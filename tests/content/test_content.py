"""The content of this project, as it stands, and the command that judges it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from app.content.__main__ import Places, build, check, helpline_faults, helplines_json, report
from app.content.guides import GuideError, read_guide, read_guides
from app.content.models import Helpline, ThanksFile, read_helplines, read_thanks, read_words
from app.content.steps import Timer

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 5, 12)


def confirmed_line(checked: dt.date) -> Helpline:
    return Helpline(
        country="PT",
        kind="abuse",
        service="A line",
        number="123",
        hours="day and night",
        languages=("Portuguese",),
        source="rang it",
        last_checked=checked,
        confirmed=True,
    )


def add_message(places: Places, key: str, words: str) -> None:
    path = places.messages / "en" / "notes.json"
    messages = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(messages | {key: words}), encoding="utf-8")


def test_r32_everything_this_project_shows_passes(places: Places) -> None:
    assert check(places, TODAY) == []


def test_r32_claim_in_a_message_is_reported(places: Places) -> None:
    add_message(places, "notes_spoiled", "Goldseam heals trust.")
    assert check(places, TODAY) == [
        "frontend/messages/en/notes.json: notes_spoiled: heals (R32): Goldseam heals trust."
    ]


def test_r32_claim_in_the_readme_is_reported(places: Places) -> None:
    (places.root / "README.md").write_text("A treatment for couples.\n")
    assert any(fault.startswith("README.md: treats (R32)") for fault in check(places, TODAY))


def test_r31_no_row_is_confirmed_so_none_ships() -> None:
    lines = read_helplines(ROOT / "app" / "content" / "en" / "helplines.yaml")
    assert len(lines) > 30
    assert not any(line.confirmed for line in lines)
    assert json.loads(helplines_json(lines, TODAY)) == {"lines": []}


def test_r31_confirmed_row_ships_with_its_source_and_day() -> None:
    (row,) = json.loads(helplines_json([confirmed_line(TODAY)], TODAY))["lines"]
    assert (row["country"], row["source"], row["last_checked"]) == ("PT", "rang it", "2026-05-12")
    assert "confirmed" not in row


def test_r31_release_check_reports_a_row_past_six_months() -> None:
    assert list(helpline_faults([confirmed_line(TODAY)], TODAY)) == []
    old = confirmed_line(dt.date(2025, 10, 1))
    assert list(helpline_faults([old], TODAY)) == [
        "helplines: PT A line: checked 2025-10-01, past six months (R31)"
    ]


def test_r31_frontend_built_from_other_rows_is_reported_until_built_again(places: Places) -> None:
    spoiled = places.built / "helplines.json"
    spoiled.write_text('{"lines": [{"number": "123"}]}', encoding="utf-8")
    assert check(places, TODAY) == [
        "frontend/src/lib/content/helplines.json: differs from the rows; build again"
    ]
    build(places, TODAY)
    assert check(places, TODAY) == []


def test_thirty_beginnings_stand_in_six_groups() -> None:
    groups = read_thanks(ROOT / "app" / "content" / "en" / "thanks.yaml")
    assert [len(group.prompts) for group in groups] == [5, 5, 5, 5, 5, 5]


def test_beginning_offered_twice_is_refused() -> None:
    once = {"name": "Team", "prompts": [{"words": "A plan of yours"}]}
    assert len(ThanksFile.model_validate({"groups": [once]}).groups) == 1
    with pytest.raises(ValueError, match="offered twice"):
        ThanksFile.model_validate({"groups": [once, once]})


@pytest.mark.parametrize("words", ["The evening you kept quiet", "That you forgave me"])
def test_beginning_that_thanks_for_keeping_still_is_reported(places: Places, words: str) -> None:
    path = places.content / "en" / "thanks.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("A plan of yours", words))
    build(places, TODAY)
    (fault,) = check(places, TODAY)
    assert fault.startswith("app/content/en/thanks.yaml: thanks_prompt: thanks for keeping still")


def test_frontend_built_from_other_beginnings_is_reported(places: Places) -> None:
    (places.built / "thanks.json").write_text('{"groups": []}', encoding="utf-8")
    assert check(places, TODAY) == [
        "frontend/src/lib/content/thanks.json: differs from the rows; build again"
    ]


def spoil_guide(places: Places, words: str, by: str) -> None:
    path = places.guides / "talk-rules.yaml"
    text = path.read_text(encoding="utf-8")
    assert words in text
    path.write_text(text.replace(words, by), encoding="utf-8")


def test_word_to_avoid_in_a_guide_is_reported_with_its_place(places: Places) -> None:
    spoil_guide(places, "The hour is late", "You should wait")
    build(places, TODAY)
    (fault,) = check(places, TODAY)
    assert fault.startswith(
        "app/content/en/guides: guide_talk-rules.steps.welcome.text.1: should ("
    )


def test_guide_that_cannot_be_read_is_reported_by_its_file(places: Places) -> None:
    spoil_guide(places, "mode: together", "mode: alone")
    with pytest.raises(GuideError, match=r"^talk-rules\.yaml: "):
        check(places, TODAY)


def test_frontend_built_from_other_guides_is_reported(places: Places) -> None:
    spoil_guide(places, "The hour is late", "It is late")
    assert check(places, TODAY) == [
        "frontend/src/lib/content/guides.json: differs from the rows; build again"
    ]
    build(places, TODAY)
    assert check(places, TODAY) == []


def test_report_has_a_row_for_each_guide_with_its_faults(places: Places) -> None:
    spoil_guide(places, "The hour is late", "You should wait")
    rows = {line.split()[0]: line.split() for line in report(places)[1:]}
    assert list(rows) == [guide.id for guide in read_guides(places.guides)]
    assert rows["talk-rules"][2:5] == ["together", "gentle", "15"]
    assert rows["talk-rules"][-1] == "1"


def test_first_twelve_guides_are_there() -> None:
    guides = {guide.id for guide in read_guides(ROOT / "app" / "content" / "en" / "guides")}
    assert guides >= {
        "back-to-here",
        "getting-to-know-again",
        "good-news",
        "kind-pause",
        "my-limits",
        "one-at-a-time",
        "outside-world",
        "pause-plan",
        "raise-it-gently",
        "talk-rules",
        "three-step-pause",
        "what-this-is",
    }


def test_every_guide_asks_at_its_end_whether_a_no_was_all_right() -> None:
    for guide in read_guides(ROOT / "app" / "content" / "en" / "guides"):
        after = guide.steps[-1]
        assert after.kind == "after"
        assert "Was it all right to" in " ".join(after.text), guide.id


def test_r33_first_guide_carries_the_statement_of_what_the_app_is_not() -> None:
    guide = read_guide(ROOT / "app" / "content" / "en" / "guides" / "what-this-is.yaml")
    shown = " ".join(text.words for text in guide.texts(""))
    words = read_words(ROOT / "app" / "content" / "en" / "words.yaml")
    assert all(statement in shown for statement in words.approved)


def test_senses_go_at_the_pace_of_the_person() -> None:
    phases = [phase for timer in exercises("back-to-here") for phase in timer.phases]
    assert len(phases) >= 5
    assert {phase.seconds for phase in phases} == {None}


@pytest.mark.parametrize(
    "guide, seconds",
    [
        ("three-step-pause", [60, 60, 60]),
        ("kind-pause", [60, 60, 60, 30]),
        ("pause-plan", [120, 360, 480, 180, 60]),
    ],
)
def test_exercise_keeps_the_times_of_the_clinical_guide(guide: str, seconds: list[int]) -> None:
    [timer] = exercises(guide)
    assert [phase.seconds for phase in timer.phases] == seconds
    assert timer.cycles == 1
    assert timer.caution is not None
    assert "blue things" in timer.caution


def exercises(guide: str) -> list[Timer]:
    path = ROOT / "app" / "content" / "en" / "guides" / f"{guide}.yaml"
    return [step for step in read_guide(path).steps if isinstance(step, Timer)]
