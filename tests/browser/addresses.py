"""Every screen by its address, with the heading that it shows."""

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
} | SAFETY

SIGNED_IN = {
    "/today": TODAY,
    "/today/inbox": "What came",
    "/today/first-read": "What this is, and how to use it on your own",
    "/talk": "Talk",
    "/agreements": "Agreements",
    "/thanks": "Thanks",
    "/us": "Us",
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
