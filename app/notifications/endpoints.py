"""Where a note may be sent: to the push services of browsers, and to nobody's own machines.

An endpoint comes from a browser, so it could be any address; a server that posts wherever it is
told could be turned against the network it stands in.
"""

import re
from collections.abc import Collection

# scheme and host are compared; the rest is the push service's own and only bounded in alphabet.
_ENDPOINT = re.compile(r"(https?://[a-z0-9.-]+(?::[0-9]{1,5})?)/[A-Za-z0-9._~:/?=&%+@!$'()*,;-]*")
# Chrome and what is made of it · Firefox · Safari · Edge on Windows.
_SERVICE = re.compile(
    r"https://(?:fcm\.googleapis\.com"
    r"|(?:[a-z0-9-]+\.)+push\.(?:services\.mozilla|apple)\.com"
    r"|(?:[a-z0-9-]+\.)+notify\.windows\.com)(?::443)?"
)


def is_known_service(endpoint: str, more: Collection[str]) -> bool:
    """Whether the endpoint is at a known push service, or at one of the origins in `more`."""
    match = _ENDPOINT.fullmatch(endpoint)
    return match is not None and (match[1] in more or _SERVICE.fullmatch(match[1]) is not None)
