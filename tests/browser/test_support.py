"""Support is decided by doing it (protocol.md §2): what does not work names itself on one page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeDevice
from tests.browser.device import Device

CLOSED = "Nothing can be sealed here, so this page stays closed"
_REFUSE_IMPORT = """
    const importKey = crypto.subtle.importKey.bind(crypto.subtle);
    crypto.subtle.importKey = (format, bytes, algorithm, ...rest) => algorithm === '%s'
        ? Promise.reject(new DOMException('', 'NotSupportedError'))
        : importKey(format, bytes, algorithm, ...rest);
"""

# A browser that lacks one thing: the step, how it lacks it, and what the page then says.
LACKS = [
    ("http", "Object.defineProperty(window, 'isSecureContext', {value: false})", "plain http"),
    ("random", "crypto.getRandomValues = (bytes) => bytes", "drawing random numbers"),
    ("aes", "crypto.subtle.decrypt = async () => new ArrayBuffer(32)", "sealing and opening"),
    ("aes", "Object.defineProperty(crypto, 'subtle', {value: undefined})", "sealing and opening"),
    ("hkdf", "crypto.subtle.deriveBits = () => Promise.reject(new Error())", "one key from"),
    ("signing-key", _REFUSE_IMPORT % "Ed25519", "making a signing key"),
    ("agreement-key", _REFUSE_IMPORT % "X25519", "agreeing on a key"),
    (
        "storage",
        "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'DataCloneError'); }",
        "keeping a key on this device",
    ),
    ("storage", "IDBObjectStore.prototype.get = IDBObjectStore.prototype.count", "keeping a key"),
    ("wasm", "delete window.WebAssembly", "slow to guess"),
    ("modules", "CSS.supports = () => false", "a current web app"),
]


@pytest.mark.parametrize("step, lack, sentence", LACKS)
def test_a_browser_that_lacks_a_step_meets_the_page_that_names_it(
    make_device: MakeDevice, step: str, lack: str, sentence: str
) -> None:
    device = make_device()
    device.context.add_init_script(lack)
    # The app itself begins to load beside the test, and breaks in its own ways.
    device.faults.expect(r"^uncaught", r"^console error")
    device.open("/")
    expect(device.page).to_have_url(re.compile(rf"/closed\.html#{step}$"))
    expect(device.page.get_by_role("heading", name=CLOSED)).to_be_visible()
    expect(device.page.get_by_text(sentence).first).to_be_visible()


def test_a_browser_that_can_do_everything_stays_and_keeps_nothing_of_the_test(
    device: Device,
) -> None:
    device.open("/")
    assert device.page.evaluate("new Promise((done) => goldseamSupport(done))") is None
    expect(device.page).not_to_have_url(re.compile("closed"))
    databases = device.page.evaluate("indexedDB.databases()")
    assert "goldseam-support" not in [database["name"] for database in databases]


def test_five_tabs_at_once_do_not_spoil_each_others_test(device: Device) -> None:
    device.open("/")
    tabs = [device.page, *(device.new_tab() for _ in range(4))]
    for tab in tabs:
        assert tab.evaluate("new Promise((done) => goldseamSupport(done))") is None
        expect(tab).not_to_have_url(re.compile("closed"))


def test_the_closed_page_says_so_when_everything_works_after_all(device: Device) -> None:
    device.open("/closed.html#storage")
    expect(device.page.get_by_text("Everything that it needs is here now.")).to_be_visible()


def test_r22_the_safety_page_stays_open_without_any_of_it(make_device: MakeDevice) -> None:
    device = make_device()
    device.context.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    device.faults.expect(r"^uncaught", r"^console error")
    device.open("/safety")
    expect(device.page.get_by_role("heading", level=1)).to_be_visible()
    expect(device.page).to_have_url(re.compile(r"/safety$"))
