"""SPF: whether a domain lets our mail server send for it, and whether receivers will read that at all (RFC 7208)."""

from __future__ import annotations

import asyncio
import re

from amends.tenancy.lookups import Lookups, Said
from amends.tenancy.mail_advice import Advice, Kind, State, absent

MOST_LOOKUPS = 10
_DEPTH = 3
"""Steps from record to record; each may take as long as a look-up may."""


def spf_advice(said: Said, domain: str, allow: str) -> Advice:
    records = [text for text in said.records if _is_spf(text)]
    if len(records) > 1:  # RFC 7208 4.5: receivers then take none of them
        return Advice(Kind.SPF, State.TWICE, domain, "TXT", found="\n".join(records))
    if not records:
        return Advice(Kind.SPF, absent(said.known), domain, "TXT", f"v=spf1 {allow} ~all" if allow else "")
    words = records[0].split()
    # What stands behind the word that decides about everybody else is not read.
    place = next((at for at, word in enumerate(words) if _decides(word)), len(words))
    end = ["~all" if word.lower() in ("all", "+all") else word for word in words[place:]]
    before = words[:place]
    if allow and allow.lower() not in (word.lower().lstrip("+") for word in before):
        before = [*before, allow]
    wanted = [*before, *(word for word in end if word.lower() != allow.lower())]
    if wanted == words:
        return Advice(Kind.SPF, State.GOOD, domain, "TXT", found=records[0])
    return Advice(Kind.SPF, State.INCOMPLETE, domain, "TXT", " ".join(wanted), records[0])


async def asks_for(record: str, lookups: Lookups) -> int:
    """How many look-ups a receiver needs for this SPF record with all it includes; more than allowed is enough."""
    wanted, seen, asked = _asking(record), set[str](), 0
    for _ in range(_DEPTH):
        asked += len(wanted)
        names = {name for name in map(_included, wanted) if name} - seen
        if not names or asked > MOST_LOOKUPS:
            break
        seen |= names
        said = await asyncio.gather(*map(lookups.txt, sorted(names)))
        wanted = [word for each in said for text in each.records if _is_spf(text) for word in _asking(text)]
    return asked


def _asking(record: str) -> list[str]:
    """Its words for which receivers ask DNS (RFC 7208 4.6.4)."""
    words = [word.lower().lstrip("+-~?") for word in record.split()[1:]]
    return [word for word in words if re.match(r"(include|a|mx|ptr|exists)([:/]|$)|redirect=", word)]


def _included(word: str) -> str:
    found = re.fullmatch(r"(?:include:|redirect=)([^%]+)", word)
    return found[1] if found else ""


def _is_spf(text: str) -> bool:
    return text.lower().split(" ")[0] == "v=spf1"


def _decides(word: str) -> bool:
    return word.lower().lstrip("+-~?") == "all" or word.lower().startswith("redirect=")
