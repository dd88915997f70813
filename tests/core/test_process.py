"""`python -m app` as a process: one a folder, quiet, stopped gracefully; backup and restore."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app.backup import BackupError, back_up, restore
from app.server import AlreadyRunningError, only_process
from app.settings import Settings
from tests.process.address import await_answer, free_port

ROOT = Path(__file__).parents[2]
DEADLINE_SECONDS = 30


def environment(settings: Settings, **changed: str) -> dict[str, str]:
    kept = {"PATH": os.environ["PATH"]}
    return {**kept, "GOLDSEAM_DATA": str(settings.data), "PORT": "0", **changed}


def run(settings: Settings, *arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=environment(settings, **changed),
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
        check=False,
    )


@contextmanager
def served(settings: Settings) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server process that answers, and its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "app"],
        cwd=ROOT,
        env=environment(settings, PORT=str(port)),
        stderr=subprocess.PIPE,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        await_answer(url, lambda: process.poll() is None, DEADLINE_SECONDS)
        yield url, process
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


def rows(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    count: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    connection.close()
    return count


def put(path: Path, name: int) -> None:
    """One row, so that two states of a database can be told apart."""
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO ended_session VALUES (?, ?)", (bytes([name]), name))
    connection.execute(
        "INSERT INTO account VALUES (?, ?, 1, x'', x'', x'', x'', x'', 1, x'')",
        (bytes([name]), f"name-{name}"),
    )
    connection.execute(
        "INSERT INTO account_session VALUES (?, ?, ?, 'phone', 0, 0, 0, 0)",
        (bytes([name]), bytes([name]), bytes([name])),
    )
    connection.commit()
    connection.close()


def test_second_process_on_one_folder_is_refused_in_one_sentence(settings: Settings) -> None:
    with served(settings) as (url, _):
        second = run(settings)
        assert second.returncode == 1
        assert second.stderr == (
            f"Another Goldseam server is already using {settings.data}: stop it first.\n"
        )
        assert httpx.get(f"{url}/api/health", verify=False).status_code == 200


def test_process_on_another_folder_is_not_refused(settings: Settings, tmp_path: Path) -> None:
    """The twin: only the folder differs."""
    other = settings.model_copy(update={"data": tmp_path / "other"})
    with served(settings), served(other) as (url, _):
        assert httpx.get(f"{url}/api/health", verify=False).status_code == 200


def test_killed_process_leaves_no_lock_behind(settings: Settings) -> None:
    with served(settings) as (_, process):
        process.kill()
        process.wait()
        with served(settings) as (url, _):
            assert httpx.get(f"{url}/api/health", verify=False).status_code == 200


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_server_stops_gracefully_and_leaves_one_file(
    settings: Settings, how: signal.Signals
) -> None:
    with served(settings) as (_, process):
        process.send_signal(how)
        process.wait(DEADLINE_SECONDS)
        log = process.stderr.read() if process.stderr else ""
    assert process.returncode in {0, -how}
    assert "Traceback" not in log
    assert not list(settings.data.glob("*-wal"))


def test_log_of_a_process_names_no_address_and_no_query(settings: Settings) -> None:
    with served(settings) as (url, process):
        with httpx.Client(base_url=url, verify=False) as client:
            client.get("/api/about?note=secret-words")
            client.post("/api/sessions", json={"login": "secret-login"})
        process.send_signal(signal.SIGTERM)
        process.wait(DEADLINE_SECONDS)
        log = process.stderr.read() if process.stderr else ""
    lines = [line.split(" ", 2)[2] for line in log.splitlines()]
    assert any(line.startswith("INFO app.access: GET /about 200") for line in lines)
    assert any(line.startswith("INFO app.access: POST /sessions 400") for line in lines)
    assert "secret" not in log
    assert "127.0.0.1:" not in "\n".join(line for line in lines if "listening" not in line)


def test_files_of_the_server_are_its_owners_alone(settings: Settings) -> None:
    with served(settings):
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.data.iterdir()}
    assert {"goldseam.key", "goldseam.sqlite3", "goldseam.lock"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_folder_that_cannot_be_used_ends_with_one_sentence(
    settings: Settings, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    refused = run(settings, GOLDSEAM_DATA=str(in_the_way / "data"))
    assert refused.returncode == 1
    assert refused.stderr == f"{in_the_way / 'data'} cannot be used: Not a directory.\n"


def test_environment_that_may_not_start_ends_with_one_sentence(settings: Settings) -> None:
    refused = run(settings, GOLDSEAM_ORIGIN="https://goldseam.example")
    assert refused.returncode == 1
    assert refused.stderr.startswith("GOLDSEAM_OPERATOR must name who runs this server")
    assert refused.stderr.count("\n") == 1


def test_unknown_command_is_a_usage_error(settings: Settings) -> None:
    assert run(settings, "destroy").returncode == 2
    assert run(settings, "backup").returncode == 2


def test_backup_is_made_while_the_server_runs_and_is_whole(
    settings: Settings, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.sqlite3"
    with served(settings):
        put(settings.database_path, 1)
        made = run(settings, "backup", str(saved))
    assert (made.returncode, made.stdout) == (0, f"The database is copied to {saved}.\n")
    assert rows(saved, "ended_session") == 1
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("saved.sqlite3-*"))


def test_restore_brings_back_what_stood_and_ends_every_session(
    settings: Settings, database_file: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.sqlite3"
    put(database_file, 1)
    back_up(settings, saved)
    put(database_file, 2)
    restore(settings, saved)
    assert rows(database_file, "ended_session") == rows(database_file, "account") == 1
    assert rows(database_file, "account_session") == 0
    assert rows(saved, "account_session") == 1
    assert sorted(path.name for path in settings.data.iterdir()) == [
        "goldseam.lock",
        "goldseam.sqlite3",
    ]


def test_restore_while_the_server_runs_is_refused(
    settings: Settings, database_file: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.sqlite3"
    back_up(settings, saved)
    put(database_file, 1)
    with only_process(settings), pytest.raises(AlreadyRunningError):
        restore(settings, saved)
    assert rows(database_file, "account") == 1


def test_restore_of_something_else_is_refused_and_changes_nothing(
    settings: Settings, database_file: Path, tmp_path: Path
) -> None:
    put(database_file, 1)
    before = database_file.read_bytes()
    text, other, cut = tmp_path / "text", tmp_path / "other.sqlite3", tmp_path / "cut.sqlite3"
    text.write_text("not a database" * 100)
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE unrelated (x)")
    connection.close()
    cut.write_bytes(before[: len(before) // 2])
    for path in (text, other, cut, tmp_path / "missing"):
        with pytest.raises(BackupError, match="is not a whole backup"):
            restore(settings, path)
    assert database_file.read_bytes() == before


def test_backup_never_overwrites_a_file(
    settings: Settings, database_file: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.sqlite3"
    saved.write_text("precious")
    with pytest.raises(BackupError, match="already there"):
        back_up(settings, saved)
    assert saved.read_text() == "precious"
    with pytest.raises(BackupError, match="cannot be written"):
        back_up(settings, tmp_path / "nowhere" / "saved.sqlite3")


def test_backup_of_nothing_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no database"):
        back_up(settings, tmp_path / "saved.sqlite3")
