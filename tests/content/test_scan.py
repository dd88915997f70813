"""The scan reads what a screen shows, and nothing that only looks like it."""

import json
from pathlib import Path

import pytest

from app.content.models import WordsFile, read_words
from app.content.scan import (
    MessageShapeError,
    Text,
    read_markdown,
    read_messages,
    read_page,
    repeated_keys,
    scan,
    scan_screen,
)

ROOT = Path(__file__).resolve().parents[2]
APPROVED = (
    "It does not assess, treat or monitor any condition, "
    "and it does not replace a therapist or emergency help."
)


@pytest.fixture(scope="module")
def words() -> WordsFile:
    return read_words(ROOT / "app" / "content" / "en" / "words.yaml")


def rules_met(words: WordsFile, shown: str, key: str = "shell_line") -> list[str]:
    return [found.rule for found in scan_screen(Text("en/shell.json", key, shown), words)]


@pytest.mark.parametrize(
    "claim",
    [
        "Treats trauma.",
        "It cures loneliness.",
        "Goldseam heals what broke.",
        "It diagnoses your pattern.",
        "Clinically proven steps.",
        "Results are guaranteed.",
        "It replaces therapy.",
        "The app detects abuse.",
    ],
)
def test_r32_each_banned_claim_is_found(words: WordsFile, claim: str) -> None:
    assert any("R32" in rule for rule in rules_met(words, claim))


def test_r32_approved_sentence_passes_and_its_half_does_not(words: WordsFile) -> None:
    assert rules_met(words, APPROVED) == []
    assert rules_met(words, "It can treat or monitor any condition.") != []


@pytest.mark.parametrize(
    "word",
    ["should", "Just", "always", "never", "normal", "toxic", "narcissist", "homework", "failed"],
)
def test_each_word_of_the_guide_to_avoid_is_found(words: WordsFile, word: str) -> None:
    assert len(rules_met(words, f"Say {word} once.")) == 1


@pytest.mark.parametrize(
    "refused",
    [
        "We share our passwords.",
        "Share your live location.",
        "Ask permission to see friends.",
        "We agree what you may wear.",
        "Hand over your salary.",
        "We must have sex weekly.",
        "The penalty is a week apart.",
        "Tell everyone what your partner did.",
        "We do not contact a lawyer.",
        "A lie-detector test.",
        "You may not leave the room.",
    ],
)
def test_r30_each_refused_pattern_is_found(words: WordsFile, refused: str) -> None:
    assert any("guide §4" in rule for rule in rules_met(words, refused))


@pytest.mark.parametrize(
    "asked",
    [
        "Write down who it was.",
        "Note the name of the other person.",
        "Describe what happened in bed.",
        "How often did you meet?",
        "Make a list of all the dates.",
        "Begin with a timeline.",
    ],
)
def test_r29_guide_that_asks_for_names_detail_or_dates_is_found(
    words: WordsFile, asked: str
) -> None:
    assert any("R29" in rule for rule in rules_met(words, asked, "guide_small.steps.alone"))
    assert rules_met(words, "What was it like for you?", "guide_small.steps.alone") == []


@pytest.mark.parametrize(
    "presented",
    [
        "Violence often begins with a misunderstanding.",
        "Where there are threats, listening helps.",
        "Better listening ends abuse.",
    ],
)
def test_r25_guide_that_makes_danger_a_skill_gap_is_found(words: WordsFile, presented: str) -> None:
    assert any("R25" in rule for rule in rules_met(words, presented, "guide_small.steps.alone"))
    stops = "If there are threats, stop here. The safety page is there."
    assert rules_met(words, stops, "guide_small.steps.alone") == []


@pytest.mark.parametrize(
    "ordered",
    [
        "Now hug your partner.",
        "Close your eyes.",
        "Take a deep breath.",
        "Calm down first.",
        "It is time to forgive.",
        "Healthy couples talk daily.",
        "An Imago dialogue.",
        "What did each of you do to cause it?",
    ],
)
def test_order_norm_or_framework_in_a_guide_is_found(words: WordsFile, ordered: str) -> None:
    assert len(rules_met(words, ordered, "guide_small.steps.alone")) == 1


def test_exclamation_mark_is_found(words: WordsFile) -> None:
    assert rules_met(words, "Kept.") == []
    assert rules_met(words, "Kept!") == ["exclamation mark (guide §1)"]


def test_r24_self_check_does_not_say_the_word_safe(words: WordsFile) -> None:
    assert rules_met(words, "You may be safe here.", "safety_questions_end") != []
    assert rules_met(words, "Read this on a safer device.", "safety_questions_end") == []
    assert rules_met(words, "The words are safe on this phone.", "notes_offline") == []


@pytest.mark.parametrize("advice", ["Tell them about it.", "Confront your partner about it."])
def test_r24_self_check_does_not_suggest_confronting_or_informing(
    words: WordsFile, advice: str
) -> None:
    assert rules_met(words, advice, "safety_questions_end") != []
    assert rules_met(words, "There is no need to tell them.", "safety_questions_end") == []


@pytest.mark.parametrize(
    "advice", ["You could communicate better.", "It is a communication problem."]
)
def test_r25_fear_and_control_are_not_called_a_lack_of_skill(words: WordsFile, advice: str) -> None:
    for key in ("safety_main_signs", "safety_questions_end", "safety_lines_lead"):
        assert rules_met(words, advice, key) != []
        assert rules_met(words, "None of this is a communication problem.", key) == []


def test_r22_leaving_fast_is_not_called_safe(words: WordsFile) -> None:
    assert rules_met(words, "A safe way to leave.", "safety_exit_lead") != []


def test_scan_of_the_readme_judges_its_claims_and_not_its_style(words: WordsFile) -> None:
    readme = Text("README.md", "", "It never sleeps. It heals nothing.")
    assert [found.rule for found in scan(readme, words.claims, ())] == ["heals (R32)"]


def test_name_of_a_placeholder_is_not_shown_text(words: WordsFile) -> None:
    assert rules_met(words, "Written by {failed}") == []


def test_every_variant_and_nested_message_is_read(tmp_path: Path) -> None:
    catalogue = {
        "$schema": "https://example.org/always",
        "plain": "one",
        "nested": {"inner": "two"},
        "many": [
            {
                "declarations": ["input count", "local countPlural = count: plural"],
                "selectors": ["countPlural"],
                "match": {"countPlural=one": "three", "countPlural=other": "four"},
            }
        ],
    }
    path = tmp_path / "notes.json"
    path.write_text(json.dumps(catalogue), encoding="utf-8")
    read = [(text.key, text.words) for text in read_messages(path, "notes.json")]
    assert read == [("plain", "one"), ("nested.inner", "two"), ("many", "three"), ("many", "four")]


@pytest.mark.parametrize("broken", [[], {"a": 1}, {"a": [{}]}, {"a": [{"match": {"b": 1}}]}])
def test_catalogue_of_another_shape_is_refused(tmp_path: Path, broken: object) -> None:
    path = tmp_path / "notes.json"
    path.write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(MessageShapeError):
        read_messages(path, "notes.json")


def test_key_in_two_catalogues_is_found() -> None:
    one, two = Text("a.json", "title", "One"), Text("b.json", "title", "Two")
    assert [str(found) for found in repeated_keys([one, two])] == [
        "b.json: title: also in a.json: Two"
    ]
    assert list(repeated_keys([one, one])) == []


def test_page_is_read_without_its_scripts_and_styles(tmp_path: Path) -> None:
    page = tmp_path / "closed.html"
    page.write_text("<style>never</style><h1>Closed</h1><script>always</script><p>Here</p>")
    assert read_page(page, "closed.html").words == "Closed Here"


def test_wrapped_sentence_of_a_readme_is_one_text(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"# Goldseam\n\n{APPROVED[:40]}\n{APPROVED[41:]}\n")
    assert [text.words for text in read_markdown(path, "README.md")] == ["# Goldseam", APPROVED]
