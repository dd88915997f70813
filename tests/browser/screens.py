"""`make screens`: pictures of every screen into docs/screens, light and dark, phone and wide.

Everything is what a person would see: a real server whose clock stands at one evening in May, a
real account with notes from the days before, and screens reached the way a person reaches them.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser import notes
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.people import Person, fill_note, note_row, write_note
from tests.browser.screens_of_agreements import take_agreements
from tests.browser.screens_of_every_day import take_every_day
from tests.browser.screens_of_talk import take_talk
from tests.browser.screens_of_two import live_for_months, take_pairing, take_two
from tests.browser.server import ROOT, Server
from tests.browser.studio import EVENING, FOLDER, Scheme, StoppedClock, Studio

SESSION = "Before Thursday’s session"
SUMMER = (
    "I would like to start with the summer, and not with the rota. "
    "Ask if we can slow down at the part about my sister."
)
FAST = " When it goes fast I agree to things so that it stops."
LIST = " Bring the list from last time."
WINDOWS = "The stairwell, the cold rail, counting the windows on the other side of the yard."
# Between one kind of picture and the next: an account is signed in to only so often in a while.
A_WHILE = timedelta(minutes=15)
# Days before the evening, title, text.
NOTES = (
    (4, "Said well, by Elias", "“I went quiet because I did not trust myself to be fair.”"),
    (1, "What steadied me", WINDOWS),
    (0, SESSION, SUMMER),
)


def live_a_few_days(server: Server, nadia: Person) -> None:
    """Make the account and write its notes, each on its own day."""
    clock = StoppedClock(server, EVENING - timedelta(days=6))
    with nadia.arrive(server, clock=clock) as client:
        for days, title, text in NOTES:
            clock.go_to(EVENING - timedelta(days=days, hours=1))
            client.put_note(title, text)
        client.sign_out()
    clock.go_to(EVENING)


def take_public(studio: Studio) -> None:
    """What everybody can open."""
    with studio.device() as device:
        for name, path, heading in (
            ("welcome", "/", "A quiet place for the two of you to talk."),
            ("sign-in", "/sign-in", "Sign in"),
            ("recover", "/recover", "With your recovery code"),
            ("safety", "/safety", "If something is not right"),
            ("safety-questions", "/safety/questions", "Some questions, for you alone"),
            ("safety-device", "/safety/device", "Read this on a safer device"),
            ("safety-exit", "/safety/exit", "Leaving fast, and its limits"),
            ("safety-lines", "/safety/lines", "Talk to someone"),
            ("too-young", "/sign-up/too-young", "This place is for adults"),
        ):
            device.open(path).sees_heading(heading)
            studio.take(device, name)
        device.page.goto("/measures.html")
        studio.take(device, "neutral-page")
        device.context.add_init_script(
            "Object.defineProperty(window, 'isSecureContext', { value: false })"
        )
        device.open("/closed.html")
        device.sees_heading("Nothing can be sealed here, so this page stays closed")
        studio.take(device, "insecure")


def take_sign_up(studio: Studio) -> None:
    """Five screens, with somebody new; each picture run needs a login of its own."""
    newcomer = Person(name="Nadia", login=f"nadia.{studio.kind}")
    with studio.device() as device:
        device.open("/sign-up").sees_heading("What this is, and what it is not")
        studio.take(device, "sign-up-adults")
        newcomer.answer_adults(device)
        device.fill("Your name", "Nadia")
        device.sees("This server is run by")
        studio.take(device, "sign-up-name")
        newcomer.give_name(device)
        device.fill("Login name", newcomer.login)
        device.sees("Drawn by chance, on this phone")
        studio.take(device, "sign-up-passphrase")
        newcomer.choose_passphrase(device)
        device.sees_heading("Your recovery code")
        studio.take(device, "sign-up-recovery")
        device.press("I have kept it")
        newcomer.sees_today(device)
        studio.take(device, "today")
        device.open_inside("/us/notes")
        device.sees("No notes so far")
        studio.take(device, "my-side-empty")


def take_inside(studio: Studio) -> None:
    """The signed-in screens, with a few days of notes."""
    with studio.device(puts_by=True) as device:
        studio.nadia.sign_in(device)
        for name, path, heading in (
            ("first-read", "/today/first-read", ""),
            ("talk", "/talk", "Talk"),
            ("agreements", "/agreements", "Agreements"),
            ("thanks", "/thanks", "Thanks"),
            ("us", "/us", "Us"),
            ("us-name", "/us/name", "Name and glaze"),
            ("us-settings", "/us/settings", "Look"),
            ("us-lock", "/us/lock", "Lock and PIN"),
            ("us-lock-pin", "/us/lock/pin", "A PIN for this phone"),
            ("us-sessions", "/us/sessions", "Devices signed in"),
            ("us-passphrase", "/us/passphrase", "A new passphrase"),
            ("us-recovery", "/us/recovery", "Recovery code"),
            ("us-delete", "/us/delete", "Delete account"),
            ("us-export", "/us/export", "Export"),
            ("us-server", "/us/server", "Who runs this server"),
            ("us-safety", "/us/safety", "Safety and privacy"),
            ("my-side", "/us/notes", "My side"),
        ):
            device.open_inside(path)
            if heading:
                device.sees_heading(heading)
            studio.take(device, name)
        note_row(device, SESSION).click()
        device.sees_heading("Note")
        fill_note(device, SESSION, SUMMER)
        device.page.get_by_label("Write here", exact=True).press("End")
        device.page.keyboard.type(" ")
        device.sees("Draft kept")
        studio.take(device, "note")
        fill_note(device, SESSION, SUMMER)
        device.press("Done")
        device.sees_heading("My side")
        device.go_offline()
        device.open_inside("/us/notes")
        write_note(device, "On the train", "Two stops of quiet.")
        device.sees("You are offline.")
        studio.take(device, "my-side-offline")
        note_row(device, "On the train").first.click()
        device.press("Delete")
        device.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        device.sees_heading("My side")
        device.open_inside("/us")
        device.press_containing("Lock now")
        device.sees_heading("Locked")
        studio.take(device, "lock")


def take_two_versions(studio: Studio) -> None:
    """One note written on two devices before they met."""
    with studio.device(puts_by=True) as device, studio.device(puts_by=True) as other:
        for each in (device, other):
            studio.nadia.sign_in(each)
            each.open_inside("/us/notes")
            note_row(each, SESSION).wait_for()
            each.go_offline()
        for each, words in ((other, SUMMER + LIST), (device, SUMMER + FAST)):
            note_row(each, SESSION).click()
            fill_note(each, SESSION, words)
            each.press("Done")
            each.sees_heading("My side")
        other.go_online()
        other.page.get_by_text("Only on this phone", exact=True).first.wait_for(state="detached")
        device.go_online()
        device.sees("Two versions")
        studio.take(device, "my-side-two-versions")
        device.open_inside("/needs-you")
        device.sees("has two versions")
        studio.take(device, "needs-you-two-versions")
        device.open_inside("/us/notes")
        note_row(device, SESSION).click()
        device.sees_heading("Two versions")
        studio.take(device, "two-versions")
        device.page.get_by_role("button", name="Keep only this one").last.click()
        device.sees_heading("Note")
        fill_note(device, SESSION, SUMMER)
        device.press("Done")
        device.sees_heading("My side")
        device.page.get_by_text("Only on this phone", exact=True).first.wait_for(state="detached")


def take_needs_you(studio: Studio) -> None:
    """A server that was restored from a backup lost three changes of somebody new."""
    nadia = Person(name="Nadia", login=f"nadia.lost.{studio.kind}")
    with nadia.arrive(studio.server, clock=StoppedClock(studio.server, studio.evening)) as client:
        client.sign_out()
    backup = studio.server.folder / f"backup-{studio.kind}.sqlite3"
    with studio.device() as device:
        nadia.sign_in(device)
        studio.server.run("backup", str(backup))
        for title in ("What I needed", "On the train", "A walk after dinner"):
            write_note(device, title, "Written after the backup.")
        device.page.get_by_text("Only on this phone", exact=True).first.wait_for(state="detached")
        studio.server.stop()
        studio.server.run("restore", str(backup))
        studio.server.set_clock(studio.evening)
        studio.server.start()
        device.sees_heading("Locked")
        nadia.unlock(device)
        device.open_inside("/needs-you")
        device.sees("The server lost 3 changes")
        studio.take(device, "needs-you-lost")


PARTS: tuple[Callable[[Studio], None], ...] = (
    take_public,
    take_sign_up,
    take_inside,
    take_two_versions,
    take_needs_you,
    take_pairing,
    take_two,
    take_talk,
    take_every_day,
    take_agreements,
)
KINDS: tuple[tuple[Scheme, bool], ...] = (("light", False), ("dark", False), ("light", True))


def main() -> int:
    """Take every picture anew; a name after the command takes only that part."""
    if find_chromium() is None:
        print("No Chromium was found, so no pictures were taken.")
        return 1
    wanted = set(sys.argv[1:])
    if not wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
    expect.set_options(timeout=20_000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        nadia = Person(name="Nadia", login="nadia")
        couple = Person(name="Nadia", login="nadia.k"), Person(name="Elias", glaze="Indigo")
        with Server(Path(folder), now=EVENING, settings=notes.SETTINGS) as server:
            live_for_months(server, *couple)
            live_a_few_days(server, nadia)
            for number, (scheme, wide) in enumerate(KINDS):
                evening = EVENING + number * A_WHILE
                studio = Studio(browser, server, nadia, couple, scheme, wide, evening)
                for part in PARTS:
                    if not wanted or part.__name__.removeprefix("take_") in wanted:
                        server.set_clock(evening)
                        part(studio)
        browser.close()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
