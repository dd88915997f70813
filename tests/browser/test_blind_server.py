"""T1 and R12: what a person types is nowhere the server, its log or the network could show it."""

import base64
import json
from collections.abc import Callable, Mapping

import pytest

from tests.browser.conftest import MakeDevice
from tests.browser.couple import answer, give, make_link, open_thanks, read_digits, type_digits
from tests.browser.device import Device
from tests.browser.people import Person, fill_note, note_row, sees_note, write_note
from tests.browser.server import Server

Form = Callable[[str], list[bytes]]
# A run of base64 begins at any of three places in what it encodes; its first and last characters
# depend on the neighbours, so the middle is what can be searched for.
_EDGE = 4


def _base64(encode: Callable[[bytes], bytes]) -> Form:
    def forms(word: str) -> list[bytes]:
        shifted = (encode(b"\0" * shift + word.encode()) for shift in range(3))
        return [each.rstrip(b"=")[_EDGE:-_EDGE] for each in shifted]

    return forms


FORMS: Mapping[str, Form] = {
    "raw": lambda word: [word.encode()],
    "base64": _base64(base64.b64encode),
    "base64url": _base64(base64.urlsafe_b64encode),
    "hex": lambda word: [word.encode().hex().encode(), word.encode().hex().upper().encode()],
    "json": lambda word: [json.dumps(word)[1:-1].encode()],
    "utf-16": lambda word: [word.encode("utf-16-le"), word.encode("utf-16-be")],
}

# Unlike anything else in the project, and not plain ASCII, so that every form differs.
WORDS = {
    "name": "Nôramarker",
    "renamed": "Ñôramarker",
    "title": "Titlémarker one",
    "text": "Wordsmarkér of a note",
    "changed": "Changédmarker words",
    "draft title": "Dráftmarker two",
    "draft": "Unsentmärker words",
    "search": "Searchmarkér",
    "offline": "Offlinemarkér",
    "passphrase": "Passphrasemärker tree",
    "new passphrase": "Newpassphräsemarker",
}
BETWEEN_TWO = {
    "inviter": "Invitermärker",
    "invited": "Invitédmarker",
    "did": "Didmarkér for the other",
    "changed": "Whatchängedmarker",
    "shows": "Showsmarkér about you",
    "answer": "Answerlinemärker",
    "draft": "Thanksdräftmarker",
    "draft changed": "Draftchangedmarkér",
    "draft shows": "Draftshowsmärker",
}
# Says a word to the server in clear over the app's own socket, as a phone that leaks would; the
# server sends the name of a request back beside its answer.
_SAY_ALOUD = """(word) => new Promise((done) => {
    const socket = new WebSocket(`ws://${location.host}/api/socket`, 'goldseam.1');
    const space = crypto.randomUUID();
    const frame = { type: 'append', ref: word, space, items: [], repair: false };
    socket.onopen = () => socket.send(JSON.stringify(frame));
    socket.onmessage = () => socket.close();
    socket.onclose = () => done();
})"""


def places(server: Server, *devices: Device) -> dict[str, bytes]:
    """Every byte that somebody else could hold."""
    files = sorted(path for path in server.data.rglob("*") if path.is_file())
    return {
        "database": b"\n".join(path.read_bytes() for path in files),
        "log": server.log().encode(),
        "sent": b"\n".join(device.wire.said_up() for device in devices),
        "received": b"\n".join(device.wire.said_down() for device in devices),
    }


def search(where: Mapping[str, bytes], word: str) -> list[tuple[str, str]]:
    """The places and forms in which this word is found."""
    return [
        (place, name)
        for place, content in where.items()
        for name, form in FORMS.items()
        if any(each in content for each in form(word))
    ]


def leaks(
    where: Mapping[str, bytes], secrets: Mapping[str, str]
) -> dict[str, list[tuple[str, str]]]:
    """What of these words is found at all, and where."""
    found = {what: search(where, word) for what, word in secrets.items()}
    return {what: hits for what, hits in found.items() if hits}


@pytest.mark.parametrize("name", FORMS)
def test_the_searcher_finds_a_planted_word_in_each_form(name: str) -> None:
    for planted in FORMS[name](WORDS["title"]):
        assert ("here", name) in search({"here": b"\1\2" + planted + b"\3"}, WORDS["title"])


@pytest.mark.put_by
def test_t1_nothing_typed_reaches_anybody(device: Device, server: Server) -> None:
    """A whole life of an account, and then the search; what may be seen is found by it."""
    nora = Person(name=WORDS["name"], passphrase=WORDS["passphrase"], login="plainly-seen")
    nora.sign_up(device)
    device.settles()
    write_note(device, WORDS["title"], WORDS["text"])
    note_row(device, WORDS["title"]).click()
    fill_note(device, WORDS["title"], WORDS["changed"])
    device.press("Done")
    device.page.get_by_role("searchbox").fill(WORDS["search"])
    device.open_inside("/us/notes/new")
    fill_note(device, WORDS["draft title"], WORDS["draft"])
    device.sees("Draft kept")
    device.go_offline()
    write_note(device, "Offline", WORDS["offline"])
    device.go_online()
    device.sees_no("Only on this phone")
    rename(device, WORDS["renamed"])
    change_passphrase(device, nora, WORDS["new passphrase"])
    device.open_inside("/us/notes")
    sees_note(device, WORDS["title"])

    where = places(server, device)
    assert ("sent", "raw") in search(where, nora.login)
    assert ("received", "raw") in search(where, nora.login)
    assert ("database", "raw") in search(where, nora.login)
    assert ("log", "raw") in search(where, "POST /accounts")
    secrets = {**WORDS, "recovery code": nora.recovery_code.replace(" ", "")}
    assert leaks(where, secrets) == {}


def test_t1_nothing_two_people_write_reaches_anybody(
    device: Device, make_device: MakeDevice, server: Server
) -> None:
    """From the invitation to the jar; what one phone then says in clear is found by the search."""
    other = make_device()
    nora = Person(name=BETWEEN_TWO["inviter"])
    elias = Person(name=BETWEEN_TWO["invited"], glaze="Indigo")
    for person, phone in ((nora, device), (elias, other)):
        person.make_account(server)
        person.sign_in(phone)
    link = make_link(device)
    answer(other, link, nora.name)
    secrets = {**BETWEEN_TWO, "link": link.rsplit(".", 1)[1]}
    digits = read_digits(other, nora.name)
    # The names wait in the mailbox now; the transaction that joins the two empties it.
    assert leaks(places(server, device, other), secrets) == {}
    type_digits(device, digits)
    device.sees_heading(f"{nora.name} and {elias.name}")
    other.sees_heading(f"{elias.name} and {nora.name}")
    write_between(device, other)

    where = places(server, device, other)
    assert leaks(where, secrets) == {}
    assert ("database", "raw") in search(where, elias.login)
    other.page.evaluate(_SAY_ALOUD, BETWEEN_TWO["answer"])
    heard = search(places(server, device, other), BETWEEN_TWO["answer"])
    assert {("sent", "raw"), ("received", "raw")} <= set(heard)


def write_between(device: Device, other: Device) -> None:
    """Thanks, a line of answer, a copy in the jar and a draft, each seen to be on the server."""
    give(device, BETWEEN_TWO["did"], BETWEEN_TWO["changed"], BETWEEN_TWO["shows"])
    open_thanks(other, BETWEEN_TWO["did"])
    other.press("Answer with a line")
    other.fill("Your line", BETWEEN_TWO["answer"])
    other.press(f"Send to {BETWEEN_TWO['inviter']}")
    other.press_containing("Keep it in my jar")
    other.sees("Take it out of my jar")
    other.open_inside("/thanks/write")
    other.fill("What you did", BETWEEN_TWO["draft"])
    other.fill("What it changed for me", BETWEEN_TWO["draft changed"])
    other.fill("What it shows me about you", BETWEEN_TWO["draft shows"])
    other.press("Keep it for now")
    other.sees(BETWEEN_TWO["draft"])
    other.sees_no("Only on this phone")
    device.open_inside("/thanks")
    device.sees(BETWEEN_TWO["answer"])


def rename(device: Device, name: str) -> None:
    device.open_inside("/us/name")
    device.fill("Your name", name)
    device.press("Keep")
    device.sees(name)


def change_passphrase(device: Device, nora: Person, new: str) -> None:
    device.open_inside("/us/passphrase")
    device.fill("Passphrase now", nora.passphrase)
    device.choose("Use my own")
    device.fill("Your own passphrase", new)
    device.press("Set it")
    device.sees("The new passphrase is set")
