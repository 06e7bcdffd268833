"""What people do about an incident: it gets an owner and a plan, what is done is written down, and it ends with a reason.

Whoever may give cases to somebody may do all of it, and so may the incident's owner; nobody whom the complaint is about
does or becomes any of it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.about import ABOUT_THEM
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.correspondence.operations import CaseEnded
from amends.database.scope import execute
from amends.errors import DomainError, Forbidden, Invalid
from amends.escalation.incidents import declare, fingerprint, incident_of
from amends.escalation.tables import Incident
from amends.notices.operations import tell
from amends.people.actor import Actor
from amends.people.queries import assignable_person
from amends.people.rights import Right
from amends.people.staff import staff
from amends.policy.document import Text
from amends.policy.events import Event

_YOURS = Text(
    zh="这起投诉已列为突发事件，由您负责。请在事件页面上写明处置计划，并记录所采取的措施。",
    en="This case is an incident, and it is yours to see to. Please write down a plan on the incident's page, and what is done.",
)
_OWNER = "This person cannot handle complaints."
_NOT_YET = "This is in the future: write down what has been done."
_BEFORE_RECEIPT = "This is before the complaint was received."


class NoIncident(DomainError):
    code = "no-incident"
    status = 409
    message = "This complaint is no incident now."
    hint = "Reload the page: somebody else may have ended it."


class IncidentAlready(DomainError):
    code = "incident-already"
    status = 409
    message = "This complaint is an incident already."


class IncidentChanged(DomainError):
    code = "incident-changed"
    status = 409
    message = "Somebody has changed the incident since you opened the form."
    hint = "What you typed is still there. Look at how things stand now, then send it again."


def leads(incident: Incident | None, by: Actor) -> bool:
    """Whose it is to say who sees to it, how, and when it is over."""
    return by.may(Right.ASSIGN) or (incident is not None and by.id is not None and incident.owner_id == by.id)


async def demand_leads(desk: Desk, complaint_id: UUID, *, by: Actor) -> None:
    """Before anything else is asked: whose it is depends on the incident."""
    await _in_hand(desk, complaint_id, await incident_of(complaint_id), by)


async def begin(
    desk: Desk, complaint_id: UUID, *, owner_id: UUID | None, plan: str, by: Actor, now: datetime
) -> None:
    """By hand, where the chain has not done it; one that is over begins again."""
    case = await _in_hand(desk, complaint_id, None, by)
    plan = prose("plan", plan, required=False, longest=LONGEST_PARAGRAPH)
    if case.ended:
        raise CaseEnded()
    before = await incident_of(case.id)
    if before is not None and before.ended_at is None:
        raise IncidentAlready()
    await _demand_fit(case, owner_id)
    await declare(case, owner_id=owner_id, plan=plan, by=by, now=now, anew=True)
    await _tell_owner(case, owner_id, by=by, now=now)


async def entrust(
    desk: Desk, complaint_id: UUID, *, owner_id: UUID | None, seen: str, by: Actor, now: datetime
) -> None:
    incident = await incident_of(complaint_id)
    case = await _in_hand(desk, complaint_id, incident, by)
    incident = _still(await incident_of(case.id), seen)
    if owner_id == incident.owner_id:
        raise Invalid({"owner": "It is theirs already."})
    await _demand_fit(case, owner_id)
    await execute("UPDATE incident SET owner_id = $2 WHERE id = $1", incident.id, owner_id)
    detail = {"from": incident.owner_id, "owner": owner_id}
    await record(act="incident-given", by=by, now=now, complaint_id=case.id, detail=detail)
    await _tell_owner(case, owner_id, by=by, now=now)


async def plan(desk: Desk, complaint_id: UUID, *, text: str, seen: str, by: Actor, now: datetime) -> None:
    """Every plan there was stays in the history."""
    incident = await incident_of(complaint_id)
    case = await _in_hand(desk, complaint_id, incident, by)
    text = prose("plan", text, longest=LONGEST_PARAGRAPH, needed="Please write down what is to be done.")
    incident = _still(await incident_of(case.id), seen)
    if text == incident.plan:
        raise Invalid({"plan": "This is the plan already."})
    await execute("UPDATE incident SET plan = $2 WHERE id = $1", incident.id, text)
    await record(act="incident-planned", by=by, now=now, complaint_id=case.id, personal={"plan": text})


async def note(
    desk: Desk, complaint_id: UUID, *, content: str, at: datetime | None, by: Actor, now: datetime
) -> None:
    """Something was done about it; `at`: when, none is now. Whoever works on the case may write it down."""
    by.demand(Right.NOTE)
    case = await take_by(desk, complaint_id, by)
    content = prose("content", content, longest=LONGEST_PARAGRAPH, needed="Please write down what was done.")
    _still(await incident_of(case.id))
    if at is not None and at > now:
        raise Invalid({"at": _NOT_YET})
    if at is not None and at < case.row.received_at:
        raise Invalid({"at": _BEFORE_RECEIPT})
    await record(
        act="incident-noted",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"done_at": at or now},
        personal={"content": content},
    )


async def end(desk: Desk, complaint_id: UUID, *, reason: str, seen: str, by: Actor, now: datetime) -> None:
    incident = await incident_of(complaint_id)
    case = await _in_hand(desk, complaint_id, incident, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    incident = _still(await incident_of(case.id), seen)
    await execute("UPDATE incident SET ended_at = $2 WHERE id = $1", incident.id, now)
    await record(act="incident-ended", by=by, now=now, complaint_id=case.id, personal={"reason": reason})


async def _in_hand(desk: Desk, complaint_id: UUID, incident: Incident | None, by: Actor) -> Case:
    by.demand(Right.READ_CASES)
    case = await take_by(desk, complaint_id, by)
    if not leads(incident, by):
        raise Forbidden()
    return case


def _still(incident: Incident | None, seen: str | None = None) -> Incident:
    """Read again with the case locked; `seen`: as it was when the form was opened."""
    if incident is None or incident.ended_at is not None:
        raise NoIncident()
    if seen is not None and seen != fingerprint(incident):
        raise IncidentChanged()
    return incident


async def _demand_fit(case: Case, owner_id: UUID | None) -> None:
    if owner_id is None:
        raise Invalid({"owner": "Please choose who sees to it."})
    if owner_id in case.row.about:
        raise Invalid({"owner": ABOUT_THEM})
    if await assignable_person(owner_id) is None:
        raise Invalid({"owner": _OWNER})


async def _tell_owner(case: Case, owner_id: UUID | None, *, by: Actor, now: datetime) -> None:
    if owner_id is None or owner_id == by.id:
        return
    people = (await staff(now)).without(case.row.about)
    for to in people.told(person for person in people.active if person.id == owner_id):
        await tell(
            case.desk,
            Event.CASE_NEWS,
            to=to,
            values={
                "no": str(case.row.number),
                "link": f"{case.desk.base_url}/portal/cases/{case.id}/incident",
                "body": _YOURS.in_language(to.language),
            },
            key=f"{case.id}:incident:{now.isoformat()}",
            now=now,
            complaint_id=case.id,
            urgent=True,
        )
