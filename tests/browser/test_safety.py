"""The safety pages: without an account, without a connection, without a trace (R22 to R24)."""

from tests.browser.device import Device

STORED = """async () => JSON.stringify([
    (await indexedDB.databases()).map((each) => each.name),
    { ...localStorage },
    { ...sessionStorage },
])"""


def test_r22_safety_is_two_taps_away_without_an_account(device: Device) -> None:
    device.open("/")
    device.follow("I have an account")
    device.follow("Help")
    device.sees_heading("If something is not right")


def test_r22_safety_is_two_taps_away_from_the_lock(at_home: Device) -> None:
    at_home.open_inside("/us")
    at_home.press_containing("Lock now")
    at_home.sees_heading("Locked")
    at_home.follow("Help")
    at_home.sees_heading("If something is not right")


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


def test_r23_the_questions_keep_and_send_nothing(device: Device) -> None:
    """R23: every answer marked, and not one byte stored or sent because of it."""
    device.open("/safety/questions").settles()
    device.sees_heading("Some questions, for you alone")
    stored, sent = device.page.evaluate(STORED), device.wire.said_up()
    for answer in device.page.get_by_role("radio", name="Yes").all():
        answer.check(force=True)
    device.sees("This is reason enough to talk to someone")
    assert device.page.evaluate(STORED) == stored
    assert device.wire.said_up() == sent
    device.open_inside("/safety")
    device.open_inside("/safety/questions")
    device.sees_no("This is reason enough to talk to someone")


def test_r24_few_marks_never_certify_safety(device: Device) -> None:
    """R24: with everything answered "No" the page still says what it cannot judge."""
    device.open("/safety/questions")
    for answer in device.page.get_by_role("radio", name="No", exact=True).all():
        answer.check(force=True)
    device.sees("What these questions cannot do")
    device.sees_no("safe relationship")
