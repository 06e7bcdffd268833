"""What leaves the usual path: malice, secrets, legal matters. Those the policy names hear of it at once (S-AC-09, S-ES-21)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.facts import facts_of
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import CaseEnded
from amends.database.scope import fetch
from amends.errors import DomainError
from amends.escalation.raising import FOLLOWING, consequence, written
from amends.people.actor import Actor
from amends.people.duty import running
from amends.people.rights import Right, Role
from amends.people.staff import staff
from amends.policy.chains import facts_for_chains
from amends.policy.document import ExceptionPath, Policy, Step, Trigger

RAISED, LIFTED = "exception-raised", "exception-lifted"


class NoException(DomainError):
    code = "no-exception"
    status = 409
    message = "This complaint is handled as usual already."
    hint = "Reload the page: somebody else may have seen to it."


async def raise_exception(
    desk: Desk, complaint_id: UUID, *, kind: str, reason: str, by: Actor, now: datetime
) -> None:
    """Whoever works with the case may say so; where nobody holds the roles, the usual deputies and administrators hear."""
    by.demand(Right.NOTE)
    case = await take_by(desk, complaint_id, by)
    if case.ended:
        raise CaseEnded()
    path = desk.policy.exceptions.get(kind)
    texts = Texts()
    reason = texts.prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    if path is None:
        texts.wrong["kind"] = "Please choose one of the list."
    elif kind in await _open(case.id):
        texts.wrong["kind"] = "This has been said already."
    texts.demand()
    assert path is not None, "demanded"
    await record(
        act=RAISED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"kind": kind},
        personal={"reason": reason},
    )
    await _tell(case, kind, path, by=by, now=now)


async def lift(desk: Desk, complaint_id: UUID, *, kind: str, reason: str, by: Actor, now: datetime) -> None:
    """It goes on as usual; somebody who leads says so."""
    by.demand(Right.REOPEN)
    case = await take_by(desk, complaint_id, by)
    if kind not in await _open(case.id):
        raise NoException()
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await record(
        act=LIFTED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"kind": kind},
        personal={"reason": reason},
    )


def open_kinds(acts: Collection[tuple[str, Mapping[str, object]]]) -> list[str]:
    """Of a history, the oldest act first: what was raised and not lifted since."""
    found: dict[str, None] = {}
    for act, detail in acts:
        if act == RAISED:
            found[str(detail["kind"])] = None
        elif act == LIFTED:
            found.pop(str(detail["kind"]), None)
    return list(found)


def offered(policy: Policy, raised: Collection[str]) -> dict[str, ExceptionPath]:
    return {code: path for code, path in policy.exceptions.items() if code not in raised}


async def _open(complaint_id: UUID) -> list[str]:
    rows = await fetch(
        """SELECT act, detail ->> 'kind' AS kind FROM history_entry
        WHERE chain_id = $1 AND act = ANY($2::text[]) ORDER BY seq""",
        complaint_id,
        [RAISED, LIFTED],
    )
    return open_kinds([(row["act"], {"kind": row["kind"]}) for row in rows])


async def _tell(case: Case, kind: str, path: ExceptionPath, *, by: Actor, now: datetime) -> None:
    """As a step of the chain tells: never nobody, never whom the case is about."""
    roles = path.roles or (Role.SUPERVISOR,)
    steps = [
        (f"exception-{kind}-{role}", Step(rank=rank, name=path.name, on=(Trigger.ASKED,), role=role))
        for rank, role in enumerate(roles)
    ]
    policy = case.desk.policy
    follows = consequence(
        case,
        Trigger.ASKED,
        steps,
        await staff(now),
        facts=await facts_of(policy, case.row, facts_for_chains(policy, *FOLLOWING)),
        duty=await running(now),
        now=now,
        before=frozenset({by.id}) if by.id is not None else frozenset(),
    )
    await written(case, follows, now=now)
