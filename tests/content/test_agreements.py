"""Starters of agreements and the refused patterns, as they ship (guide §4, R30)."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content.__main__ import Places, build, check
from app.content.agreements import (
    PatternsFile,
    StartersFile,
    agreements_json,
    read_patterns,
    read_starters,
    report_lines,
)
from app.content.guides import GuideError
from app.content.models import read_words
from tests.content.phone import read_on_the_phone

TODAY = dt.date(2026, 5, 12)
ENGLISH = Path(__file__).resolve().parents[2] / "app" / "content" / "en"
# Title, category and first review in days, as the clinical guide lists them.
GUIDE_LIST = [
    ("Gentle openings", "conversation", 14),
    ("Nothing heavy after ten", "conversation", 14),
    ("A pause has a return", "conversation", 14),
    ("First ten minutes home", "time-and-attention", 30),
    ("One evening that is ours", "time-and-attention", 30),
    ("Solo time is not rejection", "time-and-attention", 30),
    ("Our phones stay our own", "devices-and-privacy", 60),
    ("Table without screens", "devices-and-privacy", 30),
    ("Us, online", "devices-and-privacy", 90),
    ("Contact has ended", "trust-repair", 30),
    ("Telling before asking", "trust-repair", 14),
    ("Question times", "trust-repair", 14),
    ("Openness I choose", "trust-repair", 30),
    ("Ask before touch, for now", "body-and-intimacy", 14),
    ("A no is complete", "body-and-intimacy", 30),
    ("Affection that leads nowhere", "body-and-intimacy", 30),
    ("Health before sex", "body-and-intimacy", 30),
    ("Purchases over our line", "money-and-home", 60),
    ("Fair load", "money-and-home", 30),
    ("What we tell others", "family-and-friends", 60),
    ("Visits by two yeses", "family-and-friends", 60),
    ("Children are not messengers", "children-therapy-app", 30),
    ("Sessions are not ammunition", "children-therapy-app", 30),
    ("App words stay here", "children-therapy-app", 30),
]


@pytest.fixture(scope="module")
def starters() -> StartersFile:
    return read_starters(ENGLISH / "starters.yaml")


@pytest.fixture(scope="module")
def patterns() -> PatternsFile:
    return read_patterns(ENGLISH / "patterns.yaml")


def loaded(name: str) -> Any:
    return yaml.safe_load((ENGLISH / name).read_text(encoding="utf-8"))


def refusal(folder: Path, name: str, rows: Any, read: Callable[[Path], object]) -> str:
    path = folder / name
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    with pytest.raises(GuideError) as refused:
        read(path)
    return str(refused.value)


def refused_starter(folder: Path, number: int, **changes: Any) -> str:
    """How the file is refused once this starter is changed; None takes a field away."""
    rows = loaded("starters.yaml")
    changed = rows["starters"][number] | changes
    rows["starters"][number] = {name: value for name, value in changed.items() if value is not None}
    return refusal(folder, "starters.yaml", rows, read_starters)


def refused_pattern(folder: Path, **changes: Any) -> str:
    rows = loaded("patterns.yaml")
    row = {"name": "jam", "demands": "jam", "note": "Jam.", "catches": ["Jam."], "allows": ["Tea."]}
    rows["patterns"] = [row]
    path = folder / "patterns.yaml"
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    assert read_patterns(path).refused[0].matches("We share jam.")
    return refusal(folder, "patterns.yaml", rows | {"patterns": [row | changes]}, read_patterns)


def named(patterns: PatternsFile, words: str) -> list[str]:
    return [row.name for row in patterns.refused if row.matches(words)]


def spoil(path: Path, words: str, by: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert words in text
    path.write_text(text.replace(words, by), encoding="utf-8")


def test_the_24_starters_of_the_guide_stand_in_its_order(starters: StartersFile) -> None:
    rows = [(row.title, row.category, row.review_days) for row in starters.starters]
    assert rows == GUIDE_LIST


@pytest.mark.parametrize(
    "field", ["id", "title", "what", "kept_looks_like", "help", "if_missed", "if_kept_missed"]
)
def test_starter_that_is_not_written_in_full_is_refused(tmp_path: Path, field: str) -> None:
    assert f"starters.0.{field}: Field required" in refused_starter(tmp_path, 0, **{field: None})
    assert f"starters.0.{field}: " in refused_starter(tmp_path, 0, **{field: " "})


def test_starter_offered_twice_is_refused(tmp_path: Path) -> None:
    assert "fair-load" in refused_starter(tmp_path, 0, id="fair-load")
    assert "Fair load" in refused_starter(tmp_path, 0, title="Fair load")


@pytest.mark.parametrize("days", [6, 91])
def test_first_review_outside_a_week_to_ninety_days_is_refused(tmp_path: Path, days: int) -> None:
    assert "starters.0.review_days" in refused_starter(tmp_path, 0, review_days=days)


def test_trust_repair_is_offered_by_who_repairs_and_ends_within_thirty_days(
    starters: StartersFile,
) -> None:
    repairs = [row for row in starters.starters if row.category == "trust-repair"]
    assert len(repairs) == 4
    for row in repairs:
        assert row.trust_repair is not None
        assert row.trust_repair.offered_by_repairer
        assert row.review_days <= row.trust_repair.days <= 30


@pytest.mark.parametrize(
    "changes, why",
    [
        ({"trust_repair": None}, "says when it ends"),
        ({"trust_repair": {"offered_by_repairer": True, "days": 31}}, "days"),
        ({"trust_repair": {"offered_by_repairer": False, "days": 30}}, "offered_by_repairer"),
        ({"review_days": 31}, "trust repair is reviewed within a month"),
        (
            {"review_days": 30, "trust_repair": {"offered_by_repairer": True, "days": 14}},
            "is reviewed after it has ended",
        ),
    ],
)
def test_trust_repair_without_its_end_is_refused(
    tmp_path: Path, changes: dict[str, Any], why: str
) -> None:
    assert why in refused_starter(tmp_path, 9, **changes)


def test_starter_of_another_category_has_no_end_of_trust_repair(tmp_path: Path) -> None:
    end = {"offered_by_repairer": True, "days": 30}
    assert "says when it ends" in refused_starter(tmp_path, 0, trust_repair=end)


def test_categories_are_the_nine_of_the_guide_each_with_its_name(
    tmp_path: Path, starters: StartersFile
) -> None:
    assert [row.name for row in starters.categories][3:5] == ["Trust repair", "Body and intimacy"]
    rows = loaded("starters.yaml")
    rows["categories"].pop()
    assert "categories are" in refusal(tmp_path, "starters.yaml", rows, read_starters)


@pytest.mark.parametrize(
    "name",
    [
        "our-phones-stay-our-own",
        "us-online",
        "what-we-tell-others",
        "children-are-not-messengers",
        "sessions-are-not-ammunition",
        "app-words-stay-here",
    ],
)
def test_starter_about_keeping_things_between_two_exempts_seeking_help(
    starters: StartersFile, name: str
) -> None:
    (row,) = [row for row in starters.starters if row.id == name]
    assert "is exempt at any time" in row.exceptions


def test_starter_about_confiding_lets_whoever_is_afraid_tell_anyone(
    starters: StartersFile,
) -> None:
    [row] = [row for row in starters.starters if row.id == "what-we-tell-others"]
    assert "Whoever is afraid or needs help can tell anyone, at any time" in row.what


@pytest.mark.parametrize("name", ["us-online", "a-no-is-complete"])
def test_silence_is_said_to_be_a_no_where_a_yes_is_asked_for(
    starters: StartersFile, name: str
) -> None:
    [row] = [row for row in starters.starters if row.id == name]
    assert "ilence counts as a no" in row.what


def test_what_is_fine_without_asking_ends_with_the_review(starters: StartersFile) -> None:
    [row] = [row for row in starters.starters if row.id == "ask-before-touch"]
    assert row.what.startswith("Until our next review, and longer if either of us wishes, words")
    assert "until the same review" in row.exceptions
    assert "then help comes first, for whoever was hurt" in row.if_missed


def test_no_starter_is_a_yes_to_sex(starters: StartersFile) -> None:
    words = {row.id: row.exceptions for row in starters.starters}
    assert "not a yes for today, and neither is this agreement" in words["a-no-is-complete"]
    assert "not owed" in words["affection-that-leads-nowhere"]
    assert "not a promise" in words["health-before-sex"]


def test_r30_refused_words_in_a_starter_are_reported(places: Places) -> None:
    spoil(places.starters, "We do not look.", "You may read my messages.")
    build(places, TODAY)
    (fault,) = check(places, TODAY)
    assert fault.startswith(
        "app/content/en/starters.yaml: starter_our-phones-stay-our-own.what: "
        "passwords or device searches (R30): "
    )


def test_r30_refused_words_in_a_draft_of_a_guide_are_reported(places: Places) -> None:
    spoil(places.guides / "pause-plan.yaml", "nobody follows the other", "I keep your car keys")
    build(places, TODAY)
    (fault,) = check(places, TODAY)
    assert fault.startswith(
        "app/content/en/guides: guide_pause-plan.agreement.help: may not leave the room (R30): "
    )


@pytest.mark.parametrize(
    "words, rule",
    [
        ("You should wait", "should"),
        ("I write down who it was", "third parties (R29"),
        ("Now hug your partner", "touch as an instruction"),
        ("Research shows that it helps", "a norm for couples"),
        ("It is kind!", "exclamation mark"),
    ],
)
def test_starter_is_judged_by_the_rules_for_guides(places: Places, words: str, rule: str) -> None:
    spoil(places.starters, "Nobody has to argue for waiting", words)
    build(places, TODAY)
    (fault,) = check(places, TODAY)
    assert fault.startswith(
        f"app/content/en/starters.yaml: starter_health-before-sex.if_missed: {rule}"
    )


def test_note_beside_a_pattern_is_judged_like_a_screen(places: Places) -> None:
    spoil(places.patterns, "Going has to stay free", "Going should stay free")
    build(places, TODAY)
    (fault,) = check(places, TODAY)
    assert fault.startswith(
        "app/content/en/patterns.yaml: pattern_may not leave the room: should ("
    )


def test_r30_every_refused_pattern_of_the_guide_has_its_remark(patterns: PatternsFile) -> None:
    refused = read_words(ENGLISH / "words.yaml").refused
    assert {row.name for row in patterns.patterns} == {rule.name for rule in refused}
    missed = [
        text for rule in refused for text in rule.catches if rule.name not in named(patterns, text)
    ]
    assert missed == []


@pytest.mark.parametrize(
    "words, names",
    [
        ("We share our passwords.", ["passwords or device searches"]),
        ("We do not share our passwords.", []),
        ("No secrets: we share our passwords.", ["passwords or device searches"]),
        ("If you have nothing to hide, you give me your PIN.", ["passwords or device searches"]),
        ("Nobody is punished.", []),
        ("YOU MAY NOT LEAVE THE ROOM", ["may not leave the room"]),
        ("You can't see a lawyer", ["bans on help"]),
        ("You can’t see a lawyer", ["bans on help"]),
    ],
)
def test_r30_denial_turns_a_demand_round_in_its_own_clause_only(
    patterns: PatternsFile, words: str, names: list[str]
) -> None:
    assert named(patterns, words) == names


def test_r30_note_says_that_nothing_is_kept_sent_or_blocked_and_judges_nobody(
    patterns: PatternsFile,
) -> None:
    for row in patterns.refused:
        assert "Only you see this remark." in row.note
        assert "nothing about it is kept or sent, and your words can stay" in row.note
        assert "safety page" in row.note
        for verdict in ("abus", "violen", "coerc", "controlling", "toxic", "you are"):
            assert verdict not in row.note.lower(), row.name


def test_r30_phone_reads_every_pattern_as_the_check_does(patterns: PatternsFile) -> None:
    cases = [
        (pattern.pattern, text, pattern.matches(text))
        for pattern in patterns.refused
        for row in patterns.patterns
        for text in (*row.catches, *row.allows)
    ]
    assert {found for _, _, found in cases} == {True, False}
    phone = read_on_the_phone([(pattern, text) for pattern, text, _ in cases])
    assert [case for case, found in zip(cases, phone, strict=True) if case[2] != found] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "we would like to keep what you give me when I look at your side of it and my time ",
        "you do not ask me to leave the room, ",
        "not ",
        "a",
        " ",
    ],
)
def test_phone_reads_the_longest_draft_through_every_pattern_without_a_halt(
    patterns: PatternsFile, sentence: str
) -> None:
    # A tenth of a second if the time grows with the words; a minute if it grows with their square.
    longest = (sentence * 60_000)[:60_000]
    read_on_the_phone([(row.pattern, longest) for row in patterns.refused], at_most_s=5)


@pytest.mark.parametrize(
    "pattern", ["(?P<who>you)", "(?i)you", "(?<=and )you", r"\Ayou", r"live\-location", r"\'s"]
)
def test_pattern_that_only_python_reads_is_refused(tmp_path: Path, pattern: str) -> None:
    assert "JavaScript does not read" in refused_pattern(tmp_path, demands=pattern)


@pytest.mark.parametrize(
    "changes, why",
    [
        ({"catches": ["Honey."]}, "does not catch 'Honey.'"),
        ({"allows": ["More jam."]}, "catches 'More jam.', which it allows"),
        ({"catches": []}, "catches"),
        ({"allows": []}, "allows"),
        ({"demands": "("}, "not a regular expression"),
        ({"demands": None}, "neither demands nor bans"),
        ({"note": ""}, "note"),
        ({"blocks": True}, "blocks: Extra inputs are not permitted"),
    ],
)
def test_pattern_that_does_not_prove_itself_is_refused(
    tmp_path: Path, changes: dict[str, Any], why: str
) -> None:
    assert why in refused_pattern(tmp_path, **changes)


def test_phone_is_handed_categories_starters_and_patterns_without_their_proofs(
    starters: StartersFile, patterns: PatternsFile
) -> None:
    bundle = json.loads(agreements_json(starters, patterns))
    assert {name: len(rows) for name, rows in bundle.items()} == {
        "categories": 9,
        "starters": 24,
        "patterns": 11,
    }
    assert set(bundle["patterns"][0]) == {"name", "pattern", "note"}
    assert bundle["starters"][9]["trust_repair"] == {"offered_by_repairer": True, "days": 30}


def test_frontend_built_from_other_starters_is_reported(places: Places) -> None:
    spoil(places.starters, "We swap tasks.", "We swap two tasks.")
    assert check(places, TODAY) == [
        "frontend/src/lib/content/agreements.json: differs from the rows; build again"
    ]
    build(places, TODAY)
    assert check(places, TODAY) == []


def test_report_counts_starters_by_category_and_patterns_with_their_proofs(
    starters: StartersFile, patterns: PatternsFile
) -> None:
    lines = list(report_lines(starters, patterns))
    rows = {line.split()[0]: line.split()[1:2] + line.split()[3:] for line in lines[1:-1]}
    assert rows["trust-repair"] == ["4", "30", "14", "14", "30"]
    assert sum(int(row[0]) for row in rows.values()) == 24
    assert lines[-1].startswith("11 refused patterns catch ")
