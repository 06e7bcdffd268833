"""What a policy asks of people who are not there. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from amends.health.finding import Absence, Finding, Rule
from amends.health.staffing import Staffing
from amends.policy.chains import tells
from amends.policy.document import Chain, Policy, Step, Text


def unmanned(policy: Policy, people: Staffing) -> list[Finding]:
    return [
        *_steps(policy, people),
        *_checklists(policy, people),
        *_approvals(policy, people),
        *(
            Finding(Rule.DEPARTMENT_WITHOUT_HEAD, names=(Text(zh=zh or code, en=en or code),))
            for code, zh, en in people.headless
        ),
        *(
            Finding(Rule.ROSTER_EMPTY, ("rosters", code), (roster.name,))
            for code, roster in sorted(policy.rosters.items())
            if code in people.empty_rosters
        ),
    ]


def _steps(policy: Policy, people: Staffing) -> Iterator[Finding]:
    """The last step of a chain that reaches nobody is worse: behind it are only the administrators."""
    for code, chain in sorted(policy.chains.items(), key=lambda item: (item[1].rank, item[0])):
        told = [(name, step) for name, step in _ordered(chain) if tells(step)]
        for place, (name, step) in enumerate(told, 1):
            why = _absence(step, policy, people)
            if why is not None:
                rule = Rule.CHAIN_ENDS_AT_NOBODY if place == len(told) else Rule.STEP_REACHES_NOBODY
                yield Finding(rule, ("chains", code, "steps", name), (chain.name, step.name), why)


def _ordered(chain: Chain) -> list[tuple[str, Step]]:
    return sorted(chain.steps.items(), key=lambda item: (item[1].rank, item[0]))


def _absence(step: Step, policy: Policy, people: Staffing) -> Absence | None:
    """Whom a step names by their place in the case is known only when it fires; heads are asked for by department."""
    if step.to:
        return None
    if step.person and step.person in people.addresses:
        return None
    if step.roster in policy.rosters and step.roster not in people.empty_rosters:
        return None
    roles = [role for role in (step.role, *step.also) if role]
    stand_ins = [
        role
        for code, roster in policy.rosters.items()
        if code == step.roster or (roster.role and roster.role in roles)
        for role in roster.stand_ins
    ]
    return people.absence([*roles, *stand_ins]) if roles or stand_ins else Absence.UNHELD


def _checklists(policy: Policy, people: Staffing) -> Iterator[Finding]:
    for code, checklist in sorted(policy.checklists.items()):
        for name, line in sorted(checklist.lines.items(), key=lambda item: (item[1].rank, item[0])):
            why = people.absence([line.role]) if line.required and line.role else None
            if why is not None:
                place = ("checklists", code, "lines", name)
                yield Finding(Rule.CHECKLIST_NOBODY, place, (checklist.name, line.name), why)


def _approvals(policy: Policy, people: Staffing) -> Iterator[Finding]:
    """One approval of each role is needed, so each must be held."""
    for code, approval in sorted(policy.approvals.items(), key=lambda item: (item[1].rank, item[0])):
        for role in approval.roles:
            why = people.absence([role])
            if why is not None:
                named = policy.roles[role].name if role in policy.roles else Text(zh=role, en=role)
                yield Finding(Rule.APPROVAL_NOBODY, ("approvals", code), (approval.name, named), why)
    for code, notice in sorted(policy.notices.items()):
        for role in notice.approved_by:
            why = people.absence([role])
            if why is not None:
                named = policy.roles[role].name if role in policy.roles else Text(zh=role, en=role)
                yield Finding(Rule.APPROVAL_NOBODY, ("notices", code), (notice.subject, named), why)
