"""What an outcome obliges to: somebody says that it was done, or why not; and a case that has to wait for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.duties import (
    ACTS,
    MET,
    UNDONE,
    WAIVED,
    Known,
    Obligation,
    Said,
    first_of,
    obligations,
    open_duties,
)
from amends.complaints.guards import NotYet
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.database.scope import fetch
from amends.errors import Invalid
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Policy
from amends.policy.parts.work import Duty
from amends.remedies.tables import Remedy


@dataclass(frozen=True, slots=True)
class Line:
    """Of a case's history, as far as duties go."""

    act: str
    at: datetime
    actor_id: UUID | None
    detail: Mapping[str, Any]
    personal: Mapping[str, str]


async def say_done(
    desk: Desk, complaint_id: UUID, *, duty: str, words: str, by: Actor, now: datetime
) -> None:
    """What was done, where no fact shows it."""
    await _say(desk, complaint_id, MET, duty, words, "Please say what was done.", by=by, now=now)


async def waive(desk: Desk, complaint_id: UUID, *, duty: str, words: str, by: Actor, now: datetime) -> None:
    """It is not done; who says so and why is kept."""
    await _say(desk, complaint_id, WAIVED, duty, words, "Please say why not.", by=by, now=now)


async def demand_duties_done(case: Case, remedies: Iterable[Remedy]) -> None:
    """NotYet where the policy holds a case to what its outcomes oblige to."""
    policy = case.desk.policy
    if not policy.handling.duties_before_close:
        return
    outcomes = await fetch("SELECT outcome FROM allegation WHERE complaint_id = $1 ORDER BY rank", case.id)
    known = known_of(await _history(case.id), remedies)
    found = obligations(policy, [str(row["outcome"]) for row in outcomes if row["outcome"]], known)
    if first := first_of(open_duties(found)):
        raise NotYet(first)


async def demand_remedy(case: Case, outcomes: Iterable[str], remedies: Iterable[Remedy]) -> None:
    """Likewise before a decision, of the duty to give a remedy: it is told with the decision."""
    policy = case.desk.policy
    if not policy.handling.duties_before_close:
        return
    found = obligations(policy, outcomes, known_of(await _history(case.id), remedies))
    if Duty.REMEDY in open_duties(found) and (first := first_of([Duty.REMEDY])):
        raise NotYet(first)


def obligations_of(
    policy: Policy, outcomes: Iterable[str], lines: Iterable[Line], remedies: Iterable[Remedy]
) -> list[Obligation]:
    return obligations(policy, outcomes, known_of(lines, remedies))


def known_of(lines: Iterable[Line], remedies: Iterable[Remedy]) -> Known:
    """`lines`: oldest first, as the last of what was said of a duty counts."""
    done, said = set[Duty](), dict[Duty, Said]()
    for line in lines:
        if line.act in ACTS:
            done.add(ACTS[line.act])
        elif line.act in UNDONE:
            done.discard(UNDONE[line.act])
        elif line.act in (MET, WAIVED):
            words = line.personal.get("reason", "")
            said[Duty(line.detail["duty"])] = Said(line.act == WAIVED, words, line.actor_id, line.at)
    return Known([(str(row.code), row.standing) for row in remedies], frozenset(done), said)


async def _history(complaint_id: UUID) -> list[Line]:
    """What was written does not matter to whether it was."""
    rows = await fetch(
        "SELECT act, at, actor_id, detail FROM history_entry WHERE chain_id = $1 AND act = ANY($2::text[]) ORDER BY seq",
        complaint_id,
        [MET, WAIVED, *ACTS, *UNDONE],
    )
    return [
        Line(row["act"], row["at"], row["actor_id"], msgspec.json.decode(row["detail"]), {}) for row in rows
    ]


async def _say(
    desk: Desk,
    complaint_id: UUID,
    act: str,
    duty: str,
    words: str,
    needed: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    if duty not in set(Duty):
        raise Invalid({"words": "Please choose what it is about."})
    words = prose("words", words, longest=LONGEST_PARAGRAPH, needed=needed)
    await record(
        act=act,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"duty": str(Duty(duty))},
        personal={"reason": words},
    )
