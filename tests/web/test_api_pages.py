"""The API's own page, from our own files."""

import gc
import re
import weakref
from pathlib import Path

import httpx

from app.main import create_app
from app.settings import Settings


def test_page_and_its_files_are_ours(client: httpx.Client) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    used = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(used) == 3
    for address in used:
        assert address.startswith("/api/docs/files/")
        assert client.get(address).status_code == 200


def test_schema_names_every_refusal_and_no_answer_that_never_comes(client: httpx.Client) -> None:
    schema = client.get("/api/openapi.json").json()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            answers = set(operation["responses"])
            assert {"400", "403", "413", "426"} <= answers, (method, path)
            assert "HTTPValidationError" not in str(operation["responses"])
    assert "HTTPValidationError" not in schema["components"]["schemas"]
    assert "422" in schema["paths"]["/api/accounts"]["post"]["responses"]
    assert "422" not in schema["paths"]["/api/sessions"]["post"]["responses"]


def test_application_that_ended_is_forgotten(settings: Settings, database_file: Path) -> None:
    """FastAPI remembers endpoints: one of ours that held its application held all of it."""
    assert settings.api_pages
    ended = weakref.ref(create_app(settings))
    gc.collect()
    assert ended() is None
