"""Staff write down what an outside body passed on, change its date, and record that it was answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.bodies.binding import Moved, bind
from amends.bodies.given import Matter, checked_matter
from amends.bodies.refusals import AnsweredThem
from amends.bodies.rules import ANSWERED, CHANGED, WRITTEN
from amends.bodies.tables import BodyMatter
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.database.rows import insert_all, new_row, select_one
from amends.database.scope import execute
from amends.deadlines.tables import Promise
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

_OTHER_DATE = "the date was changed"


async def write_down(desk: Desk, complaint_id: UUID, *, given: Matter, by: Actor, now: datetime) -> UUID:
    """Also of a case that has ended: a body may take it up afterwards."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    texts = Texts()
    given = checked_matter(given, received_at=case.row.received_at, texts=texts)
    texts.demand()
    return await written(case, given, by=by, now=now)


async def written(
    case: Case,
    given: Matter,
    *,
    by: Actor,
    now: datetime,
    rows: Sequence[Promise] = (),
) -> UUID:
    """`rows`: the promises of a case that is just being lodged, which say afterwards how things are."""
    row = new_row(
        BodyMatter,
        complaint_id=case.id,
        office=given.office,
        number=given.number,
        answer_by=given.answer_by,
        written_at=now,
        written_by=by.id,
        turns=0,
    )
    await insert_all([row])
    moved = await bind(case, by=by, now=now, rows=rows)
    await _record(WRITTEN, case, row, moved, by=by, now=now)
    await _ask(case, row, by=by, now=now)
    return UUID(str(row.id))


async def change(
    desk: Desk, complaint_id: UUID, matter_id: UUID, *, given: Matter, reason: str, by: Actor, now: datetime
) -> None:
    """Such as more time that they gave; what is answered stays as it was answered."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    row = await _one(case, matter_id)
    if row.answered_at is not None:
        raise AnsweredThem()
    texts = Texts()
    given = checked_matter(given, received_at=case.row.received_at, texts=texts)
    reason = texts.prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    if given == Matter(str(row.office), str(row.number), row.answer_by) and not texts.wrong:
        texts.wrong["answer_by"] = "This is what it says already."
    texts.demand()
    other_date = given.answer_by != row.answer_by
    before = cause(row)
    row.office, row.number, row.answer_by = given.office, given.number, given.answer_by
    row.turns = int(row.turns) + other_date
    await execute(
        "UPDATE body_matter SET office = $2, number = $3, answer_by = $4, turns = $5 WHERE id = $1",
        row.id,
        given.office,
        given.number,
        given.answer_by,
        row.turns,
    )
    moved = await bind(case, by=by, now=now)
    await _record(CHANGED, case, row, moved, by=by, now=now, reason=reason)
    if other_date:
        await seen_to([before], by=by, now=now, cancelled=_OTHER_DATE)
        await _ask(case, row, by=by, now=now)


async def answer(
    desk: Desk, complaint_id: UUID, matter_id: UUID, *, words: str, by: Actor, now: datetime
) -> None:
    """It holds for what was promised until then all the same: a promise that is late by it stays late."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    row = await _one(case, matter_id)
    if row.answered_at is not None:
        raise AnsweredThem()
    texts = Texts()
    words = texts.prose(
        "answer", words, longest=LONGEST_PARAGRAPH, needed="Please say what was answered, and by what way."
    )
    texts.demand()
    await execute(
        "UPDATE body_matter SET answered_at = $2, answered_by = $3, answer = $4 WHERE id = $1",
        row.id,
        now,
        by.id,
        words,
    )
    await record(
        act=ANSWERED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"matter": row.id, "answer_by": row.answer_by},
        personal={"office": str(row.office), "number": str(row.number), "note": words},
    )
    await seen_to([cause(row)], by=by, now=now, outcome=words)


def cause(row: BodyMatter) -> str:
    return f"body:{row.id}:{row.turns}"


async def _ask(case: Case, row: BodyMatter, *, by: Actor, now: datetime) -> None:
    """A task besides the promise: a clock that stands still, or that nothing binds, does not hide their date."""
    if row.answer_by is None:
        return
    facts = {"party": " · ".join(filter(None, (str(row.office), str(row.number))))}
    task = NewTask(
        kind=TaskKind.BODY_ANSWER, cause=cause(row), due_at=row.answer_by, complaint_id=case.id, facts=facts
    )
    await opened([task], by=by, now=now)


async def _record(
    act: str,
    case: Case,
    row: BodyMatter,
    moved: Sequence[Moved],
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    promises = [
        {"promise": each.row.id, "clock": each.row.kind, "from": each.before, "to": each.row.due_at}
        for each in moved
    ]
    await record(
        act=act,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"matter": row.id, "answer_by": row.answer_by, "promises": promises},
        personal={
            "office": str(row.office),
            "number": str(row.number),
            **({"reason": reason} if reason else {}),
        },
    )


async def _one(case: Case, matter_id: UUID) -> BodyMatter:
    row = await select_one(BodyMatter, "WHERE id = $1 AND complaint_id = $2", matter_id, case.id)
    if row is None:
        raise NotFound()
    return row
