"""What DNS says, asked politely: three seconds at most, outside any transaction, and no answer is not "no"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver

LONGEST: Final = 3.0


@dataclass(frozen=True, slots=True)
class Said:
    """`known` is False when nobody answered: then nothing follows from there being no records."""

    records: tuple[str, ...] = ()
    known: bool = True

    def __bool__(self) -> bool:
        return bool(self.records)


class Lookups:
    """`server` is AMENDS_DNS_SERVER, or "" for the one the machine uses."""

    def __init__(self, server: str = "") -> None:
        self._server = server

    async def txt(self, name: str) -> Said:
        return await self._ask(name, "TXT")

    async def cname(self, name: str) -> Said:
        return await self._ask(name, "CNAME")

    async def mx(self, name: str) -> Said:
        return await self._ask(name, "MX")

    async def _ask(self, name: str, kind: str) -> Said:
        try:
            answer = await self._resolver().resolve(f"{name}.", kind, search=False, lifetime=LONGEST)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return Said()
        except (dns.exception.DNSException, OSError, ValueError):
            return Said(known=False)
        return Said(tuple(sorted(_text(record) for record in answer)))

    def _resolver(self) -> dns.asyncresolver.Resolver:
        if not self._server:
            return dns.asyncresolver.Resolver()
        host, _, port = self._server.rpartition(":")
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = [host], int(port)
        return resolver


def _text(record: object) -> str:
    """A TXT record's pieces are one text; names come without the dot at their end."""
    if pieces := getattr(record, "strings", None):
        return b"".join(pieces).decode("utf-8", "replace")
    name = getattr(record, "target", None) or getattr(record, "exchange", None)
    return str(name).rstrip(".").lower()
