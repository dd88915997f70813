"""Where a Chromium is: `CHROMIUM` names one, else the system's, else the one Playwright installed.

`python -m tests.browser.chromium` prints the path, or ends with code 1.
"""

import os
import shutil
import sys
from pathlib import Path

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SYSTEM_PATHS = (Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),)

# The popups of an address bar that nobody types into cost every context a renderer of its own. The
# switch counts once, so what Playwright turns off by it is repeated.
_WITHOUT = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)

# Debian's build and Playwright's both start as root in a container with these, and ask nobody
# outside for anything.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(_WITHOUT)}",
)


def find_chromium() -> str | None:
    """The path of a Chromium on this machine, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in SYSTEM_NAMES:
        if found := shutil.which(name):
            return found
    for path in (*SYSTEM_PATHS, _of_playwright()):
        if path.exists():
            return str(path)
    return None


def _of_playwright() -> Path:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (slow, and seldom reached)

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


if __name__ == "__main__":
    chromium = find_chromium()
    if chromium:
        print(chromium)
    sys.exit(chromium is None)
