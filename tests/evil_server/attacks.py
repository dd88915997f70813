"""What a server can do to a page without anybody's key. Each takes and gives a page in JSON."""

from collections.abc import Callable
from dataclasses import replace

from app.client.canonical import b64, unb64
from app.client.events import Event, build, head_of, parse
from tests.evil_server.tampering import Change, Json

Row = Json


def unchanged(page: Json) -> Json:
    return page


def _seq_of(row: Row) -> int:
    return parse(unb64(row["event"])).seq


def _on_row(seq: int, change: Callable[[Row], Row]) -> Change:
    """The same page with one event's row changed, if it is on it."""
    return _on_rows(lambda rows: [change(row) if _seq_of(row) == seq else row for row in rows])


def _on_rows(change: Callable[[list[Row]], list[Row]]) -> Change:
    return lambda page: page | {"events": change(page["events"])} if "events" in page else page


def _on_body(seq: int, change: Callable[[bytes], bytes]) -> Change:
    return _on_row(seq, lambda row: row | {"body": b64(change(unb64(row["body"])))})


def flip_body_bit(seq: int, at: int) -> Change:
    """Flips the lowest bit of the byte at `at`."""

    def flip(body: bytes) -> bytes:
        changed = bytearray(body)
        changed[at] ^= 1
        return bytes(changed)

    return _on_body(seq, flip)


def cut_body(seq: int, count: int) -> Change:
    return _on_body(seq, lambda body: body[:-count])


def lengthen_body(seq: int, count: int) -> Change:
    return _on_body(seq, lambda body: body + bytes(count))


def withhold_body(seq: int) -> Change:
    return _on_row(seq, lambda row: row | {"body": None})


def exchange_bodies(first: int, second: int) -> Change:
    def attack(rows: list[Row]) -> list[Row]:
        bodies = {_seq_of(row): row["body"] for row in rows}
        swapped = {first: bodies[second], second: bodies[first]}
        return [row | {"body": swapped.get(_seq_of(row), row["body"])} for row in rows]

    return _on_rows(attack)


def give_body_of(source: int, target: int) -> Change:
    """The body of another event in the place of one, such as an older version's."""

    def attack(rows: list[Row]) -> list[Row]:
        bodies = {_seq_of(row): row["body"] for row in rows}
        return [row | {"body": bodies[source]} if _seq_of(row) == target else row for row in rows]

    return _on_rows(attack)


def drop(seq: int) -> Change:
    return _on_rows(lambda rows: [row for row in rows if _seq_of(row) != seq])


def repeat(seq: int) -> Change:
    return _on_rows(lambda rows: [r for row in rows for r in [row] * (1 + (_seq_of(row) == seq))])


def exchange(first: int, second: int) -> Change:
    swap = {first: second, second: first}

    def attack(rows: list[Row]) -> list[Row]:
        by_seq = {_seq_of(row): row for row in rows}
        return [by_seq[swap.get(_seq_of(row), _seq_of(row))] for row in rows]

    return _on_rows(attack)


def rewrite(seq: int, change: Callable[[Event], Event]) -> Change:
    """Other fields in the signed bytes, under the old signature."""
    return _on_row(seq, lambda row: row | {"event": b64(build(change(parse(unb64(row["event"])))))})


def date(seq: int, by_ms: int) -> Change:
    return rewrite(seq, lambda event: replace(event, at_ms=event.at_ms + by_ms))


def close_gap(dropped: int) -> Change:
    """Drops an event and renumbers and rechains what follows, as if it had never been."""

    def attack(rows: list[Row]) -> list[Row]:
        kept: list[Row] = []
        head = bytes(32)
        for row in (row for row in rows if _seq_of(row) != dropped):
            event = replace(parse(unb64(row["event"])), seq=len(kept) + 1, prev=head)
            data = build(event)
            kept.append(row | {"event": b64(data)})
            head = head_of(data, unb64(row["sig"]))
        return kept

    return _on_rows(attack)


def take_signature_of(source: int, target: int) -> Change:
    def attack(rows: list[Row]) -> list[Row]:
        sigs = {_seq_of(row): row["sig"] for row in rows}
        return [row | {"sig": sigs[source]} if _seq_of(row) == target else row for row in rows]

    return _on_rows(attack)


def show_prefix(seq: int) -> Change:
    """An older state of the log, consistent in itself: events up to `seq`, and that head."""

    def attack(page: Json) -> Json:
        if "events" not in page:
            return page
        rows = [row for row in page["events"] if _seq_of(row) <= seq]
        return page | {"events": rows, "seq": seq, "head": _head_after(rows, page)}

    return attack


def _head_after(rows: list[Row], page: Json) -> str:
    if not rows:
        return str(page["head"])
    return b64(head_of(unb64(rows[-1]["event"]), unb64(rows[-1]["sig"])))


def claim(**fields: object) -> Change:
    """Other words of the server's own, such as seq or head, on pages."""
    return lambda page: page | fields if "events" in page else page


def hold_back_all(page: Json) -> Json:
    return page | {"events": []} if "events" in page else page
