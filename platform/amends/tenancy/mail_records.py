"""What a sender's domain should say in DNS so that its letters are believed: found, and if not, what to add."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from amends.tenancy.domains import Wanted
from amends.tenancy.lookups import Lookups, Said
from amends.tenancy.mail_advice import Advice, Kind, State, absent
from amends.tenancy.spf import MOST_LOOKUPS, asks_for, spf_advice

_ABOVE = 4
"""Names above one that are looked at for its DMARC record."""


@dataclass(frozen=True, slots=True)
class Sending:
    """How the deployment sends: what SPF must allow, and where its DKIM key is."""

    spf: str
    """A mechanism such as include:spf.example.net; "" when the operators declared none."""
    dkim_selector: str
    domain: str
    """Of AMENDS_MAIL_FROM, beside whose key a sender's own record points."""


def stopped(found: Sequence[Advice]) -> bool:
    """Receivers are told to refuse what proves itself by neither SPF nor DKIM, and our letters would not."""
    states = {each.kind: each for each in found}
    proved = any(
        states[kind].state in (State.GOOD, State.UNKNOWN) for kind in (Kind.SPF, Kind.DKIM) if kind in states
    )
    strict = re.search(r";\s*p\s*=\s*(quarantine|reject)", states[Kind.DMARC].found, re.IGNORECASE)
    return strict is not None and not proved


async def look(
    domain: str, *, own: Wanted, sending: Sending, address: str, lookups: Lookups
) -> Sequence[Advice]:
    """All at once, so hardly longer than one; outside any transaction."""
    names = [own.name, domain, f"_dmarc.{domain}"]
    key = f"{sending.dkim_selector}._domainkey.{domain}"
    asked = [*(lookups.txt(name) for name in names), lookups.mx(domain)]
    if sending.dkim_selector:
        asked += [lookups.cname(key), lookups.txt(key)]
    mine, texts, dmarc, mx, *keys = await asyncio.gather(*asked)
    spf = spf_advice(texts, domain, sending.spf)
    asks, above = await asyncio.gather(
        asks_for(spf.add or spf.found, lookups), _above(domain, dmarc, lookups)
    )
    if asks > MOST_LOOKUPS:
        spf = replace(spf, state=State.TOO_MANY, found=spf.found or spf.add, add="")
    found = [_own(mine, own), spf]
    if sending.dkim_selector:
        found.append(_dkim(keys[0], keys[1], key, f"{sending.dkim_selector}._domainkey.{sending.domain}"))
    return [*found, above or _dmarc(dmarc, domain, address), _mx(mx, domain)]


def _own(said: Said, own: Wanted) -> Advice:
    state = State.GOOD if own.value in said.records else absent(said.known)
    return Advice(Kind.OWN, state, own.name, "TXT", own.value)


def _dkim(alias: Said, text: Said, name: str, target: str) -> Advice:
    key = next((each for each in text.records if re.search(r"(^|;)\s*p\s*=\s*[A-Za-z0-9+/]", each)), "")
    if target in alias.records:
        state = State.GOOD if key or not text.known else State.LEADS_NOWHERE
        return Advice(Kind.DKIM, state, name, "CNAME", found=target)
    if key and not alias:
        return Advice(Kind.DKIM, State.GOOD, name, "TXT", found=key)
    if alias:
        return Advice(Kind.DKIM, State.INCOMPLETE, name, "CNAME", target, alias.records[0])
    return Advice(Kind.DKIM, absent(alias.known), name, "CNAME", target)


async def _above(domain: str, said: Said, lookups: Lookups) -> Advice | None:
    """Of a name below another receivers take the record of the one above, where it has none of its own (RFC 7489)."""
    labels = domain.split(".")
    above = [".".join(labels[start:]) for start in range(1, len(labels) - 1)][:_ABOVE]
    if not said.known or _dmarcs(said) or not above:
        return None
    answers = await asyncio.gather(*(lookups.txt(f"_dmarc.{name}") for name in above))
    for name, answer in zip(above, answers, strict=True):
        if records := _dmarcs(answer):
            return Advice(Kind.DMARC, State.GOOD, f"_dmarc.{name}", "TXT", found=_for_below(records[0]))
    return None


def _for_below(record: str) -> str:
    """As it counts below: `sp` in place of `p` where there is one."""
    below = re.search(r";\s*sp\s*=\s*(\w+)", record)
    return re.sub(r"(;\s*p\s*=\s*)\w+", rf"\g<1>{below[1]}", record, count=1) if below else record


def _dmarcs(said: Said) -> list[str]:
    return [text for text in said.records if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text)]


def _dmarc(said: Said, domain: str, address: str) -> Advice:
    name, wanted = f"_dmarc.{domain}", f"v=DMARC1; p=none; rua=mailto:{address}"
    records = _dmarcs(said)
    if len(records) > 1:  # RFC 7489 6.6.3: receivers then act on none
        return Advice(Kind.DMARC, State.TWICE, name, "TXT", found="\n".join(records))
    if not records:
        return Advice(Kind.DMARC, absent(said.known), name, "TXT", wanted)
    if not re.search(r";\s*p\s*=\s*(none|quarantine|reject)\s*(;|$)", records[0], re.IGNORECASE):
        return Advice(Kind.DMARC, State.INCOMPLETE, name, "TXT", wanted, records[0])
    return Advice(Kind.DMARC, State.GOOD, name, "TXT", found=records[0])


def _mx(said: Said, domain: str) -> Advice:
    if said.records == ("",):  # RFC 7505: "." takes no mail, and some refuse letters from there
        return Advice(Kind.MX, State.CLOSED, domain, "MX", found=".")
    return Advice(
        Kind.MX, State.GOOD if said else absent(said.known), domain, "MX", found=", ".join(said.records)
    )
