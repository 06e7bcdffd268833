"""Steps of the escalation chains that tell of new complaints, and nobody holds their role.

Administrators do not hear of each such complaint: the queue shows it. But silence would hide that the organisation's
rules tell nobody, so on a day on which complaints came they are told so once, in the portal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from amends.complaints.desk import Desk
from amends.database.scope import fetch
from amends.people.queries import as_recipients
from amends.people.rights import Role
from amends.people.staff import Staff, staff
from amends.people.staff_letters import StaffLetter, write
from amends.policy.chains import tells
from amends.policy.document import Policy, Step, Trigger

_DAY = timedelta(days=1)
_NEWS = """SELECT EXISTS (SELECT FROM complaint WHERE lodged_at > $1 AND lodged_at <= $2) AS lodged,
    EXISTS (SELECT FROM notice WHERE event = $3 AND created_at > $1) AS told"""


def unheld(policy: Policy, people: Staff) -> list[Step]:
    """Of any chain, by rank; each name once."""
    found = {
        (step.name.en, step.name.zh): step
        for _, chain in sorted(policy.chains.items(), key=lambda item: (item[1].rank, item[0]))
        for _, step in sorted(chain.steps.items(), key=lambda item: (item[1].rank, item[0]))
        if Trigger.LODGED in step.on and tells(step) and not _held(step, people)
    }
    return list(found.values())


async def tell_of_unheld(desk: Desk, *, now: datetime) -> None:
    """Once a day: whoever asks again within it, tells nobody."""
    if not any(
        Trigger.LODGED in step.on for chain in desk.policy.chains.values() for step in chain.steps.values()
    ):
        return
    people = await staff(now)
    steps = unheld(desk.policy, people)
    if not steps:
        return
    [news] = await fetch(_NEWS, now - _DAY, now, StaffLetter.STEPS_UNHELD)
    if not news["lodged"] or news["told"]:
        return
    for to in as_recipients(people.holders(Role.ADMIN, department_id=None)):
        await write(
            desk,
            StaffLetter.STEPS_UNHELD,
            to=to,
            values={
                "steps": _named(steps, desk.policy, to.language),
                "link": f"{desk.base_url}/portal/people",
            },
            key=now.isoformat(),
            now=now,
            in_portal=True,
            by_mail=False,
        )


def _held(step: Step, people: Staff) -> bool:
    roles = {role for role in (step.role, *step.also) if role}
    if not roles:
        return True  # told by their place in the case, by duty or by name: asked when it fires
    return any(not roles.isdisjoint(person.roles) for person in people.active)


def _named(steps: Sequence[Step], policy: Policy, language: str) -> str:
    """Each with its roles, a line."""
    lines = []
    for step in steps:
        roles = [
            policy.roles[code].name.in_language(language)
            for code in (step.role, *step.also)
            if code in policy.roles
        ]
        comma, between = ("、", "：") if language == "zh" else (", ", ": ")
        lines.append(
            f"{step.name.in_language(language)}{between}{comma.join(roles)}"
            if roles
            else step.name.in_language(language)
        )
    return "\n".join(f"– {line}" for line in lines)
