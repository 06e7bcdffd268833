"""No letter that needs an approval leaves without it, whichever act writes it: asked where every letter passes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from amends.approvals.rules import Need, need_of
from amends.complaints.facts import facts_of
from amends.complaints.tables import Complaint
from amends.errors import DomainError
from amends.notices.telling import Telling, said
from amends.policy.conditions import fields_of, holds
from amends.policy.document import Notice

_COUNTED = frozenset({"date"})
"""Values counted from the day the letter leaves: whoever approves knows that they come to another day then."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that waits for approval, as it would leave now; `sha256`: of it, and of what it follows from."""

    event: str
    subject: str
    body: str
    sha256: str
    need: Need


class AwaitsApproval(DomainError):
    code = "awaits-approval"
    status = 409
    message = "This letter needs somebody else's approval before it leaves."
    hint = "Do it from the page of the complaint: it is kept there until it is approved."

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self.wanted = wanted


class ChangedSince(DomainError):
    code = "changed-since"
    status = 409
    message = "The letter would say something else now than what was proposed."
    hint = "Whoever proposed it has to do so anew."


async def demand_approved(row: Complaint, telling: Telling) -> None:
    """AwaitsApproval with the letter where the policy asks for one; ChangedSince where another letter was approved."""
    policy = telling.desk.policy
    notice = policy.notices.get(telling.event)
    if notice is None or not notice.approved_by or telling.by_program:
        return
    condition = notice.approved_when
    if condition is not None and not holds(condition, await facts_of(policy, row, fields_of(condition))):
        return
    wanted = _wanted(row, telling, notice)
    if not telling.desk.approved:
        raise AwaitsApproval(wanted)
    if telling.desk.approved != wanted.sha256:
        raise ChangedSince()


def _wanted(row: Complaint, telling: Telling, notice: Notice) -> Wanted:
    subject, body = said(telling)
    lasting = {name: text for name, text in telling.values.items() if name not in _COUNTED}
    need = need_of(notice)
    content = [
        telling.event, telling.to.language, telling.to.name, notice.subject, notice.body, lasting, telling.own_words,
        str(row.level), str(row.category), need,
    ]  # fmt: skip
    digest = hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()
    return Wanted(str(telling.event), subject, body, digest, need)
