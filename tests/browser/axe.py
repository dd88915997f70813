"""axe over a screen that has first shown its own heading, in the light and in the dark."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
# The one rule of WCAG 2.2 AA that axe leaves off unless it is asked for (R35).
TARGETS = {"runOnly": ["target-size"], "rules": {"target-size": {"enabled": True}}}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def expect_accessible(page: Page, heading: str) -> None:
    """The screen whose heading begins with this pattern has no finding of axe, in either scheme.

    The heading comes first: an empty page would pass every rule.
    """
    name = re.compile(f"^{heading}")
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(_source())
        findings = _findings(page, {})
        assert not findings, f"{heading}, {scheme}:\n" + "\n".join(findings)
    findings = _small_targets(page)
    assert not findings, f"{heading}:\n" + "\n".join(findings)


def _small_targets(page: Page) -> list[str]:
    """On a screen as tall as its content: what scrolls under the tab bar is not small."""
    size = page.viewport_size
    assert size is not None
    height: int = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    findings = _findings(page, TARGETS)
    page.set_viewport_size(size)
    return findings


def _findings(page: Page, options: dict[str, Any]) -> list[str]:
    result: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {rule['help']}\n    " + "\n    ".join(_where(rule))
        for rule in result["violations"]
    ]


def _where(rule: dict[str, Any]) -> list[str]:
    return [f"{node['html'][:160]} {node['failureSummary'][:200]}" for node in rule["nodes"]]
