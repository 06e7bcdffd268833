"""Something happened in a case that others than those who work on it are to hear of: steps of its chain fire."""

from __future__ import annotations

from datetime import datetime

from amends.audit.operations import Act, record_all
from amends.complaints.case import Case
from amends.complaints.facts import facts_of
from amends.escalation.letters import REASONS, work_words
from amends.escalation.operations import Consequence, audience, holders
from amends.notices.operations import tell_all
from amends.notices.telling import Telling
from amends.people.actor import SYSTEM
from amends.people.staff import Staff, staff
from amends.policy.chains import Steps, facts_for_chains, steps_on, told_on
from amends.policy.conditions import Facts
from amends.policy.document import Trigger
from amends.policy.events import Event


async def raised(case: Case, trigger: Trigger, *, now: datetime) -> None:
    """Mostly no chain has a step for it, and then nothing is asked."""
    policy = case.desk.policy
    if not told_on(policy, trigger):
        return
    facts = await facts_of(policy, case.row, facts_for_chains(policy, trigger))
    follows = await raising(case, trigger, facts, now=now)
    if follows is not None:
        await record_all([follows.act], now=now)
        await tell_all(follows.tellings, now=now)


async def raising(case: Case, trigger: Trigger, facts: Facts, *, now: datetime) -> Consequence | None:
    """What follows, not written yet: of a case that is being lodged it is written with the rest."""
    steps = steps_on(case.desk.policy, trigger, facts)
    if not steps:
        return None
    people = await staff(now)
    if trigger is Trigger.LODGED:
        steps = _called_for(case, steps, people)
    return _consequence(case, trigger, steps, people, now=now) if steps else None


def _consequence(case: Case, trigger: Trigger, steps: Steps, people: Staff, *, now: datetime) -> Consequence:
    told = audience(case, steps, people)
    detail = {
        "trigger": str(trigger),
        "step": ",".join(code for code, _ in steps),
        "told": [person.id for person in told],
    }
    tellings = [
        Telling(
            desk=case.desk,
            event=Event.ESCALATED,
            to=to,
            values={
                **work_words(case, to.language, people),
                "reason": REASONS[trigger].in_language(to.language),
            },
            key=f"{case.id}:{trigger}:{now.isoformat()}",
            complaint_id=case.id,
            urgent=case.urgent,
        )
        for to in people.told(told)
    ]
    return Consequence(Act("escalate", SYSTEM, case.id, detail), tellings)


def _called_for(case: Case, steps: Steps, people: Staff) -> Steps:
    """Without those that tell a role nobody holds: the queue shows every complaint, and administrators would get a
    letter for most; they hear of such steps once a day (`amends.escalation.unheld`). Of the most urgent level somebody is
    told in any case."""
    levels = case.desk.policy.levels
    if levels[str(case.row.level)].rank == min(level.rank for level in levels.values()):
        return steps
    return [(code, step) for code, step in steps if holders(case, step, people)]
