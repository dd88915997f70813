"""Writes the Python half of the vectors: `python -m tests.vectors.make`.

The same bytes come out on every run; `test_vectors.py` fails when a file is not what this writes.
"""

import json
from pathlib import Path
from types import ModuleType
from typing import Final

from tests.vectors.python_half import (
    answers,
    canonical,
    contexts,
    envelope,
    events,
    heads,
    items,
    keys,
    names,
    page,
    pairing,
    recovery_code,
    rules,
    walks,
)

FOLDER: Final = Path(__file__).parent
MAKERS: Final[dict[str, ModuleType]] = {
    "canonical": canonical,
    "names": names,
    "recovery_code": recovery_code,
    "keys": keys,
    "envelope": envelope,
    "contexts": contexts,
    "events": events,
    "heads": heads,
    "items": items,
    "rules": rules,
    "page": page,
    "pairing": pairing,
    "answers": answers,
    "walks": walks,
}


def file_text(name: str) -> str:
    """The whole file: ASCII, so that no editor or transport touches a lone surrogate."""
    maker = MAKERS[name]
    content = {"made_by": "python", "description": maker.DESCRIPTION, "cases": maker.cases()}
    return json.dumps(content, indent=1) + "\n"


def main() -> None:
    for name in MAKERS:
        (FOLDER / f"{name}.python.json").write_text(file_text(name))


if __name__ == "__main__":
    main()
