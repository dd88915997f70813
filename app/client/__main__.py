"""`python -m app.client verify FILE`: checks an export without a server, and reads it if asked.

Exit status: 0 the file is valid, 1 it is not (one sentence names the first fault), 2 wrong usage.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID

from app.client.content import AnswerLine, Damaged, Words
from app.client.errors import ClientError, TextError
from app.client.export import Shared, Verified, open_export, read_export, verify_export
from app.client.keys import RecoveryKeys
from app.client.notes import MySide, Note
from app.client.plain import agreement_text, date_of, plain
from app.client.recovery_code import read_code
from app.client.talk_content import Line, Piece, SealedWords

CODE_VARIABLE = "GOLDSEAM_RECOVERY_CODE"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        data = Path(options.file).read_bytes()
    except OSError as fault:
        print(f"{options.file} cannot be read: {fault.strerror}.", file=sys.stderr)
        return 2
    try:
        _verify(data, with_code=options.recovery_code)
    except TextError as fault:
        print(f"This is not a recovery code: {fault.sentence}.", file=sys.stderr)
        return 2
    except ClientError as fault:
        print(f"Not valid: {fault.sentence or fault.code} ({fault.code}).", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app.client", description="Checks what Goldseam gives out, without a server."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    verify = commands.add_parser("verify", help="check an export file")
    verify.add_argument("file", metavar="FILE", help="a file that an export gave")
    verify.add_argument(
        "--recovery-code",
        action="store_true",
        help=f"also print the words; the code is asked for, or taken from {CODE_VARIABLE}",
    )
    return parser


def _verify(data: bytes, *, with_code: bool) -> None:
    export = read_export(data)
    if not with_code:
        print(_verdict(verify_export(export)))
        return
    verified, opened = open_export(export, RecoveryKeys(read_code(_ask_code())))
    print(_verdict(verified))
    for side in opened:
        if isinstance(side, MySide):
            _print_side(side)
        else:
            _print_shared(side)


def _ask_code() -> str:
    return os.environ.get(CODE_VARIABLE) or getpass.getpass("Recovery code: ")


def _verdict(verified: Verified) -> str:
    events = _counted(sum(log.seq for log in verified.logs), "event")
    missing = (
        f"; {_counted(verified.missing, 'body', 'bodies')} missing" if verified.missing else ""
    )
    return f"Valid: {events} in {_counted(len(verified.logs), 'space')}{missing}."


def _counted(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _print_side(side: MySide) -> None:
    for note in side.notes:
        _print_note(note)
    for draft in side.drafts:
        print("\nThanks, not given")
        _print_words(draft.words)
    for kept in side.jar:
        print(f"\n{date_of(kept.given_ms)}  Kept, from {plain(kept.giver_name)}")
        _print_words(kept.words)
    _print_damaged(side.damaged)


def _print_note(note: Note) -> None:
    for version in note.heads:
        print(f"\n{date_of(version.written_ms)}  {plain(version.title)}".rstrip())
        print(plain(version.text))


def _print_shared(shared: Shared) -> None:
    """Own words and what both signed; an answer may hang on thanks that are not in the file."""
    name, partner = plain(shared.partner.name), shared.partner.entry.member
    print(f"\nShared with {name}. What {name} alone wrote is not in this file.")
    own = [(put, found) for put, found in shared.table.opened if put.member != partner]
    for put, found in own:
        match found:
            case Words():
                print(f"\n{date_of(put.at_ms)}  Thanks, given to {name}")
                _print_words(found)
            case AnswerLine(text):
                print(f"\n{date_of(put.at_ms)}  Answered to {name}")
                print(plain(text))
            case Piece(text) | Line(text=text) if text.strip():
                print(f"\n{date_of(put.at_ms)}  Said in a conversation with {name}")
                print(plain(text))
    for agreement in shared.agreements:
        print(f"\n{agreement_text(agreement, _names(shared))}")
    for opened in shared.answers:
        print("\nAnswered together")
        _print_answer("You", opened.mine)
        _print_answer(name, opened.theirs)
    _print_damaged(found for _, found in own if isinstance(found, Damaged))


def _names(shared: Shared) -> dict[UUID, str]:
    """What each says of themselves here; the partner else as they were paired."""
    said = {member: card.name for member, card in shared.table.members.items()}
    return {shared.partner.entry.member: shared.partner.name} | said


def _print_answer(name: str, answer: SealedWords | None) -> None:
    if answer is None:
        print(f"{name}: cannot be read")
    elif answer.is_pass:
        print(f"{name}: passed")
    else:
        for text in answer.words.values():
            print(f"{name}: {plain(text)}")


def _print_words(words: Words) -> None:
    for part in (words.did, words.changed, words.shows):
        if part.strip():
            print(plain(part))


def _print_damaged(damaged: Iterable[Damaged]) -> None:
    for fault in damaged:
        print(f"\nEvent {fault.seq} cannot be read ({fault.code or fault.reason}).")


if __name__ == "__main__":
    sys.exit(main())
