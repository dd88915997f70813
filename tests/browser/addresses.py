"""Every screen by its address, with the heading that it shows."""

from uuid import UUID

from app.client.content import Words
from app.client.person import Person as Client
from app.client.talk_verbs import REVEAL
from tests.browser.couple import make_couple
from tests.browser.people import Person
from tests.browser.server import Server
from tests.client.people import pair

TODAY = r"Good (morning|afternoon|evening), "

SAFETY = {
    "/safety": "If something is not right",
    "/safety/questions": "Some questions, for you alone",
    "/safety/device": "Read this on a safer device",
    "/safety/exit": "Leaving fast, and its limits",
    "/safety/lines": "Talk to someone",
}

SIGNED_OUT = {
    "/": "A quiet place for the two of you to talk.",
    "/sign-up": "What this is, and what it is not",
    "/sign-up/too-young": "This place is for adults",
    "/sign-in": "Sign in",
    "/recover": "With your recovery code",
    "/join": "Paste the invitation link",
    "/join/look": "Look round",
} | SAFETY

SIGNED_IN = {
    "/today": TODAY,
    "/today/inbox": "What came",
    "/today/first-read": "What this is, and how to use it on your own",
    "/talk": "Talk",
    "/talk/theme#mindfulness": "Steady and here",
    "/talk/guide#kind-pause": "A kind pause",
    "/talk/steady": "A longer out-breath",
    "/talk/kept": "Lines you kept",
    "/talk/past": "Behind you",
    "/agreements": "Agreements",
    "/agreements/new": "What would you like to write",
    "/agreements/print": "Print or save as PDF",
    "/thanks": "Thanks",
    "/thanks/write": "Say thanks",
    "/thanks/jar": "My jar",
    "/us": "Us",
    "/us/invite": "Invite your partner",
    "/us/join": "No invitation is being answered here",
    "/us/paste": "Paste the invitation link",
    "/us/name": "Name and glaze",
    "/us/notifications": "Notifications",
    "/us/settings": "Look",
    "/us/lock": "Lock and PIN",
    "/us/lock/pin": "A PIN for this phone",
    "/us/passphrase/once": "Your passphrase, once",
    "/us/safety": "Safety and privacy",
    "/us/sessions": "Devices signed in",
    "/us/passphrase": "A new passphrase",
    "/us/recovery": "Recovery code",
    "/us/export": "Export",
    "/us/server": "Who runs this server",
    "/us/delete": "Delete account",
    "/us/notes": "My side",
    "/us/notes/new": "Note",
    "/needs-you": "Needs you",
} | SAFETY

# What is another screen once two people share a space; the braces are places of `live_together`.
TOGETHER = {
    "/today": TODAY,
    "/talk": "Talk",
    "/talk/guide#talk-rules": "How we want to talk here",
    "/agreements": "Agreements",
    "/agreements/{agreement}": "Phones at dinner",
    "/agreements/{limit}": "My notebook",
    "/agreements/{request}": "A call",
    "/agreements/print": "Print or save as PDF",
    "/thanks": "Thanks",
    "/thanks/write": "Thank {them}",
    "/thanks/{given}": "For {them}",
    "/thanks/{given}/given": "Given",
    "/thanks/{received}": "From {them}",
    "/thanks/jar": "My jar",
    "/us": "Us",
    "/us/invite": "You share a space already",
    "/us/space": "{me} and {them}",
    "/us/verify": "Verify together",
    "/us/closed/{closed}": "This space is closed.",
    "/us/closed/{closed}/read": "What was shared",
    "/agreements/{agreement_before}": "Phones at dinner",
    "/agreements/{limit_before}": "My notebook",
    "/agreements/{request_before}": "A call",
    "/agreements/print?of={agreement_before}": "Print or save as PDF",
    "/talk/{talk_before}": "How we want to talk here",
    "/us/export": "Export",
}
OPENS = "When you ask whether now is all right."
THEIRS = "An hour with nothing expected of me."
UNOPENED = "Sunday, after supper."
WORDS = Words(
    "You rang my mother back.",
    "I had carried that call around with me all week.",
    "I know that it was not easy.",
)


def live_together(server: Server, me: Person, them: Person) -> dict[str, str]:
    """Two people who share a space, and another before it; gives the screens of the first.

    Both have given thanks, one line is answered, one copy is in the jar and one draft is kept. In
    the space before, too, something was agreed, and a conversation was under way.
    """
    make_couple(server, me, them)
    with (
        Client.sign_in(server.url, me.login, me.passphrase) as one,
        Client.sign_in(server.url, them.login, them.passphrase) as other,
    ):
        one.read()
        other.read()
        closed = one.us.space
        one.us.give(WORDS)
        before = {f"{name}_before": place for name, place in agree(one, other).items()}
        before["talk_before"] = converse(one, other)
        one.us.leave()
        other.us.read()
        pair(one, other)
        for client, person in ((one, me), (other, them)):
            client.us.put_member(person.name, person.glaze.lower())
        given, received = one.us.give(WORDS), other.us.give(WORDS)
        other.us.read()
        other.us.answer(given, "It was good to hear her voice.")
        if found := one.us.read().find(received):
            one.keep_in_jar(one.us, found)
        one.keep_draft(WORDS)
        agreed = agree(one, other)
        one.sign_out()
        other.sign_out()
    places = {"closed": closed, "given": given, "received": received, **agreed, **before}
    names = {"me": me.name, "them": them.name}
    return {path.format(**places): title.format(**names) for path, title in TOGETHER.items()}


def agree(one: Client, other: Client) -> dict[str, UUID]:
    """What holds and would change, and a limit and a request of the other person's."""
    table, theirs = one.us.agreements, other.us.agreements
    words = {"title": "Phones at dinner", "what": "Both phones stay in the hall."}
    agreement = table.propose(words, days={"ends": "2099-01-01"})
    theirs.accept(agreement)
    reason = "هكذا أهدأ لنا"
    changed = {**words, "what": "Both phones, and the door, stay in the hall.", "reason": reason}
    theirs.propose(changed, agreement=agreement, base=1)
    limit = theirs.share_limit({"title": "My notebook", "what": "I keep it to myself."})
    request = theirs.ask({"title": "A call", "what": "Would you call when you are late?"})
    return {"agreement": agreement, "limit": limit, "request": request}


def converse(one: Client, other: Client) -> UUID:
    """The rules of talking, half-way: a question is open, the next one is sealed by `one`."""
    talk, theirs = one.us.talk, other.us.talk
    conversation = talk.invite("talk-rules", [(REVEAL, 0), (REVEAL, 0)], "Before the big things.")
    other.us.read()
    theirs.accept(conversation)
    talk.put_answer(conversation, {"opens": OPENS})
    theirs.put_answer(conversation, {"opens": THEIRS})
    talk.put_answer(conversation, {"hour": UNOPENED})
    return conversation
