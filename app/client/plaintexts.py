"""What this client seals: each kind of plaintext as it is written (`content` reads them)."""

from app.client.content import Kept, MemberCard, Words
from app.client.device import Device
from app.client.wire import Json


def note_plaintext(title: str, text: str, device: Device) -> Json:
    """The words of one version; what it replaces is filled in when its place is known."""
    return {
        "t": "note",
        "v": 1,
        "title": title,
        "text": text,
        "replaces": [],
        "device": {"id": str(device.id), "name": device.kind},
        "written_ms": device.clock.now_ms(),
    }


def profile_plaintext(name: str, glaze: str, *, recovery_checked: bool) -> Json:
    return {
        "t": "profile",
        "v": 1,
        "name": name,
        "glaze": glaze,
        "recovery_checked": recovery_checked,
    }


def thanks_plaintext(words: Words) -> Json:
    return {"t": "thanks", "v": 1} | _parts(words)


def draft_plaintext(words: Words) -> Json:
    return {"t": "thanks_draft", "v": 1} | _parts(words) | {"replaces": []}


def kept_plaintext(kept: Kept) -> Json:
    words = kept.words
    return {
        "t": "jar",
        "v": 1,
        "space": str(kept.space),
        "thanks": str(kept.thanks),
        "from": kept.giver_name,
        "did": words.did,
        "changed": words.changed,
        "shows": words.shows,
        "given_ms": kept.given_ms,
    }


def answer_plaintext(text: str) -> Json:
    return {"t": "thanks_answer", "v": 1, "text": text}


def member_plaintext(card: MemberCard) -> Json:
    return {
        "t": "member",
        "v": 1,
        "name": card.name,
        "glaze": card.glaze,
        "body_words": card.body_words,
    }


def _parts(words: Words) -> Json:
    return {
        "did": words.did,
        "changed": words.changed,
        "shows": words.shows,
        "about": words.about,
    }
