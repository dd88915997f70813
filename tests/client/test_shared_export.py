"""What two people hold together, as a file: every event, and one's own words only (R16)."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.client.__main__ import CODE_VARIABLE, main
from app.client.content import Words
from app.client.person import Person
from tests.client.people import People, pair

Json = dict[str, Any]


@pytest.fixture(scope="module")
def nadia(neighbours: People) -> Person:
    """Thanks of both, each answered by the other; shared by this file's tests."""
    nadia, elias = neighbours.sign_up("nadia"), neighbours.sign_up("elias")
    nadia.put_note("Tuesday", "The kettle")
    pair(nadia, elias)
    nadia.us.put_member("Nadia", "celadon")
    hers = nadia.us.give(Words("You came back to the talk."))
    his = elias.us.give(Words("You drove your mother home."))
    elias.us.answer(hers, "I was glad to.")
    nadia.us.read()
    nadia.us.answer(his, "It was on the way.")
    nadia.save_vault()
    return nadia


@pytest.fixture
def export(nadia: Person) -> Json:
    """A copy that a test may spoil, My side first."""
    return _sorted(nadia)


def _sorted(person: Person) -> Json:
    content: Json = json.loads(json.dumps(person.export()))
    content["spaces"].sort(key=lambda space: space["space"] == str(person.us.space))
    return content


def check(tmp_path: Path, export: Json, *options: str) -> int:
    file = tmp_path / "export.json"
    file.write_text(json.dumps(export))
    return main(["verify", str(file), *options])


def test_r16_the_other_persons_words_are_not_in_the_file(export: Json, nadia: Person) -> None:
    _, shared = export["spaces"]
    own = [event.member == nadia.us.sync.log.pin.own.member for event in nadia.us.sync.log.events]
    words = [bool(event.env_hash) for event in nadia.us.sync.log.events]
    has_body = [row["body"] is not None for row in shared["events"]]
    assert has_body == [mine and said for mine, said in zip(own, words, strict=True)]
    assert any(not mine and said for mine, said in zip(own, words, strict=True))


def test_a_file_of_both_spaces_is_valid(
    tmp_path: Path, export: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path, export) == 0
    assert capsys.readouterr().out == "Valid: 9 events in 2 spaces.\n"


def test_with_the_code_ones_own_words_are_read_and_the_others_are_named(
    tmp_path: Path,
    export: Json,
    nadia: Person,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(CODE_VARIABLE, nadia.recovery_code)
    assert check(tmp_path, export, "--recovery-code") == 0
    said = capsys.readouterr().out
    assert "Shared with Elias. What Elias alone wrote is not in this file." in said
    assert "Thanks, given to Elias\nYou came back to the talk.\n" in said
    assert "Answered to Elias\nIt was on the way.\n" in said
    assert "cannot be read" not in said
    assert "mother" not in said


@pytest.mark.parametrize("space", [0, 1], ids=["My side", "the shared space"])
def test_a_file_of_one_space_alone_is_valid(
    tmp_path: Path, export: Json, nadia: Person, monkeypatch: pytest.MonkeyPatch, space: int
) -> None:
    """A phone gives two files: My side, and what is shared."""
    monkeypatch.setenv(CODE_VARIABLE, nadia.recovery_code)
    export["spaces"] = [export["spaces"][space]]
    assert check(tmp_path, export, "--recovery-code") == 0


def test_t2_own_words_left_out_are_counted(
    tmp_path: Path, export: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = export["spaces"][1]["events"]
    [first, *_] = [row for row in rows if row["body"] is not None]
    first["body"] = None
    assert check(tmp_path, export) == 0
    assert capsys.readouterr().out == "Valid: 9 events in 2 spaces; 1 body missing.\n"


def test_t3_a_shared_file_that_was_changed_is_not_valid(
    tmp_path: Path, export: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    del export["spaces"][1]["events"][3]
    assert check(tmp_path, export) == 1
    assert "(place)" in capsys.readouterr().err


def test_t6_a_file_with_another_partner_is_refused_by_the_vault(
    tmp_path: Path,
    export: Json,
    nadia: Person,
    neighbours: People,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A log that is consistent in itself, of another pair of people."""
    ada, bea = neighbours.sign_up("ada"), neighbours.sign_up("bea")
    pair(ada, bea)
    monkeypatch.setenv(CODE_VARIABLE, nadia.recovery_code)
    export["spaces"][1] = _sorted(ada)["spaces"][1]
    assert check(tmp_path, export) == 0
    assert check(tmp_path, export, "--recovery-code") == 1
    assert "(space_unknown)" in capsys.readouterr().err
