"""Everything this client refuses, each with the name that both implementations give it.

A caller switches on `code`, never on the sentence. No error carries a secret or a person's words.
"""


class ClientError(Exception):
    """The root: `code` is stable, the sentence is for people."""

    def __init__(self, code: str, sentence: str = "") -> None:
        super().__init__(f"{code}: {sentence}" if sentence else code)
        self.code = code
        self.sentence = sentence


class MalformedError(ClientError):
    """Bytes or text that the strict readers of `canonical` and `events` do not take."""

    def __init__(self, sentence: str) -> None:
        super().__init__("malformed", sentence)


class TextError(ClientError):
    """`bad_name`, `bad_login`, `bad_code`, `bad_passphrase_length`, `lone_surrogate`."""


class EnvelopeError(ClientError):
    """`version suite epoch bucket commit tag length padding json`; in sealing also `too_long`."""


class KeyMaterialError(ClientError):
    """`weak_key`, `unknown_profile`, `salt_length`."""


class SignatureError(ClientError):
    """`signature`, or `weak_key` where any signature would pass."""


class RuleError(ClientError):
    """A rule says no; the codes stand in the tables that `rules` and its domains follow."""


class AnswerError(ClientError):
    """A sealed answer that is not the one it is given for: `place`, `changed`, `body`."""


class PairingError(ClientError):
    """A pairing does not go on.

    `changed`: other bytes than those that were named or promised. `repeat`: an id or key that is
    known already. `waiting`: it is the other phone's turn. `wrong_digits`, and `ended` after the
    third time, or where the invitation is no longer there.
    """


class OfflineError(ClientError):
    """No answer came. Whether the server acted is unknown until the log has been read."""

    def __init__(self) -> None:
        super().__init__("offline", "no answer came from the server")


class RefusedError(ClientError):
    """The server's own refusal: its code, status, and how long to wait if it said so."""

    def __init__(
        self, code: str, status: int, detail: str = "", retry_after_seconds: int | None = None
    ) -> None:
        super().__init__(code, detail)
        self.status = status
        self.retry_after_seconds = retry_after_seconds


class ClosedError(ClientError):
    """The server closed the socket: `malformed signed_out revoked upgrade slow_down restarting`."""


class DistrustError(ClientError):
    """The server's answer contradicts what this device knows, so nothing of it was taken.

    At signing in: `salt_changed account_changed login_changed account_key vault_revision vault
    space_missing space_unknown member space_key`. While reading: `withheld` (it has more and does
    not give it), `head` (its head is not that of the events it gave), `lost` (it has less than this
    device), `behind` (it has less than the vault knows), `branch` (it has something else).
    """
