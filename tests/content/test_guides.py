"""A guide file is taken as it is meant, or refused by its name and the place in it."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content.guides import Guide, GuideError, guides_json, read_guide, read_guides
from app.content.steps import Reveal

ENGLISH = Path(__file__).resolve().parents[2] / "app" / "content" / "en"

INTRO = {"kind": "intro", "id": "welcome", "title": "Hello", "text": ["Welcome."], "stop": "Stop."}
CHECK = {"kind": "check", "id": "check"}
AFTER = {"kind": "after", "id": "after", "title": "After", "text": ["Was it all right?"]}
FIELD = {"id": "hope", "label": "A hope", "kind": "text"}
PRIVATE = {
    "kind": "private",
    "id": "alone",
    "title": "Alone",
    "text": ["Write."],
    "fields": [FIELD],
}
REVEAL = {**PRIVATE, "kind": "reveal", "id": "both"}
TURNS = {
    "kind": "turns",
    "id": "turns",
    "title": "Turns",
    "text": ["Speak."],
    "rounds": 2,
    "seconds": 90,
    "topic": "Something small.",
    "speaker": ["Speak for yourself."],
    "listener": ["Say what you heard."],
    "stem": "What I hear is…",
}
TIMER = {
    "kind": "timer",
    "id": "timer",
    "title": "Timer",
    "text": ["Look round."],
    "phases": [{"words": "Look", "seconds": 60}, {"words": "Go on when you like", "seconds": None}],
    "cycles": 2,
}
AWAY = {"kind": "away", "id": "away", "title": "Away", "text": ["Walk."], "done": "We are back"}
KEEP = {
    "kind": "choose",
    "id": "keep",
    "title": "Keep",
    "text": ["One line."],
    "from": ["alone.hope"],
    "to": "kept",
}
SHARE = {**KEEP, "id": "share", "to": "partner"}
PROPOSE = {
    "kind": "propose",
    "id": "propose",
    "title": "Propose",
    "text": ["A draft."],
    "draft": {"kind": "agreement", "category": "conversation", "title": "How we talk"},
    "from": {"what": ["alone.hope", "both.hope"]},
}
THANKS = {"kind": "thanks", "id": "thanks", "title": "Thanks", "text": ["If you like."]}


def make_guide(*middle: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A guide that stands, with these steps between its frame."""
    return {
        "id": "small-guide",
        "version": 1,
        "title": "A small guide",
        "theme": "communication",
        "informed_by": "nothing",
        "mode": "alone",
        "minutes": 5,
        "intensity": "gentle",
        "about": "It is small.",
        "who_for": "Anyone.",
        "who_sees": "Only you.",
        "steps": [INTRO, CHECK, *middle, AFTER],
    } | changes


def write(folder: Path, name: str, guide: dict[str, Any]) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(guide, allow_unicode=True), encoding="utf-8")
    return path


def read(folder: Path, guide: dict[str, Any]) -> Guide:
    return read_guide(write(folder, "small-guide.yaml", guide))


def refusal(folder: Path, guide: dict[str, Any]) -> str:
    with pytest.raises(GuideError) as refused:
        read(folder, guide)
    return str(refused.value)


def test_guide_with_every_kind_of_step_is_read(tmp_path: Path) -> None:
    middle = (PRIVATE, REVEAL, TURNS, TIMER, AWAY, KEEP, SHARE, PROPOSE, THANKS)
    guide = read(tmp_path, make_guide(*middle, mode="together"))
    assert len({step.kind for step in guide.steps}) == 11


@pytest.mark.parametrize(
    "step, visibility",
    [
        (INTRO, None),
        (CHECK, "only-me"),
        (PRIVATE, "only-me"),
        (REVEAL, "sealed"),
        (TURNS, "both"),
        (TIMER, None),
        (AWAY, None),
        (KEEP, "only-me"),
        (SHARE, "both"),
        (PROPOSE, "only-me"),
        (THANKS, "both"),
        (AFTER, "only-me"),
    ],
    ids=lambda value: value["id"] if isinstance(value, dict) else None,
)
def test_r5_who_sees_a_step_follows_from_its_kind(
    tmp_path: Path, step: dict[str, Any], visibility: str | None
) -> None:
    middle = (PRIVATE, REVEAL, TURNS, TIMER, AWAY, KEEP, SHARE, PROPOSE, THANKS)
    bundle = json.loads(guides_json([read(tmp_path, make_guide(*middle, mode="together"))], ()))
    shown = {row["id"]: row["visibility"] for row in bundle["guides"][0]["steps"]}
    assert shown[step["id"]] == visibility


def test_r5_file_cannot_say_who_sees_a_step(tmp_path: Path) -> None:
    spoiled = make_guide({**PRIVATE, "visibility": "both"})
    assert "visibility: Extra inputs are not permitted" in refusal(tmp_path, spoiled)


@pytest.mark.parametrize("missing", ["intro", "check", "after"])
def test_guide_without_its_frame_is_refused(tmp_path: Path, missing: str) -> None:
    whole = make_guide(PRIVATE)
    assert read(tmp_path, whole).id == "small-guide"
    steps = [step for step in whole["steps"] if step["kind"] != missing]
    assert "begins with intro and check, and ends with after" in refusal(
        tmp_path, whole | {"steps": steps}
    )


def test_refusal_names_the_file_and_the_place_in_it(tmp_path: Path) -> None:
    spoiled = make_guide({**PRIVATE, "text": []})
    assert refusal(tmp_path, spoiled).startswith("small-guide.yaml: steps.2.private.text: ")


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": "5"},
        {"minutes": 0},
        {"theme": "love"},
        {"mood": "calm"},
        {"title": " "},
        {"version": 0},
        {"touch": "no"},
        {"id": "Small Guide"},
    ],
)
def test_card_with_a_wrong_or_unknown_field_is_refused(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    assert next(iter(change)) in refusal(tmp_path, make_guide(**change))


@pytest.mark.parametrize(
    "step, why",
    [
        ({**PRIVATE, "fields": [FIELD, FIELD]}, "has a field twice"),
        ({**PRIVATE, "fields": [{**FIELD, "kind": "choice"}]}, "a choice has two options"),
        ({**PRIVATE, "fields": [{**FIELD, "options": ["Yes", "No"]}]}, "a choice has two options"),
        ({**PRIVATE, "fields": [{**FIELD, "kind": "scale"}]}, "a scale has words for low and high"),
        ({**PRIVATE, "hints": [{"pattern": "(", "words": "?"}]}, "not a regular expression"),
        ({**REVEAL, "from": {"fear": "alone.hope"}}, "has no field fear to fill"),
        ({**REVEAL, "from": {"hope": "alone.fear"}}, "nothing earlier writes alone.fear"),
        ({**REVEAL, "from": {"hope": "both.hope"}}, "nothing earlier writes both.hope"),
        ({**SHARE, "from": ["alone.fear"]}, "nothing earlier writes alone.fear"),
        ({**PROPOSE, "from": {"what": ["both.hope"]}}, "nothing earlier writes both.hope"),
        ({**TURNS, "rounds": 10}, "rounds"),
        ({**TURNS, "deeper": True}, "validate and imagine belong to deeper turns"),
        ({**TURNS, "validate": "It makes sense…"}, "validate and imagine belong to deeper turns"),
        ({**THANKS, "id": "check"}, "two steps have one id: check"),
        ({**CHECK, "id": "check-again"}, "one step of the kind check"),
        ({**PRIVATE, "id": "later", "when": "alone"}, "only a guide of mode either says when"),
    ],
)
def test_step_that_does_not_hold_together_is_refused(
    tmp_path: Path, step: dict[str, Any], why: str
) -> None:
    whole = make_guide(PRIVATE, {**TURNS, "id": "talk"}, mode="together")
    assert read(tmp_path, whole).id == "small-guide"
    steps = [*whole["steps"][:-1], step, AFTER]
    assert why in refusal(tmp_path, whole | {"steps": steps})


@pytest.mark.parametrize("step", [REVEAL, TURNS, THANKS, SHARE], ids=lambda step: step["id"])
def test_r4_guide_for_one_has_no_step_that_needs_two(tmp_path: Path, step: dict[str, Any]) -> None:
    assert "needs two people" in refusal(tmp_path, make_guide(PRIVATE, step))
    assert "needs two people" in refusal(tmp_path, make_guide(PRIVATE, step, mode="either"))
    both = ({**step, "when": "together"}, {**TURNS, "id": "talk", "when": "together"})
    assert read(tmp_path, make_guide(PRIVATE, *both, mode="either")).id == "small-guide"


def test_guide_for_two_has_one_to_sixteen_joint_steps(tmp_path: Path) -> None:
    def together(count: int) -> dict[str, Any]:
        turns = [{**TURNS, "id": f"turns-{number}"} for number in range(count)]
        return make_guide(*turns, mode="together")

    assert read(tmp_path, together(16)).id == "small-guide"
    assert "17 joint steps" in refusal(tmp_path, together(17))
    assert "0 joint steps" in refusal(tmp_path, together(0))


@pytest.mark.parametrize(
    "heavy", [{"intensity": "moderate"}, {"intensity": "deep"}, {"touch": True}]
)
def test_r26_guide_that_is_not_gentle_has_a_content_note(
    tmp_path: Path, heavy: dict[str, Any]
) -> None:
    assert "content note" in refusal(tmp_path, make_guide(**heavy))
    assert (
        read(tmp_path, make_guide(**heavy, content_note="It speaks of loss.")).id == "small-guide"
    )


def test_whoever_is_asked_for_something_can_answer_with_a_plain_no() -> None:
    guide = read_guide(ENGLISH / "guides" / "raise-it-gently.yaml")
    [answer] = [step for step in guide.steps if isinstance(step, Reveal) and step.id == "answer"]
    [options] = [field.options for field in answer.fields if field.id == "answer"]
    assert options == ("Yes", "Another way", "Not now", "I would rather not")


@pytest.mark.parametrize("name", ["kind-pause", "back-to-here", "three-step-pause"])
def test_steadying_for_one_speaks_of_no_partner(name: str) -> None:
    guide = read_guide(ENGLISH / "guides" / f"{name}.yaml")
    assert guide.mode == "alone"
    assert [text.key for text in guide.texts("") if "partner" in text.words] == []


def test_trust_repair_is_reviewed_within_a_month(tmp_path: Path) -> None:
    draft = {"kind": "agreement", "category": "trust-repair", "title": "Told before asked"}
    propose = {**PROPOSE, "from": {}}
    assert (
        read(tmp_path, make_guide({**propose, "draft": draft | {"review_days": 30}})).id
        == "small-guide"
    )
    late = make_guide({**propose, "draft": draft | {"review_days": 31}})
    assert "within a month" in refusal(tmp_path, late)


def test_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "small-guide.yaml", make_guide())
    path.write_text(path.read_text() + "title: Another\n")
    with pytest.raises(GuideError, match=r"small-guide\.yaml: title stands twice"):
        read_guide(path)


def test_new_guide_needs_a_file_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, "small-guide.yaml", make_guide())
    write(tmp_path, "other-guide.yaml", make_guide(id="other-guide"))
    assert [guide.id for guide in read_guides(tmp_path)] == ["other-guide", "small-guide"]


def test_earlier_version_stays_beside_the_newest(tmp_path: Path) -> None:
    write(tmp_path, "small-guide.yaml", make_guide(version=2))
    write(tmp_path, "earlier/small-guide.1.yaml", make_guide(title="As it was"))
    bundle = json.loads(guides_json(read_guides(tmp_path), ()))
    assert [(row["version"], row["title"]) for row in bundle["guides"]] == [
        (1, "As it was"),
        (2, "A small guide"),
    ]


@pytest.mark.parametrize(
    "name, guide, why",
    [
        ("other.yaml", make_guide(), "holds the guide small-guide"),
        ("earlier/small-guide.1.yaml", make_guide(version=2), "holds small-guide, version 2"),
        ("earlier/small-guide.3.yaml", make_guide(version=3), "is not earlier than small-guide"),
        ("earlier/gone.1.yaml", make_guide(id="gone"), "is not earlier than gone.yaml"),
    ],
)
def test_file_with_another_name_than_its_guide_is_refused(
    tmp_path: Path, name: str, guide: dict[str, Any], why: str
) -> None:
    write(tmp_path, "small-guide.yaml", make_guide(version=3))
    assert read_guides(tmp_path)
    write(tmp_path, name, guide)
    with pytest.raises(GuideError, match=rf"^{Path(name).name}: {why}"):
        read_guides(tmp_path)


def test_origin_of_a_guide_stays_off_the_phone(tmp_path: Path) -> None:
    guide = read(tmp_path, make_guide(informed_by="A school"))
    assert "informed_by" not in guides_json([guide], ())


def test_words_on_the_screen_are_counted_and_names_for_the_machine_are_not(tmp_path: Path) -> None:
    plain = read(tmp_path, make_guide())
    longer = read(tmp_path, make_guide({**PRIVATE, "hints": [{"pattern": "x", "words": "Six"}]}))
    assert [text.words for text in longer.texts("") if "alone" in text.key] == [
        "Alone",
        "Write.",
        "A hope",
        "Six",
    ]
    assert longer.words() - plain.words() == 5


def test_time_of_an_exercise_is_its_timed_phases_in_all_rounds(tmp_path: Path) -> None:
    assert read(tmp_path, make_guide(TIMER)).timer_seconds() == 120
