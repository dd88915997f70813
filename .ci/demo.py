"""`make demo`: a server of its own, in a folder that is deleted at the end, with a couple in it.

PORT (8000) is where it listens. Ctrl-C ends it.
"""

import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import uvicorn  # noqa: E402 (needs the path set above)

from app.client.demo import ELIAS, NADIA, clock_of_the_story, tell  # noqa: E402
from app.client.demo_story import STORY  # noqa: E402
from app.core.logs import configure_logs  # noqa: E402
from app.core.migrate import migrate  # noqa: E402
from app.main import create_app  # noqa: E402
from app.server import make_config  # noqa: E402
from app.settings import LOCAL_OPERATOR, Settings  # noqa: E402


def main() -> int:
    """Exit status: 0 ended as asked, 1 the port is taken."""
    configure_logs()
    # What is printed are two addresses; a demonstration needs no log of its requests.
    logging.getLogger("app").setLevel(logging.WARNING)
    os.umask(0o077)
    port = int(os.environ.get("PORT") or 8000)
    # Both end the server in order, so that the folder goes.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    folder = Path(tempfile.mkdtemp(prefix="goldseam-demo-"))
    try:
        with _listening(port) as listener, _serving(folder, listener):
            print(f"Nadia at http://localhost:{port}   {NADIA.login} · {NADIA.passphrase}")
            print(f"Elias at http://127.0.0.1:{port}   {ELIAS.login} · {ELIAS.passphrase}")
            print("Ctrl-C ends this and deletes everything.", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        print(f"Port {port} cannot be used: {error.strerror}.", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
        yield listener


@contextmanager
def _serving(folder: Path, listener: socket.socket) -> Iterator[None]:
    """The server in a thread, on the clock of the story; entered when the story is told."""
    clock = clock_of_the_story()
    settings = Settings(
        data=folder,
        origin=None,
        operator=LOCAL_OPERATOR,
        signup="open",
        frontend=ROOT / "frontend" / "build",
    )
    migrate(settings.database_url)
    server = uvicorn.Server(make_config(create_app(settings, clock=clock), settings))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        host, port = listener.getsockname()
        tell(f"http://{host}:{port}", clock, STORY)
        yield
    finally:
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
