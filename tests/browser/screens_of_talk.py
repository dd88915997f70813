"""The pictures of a guided conversation: the library, a card, answers that open, and turns."""

from tests.browser.couple import make_couple
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.studio import StoppedClock, Studio
from tests.browser.talk import (
    OPENS,
    QUESTION,
    RULES,
    TURNS,
    accept,
    ask,
    begin,
    go_on,
    open_guide,
    pause,
    say,
    seal,
)

MINE = (
    "I needed you to ask how Wednesday went. I kept waiting for it all evening, "
    "and then I was short with you about the dishes."
)
THEIRS = (
    "An hour with nothing expected of me. I did not say so because I thought it would sound "
    "like I did not want to be with you. I do."
)
MONEY = "I am not angry about the money. I felt left out of a decision that was ours."


def take_talk(studio: Studio) -> None:
    """Two people who go through the rules of talking, and then speak one at a time."""
    nadia = Person(name="Nadia", login=f"nadia.talks.{studio.kind}")
    elias = Person(name="Elias", login=f"elias.talks.{studio.kind}", glaze="Indigo")
    make_couple(studio.server, nadia, elias, clock=StoppedClock(studio.server, studio.evening))
    with studio.device() as one, studio.device() as other:
        nadia.sign_in(one)
        elias.sign_in(other)
        for device in (one, other):
            device.open_inside("/today/first-read")
            device.press("I have read it")
        take_answers(studio, one, other)
        take_turns(studio, one, other)


def take_answers(studio: Studio, one: Device, other: Device) -> None:
    """From the invitation to the open seam."""
    open_guide(one, RULES)
    studio.take(one, "talk-card")
    ask(one, RULES, "Elias", "After Sunday I would like to look at how we start. No hurry.")
    studio.take(one, "talk-intro")
    other.open_inside("/talk")
    other.sees("Nadia asks you to a conversation")
    studio.take(other, "talk-asked")
    accept(other, RULES, "Nadia")
    begin(other)
    other.fill(OPENS, THEIRS)
    go_on(other, QUESTION)
    one.press("Begin")
    one.page.get_by_role("slider").fill("7")
    one.sees("A longer out-breath")
    studio.take(one, "talk-check")
    one.press("Go on all the same")
    one.fill(OPENS, MINE)
    one.sees("Draft kept")
    studio.take(one, "talk-private")
    go_on(one, QUESTION)
    studio.take(one, "talk-answer")
    one.open_inside("/today")
    one.sees("Write your half")
    studio.take(one, "talk-today")
    one.follow("Write your half")
    seal(one)
    one.sees("Only you can read this for now.")
    studio.take(one, "talk-sealed")
    other.press("Seal my answer")
    one.press("Open the seam")
    one.sees("Both of you can read this")
    studio.take(one, "talk-open")
    go_on(one, "Where, how long, and how do we stop?")
    pause(one)
    studio.take(one, "talk-paused")
    one.open_inside("/talk")
    one.sees("By theme")
    studio.take(one, "talk-library")


def take_turns(studio: Studio, one: Device, other: Device) -> None:
    """A turn in the middle, and an exercise."""
    ask(one, TURNS, "Elias")
    accept(other, TURNS, "Nadia")
    for device in (one, other):
        begin(device)
        go_on(device, "Three short rounds each")
        device.press("I am ready")
    one.sees("Whoever likes begins")
    say(other, "I have said it", MONEY)
    one.sees("Elias has the floor")
    studio.take(one, "talk-turn")
    one.open_inside("/talk/steady")
    one.press("Begin")
    one.sees("Breathe in")
    studio.take(one, "talk-steady")
