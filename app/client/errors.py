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
    """A rule of the verb says no: `stale`, `not_author`, `unknown_version`, `already_erased`."""
