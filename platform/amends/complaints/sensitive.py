"""Answers about health, injuries, children and the like: hidden wherever a case is shown, read on demand and on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.complaints.facts import answers_of
from amends.complaints.questions import is_readable
from amends.errors import Forbidden
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Field, Policy

READ: Final = "sensitive-read"
_BY_WORK: Final = frozenset({Right.RECORD, Right.HANDLE, Right.READ_ORIGINALS})
"""Whoever takes cases in, works on them or opens their originals."""


def may_be_shown(field: Field, reader: Actor) -> bool:
    """At all: of sensitive ones nobody reads an answer only because they may see the case."""
    by_work = not field.sensitive or not _BY_WORK.isdisjoint(reader.rights)
    return by_work and is_readable(field, reader.roles)


def consent_in(policy: Policy, answers: Mapping[str, str]) -> str:
    """Whether what is told of somebody's health may be used: "yes", "no", "open" where something was told and nobody said;
    "" where the policy asks nobody, or nothing of the kind was told."""
    asked = policy.handling.health_consent
    told = any(answers[code] and code in policy.fields and policy.fields[code].sensitive for code in answers)
    return (answers.get(asked) or ("open" if told else "")) if asked else ""


def hidden_from(policy: Policy, answers: Mapping[str, str], reader: Actor) -> list[str]:
    """The codes of what is hidden until the reader asks for it."""
    fields = policy.fields
    given = [code for code in answers if answers[code] and code in fields and fields[code].sensitive]
    return sorted(code for code in given if may_be_shown(fields[code], reader))


async def read(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime) -> dict[str, str]:
    """The hidden answers by code; that they were read is in the history before anybody sees them."""
    if _BY_WORK.isdisjoint(by.rights):
        raise Forbidden()
    case = await take_by(desk, complaint_id, by)
    answers = answers_of(case.row)
    codes = hidden_from(desk.policy, answers, by)
    if codes:
        await record(act=READ, by=by, now=now, complaint_id=case.id, detail={"fields": codes})
    return {code: answers[code] for code in codes}
