"""Where a request comes from, as allowances count it."""

import ipaddress

from starlette.requests import HTTPConnection

# What one household has to itself; counting single IPv6 addresses would count nothing.
_IPV6_HOUSEHOLD_PREFIX = 64


def address_of(connection: HTTPConnection) -> str:
    """The peer's address; behind a trusted proxy, the one that the proxy saw."""
    return household(connection.client.host if connection.client else "")


def household(host: str) -> str:
    """IPv4 as it is, IPv6 by its /64, anything else unchanged."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_HOUSEHOLD_PREFIX), strict=False))
