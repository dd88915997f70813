"""The built frontend, read into memory once at start and served from there.

It is a few megabytes and never changes while the server runs; so no request touches the disk, no
path can lead outside the folder, and the policy's hashes are those of the very bytes served.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from app.core.guard import is_api_path
from app.web.policy import kdf_worker_policy, page_policy

SHELL = "/200.html"
IMMUTABLE = "/_app/immutable/"
KDF_WORKER = "/_app/immutable/workers/kdf"
_BUILD_FILES = "/_app/"

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"

# Of the machine's own table of types some are missing or wrong; these are all that a build has.
_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
# In the order in which they are preferred: smallest first.
_ENCODINGS: Mapping[str, str] = {"br": ".br", "gzip": ".gz"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the build, as it is and as the build compressed it."""

    content_type: str
    cache_control: str
    policy: str
    plain: bytes
    encoded: Mapping[str, bytes]
    etag: str


class Site:
    """An ASGI application for everything that is not the API."""

    def __init__(self, folder: Path) -> None:
        files = _read_folder(folder)
        pages = (body.decode() for path, body in files.items() if path.endswith(".html"))
        policy = page_policy(pages)
        self._assets = {
            path: _make_asset(path, files, policy)
            for path in files
            if not path.endswith(tuple(_ENCODINGS.values()))
        }
        self.build = _read_build(files)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_api_path(scope["path"]):
            raise HTTPException(404)
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        response = self._answer(scope["path"], Headers(scope=scope))
        await response(scope, receive, send)

    def _answer(self, path: str, headers: Headers) -> Response:
        asset = self._find(path)
        if asset is None:
            return PlainTextResponse("The frontend has not been built.\n", 503)
        encoding = _choose_encoding(asset, headers.get("accept-encoding", ""))
        etag = f'"{asset.etag}-{encoding}"'
        answer_headers = {
            "Cache-Control": asset.cache_control,
            "Content-Security-Policy": asset.policy,
            "ETag": etag,
            "Vary": "Accept-Encoding",
        }
        if etag in headers.get("if-none-match", ""):
            return Response(status_code=304, headers=answer_headers)
        if encoding == "identity":
            body = asset.plain
        else:
            body = asset.encoded[encoding]
            answer_headers["Content-Encoding"] = encoding
        return Response(body, headers=answer_headers, media_type=asset.content_type)

    def _find(self, path: str) -> Asset | None:
        """The file of this path; for an address of the app, the shell. None without a build."""
        exact = self._assets.get(path)
        if exact is not None:
            return exact
        # A file of an older build is gone. Giving the shell for it would look like broken code.
        if path.startswith(_BUILD_FILES):
            raise HTTPException(404)
        return self._assets.get(SHELL)


def _read_folder(folder: Path) -> dict[str, bytes]:
    return {
        f"/{PurePosixPath(path.relative_to(folder))}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _make_asset(path: str, files: Mapping[str, bytes], policy: str) -> Asset:
    plain = files[path]
    return Asset(
        content_type=_TYPES.get(PurePosixPath(path).suffix, "application/octet-stream"),
        cache_control=_FOR_EVER if path.startswith(IMMUTABLE) else _ASK_FIRST,
        policy=kdf_worker_policy() if path.startswith(KDF_WORKER) else policy,
        plain=plain,
        encoded={
            encoding: files[path + ending]
            for encoding, ending in _ENCODINGS.items()
            if path + ending in files
        },
        etag=hashlib.sha256(plain).hexdigest()[:32],
    )


def _choose_encoding(asset: Asset, accepted: str) -> str:
    """The first of our encodings that the browser names without refusing it (`;q=0`)."""
    names: dict[str, str] = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";")
        names[name.strip()] = quality.replace(" ", "")
    for encoding in asset.encoded:
        if encoding in names and names[encoding].rstrip(".0") not in {"q=", "q"}:
            return encoding
    return "identity"


def _read_build(files: Mapping[str, bytes]) -> str:
    """Which build this is, as the frontend named it; empty without one."""
    version = files.get("/_app/version.json")
    return "" if version is None else str(json.loads(version)["version"])
