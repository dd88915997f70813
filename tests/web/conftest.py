"""A small built frontend, as the real build lays it out."""

import gzip
import json
from pathlib import Path

import pytest

from app.settings import Settings

START = "\n\t\twindow.started = 'the app';\n\t"
SHELL = f"""<!doctype html>
<html lang="en"><head><title>Goldseam</title><link rel="icon" href="/icon.svg"></head>
<body><div id="app"></div><script>{START}</script>
<script type="module" src="/_app/immutable/entry/start.js"></script></body></html>"""
NOTICE = "<!doctype html><title>Closed</title><script>window.closed_page = 1 < 2;</script>"
WORKER = """
const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
WebAssembly.compile(wasm).then(() => postMessage('compiled'), () => postMessage('refused'));
"""
BROTLI = b"as if compressed"
FILES = {
    "200.html": SHELL,
    "closed.html": NOTICE,
    "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "manifest.webmanifest": "{}",
    "licence.txt": "Do what you like with it.",
    "service-worker.js": "// caches files",
    "_app/version.json": json.dumps({"version": "build-7"}),
    "_app/immutable/entry/start.js": "window.entered = true;",
    "_app/immutable/assets/fraunces.woff2": "font",
    "_app/immutable/workers/kdf.worker-abc.js": WORKER,
    "_app/immutable/workers/other-abc.js": WORKER,
}


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    folder = tmp_path / "frontend"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(text.encode()))
    # Nothing here can write brotli; what matters is which bytes are chosen.
    (folder / "licence.txt.br").write_bytes(BROTLI)
    return folder


@pytest.fixture
def settings(tmp_path: Path, frontend: Path) -> Settings:
    return Settings(data=tmp_path / "data", frontend=frontend)
