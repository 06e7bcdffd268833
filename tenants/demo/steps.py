"""What may happen to a complaint in a demonstration: each step plays one operation of the engine, no short cuts.

`clock` names the promise by the code of its clock: the latest one of the complaint.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from amends.complaints import closing, deciding, handling, lodging, regrading
from amends.complaints.desk import Desk
from amends.complaints.tables import Allegation
from amends.correspondence import operations as correspondence
from amends.deadlines import acts as clocks
from amends.deadlines.period import parse_period
from amends.deadlines.tables import Promise
from amends.escalation import incident_acts
from amends.evidence.intake import Stored
from amends.people.actor import COMPLAINANT, Actor
from amends.remedies import operations as remedies
from amends.remedies.approving import approve
from amends.remedies.carrying_out import carried_out
from amends.remedies.ledger import ledgers_of
from amends.remedies.rules import State
from amends.workbench import tags

Given = dict[str, Any]
"""What a file says of one step besides `do`, `at` and `by`: the operation's own words."""


@dataclass(frozen=True, slots=True)
class Scene:
    desk: Desk
    complaint_id: UUID
    now: datetime
    by: Actor
    people: Mapping[str, Actor]
    departments: Mapping[str, UUID]
    photos: Mapping[str, Stored]


async def play(do: str, given: Given, scene: Scene) -> None:
    operation = _PLAIN.get(do)
    if operation is None:
        await _SPECIAL[do](scene, **given)
    else:
        await operation(scene.desk, scene.complaint_id, by=scene.by, now=scene.now, **given)


async def _assign(scene: Scene, department: str, to: str = "") -> None:
    await handling.assign(
        scene.desk,
        scene.complaint_id,
        department_id=scene.departments[department],
        assignee_id=scene.people[to].id if to else None,
        by=scene.by,
        now=scene.now,
    )


async def _message(scene: Scene, body: str, photos: tuple[str, ...] = ()) -> None:
    """To the complainant when staff write it, from the complainant otherwise."""
    if scene.by is not COMPLAINANT:
        await correspondence.write_to_complainant(
            scene.desk, scene.complaint_id, body=body, by=scene.by, now=scene.now
        )
        return
    evidence = [scene.photos[key] for key in photos]
    await correspondence.write_from_complainant(
        scene.desk, scene.complaint_id, body=body, by=scene.by, now=scene.now, evidence=evidence
    )


async def _decide(scene: Scene, findings: list[tuple[str, str]], result: str) -> None:
    """`findings`: outcome and ground of each allegation, in their order."""
    rows = Allegation.objects().where(Allegation.complaint_id == scene.complaint_id)
    allegations = await rows.order_by(Allegation.rank)
    found = {
        row.id: handling.Finding(outcome, ground)
        for row, (outcome, ground) in zip(allegations, findings, strict=True)
    }
    await handling.resolve(
        scene.desk, scene.complaint_id, findings=found, result=result, by=scene.by, now=scene.now
    )


async def _remedy(scene: Scene, code: str, description: str = "", amount: str = "") -> None:
    await remedies.grant(
        scene.desk,
        scene.complaint_id,
        code=code,
        description=description,
        amount=amount,
        by=scene.by,
        now=scene.now,
    )


async def _pause(scene: Scene, clock: str, code: str, note: str, paragraph: str = "") -> None:
    await clocks.pause(
        scene.desk,
        scene.complaint_id,
        await _promise(scene, clock),
        code=code,
        since=None,
        note=note,
        paragraph=paragraph,
        by=scene.by,
        now=scene.now,
    )


async def _extend(scene: Scene, clock: str, period: str, reason: str, paragraph: str = "") -> None:
    await clocks.extend(
        scene.desk,
        scene.complaint_id,
        await _promise(scene, clock),
        period=parse_period(period),
        until=None,
        reason=reason,
        paragraph=paragraph,
        by=scene.by,
        now=scene.now,
    )


async def _promise(scene: Scene, clock: str) -> UUID:
    rows = Promise.objects().where((Promise.complaint_id == scene.complaint_id) & (Promise.kind == clock))
    latest = await rows.order_by(Promise.started_at, ascending=False).first()
    if latest is None:
        raise ValueError(f"nothing was promised by the clock {clock!r}")
    found: UUID = latest.id
    return found


async def _incident(scene: Scene, owner: str, plan: str) -> None:
    await incident_acts.begin(
        scene.desk,
        scene.complaint_id,
        owner_id=scene.people[owner].id,
        plan=plan,
        by=scene.by,
        now=scene.now,
    )


async def _done(scene: Scene, content: str) -> None:
    """What was done about the incident."""
    await incident_acts.note(
        scene.desk, scene.complaint_id, content=content, at=None, by=scene.by, now=scene.now
    )


async def _carried_out(scene: Scene) -> None:
    """Every remedy that is still outstanding."""
    for row in await remedies.outstanding(scene.complaint_id):
        await carried_out(scene.desk, scene.complaint_id, row.id, by=scene.by, now=scene.now)


async def _approved(scene: Scene) -> None:
    """Every remedy that awaits it; who may is the policy's to say."""
    ledgers = await ledgers_of(scene.complaint_id)
    for row in await remedies.outstanding(scene.complaint_id):
        if row.standing is State.AWAITING:
            seen = len(ledgers[row.id])
            await approve(scene.desk, scene.complaint_id, row.id, seen=seen, by=scene.by, now=scene.now)


_PLAIN: Mapping[str, Callable[..., Awaitable[object]]] = {
    "acknowledge": lodging.acknowledge,
    "accept": deciding.accept,
    "refuse": deciding.refuse,
    "forward": deciding.forward,
    "investigate": handling.investigate,
    "allegation": handling.add_allegation,
    "note": correspondence.note,
    "offer": handling.offer,
    "carry out": handling.carry_out,
    "agree": handling.agree,
    "dispute": handling.dispute,
    "deadlock": handling.declare_deadlock,
    "refer": handling.refer,
    "feedback": closing.record_feedback,
    "regrade": regrading.regrade,
    "close": closing.close,
    "reopen": closing.reopen,
    "withdraw": closing.withdraw,
    "tag": tags.tag,
}
_SPECIAL: Mapping[str, Callable[..., Awaitable[object]]] = {
    "assign": _assign,
    "message": _message,
    "decide": _decide,
    "remedy": _remedy,
    "approve": _approved,
    "carried out": _carried_out,
    "pause": _pause,
    "extend": _extend,
    "incident": _incident,
    "incident note": _done,
}
