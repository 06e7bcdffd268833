"""What of one case's findings fits another one of its group. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from amends.complaints.handling import Finding
from amends.complaints.tables import Allegation


def proposed(own: Iterable[Allegation], found: Sequence[Allegation]) -> dict[UUID, Finding]:
    """For each allegation of a member: what was found of the one in the same words, else in the same place; of the only
    one, where the leading case has no other."""
    by_words = {_said(each): each for each in found}
    by_rank = {each.rank: each for each in found}
    only = found[0] if len(found) == 1 else None
    fitting = ((each.id, by_words.get(_said(each)) or by_rank.get(each.rank) or only) for each in own)
    return {
        own_id: Finding(str(one.outcome), str(one.finding or ""))
        for own_id, one in fitting
        if one is not None
    }


def _said(allegation: Allegation) -> str:
    return " ".join(str(allegation.content).casefold().split())
