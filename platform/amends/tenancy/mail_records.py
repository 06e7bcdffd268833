"""What a sender's domain should say in DNS so that its letters are believed: found, and if not, what to add."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from amends.tenancy.domains import Wanted
from amends.tenancy.lookups import Lookups, Said


class Kind(StrEnum):
    OWN = "own"
    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"
    MX = "mx"


class State(StrEnum):
    GOOD = "good"
    MISSING = "missing"
    INCOMPLETE = "incomplete"
    """There is one, and it does not say what it should."""
    TWICE = "twice"
    UNKNOWN = "unknown"
    """Nobody answered in time."""


@dataclass(frozen=True, slots=True)
class Advice:
    """`add` is the record to add or to put in place of `found`; "" where there is nothing to add."""

    kind: Kind
    state: State
    name: str
    type: str
    add: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """How the deployment sends: what SPF must allow, and where its DKIM key is."""

    spf: str
    """A mechanism such as include:spf.example.net; "" when the operators declared none."""
    dkim_selector: str
    domain: str
    """Of AMENDS_MAIL_FROM, beside whose key a sender's own record points."""


async def look(
    domain: str, *, own: Wanted, sending: Sending, address: str, lookups: Lookups
) -> Sequence[Advice]:
    """All at once, so no longer than one; outside any transaction."""
    names = [own.name, domain, f"_dmarc.{domain}"]
    key = f"{sending.dkim_selector}._domainkey.{domain}"
    asked = [*(lookups.txt(name) for name in names), lookups.mx(domain)]
    if sending.dkim_selector:
        asked += [lookups.cname(key), lookups.txt(key)]
    mine, texts, dmarc, mx, *keys = await asyncio.gather(*asked)
    found = [_own(mine, own), _spf(texts, domain, sending.spf)]
    if sending.dkim_selector:
        found.append(_dkim(keys[0], keys[1], key, f"{sending.dkim_selector}._domainkey.{sending.domain}"))
    return [*found, _dmarc(dmarc, domain, address), _mx(mx, domain)]


def _own(said: Said, own: Wanted) -> Advice:
    state = State.GOOD if own.value in said.records else _absent(said)
    return Advice(Kind.OWN, state, own.name, "TXT", own.value)


def _spf(said: Said, domain: str, allow: str) -> Advice:
    records = [text for text in said.records if text.lower().split(" ")[0] == "v=spf1"]
    if len(records) > 1:  # RFC 7208 4.5: receivers then take none of them
        return Advice(Kind.SPF, State.TWICE, domain, "TXT", found="\n".join(records))
    if not records:
        return Advice(Kind.SPF, _absent(said), domain, "TXT", f"v=spf1 {allow} ~all" if allow else "")
    words = records[0].split()
    if not allow or allow.lower() in (word.lower().lstrip("+") for word in words):
        return Advice(Kind.SPF, State.GOOD, domain, "TXT", found=records[0])
    # Before the word that decides about everybody else, or it would not be read.
    place = next((at for at, word in enumerate(words) if _decides(word)), len(words))
    wanted = " ".join([*words[:place], allow, *words[place:]])
    return Advice(Kind.SPF, State.INCOMPLETE, domain, "TXT", wanted, records[0])


def _dkim(alias: Said, text: Said, name: str, target: str) -> Advice:
    if target in alias.records:
        return Advice(Kind.DKIM, State.GOOD, name, "CNAME", found=target)
    key = next((each for each in text.records if "p=" in each), "")
    if key and not alias:
        return Advice(Kind.DKIM, State.GOOD, name, "TXT", found=key)
    if alias:
        return Advice(Kind.DKIM, State.INCOMPLETE, name, "CNAME", target, alias.records[0])
    return Advice(Kind.DKIM, _absent(alias), name, "CNAME", target)


def _dmarc(said: Said, domain: str, address: str) -> Advice:
    record = next((text for text in said.records if text.lower().startswith("v=dmarc1")), "")
    if record:
        return Advice(Kind.DMARC, State.GOOD, f"_dmarc.{domain}", "TXT", found=record)
    wanted = f"v=DMARC1; p=none; rua=mailto:{address}"
    return Advice(Kind.DMARC, _absent(said), f"_dmarc.{domain}", "TXT", wanted)


def _mx(said: Said, domain: str) -> Advice:
    return Advice(Kind.MX, State.GOOD if said else _absent(said), domain, "MX", found=", ".join(said.records))


def _absent(said: Said) -> State:
    return State.MISSING if said.known else State.UNKNOWN


def _decides(word: str) -> bool:
    return word.lower().lstrip("+-~?") == "all" or word.lower().startswith("redirect=")
