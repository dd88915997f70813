"""The API's own page at /api/docs, from files that came with the server (no CDN, works offline)."""

from pathlib import Path
from typing import Any

import fastapi_offline
from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from app.web.policy import api_page_policy

DOCS_PATH = "/api/docs"
OPENAPI_PATH = "/api/openapi.json"
_FILES_PATH = f"{DOCS_PATH}/files"
_FILES = Path(fastapi_offline.__file__).parent / "static"
_UNUSED_ANSWER = "#/components/schemas/HTTPValidationError"


def install(app: FastAPI) -> None:
    """Serve the page, its files and the schema."""
    page = get_swagger_ui_html(
        openapi_url=OPENAPI_PATH,
        title="Goldseam API",
        swagger_js_url=f"{_FILES_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{_FILES_PATH}/swagger-ui.css",
        swagger_favicon_url=f"{_FILES_PATH}/favicon.png",
    )
    html = bytes(page.body).decode()
    headers = {"Content-Security-Policy": api_page_policy(html)}

    @app.get(DOCS_PATH, include_in_schema=False)
    def _docs() -> HTMLResponse:
        return HTMLResponse(html, headers=headers)

    @app.get(OPENAPI_PATH, include_in_schema=False)
    def _schema(request: Request) -> dict[str, Any]:
        return describe(request.app)

    app.mount(_FILES_PATH, StaticFiles(directory=_FILES))


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI schema, without the 422 that FastAPI adds: a malformed request is 400 here."""
    schema = app.openapi()
    for path in schema["paths"].values():
        for operation in path.values():
            answers = operation["responses"]
            if _UNUSED_ANSWER in str(answers.get("422")):
                del answers["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        schema["components"]["schemas"].pop(name, None)
    return schema
