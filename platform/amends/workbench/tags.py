"""Words that staff put on cases to find them again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.database.rows import insert_all, new_row
from amends.database.scope import execute, fetch
from amends.errors import Invalid
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.workbench.tables import CaseTag

TAGGED: Final = "tagged"
MOST: Final = 12
"""On one case."""
LONGEST: Final = 30
_SUGGESTED: Final = 100


def tidy(words: str) -> list[str]:
    """Each once, in small letters, in the order typed; commas part them, the Chinese ones too."""
    apart = words.replace("，", ",").replace("、", ",").split(",")
    return list(dict.fromkeys(word for each in apart if (word := " ".join(each.split()).lower())))


async def tag(
    desk: Desk, complaint_id: UUID, *, add: str = "", remove: Collection[str] = (), by: Actor, now: datetime
) -> list[str]:
    """The words before. What is there already, or gone already, changes nothing and is no act. Also when the case is over."""
    by.demand(Right.NOTE)
    case = await take_by(desk, complaint_id, by)
    before = await tags_of(case.id)
    kept = [word for word in before if word not in remove]
    wanted = list(dict.fromkeys([*kept, *tidy(add)]))
    _demand_room(wanted)
    await become(case.id, before, wanted, by=by, now=now)
    return before


async def become(
    complaint_id: UUID, before: Sequence[str], wanted: Sequence[str], *, by: Actor, now: datetime
) -> None:
    """The case was taken before."""
    added = [word for word in wanted if word not in before]
    gone = [word for word in before if word not in wanted]
    if not added and not gone:
        return
    await insert_all(
        [
            new_row(CaseTag, complaint_id=complaint_id, word=word, added_at=now, added_by=by.id)
            for word in added
        ]
    )
    await execute(
        "DELETE FROM case_tag WHERE complaint_id = $1 AND word = ANY($2::text[])", complaint_id, gone
    )
    await record(
        act=TAGGED,
        by=by,
        now=now,
        complaint_id=complaint_id,
        detail={"added": len(added), "removed": len(gone)},
        personal={name: ", ".join(words) for name, words in (("added", added), ("removed", gone)) if words},
    )


async def tags_of(complaint_id: UUID) -> list[str]:
    rows = await fetch(
        "SELECT word FROM case_tag WHERE complaint_id = $1 ORDER BY added_at, word", complaint_id
    )
    return [row["word"] for row in rows]


async def in_use() -> list[str]:
    """Of the whole organisation, the commonest first."""
    rows = await fetch(
        "SELECT word FROM case_tag GROUP BY word ORDER BY count(*) DESC, word LIMIT $1", _SUGGESTED
    )
    return [row["word"] for row in rows]


def _demand_room(words: Iterable[str]) -> None:
    every = list(words)
    if any(len(word) > LONGEST for word in every):
        raise Invalid({"tags": "Please keep each tag short: 30 characters at most."})
    if len(every) > MOST:
        raise Invalid({"tags": "A case can have 12 tags at most."})
