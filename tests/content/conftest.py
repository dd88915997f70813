"""What the tests of the content share."""

import shutil
from pathlib import Path

import pytest

from app.content.__main__ import Places

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A copy of what the command reads, so that a test can spoil it."""
    kept = ("app/content/en", "frontend/messages", "frontend/src/lib/content")
    for folder in kept:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "frontend" / "static").mkdir()
    for page in (ROOT / "frontend" / "static").glob("*.html"):
        shutil.copy(page, tmp_path / "frontend" / "static")
    if (ROOT / "README.md").exists():
        shutil.copy(ROOT / "README.md", tmp_path)
    return Places(tmp_path)
