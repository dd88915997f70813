"""`python -m app`: serve. `python -m app backup FILE`, `python -m app restore FILE`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.backup import BackupError, back_up, restore
from app.core.logs import configure_logs
from app.server import StartError, serve
from app.settings import SettingsError, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 refused with one sentence, 2 not understood."""
    wanted = _parser().parse_args(arguments)
    configure_logs()
    # Database, key, lock and backups are for this user alone.
    os.umask(0o077)
    try:
        settings = read_settings()
        if wanted.command == "backup":
            back_up(settings, wanted.file)
            print(f"The database is copied to {wanted.file}.")
        elif wanted.command == "restore":
            restore(settings, wanted.file)
            print("The backup is in place. Everybody signs in again.")
        else:
            serve(settings)
    except (SettingsError, StartError, BackupError) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app", description="Goldseam's server. Without a command it serves."
    )
    commands = parser.add_subparsers(dest="command")
    for name, purpose in (
        ("backup", "copy the database to a new file, also while the server runs"),
        ("restore", "put a backup in the database's place; ends every session"),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose)
        command.add_argument("file", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
