"""The pictures of two people: how they meet, what they share, and how one of them leaves."""

from datetime import timedelta

from app.client.content import Words
from tests.browser.couple import copy_link, give, meet_at_once, open_thanks, read_digits
from tests.browser.device import Device
from tests.browser.people import Person
from tests.browser.screens_of_agreements import agree_in_spring, suggest_in_may
from tests.browser.server import Server
from tests.browser.studio import EVENING, StoppedClock, Studio

BEGAN = EVENING.replace(month=1)
MOTHER = "You rang my mother back."
INVOICE = "You told me about the invoice the day it came."
DRAFT = Words("Got up on Saturday and let me sleep.", "I had patience left for the afternoon.")
JAR = Words(
    "You said “I do not know yet” when I pushed for an answer.",
    "I stopped pushing. It was easier to breathe for both of us.",
)


def live_for_months(server: Server, nadia: Person, elias: Person) -> None:
    """Two accounts, one space since January, and the thanks of the last weeks."""
    clock = StoppedClock(server, BEGAN)
    with nadia.arrive(server, clock=clock) as one, elias.arrive(server, clock=clock) as other:
        meet_at_once(one, other, nadia, elias)

        def days_before(days: int, hours: int = 1) -> None:
            clock.go_to(EVENING - timedelta(days=days, hours=hours))

        dinner = agree_in_spring(one, other, clock)
        days_before(16)
        kept = other.us.give(JAR)
        if found := one.us.read().find(kept):
            one.keep_in_jar(one.us, found)
        days_before(7)
        parrot = Words(
            "Your impression of the neighbour’s parrot, in the queue at the chemist.",
            "I laughed on the way home too.",
        )
        laughed = other.us.give(parrot)
        one.us.read()
        one.us.answer(laughed, "The parrot sends its regards.")
        days_before(3)
        awkward = "You keep your word when it is awkward."
        given = one.us.give(Words(INVOICE, "I could breathe out.", awkward))
        other.us.read()
        other.us.take_in(given)
        days_before(2)
        suggest_in_may(one, other, dinner)
        days_before(1)
        other.us.give(Words(MOTHER, "", "I know that call was not easy, and you did it unasked."))
        one.keep_draft(DRAFT)
        one.sign_out()
        other.sign_out()
    clock.go_to(EVENING)


def take_pairing(studio: Studio) -> None:
    """From the invitation to the shared space, and out of it again."""
    nadia = Person(name="Nadia", login=f"nadia.meets.{studio.kind}")
    elias = Person(name="Elias", login=f"elias.meets.{studio.kind}", glaze="Indigo")
    clock = StoppedClock(studio.server, studio.evening)
    for person in (nadia, elias):
        with person.arrive(studio.server, clock=clock) as client:
            client.sign_out()
    with studio.device() as one, studio.device() as other:
        nadia.sign_in(one)
        one.open_inside("/us/invite")
        studio.take(one, "invite-before")
        one.press("Make the invitation")
        one.sees("Works for 7 days, once")
        studio.take(one, "invite")
        link = copy_link(one)
        meet(studio, one, other, link, elias)
        part(studio, one, other)


def meet(studio: Studio, one: Device, other: Device, link: str, elias: Person) -> None:
    """The landing, the six digits on both phones, and the space."""
    other.open(link).sees_heading("Nadia invites you to a place for two.")
    studio.take(other, "join")
    other.follow("Look round first")
    other.sees_heading("Look round")
    studio.take(other, "join-look")
    other.follow("Back to the invitation")
    other.press("Join")
    other.sees("An account of your own")
    studio.take(other, "join-account")
    other.follow("I have an account")
    other.fill("Login name", elias.login)
    other.fill("Passphrase", elias.passphrase)
    other.press("Sign in")
    digits = read_digits(other, "Nadia")
    studio.take(other, "join-digits")
    one.sees_heading("Type the six digits Elias reads out")
    field = one.page.get_by_label("The six digits", exact=True)
    field.fill(digits[:4])
    studio.take(one, "invite-digits")
    field.press_sequentially(digits[4:])
    one.press("Compare")
    other.sees_heading("Elias and Nadia")
    one.sees_heading("Nadia and Elias")
    studio.take(one, "joined")
    one.open_inside("/thanks")
    one.sees("No thanks have been given here.")
    studio.take(one, "two-thanks-first")
    give(one, MOTHER, "I could sit down for ten minutes.", "You notice more than you say.")
    one.sees("Both of you")
    studio.take(one, "two-given")


def part(studio: Studio, one: Device, other: Device) -> None:
    """One leaves; the other opens the app the next time."""
    one.open_inside("/us/space")
    one.press_containing("Leave this space")
    one.sees("You can do this on your own")
    studio.take(one, "leaving")
    one.press("Leave now")
    one.sees_heading("This space is closed.")
    studio.take(one, "closed")
    one.press_containing("Take back what I shared")
    one.sees("This cannot be undone.")
    studio.take(one, "closed-take-back")
    one.press("Take them back")
    one.sees("What you shared here is taken back.")
    studio.take(one, "closed-taken-back")
    other.start_again("/today")
    other.sees("This space is closed.")
    studio.take(other, "today-closed")


def take_two(studio: Studio) -> None:
    """What two people see who have shared a space for some months."""
    nadia, _ = studio.couple
    with studio.device() as device:
        nadia.sign_in(device)
        device.open_inside("/today/first-read")
        device.press("I have read it")
        device.sees(MOTHER)
        studio.take(device, "two-today")
        for name, path, words in (
            ("two-thanks", "/thanks", INVOICE),
            ("two-jar", "/thanks/jar", JAR.did),
            ("two-us", "/us", "Nadia and Elias"),
            ("two-space", "/us/space", "Together here since"),
            ("two-verify", "/us/verify", "At "),
        ):
            device.open_inside(path)
            device.sees(words)
            studio.take(device, name)
        open_thanks(device, MOTHER)
        device.sees_heading("From Elias")
        studio.take(device, "two-received")
        device.open_inside("/thanks")
        device.page.get_by_role("link").filter(has_text=DRAFT.did).first.click()
        device.sees_heading("Thank Elias")
        studio.take(device, "two-write")
