"""Both halves of the vectors, read by the Python client; the phone's tests read the same files."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.client.errors import ClientError
from tests.vectors.make import FOLDER, MAKERS, file_text
from tests.vectors.run_case import NAMES, run

HALVES = [(name, maker) for name in NAMES for maker in ("python", "typescript")]


def path_of(name: str, maker: str) -> Path:
    return FOLDER / f"{name}.{maker}.json"


def read_cases(name: str, maker: str) -> list[Any]:
    """No case where the file is missing: `test_half_is_there` is what says so."""
    path = path_of(name, maker)
    cases = json.loads(path.read_text())["cases"] if path.exists() else []
    return [pytest.param(name, case, id=f"{name}.{maker}: {case['name']}") for case in cases]


def test_every_file_has_a_maker_and_a_reader() -> None:
    assert set(MAKERS) == set(NAMES)
    known = {path_of(name, maker).name for name, maker in HALVES}
    assert {path.name for path in FOLDER.glob("*.json")} <= known


@pytest.mark.parametrize("name,maker", HALVES)
def test_half_is_there(name: str, maker: str) -> None:
    content = json.loads(path_of(name, maker).read_text())
    assert content["made_by"] == maker
    assert content["description"]
    assert content["cases"]
    names = [case["name"] for case in content["cases"]]
    assert len(names) == len(set(names)), "two cases share a name"


@pytest.mark.parametrize("name", NAMES)
def test_python_half_is_current(name: str) -> None:
    assert path_of(name, "python").read_text() == file_text(name)


@pytest.mark.parametrize(
    "name,case", [case for name, maker in HALVES for case in read_cases(name, maker)]
)
def test_client_agrees(name: str, case: dict[str, Any]) -> None:
    assert set(case) in ({"name", "input", "output"}, {"name", "input", "error"})
    if "error" in case:
        with pytest.raises(ClientError) as refused:
            run(name, case["input"])
        assert refused.value.code == case["error"]
    else:
        assert run(name, case["input"]) == case["output"]


def test_each_half_refuses_something() -> None:
    """A reader that takes everything must not pass.

    Contexts and heads have nothing to refuse, and the refusals of walks stand in their outputs.
    """
    for name, maker in HALVES:
        if name not in {"contexts", "heads", "walks"}:
            cases = [param.values[1] for param in read_cases(name, maker)]
            assert any("error" in case for case in cases), f"{name}.{maker} has no negative"
            assert any("output" in case for case in cases), f"{name}.{maker} has no positive"
