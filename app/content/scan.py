"""Finds what shown text must not say. Pure: rules and texts in, findings out.

It reads the message catalogues, the plain pages and the readme, never anything a person wrote:
nothing here may ever be pointed at private writing (R12).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from app.content.models import TextRule, WordsFile

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_EXCLAMATION = re.compile("[!\u00a1\uff01]")


@dataclass(frozen=True)
class Text:
    """One piece of text as it is shown: `place` is its file, `key` its message, if it is one."""

    place: str
    key: str
    words: str


@dataclass(frozen=True)
class Finding:
    place: str
    key: str
    rule: str
    words: str

    def __str__(self) -> str:
        where = f"{self.place}: {self.key}" if self.key else self.place
        return f"{where}: {self.rule}: {self.words}"


class MessageShapeError(ValueError):
    """A catalogue holds something that is neither a text nor variants of one."""


def scan(text: Text, rules: Sequence[TextRule], approved: Sequence[str]) -> Iterator[Finding]:
    words = text.words
    for sentence in approved:
        words = words.replace(sentence, " ")
    words = _PLACEHOLDER.sub(" ", words)
    for rule in rules:
        if rule.keys and not text.key.startswith(rule.keys):
            continue
        if rule.matches(words):
            yield Finding(text.place, text.key, f"{rule.name} ({rule.why})", text.words)


def scan_screen(text: Text, words: WordsFile) -> Iterator[Finding]:
    """Every rule for what a screen shows, exclamation marks included."""
    rules = (*words.avoided, *words.claims, *words.refused, *words.scoped)
    yield from scan(text, rules, words.approved)
    if _EXCLAMATION.search(text.words):
        yield Finding(text.place, text.key, "exclamation mark (guide §1)", text.words)


def read_messages(path: Path, place: str) -> list[Text]:
    """Every text of one catalogue: plain messages, nested ones, and each variant of a plural."""
    loaded: object = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise MessageShapeError(f"{place}: not an object of messages")
    return list(_walk(loaded, place, ""))


def _walk(node: dict[str, object], place: str, prefix: str) -> Iterator[Text]:
    for name, value in node.items():
        key = f"{prefix}{name}"
        if name == "$schema":
            continue
        if isinstance(value, str):
            yield Text(place, key, value)
        elif isinstance(value, dict):
            yield from _walk(value, place, f"{key}.")
        elif isinstance(value, list):
            for variants in value:
                yield from _variants(variants, place, key)
        else:
            raise MessageShapeError(f"{place}: {key} is neither a text nor variants")


def _variants(variants: object, place: str, key: str) -> Iterator[Text]:
    match = variants.get("match") if isinstance(variants, dict) else None
    if not isinstance(match, dict):
        raise MessageShapeError(f"{place}: {key} has variants without a match")
    for words in match.values():
        if not isinstance(words, str):
            raise MessageShapeError(f"{place}: {key} has a variant that is not a text")
        yield Text(place, key, words)


def repeated_keys(texts: Sequence[Text]) -> Iterator[Finding]:
    """A key in two catalogues: the later file wins in silence, and one text is never shown."""
    first: dict[str, str] = {}
    for text in texts:
        place = first.setdefault(text.key, text.place)
        if place != text.place:
            yield Finding(text.place, text.key, f"also in {place}", text.words)


class _Visible(HTMLParser):
    """The text of a page without its styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(
        self,
        tag: str,
        attrs: list[tuple[str, str | None]],  # noqa: ARG002 (the parser hands them over)
    ) -> None:
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.words.append(data.strip())


def read_page(path: Path, place: str) -> Text:
    page = _Visible()
    page.feed(path.read_text(encoding="utf-8"))
    return Text(place, "", " ".join(page.words))


def read_markdown(path: Path, place: str) -> list[Text]:
    """Paragraphs, joined over line ends so that a wrapped sentence is still one sentence."""
    paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    return [Text(place, "", " ".join(part.split())) for part in paragraphs if part.strip()]
