"""Something happened in a case that others than those who work on it are to hear of: steps of its chain fire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amends.audit.operations import Act, record_all
from amends.complaints.case import Case
from amends.complaints.facts import facts_of
from amends.database.rows import select_all
from amends.database.scope import fetch_one
from amends.deadlines.tables import Promise
from amends.escalation.carrying_out import carry_out, leave_rows
from amends.escalation.letters import reason, work_words
from amends.escalation.operations import Consequence, asked_to_answer, span
from amends.escalation.reaching import Duty, Hindrance, reach, wanted
from amends.escalation.stepping import Stepped, is_open, stepped
from amends.escalation.tables import Escalation
from amends.notices.operations import tell_all
from amends.notices.telling import Telling
from amends.people.actor import SYSTEM
from amends.people.duty import running
from amends.people.staff import Staff, staff
from amends.policy.chains import Steps, facts_for_chains, steps_on, told_on
from amends.policy.conditions import Facts
from amends.policy.document import Policy, Trigger
from amends.policy.events import Event

COUNTED = {Trigger.REOPENED: "reopen", Trigger.REFUSED: "dispute"}
"""What is counted in the case's history, for steps that wait for the second or the third."""
FOLLOWING = (Trigger.UNANSWERED, Trigger.BREACH)
"""Steps that may follow where one reaches nobody."""


async def raised(case: Case, trigger: Trigger, *, now: datetime) -> None:
    """Mostly no chain has a step for it, and then nothing is asked."""
    policy = case.desk.policy
    if not told_on(policy, trigger):
        return
    facts = await facts_of(policy, case.row, facts_for_chains(policy, trigger, *FOLLOWING))
    follows = await raising(case, trigger, facts, now=now)
    if follows is not None:
        await written(case, follows, now=now)


async def raised_by_condition(case: Case, *, now: datetime) -> None:
    """Facts have changed: of the steps whose condition holds now, those that did not fire yet."""
    policy = case.desk.policy
    if not told_on(policy, Trigger.CONDITION) or case.ended:
        return  # mostly so, and nothing is asked
    facts = await facts_of(policy, case.row, facts_for_chains(policy, Trigger.CONDITION, *FOLLOWING))
    steps = steps_on(policy, Trigger.CONDITION, facts)
    if not steps:
        return
    rows = await select_all(Escalation, "WHERE complaint_id = $1", case.id)
    fired = {str(row.step) for row in rows if row.fired_at is not None or row.look_at is not None}
    if steps := [(code, step) for code, step in steps if code not in fired]:
        people = await staff(now)
        follows = consequence(
            case, Trigger.CONDITION, steps, people, facts=facts, duty=await running(now), now=now
        )
        await written(case, follows, now=now)


async def written(case: Case, follows: Consequence, *, now: datetime) -> None:
    """The case itself is written already."""
    await record_all([follows.act], now=now)
    await tell_all(follows.tellings, now=now)
    await carried_out(case, follows.stepped, now=now)


async def carried_out(case: Case, come: Stepped, *, now: datetime) -> None:
    await all_carried_out([(case, come)], now=now)


async def all_carried_out(come: Sequence[tuple[Case, Stepped]], *, now: datetime) -> None:
    """The rows of all of them at once; then what their steps do beside telling people, which few do."""
    await leave_rows([each for _, each in come])
    for case, each in come:
        if each.acting:
            await acted_out(case, each, now=now)


async def acted_out(case: Case, come: Stepped, *, now: datetime) -> None:
    """With what follows from that: another level or department may be what further steps wait for."""
    before = _place(case)
    await carry_out(case, come, now=now)
    if _place(case) != before:
        await raised_by_condition(case, now=now)


async def raising(
    case: Case, trigger: Trigger, facts: Facts, *, now: datetime, repeated: bool = False
) -> Consequence | None:
    """What follows, not written yet: of a case that is being lodged it is written with the rest. `repeated`: the same
    was complained of before."""
    steps = steps_on(case.desk.policy, trigger, facts)
    if trigger in COUNTED and any(step.from_number > 1 for _, step in steps):
        times = await _times(case.id, COUNTED[trigger])
        steps = [(code, step) for code, step in steps if step.from_number <= times]
    beside = _beside(case.desk.policy, trigger, facts, repeated=repeated)
    if not steps and not any(these for _, these in beside):
        return None
    return follows(case, trigger, steps, beside, await staff(now), await running(now), facts=facts, now=now)


def at_lodging(case: Case, people: Staff, duty: Duty, *, facts: Facts, now: datetime) -> Consequence | None:
    """What `raising` comes to of a complaint that is being lodged and is no repeat. Pure."""
    policy = case.desk.policy
    steps, beside = steps_on(policy, Trigger.LODGED, facts), _beside(policy, Trigger.LODGED, facts)
    return follows(case, Trigger.LODGED, steps, beside, people, duty, facts=facts, now=now)


def follows(
    case: Case,
    trigger: Trigger,
    steps: Steps,
    beside: Sequence[tuple[Trigger, Steps]],
    people: Staff,
    duty: Duty,
    *,
    facts: Facts,
    now: datetime,
) -> Consequence | None:
    """`beside`: other causes that come with it, and their steps. Pure."""
    if trigger is Trigger.LODGED:
        steps = _called_for(case, steps, people, duty)
    come, over = Stepped(), set[str]()
    for cause, these in ((trigger, steps), *beside):
        anew = [(code, step) for code, step in these if code not in over]
        more = stepped(case, cause, anew, people, facts=facts, duty=duty, now=now, beside=come.codes)
        come = come.with_more(more)
        over |= {*come.codes, *(code for code, _ in these)}
    if not come.codes and not come.rows:
        return None
    again = any(these for cause, these in beside if cause is Trigger.REPEATED)
    return consequence_of(case, Trigger.REPEATED if again else trigger, come, people, now=now)


def _beside(
    policy: Policy, trigger: Trigger, facts: Facts, *, repeated: bool = False
) -> Sequence[tuple[Trigger, Steps]]:
    """A complaint that has just come in may be a repeat, and of a kind that others hear of."""
    if trigger is not Trigger.LODGED:
        return ()
    repeats = steps_on(policy, Trigger.REPEATED, facts) if repeated else []
    return ((Trigger.REPEATED, repeats), (Trigger.CONDITION, steps_on(policy, Trigger.CONDITION, facts)))


def consequence(
    case: Case,
    trigger: Trigger,
    steps: Steps,
    people: Staff,
    *,
    facts: Facts,
    duty: Duty,
    now: datetime,
    before: frozenset[UUID] = frozenset(),
    promise_id: UUID | None = None,
    waited: bool = False,
) -> Consequence:
    come = stepped(
        case,
        trigger,
        steps,
        people,
        facts=facts,
        duty=duty,
        now=now,
        before=before,
        promise_id=promise_id,
        waited=waited,
    )
    return consequence_of(case, trigger, come, people, now=now)


def consequence_of(
    case: Case,
    trigger: Trigger,
    come: Stepped,
    people: Staff,
    *,
    now: datetime,
    promise: Promise | None = None,
) -> Consequence:
    """`promise`: which of the case's, where it came to this because of one."""
    about = f"{trigger}:{promise.id}" if promise is not None else str(trigger)
    tellings = [
        Telling(
            desk=case.desk,
            event=Event.ESCALATED,
            to=to,
            values={
                **work_words(case, to.language, people),
                "reason": reason(
                    case.desk.policy, trigger, promise, _late(promise, to.language, now=now), to.language
                ),
            },
            key=f"{case.id}:{about}:{now.isoformat()}",
            complaint_id=case.id,
            urgent=case.urgent,
        )
        for to in people.without(case.row.about).told(come.told.values())
    ]
    because = {"promise": promise.id} if promise is not None else {}
    act = Act("escalate", SYSTEM, case.id, {"trigger": str(trigger), **because, **come.detail})
    return Consequence(act, asked_to_answer(tellings, come), come)


def _late(promise: Promise | None, language: str, *, now: datetime) -> str:
    return span(now - promise.due_at, language) if promise is not None and now > promise.due_at else ""


def _called_for(case: Case, steps: Steps, people: Staff, duty: Duty) -> Steps:
    """Without those that tell a role nobody holds: the queue shows every complaint, and administrators would get a
    letter for most; they hear of such steps once a day (`amends.escalation.unheld`). Of the most urgent level somebody is
    told in any case."""
    policy = case.desk.policy
    if policy.levels[str(case.row.level)].rank == min(level.rank for level in policy.levels.values()):
        return steps
    open_now = is_open(case.desk.calendar, case.row.lodged_at)
    return [
        (code, step)
        for code, step in steps
        if reach(
            wanted(case.row, step, policy, people, duty, open_now=open_now),
            people,
            case.row,
            before=frozenset(),
        ).hindrance
        is not Hindrance.NOBODY
    ]


def _place(case: Case) -> tuple[object, ...]:
    return (case.row.level, case.row.department_id, case.row.assignee_id)


async def _times(complaint_id: UUID, act: str) -> int:
    """This one included: its history is written before."""
    row = await fetch_one(
        "SELECT count(*) AS times FROM history_entry WHERE chain_id = $1 AND act = $2", complaint_id, act
    )
    return int(row["times"]) if row else 0
