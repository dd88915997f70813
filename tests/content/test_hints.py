"""The private remarks beside a field, as the shipped guides word them (R12, R25)."""

import re
from pathlib import Path

import pytest

from app.content.guides import Guide, read_guide, read_guides
from app.content.steps import Hint, Private, Reveal

GUIDES = Path(__file__).resolve().parents[2] / "app" / "content" / "en" / "guides"


def writing_steps(guide: Guide) -> list[Private | Reveal]:
    return [step for step in guide.steps if isinstance(step, Private | Reveal)]


def remarks(hints: tuple[Hint, ...], written: str) -> list[str]:
    return [hint.words for hint in hints if re.search(hint.pattern, written, re.IGNORECASE)]


def remarks_in(guide: str, step: str, written: str) -> str:
    [found] = [one for one in writing_steps(read_guide(GUIDES / f"{guide}.yaml")) if one.id == step]
    return " ".join(remarks(found.hints, written))


def test_no_example_draws_a_remark_of_its_own_step() -> None:
    drawn = [
        (guide.id, step.id, field.id, words)
        for guide in read_guides(GUIDES)
        for step in writing_steps(guide)
        for field in step.fields
        for words in remarks(step.hints, field.example or "")
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


@pytest.mark.parametrize("step", ["moment", "wish", "first-words"])
@pytest.mark.parametrize("written", ["I am afraid of how you react.", "You hit me on Sunday."])
def test_r25_fear_is_met_before_any_wording(step: str, written: str) -> None:
    assert remarks_in("raise-it-gently", step, written).startswith("If you are afraid")


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
