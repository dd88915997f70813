"""What two people do in a guided conversation, in the words on their screens."""

from playwright.sync_api import Locator, expect

from tests.browser.device import Device

RULES = "How we want to talk here"
TURNS = "One speaks, one listens"
QUESTION = "What helps me open up, and what makes me close?"
OPENS = "What helps me open up"
CLOSES = "What makes me close"
CHECK = "How stirred up are you right now?"


def open_guide(device: Device, title: str) -> None:
    """From the library to the card of a guide, by its words."""
    device.open_inside("/talk")
    device.press("Search")
    device.page.get_by_role("searchbox").fill(title)
    device.page.get_by_role("link").filter(has_text=title).last.click()
    device.sees_heading(title)


def ask(device: Device, title: str, them: str, note: str = "") -> None:
    """Ask the other person to a guide; one's own way through it begins at once."""
    open_guide(device, title)
    device.press(f"Ask {them}")
    sheet = device.page.get_by_role("dialog")
    sheet.get_by_label(f"A note for {them}, if you like").fill(note)
    sheet.get_by_role("button", name=f"Ask {them}", exact=True).click()
    device.page.get_by_role("button", name="Begin", exact=True).wait_for()


def accept(device: Device, title: str, them: str) -> None:
    """Open the invitation in the library and say yes."""
    device.open_inside("/talk")
    device.page.get_by_role("link").filter(has_text=f"{them} asks you").click()
    device.sees_heading(title)
    device.press("Yes, I will")
    device.page.get_by_role("button", name="Begin", exact=True).wait_for()


def begin(device: Device) -> None:
    """Past the welcome and the number for today."""
    device.press("Begin")
    device.sees_heading(CHECK)
    device.press("Go on without a number")


def go_on(device: Device, heading: str) -> None:
    """On to the step of this heading."""
    device.press("Go on")
    device.sees_heading(heading)


def carry_on(device: Device) -> None:
    """Open the app anew, and take up what was left."""
    device.start_again("/talk")
    device.follow("Carry on")


def seal(device: Device, **words: str) -> None:
    """Write into the fields of a question, by their labels, and seal it."""
    for label, text in words.items():
        device.fill(label, text)
    device.press("Seal my answer")
    device.sees("Closed for now")


def to_question(device: Device, opens: str, closes: str = "") -> None:
    """From the welcome of the rules to their first question; the private fields are its start."""
    begin(device)
    device.sees_heading("What opens me, what closes me")
    device.fill(OPENS, opens)
    device.fill(CLOSES, closes)
    go_on(device, QUESTION)


def pass_answer(device: Device) -> None:
    """Leave one's half empty, behind the question whether that is meant."""
    device.press("Pass this one")
    in_sheet(device, "Pass it").click()


def say(device: Device, name: str, text: str) -> None:
    """Type one piece of a turn and pass the floor."""
    device.page.locator("textarea[name=piece]").fill(text)
    device.press(name)


def in_sheet(device: Device, name: str) -> Locator:
    """A button of the sheet in front."""
    return device.page.get_by_role("dialog").get_by_role("button", name=name, exact=True)


def pause(device: Device) -> None:
    """Pause a step for two, back in twenty minutes."""
    device.press("Pause")
    in_sheet(device, "Pause now").click()
    device.sees_heading("Paused")


def expect_closed(device: Device, words: str) -> None:
    """Expect a sealed half of one's own, and nothing of the other one's."""
    device.sees("Closed for now")
    expect(device.page.get_by_text(words)).to_have_count(0)
