"""What readers are told of where a value comes from: the titles behind the ids that items carry. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from amends.policy.document import Policy, Source


def sources_named(policy: Policy, ids: Iterable[str]) -> list[Source]:
    """Each once, in the order of the ids; an id is known whole, else by what stands before its last dash."""
    found = {code: policy.sources[code] for each in ids if (code := _known(policy, each))}
    return list(found.values())


def _known(policy: Policy, row: str) -> str:
    while row and row not in policy.sources:
        row = row.rpartition("-")[0]
    return row
