"""Fixtures of the browser tests: a server process, devices, and a hard look at each one's end."""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.couple import Aging, Couple, make_couple
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.server import Server

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "test-results/browser"


class MakeDevice(Protocol):
    """Make one more device of this test; the options are those of `Device`."""

    def __call__(self, **options: Any) -> Device: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test and may take a browser's time."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.timeout(180))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of every device of a test that fails."""
    report = yield
    if report.when == "call" and report.failed and isinstance(item, pytest.Function):
        opened = item.funcargs.get("opened")
        for number, device in enumerate(opened if isinstance(opened, list) else []):
            device.picture(PICTURES / f"{item.name}-{number}.png")
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; each device is a context of its own in it."""
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def server_settings() -> dict[str, str]:
    """Environment variables of the server; a test parametrizes this to set some."""
    return {}


@pytest.fixture
def server(tmp_path: Path, server_settings: dict[str, str]) -> Iterator[Server]:
    """A server process with an empty database; an error in its log fails the test."""
    with Server(tmp_path, settings=server_settings) as running:
        yield running
    assert "Traceback" not in running.log(), running.log()[-5000:]


@pytest.fixture
def opened() -> list[Device]:
    """Every device that this test has made so far."""
    return []


@pytest.fixture
def make_device(
    browser: Browser, server: Server, opened: list[Device], request: pytest.FixtureRequest
) -> Iterator[MakeDevice]:
    """Make devices, and after the test fail on anything one of them reported unasked.

    They put the app by for offline use where the test is marked so.
    """
    puts_by = request.node.get_closest_marker("put_by") is not None

    def make(**options: Any) -> Device:
        device = Device(browser, server, puts_by=puts_by, **options)
        opened.append(device)
        return device

    yield make
    for device in opened:
        for page in device.context.pages:
            page.wait_for_timeout(0)  # Lets the last reports arrive; it waits for nothing else.
        device.close()
    faults = [fault for device in opened for fault in device.faults.unexpected()]
    assert not faults, "\n".join(faults)


@pytest.fixture
def nora() -> Person:
    """Somebody who has no account yet."""
    return Person()


@pytest.fixture
def at_home(device: Device, server: Server, nora: Person) -> Device:
    """Nora's phone, signed in, with the app put by for offline use."""
    nora.make_account(server)
    nora.sign_in(device)
    return device.settles()


@pytest.fixture
def device(make_device: MakeDevice) -> Device:
    """A phone."""
    return make_device()


@pytest.fixture
def elias() -> Person:
    """The other person, who has no account yet."""
    return Person(name="Elias", glaze="Indigo")


@pytest.fixture
def far(make_device: MakeDevice, server: Server, elias: Person) -> Device:
    """Elias's phone, signed in, while he and Nora share nothing yet."""
    device = make_device()
    elias.make_account(server)
    elias.sign_in(device)
    return device.settles()


@pytest.fixture
def couple(make_device: MakeDevice, server: Server, nora: Person, elias: Person) -> Couple:
    """Two people who share a space, each signed in on a phone."""
    make_couple(server, nora, elias)
    both = Couple(make_device(), make_device())
    for device, person in ((both.near, nora), (both.far, elias)):
        person.sign_in(device)
        device.settles()
    return both


@pytest.fixture
def aging(
    browser: Browser, tmp_path: Path, nora: Person, elias: Person, request: pytest.FixtureRequest
) -> Iterator[Aging]:
    """The same at a server whose clock, like those of the phones, a test moves on."""
    puts_by = request.node.get_closest_marker("put_by") is not None
    now = datetime.now(UTC)
    with Server(tmp_path, now=now) as running:
        make_couple(running, nora, elias)
        near, far = (Device(browser, running, now=now, puts_by=puts_by) for _ in range(2))
        for device, person in ((near, nora), (far, elias)):
            person.sign_in(device)
            device.settles()
        yield Aging(near, far, running, now)
        for device in (near, far):
            device.close()
