"""Which pages may speak to the server: its own, and programs that are no page (protocol.md §11)."""

from urllib.parse import urlsplit


def is_own_origin(origin: str | None, host: str | None, public_origin: str | None) -> bool:
    """Whether a request's `Origin` header is ours.

    Browsers always send it with unsafe methods and sockets; a program that sends none is no page
    that somebody was lured to. In production it must be the public origin; locally, the address
    that was asked for.
    """
    if origin is None:
        return True
    if public_origin is not None:
        return origin == public_origin
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and host is not None and parts.netloc == host.lower()
