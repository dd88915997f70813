"""One vector: `good` lets the client say the output, `bad` names the fault by hand."""

from typing import Any

import pytest

from app.client.errors import ClientError
from tests.vectors.run_case import run

Json = dict[str, Any]


def good(file: str, name: str, **given: Any) -> Json:
    return {"name": name, "input": given, "output": run(file, given)}


def bad(file: str, name: str, error: str, **given: Any) -> Json:
    """Stops the generator when the client takes the input or names another fault."""
    with pytest.raises(ClientError) as refused:
        run(file, given)
    assert refused.value.code == error, f"{file}: {name}: {refused.value} is not {error}"
    return {"name": name, "input": given, "error": error}
