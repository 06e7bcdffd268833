"""A line of a checklist is checked, again where need be; or the organisation decides without an investigation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.about import demand_unconcerned
from amends.complaints.attaching import added
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.facts import facts_of
from amends.complaints.tables import Complaint
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import CaseEnded
from amends.database.rows import insert_all, new_row, select_one
from amends.database.scope import execute
from amends.errors import DomainError, Forbidden, NotFound
from amends.evidence.intake import Stored
from amends.investigation.queries import evidence_ids, next_place, waiver_of
from amends.investigation.rules import lines, lists, wanted
from amends.investigation.tables import ChecklistEntry, Waiver
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.conditions import Facts
from amends.policy.document import ChecklistLine, Policy

CHECKED = "checklist-line"
WAIVED = "investigation-waived"
TAKEN_UP = "investigation-taken-up"
_FUTURE = "This is in the future: write down what has been done."
_SIGN = "Please sign with your password."
_BEFORE_RECEIPT = "This is before the complaint was received."


class NoSuchLine(DomainError):
    code = "no-such-line"
    status = 409
    message = "This line is not on the checklists of this complaint now."
    hint = "Reload the page: category, level or details may have changed."


class WaivedAlready(DomainError):
    code = "investigation-waived"
    status = 409
    message = "This complaint is decided without an investigation."
    hint = "Take the investigation up again first."


class NotWaived(DomainError):
    code = "investigation-not-waived"
    status = 409
    message = "The investigation of this complaint is not called off."
    hint = "Reload the page: somebody else may have taken it up again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`found`: what came of it, or why the line does not apply. `at`: when; None is now. `signed`: whoever checks it has
    just proved by their password who they are. `files`: one at most, stored before, that becomes evidence with this line."""

    list: str
    line: str
    applies: bool
    found: str
    at: datetime | None = None
    evidence_id: UUID | None = None
    signed: bool = False
    files: Sequence[Stored] = ()


async def demand_checks(desk: Desk, complaint_id: UUID, *, by: Actor) -> None:
    """Whoever handles cases, or holds a role that a line of this case asks for."""
    by.demand(Right.READ_CASES)
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    demand_unconcerned(row, by)
    if by.may(Right.HANDLE):
        return
    facts = await _facts(desk.policy, row)
    theirs = [
        line
        for checklist in lists(desk.policy, facts).values()
        for line in lines(checklist, facts).values()
        if may_check(line, by)
    ]
    if not theirs:
        raise Forbidden()


def may_check(line: ChecklistLine, by: Actor) -> bool:
    """Where a line names a role, only its holders."""
    return line.role in by.roles if line.role else by.may(Right.HANDLE)


async def check(desk: Desk, complaint_id: UUID, *, given: Check, by: Actor, now: datetime) -> None:
    """A further entry; those before it stay."""
    await demand_checks(desk, complaint_id, by=by)
    case = await in_hand(desk, complaint_id, by)
    line = _line(desk.policy, await _facts(desk.policy, case.row), given)
    if not may_check(line, by):
        raise Forbidden()
    found = await _checked(case, line, given, now=now)
    [evidence_id] = await added(case, given.files, by=by, now=now) if given.files else [given.evidence_id]
    entry = uuid4()
    await insert_all(
        [
            new_row(
                ChecklistEntry,
                id=entry,
                complaint_id=case.id,
                list=given.list,
                line=given.line,
                applies=given.applies,
                found=found,
                checked_at=given.at or now,
                evidence_id=evidence_id,
                signed=given.signed,
                written_at=now,
                written_by=by.id,
                place=await next_place(ChecklistEntry, case.id),
            )
        ]
    )
    await record(
        act=CHECKED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={
            "entry": entry,
            "list": given.list,
            "line": given.line,
            "applies": given.applies,
            "checked_at": given.at or now,
            "evidence": evidence_id,
            "signed": given.signed,
        },
        personal={"content": found},
    )


async def waive(desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """No investigation needs a reason and a name (C211-07): all checklists are left out at once."""
    by.demand(Right.HANDLE)
    case = await in_hand(desk, complaint_id, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    if await waiver_of(case.id) is not None:
        raise WaivedAlready()
    row = new_row(Waiver, complaint_id=case.id, reason=reason, waived_at=now, waived_by=by.id)
    await insert_all([row])
    await record(act=WAIVED, by=by, now=now, complaint_id=case.id, personal={"reason": reason})


async def take_up(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime) -> None:
    """After all."""
    by.demand(Right.HANDLE)
    case = await in_hand(desk, complaint_id, by)
    waiver = await waiver_of(case.id)
    if waiver is None:
        raise NotWaived()
    await execute(
        "UPDATE investigation_waiver SET lifted_at = $2, lifted_by = $3 WHERE id = $1", waiver.id, now, by.id
    )
    await record(act=TAKEN_UP, by=by, now=now, complaint_id=case.id)


def when_problem(case: Case, at: datetime | None, *, now: datetime) -> str:
    """What is wrong with the moment something was done at; "": nothing."""
    if at is not None and at > now:
        return _FUTURE
    return _BEFORE_RECEIPT if at is not None and at < case.row.received_at else ""


async def _checked(case: Case, line: ChecklistLine, given: Check, *, now: datetime) -> str:
    texts = Texts()
    needed = "Please say what came of it." if given.applies else "Please say why it does not apply."
    found = texts.prose("found", given.found, longest=LONGEST_PARAGRAPH, needed=needed)
    if wrong := when_problem(case, given.at, now=now):
        texts.wrong["at"] = wrong
    texts.wrong.update(await _wrong_file(case, line, given))
    if line.signature and not given.signed:
        texts.wrong["password"] = _SIGN
    texts.demand()
    return found


async def _wrong_file(case: Case, line: ChecklistLine, given: Check) -> dict[str, str]:
    if given.files:
        if given.evidence_id is not None:
            return {"evidence": "Please either add a file or choose one that is there."}
        return {} if len(given.files) == 1 else {"files": "Please add one file to each line."}
    if given.evidence_id is not None:
        known = given.evidence_id in await evidence_ids(case.id)
        return {} if known else {"evidence": "Please choose a file of this complaint."}
    needed = given.applies and line.attachment
    return {"files": "This line needs a file: add one, or choose one that is there."} if needed else {}


def _line(policy: Policy, facts: Facts, given: Check) -> ChecklistLine:
    checklist = lists(policy, facts).get(given.list)
    line = lines(checklist, facts).get(given.line) if checklist is not None else None
    if line is None:
        raise NoSuchLine()
    return line


async def _facts(policy: Policy, row: Complaint) -> Facts:
    return await facts_of(policy, row, wanted(policy))


async def in_hand(desk: Desk, complaint_id: UUID, by: Actor) -> Case:
    case = await take_by(desk, complaint_id, by)
    if case.ended:
        raise CaseEnded()
    return case
