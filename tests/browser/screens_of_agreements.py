"""The pictures of limits, requests and agreements, as two people have them after some months."""

from uuid import UUID

from app.client.person import Person as Client
from app.client.wire import Json
from tests.browser.agreed import open_agreed
from tests.browser.device import Device
from tests.browser.studio import EVENING, StoppedClock, Studio

DINNER = "Phones at dinner"
HALL = (
    "From seven until we clear the table, both phones stay in the hall with the sound off. If one "
    "of us is expecting something urgent, we say so before we sit down."
)
ROTA = (
    "From seven until half past eight, both phones stay in the hall with the sound off. On "
    "Tuesdays, when Elias is on call, the phone stays in the room, face down. If one of us is "
    "expecting something urgent, we say so before we sit down."
)
RUSH = "I kept slipping out to check the rota and hiding it. I would rather it were in the open."
HELD = (
    ("Money over €150", "What costs more than 150 euros we mention before we buy it.", "06-02"),
    ("When one of us says pause", "We stop, and whoever said it names a time.", "07-14"),
    ("Chance meetings", "Each of us tells of one the same day, in two sentences.", "05-19"),
)
LOOKS = "Both phones lie in the bowl by the door before the first plate is on the table."


def _texts(title: str, what: str, **more: str) -> Json:
    return {"title": title, "what": what, **more}


def agree_in_spring(one: Client, other: Client, clock: StoppedClock) -> UUID:
    """January to March: what holds since then. Gives the agreement about dinner."""
    clock.go_to(EVENING.replace(month=1, hour=22))
    one.us.read()
    first = _texts(DINNER, "Both phones stay in the hall while we eat.")
    dinner = one.us.agreements.propose(first, category="devices-and-privacy")
    other.us.agreements.accept(dinner)
    clock.go_to(EVENING.replace(month=3, day=3))
    second = _texts(DINNER, HALL, kept_looks_like=LOOKS)
    one.us.read()
    one.us.agreements.propose(
        second,
        category="devices-and-privacy",
        days={"review": "2024-05-16"},
        agreement=dinner,
        base=1,
    )
    other.us.agreements.accept(dinner)
    for title, what, review in HELD:
        made = other.us.agreements.propose(_texts(title, what), days={"review": f"2024-{review}"})
        one.us.agreements.accept(made)
    return dinner


def suggest_in_may(one: Client, other: Client, dinner: UUID) -> None:
    """Two days before the evening: a change, a request, a limit."""
    other.us.read()
    other.us.agreements.propose(
        _texts(DINNER, ROTA, kept_looks_like=LOOKS, reason=RUSH),
        category="devices-and-privacy",
        days={"review": "2024-05-24"},
        agreement=dinner,
        base=2,
    )
    other.us.agreements.ask(
        _texts(
            "Sundays at my mother’s",
            "Would you come along every second Sunday, for the coffee and not for the whole day?",
            why="It is easier for me to leave when we are two.",
        )
    )
    other.us.agreements.share_limit(
        _texts(
            "My notebook",
            "I keep my notebook to myself, and I will not hand it over when we argue.",
            why="It is the one place where I think before I speak.",
            kept_looks_like="It lies on my desk, and nobody opens it.",
        ),
        category="devices-and-privacy",
    )
    asked = one.us.agreements.ask(
        _texts("A quiet first hour", "Could Saturdays begin without plans?")
    )
    other.us.agreements.answer(asked, "another_way", "Sundays would work, with the door closed.")


def take_agreements(studio: Studio) -> None:
    """The list, a change, the editor, a limit, a request, and paper."""
    nadia, _ = studio.couple
    with studio.device() as device:
        nadia.sign_in(device)
        device.open_inside("/agreements")
        device.sees("Waiting for you")
        studio.take(device, "agreed-list")
        open_agreed(device, DINNER)
        device.sees(RUSH)
        studio.take(device, "agreed-changes")
        device.page.get_by_text("History", exact=True).scroll_into_view_if_needed()
        studio.take(device, "agreed-history")
        device.press_containing("Verify this agreement")
        device.sees("nothing in the history was changed")
        studio.take(device, "agreed-verify")
        device.page.keyboard.press("Escape")
        open_agreed(device, "My notebook")
        studio.take(device, "agreed-limit")
        open_agreed(device, "Sundays at my mother’s")
        device.choose("Another way")
        device.fill("What would work for you", "Once a month, for the whole afternoon.")
        studio.take(device, "agreed-request")
        device.page.locator("textarea[name=line]").fill("")
        open_agreed(device, "Money over €150")
        device.page.get_by_role("link", name="Print or save as PDF").click()
        device.sees("Agreement between Nadia and Elias")
        studio.take(device, "agreed-print")
        take_writing(studio, device)


def take_writing(studio: Studio, device: Device) -> None:
    """The three kinds, the beginnings, and the editor."""
    device.open_inside("/agreements/new")
    device.sees_heading("What would you like to write?")
    studio.take(device, "agreed-kinds")
    device.press_containing("An agreement")
    device.sees("Nothing heavy after ten")
    studio.take(device, "agreed-beginnings")
    device.press_containing("Nothing heavy after ten")
    device.sees_heading("Write an agreement")
    studio.take(device, "agreed-editor")
    device.press("Suggest to Elias")
    device.sees("What Elias sees")
    studio.take(device, "agreed-share")
    device.page.keyboard.press("Escape")
