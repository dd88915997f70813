"""axe over a screen that has first shown its own heading, in the light and in the dark."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
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
        result: dict[str, Any] = page.evaluate("() => axe.run(document)")
        findings = [
            f"{rule['id']}: {rule['help']}\n    " + "\n    ".join(_where(rule))
            for rule in result["violations"]
        ]
        assert not findings, f"{heading}, {scheme}:\n" + "\n".join(findings)


def _where(rule: dict[str, Any]) -> list[str]:
    return [f"{node['html'][:160]} {node['failureSummary'][:200]}" for node in rule["nodes"]]
