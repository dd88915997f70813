"""The safety pages without an account and without a server (R22)."""

import pytest

from tests.browser.device import Device


@pytest.mark.put_by
def test_r22_safety_opens_offline_without_an_account(device: Device) -> None:
    device.open("/").settles()
    device.faults.expect_unreachable()
    device.server.kill()
    for path, heading in {
        "/safety": "If something is not right",
        "/safety/questions": "Some questions, for you alone",
        "/safety/lines": "Talk to someone",
    }.items():
        device.start_again(path)
        device.sees_heading(heading)
