"""The harness itself: what it listens for is heard, and what it cuts is cut."""

import re

import pytest

from tests.browser.axe import expect_accessible
from tests.browser.device import Device
from tests.browser.wire import Call

pytestmark = pytest.mark.put_by

PROVOCATIONS = {
    "a console error": ("console.error('planted')", r"console error: planted"),
    "a console warning": ("console.warn('planted')", r"console warning: planted"),
    "an uncaught error": (
        "setTimeout(() => { throw new Error('planted') })",
        r"uncaught: .*planted",
    ),
    "an uncaught rejection": ("void Promise.reject(new Error('planted'))", r"uncaught: .*planted"),
    "an image from elsewhere": (
        "new Image().src = 'https://elsewhere.invalid/pixel.png'",
        r"policy: img-src https://elsewhere\.invalid",
    ),
    "a style attribute": (
        "document.body.setAttribute('style', 'color: red')",
        r"policy: style-src-attr",
    ),
    "a string as markup": (
        "document.body.innerHTML = '<p>planted</p>'",
        r"policy: require-trusted",
    ),
    "an unknown address": ("fetch('/api/planted')", r"answer 404 GET .*/api/planted"),
}


@pytest.mark.parametrize("what", PROVOCATIONS)
def test_harness_reports(device: Device, what: str) -> None:
    """Each kind of fault is heard; the same page without it reports nothing (see below)."""
    script, pattern = PROVOCATIONS[what]
    device.open("/sign-in")
    device.page.evaluate(f"() => {{ try {{ {script} }} catch {{ }} }}")
    device.page.wait_for_function("() => new Promise((resolve) => setTimeout(resolve, 300, true))")
    heard = device.faults.unexpected()
    assert any(re.search(pattern, each) for each in heard), heard
    device.faults.expect(".*")


def test_harness_hears_nothing_on_a_quiet_page(device: Device) -> None:
    device.open("/sign-in").settles()
    assert device.faults.unexpected() == []


def test_a_cut_wire_reaches_nobody(device: Device) -> None:
    device.open("/sign-in")
    assert device.page.evaluate("async () => (await fetch('/api/health')).status") == 200
    device.go_offline()
    assert device.page.evaluate(
        "() => fetch('/api/health').then(() => 'reached', () => 'lost')"
    ) == ("lost")
    device.go_online()
    assert device.page.evaluate("async () => (await fetch('/api/health')).status") == 200


def test_lost_answers_still_reach_the_server(device: Device) -> None:
    device.open("/sign-in").settles()
    device.faults.expect_unreachable()
    device.wire.lose_answers()
    ask = "() => fetch('/api/health?planted', { signal: AbortSignal.timeout(500) })"
    assert device.page.evaluate(f"{ask}.then(() => 'heard', () => 'lost')") == "lost"
    assert b"/api/health?planted" in device.wire.said_up()
    assert b'"protocol"' in device.wire.said_down()


def test_the_wire_reads_masked_frames() -> None:
    mask = bytes([1, 2, 3, 4])
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(b"planted"))
    call = Call(up=bytearray(b"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"))
    call.up += bytes([0x81, 0x80 | 7]) + mask + masked
    assert call.said_up().endswith(b"planted")


def test_axe_finds_a_target_too_small_to_touch(device: Device) -> None:
    device.open("/sign-in").sees_heading("Sign in")
    device.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync('.planted { inline-size: 9px; block-size: 9px; padding: 0 }');
            document.adoptedStyleSheets.push(sheet);
            for (const name of ['one', 'two']) {
                const button = document.createElement('button');
                button.className = 'planted';
                button.ariaLabel = name;
                document.querySelector('main').append(button);
            }
        }"""
    )
    with pytest.raises(AssertionError, match="target-size"):
        expect_accessible(device.page, "Sign in")


def test_axe_finds_a_planted_fault(device: Device) -> None:
    device.open("/sign-in").sees_heading("Sign in")
    device.page.evaluate(
        "() => document.querySelector('main').append(document.createElement('img'))"
    )
    heading = device.page.get_by_role("heading", level=1).inner_text()
    with pytest.raises(AssertionError, match="image-alt"):
        expect_accessible(device.page, heading)
