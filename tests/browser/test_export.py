"""The export of My side: a file that stands without the app and without the server."""

import os
import subprocess
import sys
from pathlib import Path

from tests.browser.device import Device
from tests.browser.people import Person, write_note
from tests.browser.server import ROOT


def verify(file: Path, *, recovery_code: str = "") -> subprocess.CompletedProcess[str]:
    code = {"GOLDSEAM_RECOVERY_CODE": recovery_code} if recovery_code else {}
    options = ["--recovery-code"] if recovery_code else []
    return subprocess.run(
        [sys.executable, "-m", "app.client", "verify", str(file), *options],
        cwd=ROOT,
        env=dict(os.environ) | code,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def export(device: Device, folder: Path) -> Path:
    device.open_inside("/us/export")
    with device.page.expect_download() as download:
        device.press("Make the file")
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_the_file_verifies_and_opens_with_the_recovery_code(
    at_home: Device, nora: Person, tmp_path: Path
) -> None:
    write_note(at_home, "Before Thursday", "Start with the summer.")
    file = export(at_home, tmp_path)
    assert "summer" not in file.read_text(encoding="utf-8")
    checked = verify(file)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    read = verify(file, recovery_code=nora.recovery_code)
    assert read.returncode == 0, read.stdout + read.stderr
    assert "Before Thursday" in read.stdout
    assert "Start with the summer." in read.stdout


def test_a_changed_file_is_refused(at_home: Device, tmp_path: Path) -> None:
    """The twin: one character of a signature."""
    write_note(at_home, "Before Thursday", "Start with the summer.")
    file = export(at_home, tmp_path)
    text = file.read_text(encoding="utf-8")
    at = text.rindex('"sig"') + 10
    file.write_text(
        text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :], encoding="utf-8"
    )
    checked = verify(file)
    assert checked.returncode == 1
    assert "Traceback" not in checked.stderr
