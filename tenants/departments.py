"""Departments a policy names: made when they are not there yet, and found where work sent to them would arrive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import uuid4

from amends.database.rows import insert_all, new_row, select_all
from amends.people.tables import Department
from amends.policy.document import Policy


async def make_departments(policy: Policy) -> list[str]:
    """The codes of those that were not there; what an organisation changed of its own departments stays."""
    there = {str(row.code) for row in await select_all(Department, "")}
    missing = {code: named for code, named in policy.departments.items() if code not in there}
    await insert_all(
        [
            new_row(
                Department,
                id=uuid4(),
                code=code,
                name_zh=named.name.zh,
                name_en=named.name.en,
                rank=named.rank,
            )
            for code, named in missing.items()
        ]
    )
    return sorted(missing)


async def problems_of_departments(policy: Policy) -> list[str]:
    """A line for each place that sends complaints to a retired department whose work went nowhere."""
    rows = await select_all(Department, "ORDER BY code")
    closed = _closed(rows)
    return [
        f"{place}: department {code!r} is retired and nobody took over its work"
        for place, code in _sent(policy)
        if code in closed
    ]


def _closed(rows: Sequence[Department]) -> set[str]:
    by_id = {row.id: row for row in rows}
    found = set()
    for row in rows:
        last, seen = row, set()
        while last.retired_at is not None and last.successor_id in by_id and last.id not in seen:
            seen.add(last.id)
            last = by_id[last.successor_id]
        if last.retired_at is not None:
            found.add(str(row.code))
    return found


def _sent(policy: Policy) -> Iterable[tuple[str, str]]:
    yield from (
        (f"categories.{code}.department", item.department) for code, item in policy.categories.items()
    )
    yield from ((f"routing.{code}.department", item.department) for code, item in policy.routing.items())
    for chain, steps in policy.chains.items():
        for code, step in steps.steps.items():
            yield f"chains.{chain}.steps.{code}.department", step.department
