"""Their silence: looked at when its time has come, and the rule asked again then."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case, take
from amends.complaints.desk import Desks
from amends.complaints.tables import Complaint
from amends.correspondence.operations import tell_staff
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.notices.operations import tell_all
from amends.notices.telling import Telling
from amends.outbox.operations import publish
from amends.outside.letters import OutsideLetter, write
from amends.outside.rules import Facts, follows, parties, times
from amends.outside.tables import OutsideRequest
from amends.people.actor import SYSTEM
from amends.people.rights import Role
from amends.people.staff import staff
from amends.policy.document import Text
from amends.policy.events import Event
from amends.policy.parts.outside import Silence

OUTSIDE_SILENCE = "outside-silence"
"""The outbox name of a look at one; its payload is the request's id."""

_SAID = {
    Silence.DECIDE: Text(
        zh="{party} 逾期未答复，可根据现有材料作出处理。",
        en="{party} has not answered in time: decide on what there is.",
    ),
    Silence.REMIND: Text(
        zh="{party} 逾期未答复，已再次提醒。", en="{party} has not answered in time and was asked once more."
    ),
    Silence.RAISE: Text(
        zh="{party} 逾期未答复，已告知主管人员。",
        en="{party} has not answered in time; those in charge are told.",
    ),
}


async def wait_for_it(request: OutsideRequest, *, now: datetime) -> None:
    """A look at it is owed from when their silence begins to count."""
    key = f"{OUTSIDE_SILENCE}:{request.id}:{request.silent_at.isoformat()}"
    payloads = {key: {"request_id": str(request.id)}}
    await publish(name=OUTSIDE_SILENCE, payloads=payloads, now=max(request.silent_at, now))


async def looked_at(request_id: UUID, *, desks: Desks, now: datetime) -> datetime | None:
    """Do what follows, once; the moment to look again where it is too early, None when there is nothing more to do."""
    seen = await select_one(OutsideRequest, "WHERE id = $1", request_id)
    if seen is None:
        return None
    row = await select_one(Complaint, "WHERE id = $1", seen.complaint_id)
    assert row is not None, "the database keeps a request's case"
    case = await take(await desks(row.policy_version_id, row.calendar_version_id), row.id)
    request = await select_one(OutsideRequest, "WHERE id = $1 FOR NO KEY UPDATE", request_id)
    assert request is not None, "nobody who serves deletes requests"
    facts = Facts(
        request.due_at, request.silent_at, request.answered_at, bool(request.declined), request.ended_at
    )
    reminded = request.reminded_at is not None
    what = None if case.ended else follows(facts, str(request.silence), now, reminded=reminded)
    if what is None:
        return request.silent_at if facts.open and not case.ended and now < request.silent_at else None
    if request.silence_noted_at is None or request.silence_noted_at < request.silent_at:
        await _carry_out(case, request, what, now=now)
    return None


async def _carry_out(case: Case, request: OutsideRequest, what: Silence, *, now: datetime) -> None:
    await execute("UPDATE outside_request SET silence_noted_at = $2 WHERE id = $1", request.id, now)
    await record(
        act="outside-silent",
        by=SYSTEM,
        now=now,
        complaint_id=case.id,
        detail={"request": request.id, "follows": what},
        personal={"party": str(request.party)},
    )
    if what is Silence.REMIND:
        await _remind(case, request, now=now)
    said = _SAID[what]
    news = Text(zh=said.zh.format(party=request.party), en=said.en.format(party=request.party))
    key = f"outside-silent:{request.id}:{now.isoformat()}"
    await tell_staff(case, news, key=key, now=now)
    if what is Silence.RAISE:
        await _tell_those_above(case, news, key=key, now=now)


async def _remind(case: Case, request: OutsideRequest, *, now: datetime) -> None:
    """As long again as they had the first time; then it is decided without."""
    party = parties(case.desk.policy).get(str(request.kind))
    until = times(party, now, case.desk.calendar) if party is not None else None
    request.reminded_at = now
    if until is not None:
        request.due_at, request.silent_at = until.due_at, until.silent_at
    await execute(
        "UPDATE outside_request SET reminded_at = $2, due_at = $3, silent_at = $4 WHERE id = $1",
        request.id,
        now,
        request.due_at,
        request.silent_at,
    )
    await write(case, request, OutsideLetter.REMINDED, now=now)
    await wait_for_it(request, now=now)


async def _tell_those_above(case: Case, news: Text, *, key: str, now: datetime) -> None:
    """Supervisors of the department, or all of them; never whom the complaint is about."""
    people = (await staff(now)).without(case.row.about)
    above = people.holders(Role.SUPERVISOR, department_id=case.row.department_id)
    tellings = [
        Telling(
            desk=case.desk,
            event=Event.CASE_NEWS,
            to=reader,
            values={
                "no": str(case.row.number),
                "link": f"{case.desk.base_url}/portal/cases/{case.id}/outside",
                "body": news.in_language(reader.language),
            },
            key=f"{case.id}:{key}:above",
            complaint_id=case.id,
            urgent=case.urgent,
        )
        for reader in people.told(above)
    ]
    await tell_all(tellings, now=now)
