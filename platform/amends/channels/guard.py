"""Where an organisation's gateway may be: only what the public network reaches, unless the operator names the host.

A gateway's address is written by a tenant's administrator, and requests leave from inside the deployment: without
this, anybody who may change settings could ask the deployment's own servers and the cloud's.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LOOK_UP: Final = 5.0
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


class NotAllowed(Exception):
    """Codes only, as in `amends.channels.message.Answer`."""


def wrong_with(url: str, allowed: Collection[str]) -> str:
    """What keeps this address from being used at all, as a message id; "" when nothing does before it is looked up."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return "This is not a web address."
    if not host or parts.scheme not in ("https", "http"):
        return "This is not a web address."
    if parts.username is not None or parts.password is not None:
        return "Please leave user name and password out of the address: they have fields of their own."
    if host in allowed:
        return ""
    if parts.scheme != "https":
        return "The address has to begin with https://."
    literal = _literal(host)
    if (literal is not None and not _is_public(literal)) or (literal is None and "." not in host):
        return "This address is not on the public network. The operator of the service can allow its host."
    return ""


async def addresses_of(host: str, port: int, *, allowed: Collection[str]) -> list[str]:
    """To connect to, and to no other: looked up once, so that a second answer of DNS changes nothing."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(LOOK_UP):
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if host.lower() not in allowed and not all(_is_public(ipaddress.ip_address(each)) for each in addresses):
        raise NotAllowed("not a public address")
    return addresses


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_public(address: Address) -> bool:
    """Whatever an IPv6 address wraps counts: a translator on the way would unwrap it."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
        if address.teredo is not None or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast
