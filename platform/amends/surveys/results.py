"""What surveys say all together. Nobody is named, and no result is shown of fewer answers than the policy says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.database.scope import fetch
from amends.surveys.rules import average, shown

MOST_COMMENTS = 100


@dataclass(frozen=True, slots=True)
class Spread:
    """The answers to one question: how often each score was given."""

    dimension: str
    counts: Mapping[int, int]

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    @property
    def average(self) -> float:
        return average(list(Counter(dict(self.counts)).elements()))


@dataclass(frozen=True, slots=True)
class Group:
    """`averages` by dimension; empty while too few have answered."""

    code: str
    answered: int
    averages: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Results:
    invited: int
    answered: int
    refused: int
    scale: int
    spreads: Sequence[Spread]
    """Empty, like all below, while too few have answered."""
    categories: Sequence[Group] = ()
    departments: Sequence[Group] = ()
    comments: Sequence[str] = ()

    @property
    def rate(self) -> float | None:
        return 100 * self.answered / self.invited if self.invited else None


@dataclass(frozen=True, slots=True)
class _Cell:
    dimension: str
    category: str
    department: str
    score: int
    count: int


async def results(*, since: datetime, scale: int, least: int) -> Results:
    """Of cases closed since then. `scale`: answers on another scale count as answers and are shown nowhere, as no average
    spans two."""
    asked = await fetch(_ASKED, since, scale)
    invited, answered, refused = (
        sum(row[name] for row in asked) for name in ("invited", "answered", "refused")
    )
    whole = Results(invited, answered, refused, scale, ())
    on_scale = sum(row["on_scale"] for row in asked)
    if on_scale < max(least, 1):
        return whole
    cells = [_Cell(**dict(row)) for row in await fetch(_CELLS, since, scale)]
    comments = await fetch(_COMMENTS, since, scale, MOST_COMMENTS)
    return Results(
        invited,
        answered,
        refused,
        scale,
        _spreads(cells, scale, least),
        _groups([(row["category"], row["on_scale"]) for row in asked], cells, "category", least),
        _groups([(str(row["department"]), row["on_scale"]) for row in asked], cells, "department", least),
        [row["comment"] for row in comments],
    )


def _spreads(cells: Iterable[_Cell], scale: int, least: int) -> list[Spread]:
    """Questions may be left out, so each has to have answers enough."""
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for cell in cells:
        found[cell.dimension][cell.score] += cell.count
    return [
        Spread(dimension, {score: counts[score] for score in range(1, scale + 1)})
        for dimension, counts in sorted(found.items())
        if counts.total() >= least
    ]


def _groups(answered: Iterable[tuple[str, int]], cells: Sequence[_Cell], by: str, least: int) -> list[Group]:
    counts = Counter[str]()
    for code, count in answered:
        counts[code] += count
    averages = _averages(cells, by, least)
    return [Group(code, count, averages[code]) for code, count in counts.most_common() if count]


def _averages(cells: Iterable[_Cell], by: str, least: int) -> Mapping[str, dict[str, float]]:
    """By group and dimension, where there are answers enough to hide anybody's."""
    given: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        given[cell.dimension][getattr(cell, by)] += [cell.score] * cell.count
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for dimension, scores in given.items():
        for code in shown({code: len(each) for code, each in scores.items()}, least):
            found[code][dimension] = average(scores[code])
    return found


def department_of(group: Group) -> UUID:
    return UUID(group.code)


# A case that has become confidential since is in no figure.
_OF = """FROM (SELECT * FROM survey WHERE closed_at >= $1 AND (invited_at IS NOT NULL OR answered_at IS NOT NULL)) s
JOIN complaint c ON c.tenant_id = s.tenant_id AND c.id = s.complaint_id AND NOT c.confidential"""
_ASKED = f"""SELECT c.category, c.department_id AS department, count(*) AS invited,
    count(s.answered_at) AS answered, count(s.refused_at) AS refused,
    count(s.answered_at) FILTER (WHERE s.highest = $2) AS on_scale
{_OF} GROUP BY 1, 2"""
_CELLS = f"""SELECT a.key AS dimension, c.category, c.department_id::text AS department, a.value::integer AS score,
    count(*) AS count {_OF} CROSS JOIN LATERAL jsonb_each_text(s.scores) a
WHERE s.answered_at IS NOT NULL AND s.highest = $2 GROUP BY 1, 2, 3, 4"""
_COMMENTS = f"""SELECT s.comment {_OF} WHERE s.answered_at IS NOT NULL AND s.highest = $2 AND s.comment <> ''
ORDER BY s.id LIMIT $3"""
"""By an id that says nothing of when or who: in the order of time they would name people to those who were there."""
