"""The export file: what it proves, what it gives with the recovery code, and every exit status."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.client.__main__ import CODE_VARIABLE, main
from app.client.canonical import b64, unb64
from app.client.events import Item
from app.client.person import Person
from tests.client.people import PASSPHRASE, People

Json = dict[str, Any]
# The log of the file: 1 the genesis, 2 and 3 a note's versions, 4 a note with a hostile text, 5 a
# note that 6 erases.
EVENTS = 6


@pytest.fixture(scope="module")
def sam(neighbours: People) -> Person:
    """Shared by this file's tests, none of which changes anything of Sam's."""
    sam = neighbours.sign_up()
    note = sam.put_note("Tuesday", "The kettle")
    sam.put_note("Tuesday", "The kettle,\nand what I meant by it.", note)
    sam.put_note("Colours", "\x1b[31mred\x1b[0m and a cut \ud83d")
    gone = sam.put_note("Gone", "erased")
    sam.erase_note(gone)
    sam.save_vault()
    return sam


@pytest.fixture(scope="module")
def exported(sam: Person) -> str:
    return json.dumps(sam.export())


@pytest.fixture
def export(exported: str) -> Json:
    """A copy that a test may spoil."""
    content: Json = json.loads(exported)
    return content


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Writes a file, verifies it, and gives the exit status and what was said."""

    def run(content: object, *options: str) -> tuple[int, str]:
        file = tmp_path / "my-side.json"
        text = content if isinstance(content, str) else json.dumps(content)
        file.write_text(text)
        status = main(["verify", str(file), *options])
        said = capsys.readouterr()
        assert (said.err == "") == (status == 0)
        return status, said.out + said.err

    return run


Check = Callable[..., tuple[int, str]]


def test_an_untouched_file_is_valid(check: Check, export: Json) -> None:
    assert check(export) == (0, "Valid: 6 events in 1 space.\n")


def test_without_the_code_no_word_is_shown(check: Check, export: Json) -> None:
    _, said = check(export)
    assert "kettle" not in said


def test_with_the_code_the_notes_are_read_as_text(
    check: Check, export: Json, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CODE_VARIABLE, sam.recovery_code)
    status, said = check(export, "--recovery-code")
    assert status == 0
    assert "2026-05-12 18:00 UTC  Tuesday\nThe kettle,\nand what I meant by it.\n" in said
    assert "erased" not in said


def test_a_hostile_note_cannot_steer_the_terminal(
    check: Check, export: Json, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CODE_VARIABLE, sam.recovery_code)
    _, said = check(export, "--recovery-code")
    assert "\\u001b[31mred\\u001b[0m and a cut \\ud83d" in said
    assert "\x1b" not in said


def test_the_code_is_asked_for_where_it_is_not_set(
    check: Check, export: Json, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(CODE_VARIABLE, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _: sam.recovery_code.lower())
    status, said = check(export, "--recovery-code")
    assert status == 0
    assert "kettle" in said


def test_the_code_of_another_account_does_not_open(
    check: Check, export: Json, neighbours: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CODE_VARIABLE, neighbours.sign_up("kim").recovery_code)
    status, said = check(export, "--recovery-code")
    assert status == 1
    assert said.startswith("Not valid: ")
    assert "(account_key)" in said


def test_a_mistyped_code_is_a_usage_error(
    check: Check, export: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CODE_VARIABLE, "0000 1111")
    status, said = check(export, "--recovery-code")
    assert status == 2
    assert said.startswith("This is not a recovery code: ")


def test_a_replaced_code_still_opens_the_file_it_was_made_with(
    check: Check, neighbours: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is sealed as it was given: a newer code opens newer files."""
    bea = neighbours.sign_up("bea")
    export = bea.export()
    monkeypatch.setenv(CODE_VARIABLE, bea.recovery_code)
    bea.new_recovery_code(PASSPHRASE)
    assert check(export, "--recovery-code")[0] == 0
    monkeypatch.setenv(CODE_VARIABLE, bea.recovery_code)
    assert check(export, "--recovery-code")[0] == 1
    assert check(bea.export(), "--recovery-code")[0] == 0


def test_what_two_devices_export_is_the_same(sam: Person, neighbours: People) -> None:
    other = neighbours.sign_in(kind="computer")
    assert sam.export() == other.export()


def _space(export: Json) -> Json:
    space: Json = export["spaces"][0]
    return space


def _flip(text: str) -> str:
    data = bytearray(unb64(text))
    data[-1] ^= 1
    return b64(bytes(data))


def _drop(export: Json) -> None:
    del _space(export)["events"][3]


def _cut(export: Json) -> None:
    _space(export)["events"].pop()


def _cut_and_say_so(export: Json) -> None:
    """Consistent in itself, but not what the vault says was verified."""
    space = _space(export)
    space["events"] = space["events"][:1]
    row = space["events"][0]
    head = Item(unb64(row["event"]), unb64(row["sig"]), None).head
    space["seq"], space["head"] = 1, b64(head)


def _exchange(export: Json) -> None:
    events = _space(export)["events"]
    events[2], events[3] = events[3], events[2]


def _set(row: int, field: str) -> Callable[[Json], None]:
    def change(export: Json) -> None:
        events = _space(export)["events"]
        events[row][field] = _flip(events[row][field])

    return change


def _set_space(**fields: object) -> Callable[[Json], None]:
    return lambda export: _space(export).update(fields)


FAULTS: dict[str, tuple[Callable[[Json], None], str]] = {
    "an event dropped": (_drop, "(place)"),
    "the last event cut": (_cut, "(withheld)"),
    "two events exchanged": (_exchange, "(place)"),
    "a body changed": (_set(1, "body"), "event 2: its body is not the one that was signed (body)"),
    "a signature changed": (_set(2, "sig"), "(signature)"),
    "an event changed": (_set(2, "event"), "event 3: "),
    "another head": (_set_space(head=b64(bytes(32))), "(head)"),
    "another seq": (_set_space(seq=9), "(withheld)"),
    "another space": (_set_space(space="0190f3a4-5b6c-4d8e-9fa0-b1c2d3e4f506"), "(place)"),
    "another member": (_set_space(member="0190f3a4-5b6c-4d8e-9fa0-b1c2d3e4f506"), "(genesis)"),
    "no events": (_set_space(events=[], seq=0, head=b64(bytes(32))), "(genesis)"),
    "a first event that is none": (
        lambda export: _space(export)["events"][0].update(event="AAAA"),
        "(malformed)",
    ),
    "no format": (lambda export: export.pop("format"), "(malformed)"),
    "another version": (lambda export: export.update(v=2), "(malformed)"),
    "no spaces": (lambda export: export.pop("spaces"), "(malformed)"),
}


@pytest.mark.parametrize("change,words", FAULTS.values(), ids=FAULTS.keys())
def test_t3_a_file_that_was_changed_is_not_valid(
    check: Check, export: Json, change: Callable[[Json], None], words: str
) -> None:
    change(export)
    status, said = check(export)
    assert status == 1
    assert said.startswith("Not valid: ")
    assert said.endswith(".\n")
    assert said.count("\n") == 1
    assert words in said


SEALED: dict[str, tuple[Callable[[Json], None], str]] = {
    "the account's key": (
        lambda export: export.update(ak_rc=_flip(export["ak_rc"])),
        "account_key",
    ),
    "the vault": (
        lambda export: export["vault"].update(envelope=_flip(export["vault"]["envelope"])),
        "vault",
    ),
    "the vault's revision": (lambda export: export["vault"].update(revision=9), "vault"),
    "the space's key": (
        lambda export: _space(export).update(sk_wrap=_flip(_space(export)["sk_wrap"])),
        "space_key",
    ),
    "a space left out": (lambda export: export.update(spaces=[]), "space_missing"),
    "an older log than the vault knows": (_cut_and_say_so, "behind"),
}


@pytest.mark.parametrize("change,code", SEALED.values(), ids=SEALED.keys())
def test_t3_what_is_sealed_is_checked_with_the_code(
    check: Check,
    export: Json,
    sam: Person,
    monkeypatch: pytest.MonkeyPatch,
    *,
    change: Callable[[Json], None],
    code: str,
) -> None:
    monkeypatch.setenv(CODE_VARIABLE, sam.recovery_code)
    assert check(export, "--recovery-code")[0] == 0
    change(export)
    status, said = check(export, "--recovery-code")
    assert (status, f"({code})" in said) == (1, True)


def test_t2_a_body_left_out_is_counted(
    check: Check, export: Json, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chain still holds; what is missing and was not erased is said."""
    monkeypatch.setenv(CODE_VARIABLE, sam.recovery_code)
    _space(export)["events"][1]["body"] = None
    assert check(export) == (0, "Valid: 6 events in 1 space; 1 body missing.\n")
    assert "Event 2 cannot be read (missing)." in check(export, "--recovery-code")[1]


@pytest.mark.parametrize("text", ["", "hello", "[]", "{}", "null", '{"format": NaN}', "[" * 10**5])
def test_a_file_that_is_no_export_is_not_valid(check: Check, text: str) -> None:
    status, said = check(text)
    assert (status, said.startswith("Not valid: ")) == (1, True)


def test_bytes_that_are_not_text_are_not_valid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"\xff\xfe\x00")
    assert main(["verify", str(tmp_path / "file")]) == 1
    assert "(malformed)" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / "nothing")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["verify"], ["read", "file"], ["verify", "a", "b"]])
def test_wrong_arguments_are_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_the_command_gives_its_exit_status(export: Json, tmp_path: Path) -> None:
    """The process itself, as a person runs it."""
    file = tmp_path / "my-side.json"
    file.write_text(json.dumps(export))
    command = [sys.executable, "-m", "app.client", "verify", str(file)]
    valid = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (valid.returncode, valid.stdout) == (0, "Valid: 6 events in 1 space.\n")
    _drop(export)
    file.write_text(json.dumps(export))
    broken = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (broken.returncode, broken.stdout) == (1, "")
