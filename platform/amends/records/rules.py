"""Which records a case is about, as its answers say, and where each is to be seen. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from amends.policy.document import BusinessRecord, Policy
from amends.policy.parts.records import NUMBER


def named(policy: Policy, answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Kind and number, in the policy's order."""
    for code, kind in sorted(policy.records.items(), key=lambda item: (item[1].rank, item[0])):
        if number := answers.get(kind.field, "").strip() if kind.field else "":
            yield code, number


def address(kind: BusinessRecord, number: str) -> str:
    """ "": there is none. Whatever the number holds stays one part of the path or query."""
    return kind.address.replace(NUMBER, quote(number, safe=""))
