"""Something happened in a case that others than those who work on it are to hear of: steps of its chain fire."""

from __future__ import annotations

from datetime import datetime

from amends.audit.operations import Act, record_all
from amends.complaints.case import Case
from amends.complaints.facts import facts_of
from amends.escalation.letters import REASONS, work_words
from amends.escalation.operations import Consequence, audience
from amends.notices.operations import Telling, tell_all
from amends.people.actor import SYSTEM
from amends.people.staff import staff
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
    return await _consequence(case, trigger, steps, now=now) if steps else None


async def _consequence(case: Case, trigger: Trigger, steps: Steps, *, now: datetime) -> Consequence:
    people = await staff(now)
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
        )
        for to in people.told(told)
    ]
    return Consequence(Act("escalate", SYSTEM, case.id, detail), tellings)
