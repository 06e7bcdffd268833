"""What may be done to a case of `walking`: each act as its pages would do it, with something chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any, TypeVar

from amends.causes import operations as causes
from amends.causes.tables import Cause
from amends.complaints import closing, deciding, exceptions, handling, merging
from amends.complaints.case import take
from amends.complaints.concerned import clear_concerned, name_concerned
from amends.complaints.handling import Finding
from amends.complaints.lifecycle import Move, State
from amends.complaints.regrading import regrade
from amends.correctives import operations as correctives
from amends.correctives.operations import Plan
from amends.correspondence.operations import write_from_complainant, write_to_complainant
from amends.database.scope import fetch_one
from amends.deadlines import acts as clocks
from amends.deadlines.period import parse_period
from amends.deadlines.recording import is_recorded, record_done
from amends.deadlines.tables import Promise
from amends.errors import DomainError
from amends.investigation import checking, hearing
from amends.investigation.hearing import Hearing
from amends.outside import operations as outside
from amends.outside.operations import Question, requests_of
from amends.outside.rules import parties
from amends.people.leaving import HandOver, leave
from amends.remedies import approving, carrying_out
from amends.remedies import operations as remedies
from amends.remedies.tables import Remedy
from amends.tasks import acts as tasks
from amends.tasks.tables import SEEN_TO_ELSEWHERE, Task
from tests.journeys.walking import Ground, Place, next_usual
from tests.looked_into import look_into, review

T = TypeVar("T")
Act = Callable[[Ground, Place, Random], Coroutine[Any, Any, None]]


async def as_usual(ground: Ground, place: Place, chance: Random) -> None:
    """One step further on the shortest way to the close, with what that step waits for."""
    move = next_usual(State(str((await place.row()).state)))
    if move is not None:
        await _USUALLY[move](ground, place, chance)


async def accept(ground: Ground, place: Place, _: Random) -> None:
    await review(place.house, place.id, now=ground.now, by="ines" if ground.works(place, "ines") else "chen")
    await ground.do(place, deciding.accept, by="ines")


async def investigate(ground: Ground, place: Place, _: Random) -> None:
    await ground.do(place, handling.investigate, by="bram")


async def look(ground: Ground, place: Place, _: Random) -> None:
    with suppress(DomainError):  # over, or waived
        await look_into(place.house, place.id, now=ground.now, by="chen")


async def decide(ground: Ground, place: Place, chance: Random) -> None:
    await look(ground, place, chance)
    async with place.house.at_desk() as desk:
        outcome = chance.choice(sorted(desk.policy.outcomes))
    findings = {row.id: Finding(outcome, "As told") for row in await place.house.allegations(place.id)}
    await ground.do(place, handling.resolve, by="bram", findings=findings, result="It was so.")


async def confirm(ground: Ground, place: Place, chance: Random) -> None:
    await ground.do(place, closing.record_feedback, by="bram", feedback="Content")


async def close(ground: Ground, place: Place, chance: Random) -> None:
    async with place.house.at_desk() as desk:
        reason = chance.choice(sorted(desk.policy.closing_reasons))
    await ground.do(place, closing.close, by="chen", reason=reason)


async def reopen(ground: Ground, place: Place, chance: Random) -> None:
    await ground.do(place, closing.reopen, by=chance.choice(("amina", "chen")), reason="Again")


_USUALLY: dict[Move, Act] = {
    Move.ACCEPT: accept,
    Move.INVESTIGATE: investigate,
    Move.DECIDE: decide,
    Move.CONFIRM: confirm,
    Move.CLOSE: close,
    Move.REOPEN: reopen,
}


def _said(operation: Callable[..., Awaitable[Any]], by: str, **given: Any) -> Act:
    async def act(ground: Ground, place: Place, _: Random) -> None:
        await ground.do(place, operation, by=by, **given)

    act.__name__ = operation.__name__
    return act


async def refuse(ground: Ground, place: Place, chance: Random) -> None:
    async with place.house.at_desk() as desk:
        reason = chance.choice(sorted(desk.policy.refusal_reasons))
    await ground.do(place, deciding.refuse, by="ines", reason=reason, explanation="Not ours")


async def assign(ground: Ground, place: Place, chance: Random) -> None:
    name = chance.choice(("bram", "chen", ""))
    given: dict[str, Any] = {"department_id": (await place.row()).department_id}
    if name:
        given["assignee_id"] = place.house.people[name].id
    await ground.do(place, handling.assign, by="ines", **{"assignee_id": None, **given})


async def change_grade(ground: Ground, place: Place, chance: Random) -> None:
    async with place.house.at_desk() as desk:
        level, category = (
            chance.choice(sorted(desk.policy.levels)),
            chance.choice(sorted(desk.policy.categories)),
        )
    given = {"level": level} | ({"category": category} if chance.random() < 0.3 else {})
    await ground.do(place, regrade, by="bram", reason="It looks different now", **given)


async def _promise(place: Place, chance: Random, where: str) -> Promise | None:
    row: Promise | None = _one(chance, await place.rows(Promise, f"ended_at IS NULL AND {where}"))
    return row


def _one(chance: Random, rows: Any) -> Any:
    return chance.choice(list(rows)) if rows else None


async def pause(ground: Ground, place: Place, chance: Random) -> None:
    row = await _promise(place, chance, "paused_since IS NULL AND kind IN ('decide', 'resolve', 'execute')")
    if row is not None:
        async with place.house.at_desk() as desk:
            named = desk.policy.clocks[str(row.kind)].pauses
        given = {"promise_id": row.id, "code": chance.choice(sorted(named))}
        await ground.do(place, clocks.pause, by="bram", since=None, note="", paragraph="", **given)


async def resume(ground: Ground, place: Place, chance: Random) -> None:
    row = await _promise(place, chance, "paused_since IS NOT NULL")
    if row is not None:
        await ground.do(place, clocks.resume, by="bram", promise_id=row.id, at=None, note="", paragraph="")


async def extend(ground: Ground, place: Place, chance: Random) -> None:
    row = await _promise(place, chance, "kind IN ('resolve', 'execute')")
    if row is not None:
        given = {"promise_id": row.id, "period": parse_period(f"{chance.randint(1, 4)} wd"), "until": None}
        await ground.do(place, clocks.extend, by="chen", reason="The lab", paragraph="", **given)


async def record(ground: Ground, place: Place, chance: Random) -> None:
    row = await _promise(place, chance, "TRUE")
    async with place.house.at_desk() as desk:
        recorded = row is not None and is_recorded(desk.policy, str(row.kind))
    if row is not None and recorded:
        await ground.do(place, record_done, by="bram", promise_id=row.id, note="Done")


async def merge(ground: Ground, place: Place, _: Random) -> None:
    """Into the other one of the same organisation, else into one it is not allowed to go into."""
    into = next(each for each in ground.places if each.id != place.id)
    await ground.do(place, merging.merge, by="bram", number=str((await into.row()).number), reason="The same")


async def propose_remedy(ground: Ground, place: Place, chance: Random) -> None:
    async with place.house.at_desk() as desk:
        code = chance.choice(sorted(desk.policy.remedies))
    amount = chance.choice(("80", "800", "80000"))
    await ground.do(place, remedies.grant, by="bram", code=code, description="As told", amount=amount)


async def go_on_with_remedy(ground: Ground, place: Place, chance: Random) -> None:
    row: Remedy | None = _one(chance, await place.rows(Remedy))
    if row is None:
        return
    operation, by, given = chance.choice(_WITH_REMEDY)
    await ground.do(place, operation, by=by, remedy_id=row.id, **given)


_WITH_REMEDY: list[tuple[Callable[..., Awaitable[Any]], str, dict[str, Any]]] = [
    (approving.approve, "chen", {"seen": 99}),
    (approving.approve, "chen", {"seen": 99}),
    (approving.approve, "bram", {"seen": 99}),
    (approving.send_back, "chen", {"seen": 99, "reason": "Too much"}),
    (remedies.change, "bram", {"description": "Less", "amount": "90"}),
    (remedies.withdraw, "bram", {"reason": "Not due"}),
    (carrying_out.carried_out, "bram", {}),
    (carrying_out.carried_out, "bram", {}),
    (carrying_out.confirm, "amina", {}),
    (carrying_out.dispute_remedy, "amina", {"reason": "Nothing came"}),
]


async def ask_outside(ground: Ground, place: Place, chance: Random) -> None:
    async with place.house.at_desk() as desk:
        kind = chance.choice(sorted(parties(desk.policy)))
    asked = Question(kind=kind, party="Lifts Ltd", email="lifts@example.com", language="en", question="When?")
    await ground.do(place, outside.ask, by="bram", asked=asked)


async def answer_outside(ground: Ground, place: Place, chance: Random) -> None:
    async with place.house.scope():
        request = _one(chance, await requests_of(place.id))
    if request is None:
        return

    async def answered(desk: Any, _: Any, *, by: Any, now: Any) -> None:
        await outside.answer(desk, request, text="In March", name="Wu", declined=False, files=(), now=now)

    await ground.do(place, answered, by="amina")


async def end_outside(ground: Ground, place: Place, chance: Random) -> None:
    async with place.house.scope():
        request = _one(chance, await requests_of(place.id))
    if request is not None:
        await ground.do(place, outside.end, by="bram", request_id=request.id, reason="Not needed")


async def find_cause(ground: Ground, place: Place, chance: Random) -> None:
    given = {"depth": "root", "branch": "methods", "content": "No plan", "whys": ["It broke"], "party": ""}
    await ground.do(place, causes.add, by="bram", department_id=(await place.row()).department_id, **given)


async def strike_cause(ground: Ground, place: Place, chance: Random) -> None:
    row = _one(chance, await place.rows(Cause))
    if row is not None:
        await ground.do(place, causes.strike, by="bram", cause_id=row.id, reason="It was not so")


async def begin_action(ground: Ground, place: Place, chance: Random) -> None:
    owner, today = (await ground.fit(place, "bram")).id, ground.now.date()
    plan = Plan(
        title="Check it", measures="Monthly", owner_id=owner,
        due_on=today + timedelta(days=5), check_on=today + timedelta(days=9),
    )  # fmt: skip
    await ground.do(place, correctives.begin, by="bram", plan=plan)


async def see_to_task(ground: Ground, place: Place, chance: Random) -> None:
    row = _one(chance, await place.rows(Task, "done_at IS NULL AND cancelled_at IS NULL"))
    if row is None or row.kind in SEEN_TO_ELSEWHERE:
        return
    if chance.random() < 0.7:
        done = tasks.Done(outcome="Told", posted_on=ground.now.date() if row.kind == "post" else None)
        await ground.do(place, tasks.finish, by="bram", of=row.id, done=done)
    else:
        await ground.do(place, tasks.cancel, by="bram", of=row.id, reason="Not needed")


async def add_task(ground: Ground, place: Place, chance: Random) -> None:
    given = {"what": "Look again", "due_on": ground.now.date() + timedelta(days=chance.randint(0, 9))}
    await ground.do(place, tasks.add, by="bram", assignee_id=None, **given)


async def hear(ground: Ground, place: Place, _: Random) -> None:
    given = Hearing(part="complainant", way="telephone", account="As written", read_back=True)
    await ground.do(place, hearing.hear, by="bram", given=given)


async def leave_usual_path(ground: Ground, place: Place, chance: Random) -> None:
    async with place.house.at_desk() as desk:
        kind = chance.choice(sorted(desk.policy.exceptions))
    operation = chance.choice((exceptions.raise_exception, exceptions.raise_exception, exceptions.lift))
    await ground.do(place, operation, by="chen", kind=kind, reason="So it is")


async def about_bram(ground: Ground, place: Place, chance: Random) -> None:
    operation = name_concerned if chance.random() < 0.6 else clear_concerned
    await ground.do(place, operation, by="chen", person_id=place.house.people["bram"].id)


async def bram_leaves(ground: Ground, place: Place, chance: Random) -> None:
    """For good; his cases go to Chen or back to their departments."""
    successor = chance.choice((place.house.people["chen"].id, None))
    ground.move(timedelta(minutes=1))
    try:
        async with place.house.at_desk() as desk:
            person, to = place.house.people["bram"].id, HandOver(successor_id=successor)
            assert person is not None
            await leave(desk, person, hand_over=to, by=place.house.people["ada"], now=ground.now)
    except DomainError:
        return
    ground.left.add((place.house.id, "bram"))
    ground.done.append("leave")


async def possible(place: Place) -> list[str]:
    """What is not refused at once as things stand; the rest would teach nothing."""
    async with place.house.at_desk() as desk:
        case = await take(desk, place.id)
        there = await fetch_one(_THERE, place.id)
    assert there is not None
    have = {name for name, found in there.items() if found} | {"going on" if not case.ended else "over"}
    moves = case.moves()
    return sorted(
        name
        for name, (_, needs) in ACTS.items()
        if (needs in moves if isinstance(needs, Move) else needs in have)
    )


_THERE = """SELECT
    TRUE AS anything,
    EXISTS (SELECT FROM promise WHERE complaint_id = $1 AND paused_since IS NOT NULL AND ended_at IS NULL) AS paused,
    EXISTS (SELECT FROM remedy WHERE complaint_id = $1) AS remedy,
    EXISTS (SELECT FROM outside_request WHERE complaint_id = $1) AS asked,
    EXISTS (SELECT FROM cause WHERE complaint_id = $1) AS cause,
    EXISTS (SELECT FROM task WHERE complaint_id = $1 AND done_at IS NULL AND cancelled_at IS NULL) AS task,
    EXISTS (SELECT FROM complaint WHERE id = $1 AND merged_into IS NOT NULL) AS merged"""

GOING = "going on"

ACTS: dict[str, tuple[Act, Move | str]] = {
    act.__name__: (act, needs)
    for act, needs in (
        (as_usual, "anything"),
        (accept, Move.ACCEPT),
        (refuse, Move.REFUSE),
        (_said(deciding.forward, "ines", party="City", contact="1", reason="Theirs"), Move.FORWARD),
        (assign, GOING),
        (look, GOING),
        (_said(handling.offer, "bram", solution="A refund"), Move.OFFER),
        (_said(handling.agree, "amina"), Move.AGREE),
        (_said(handling.dispute, "amina", reason="Not enough"), Move.DISPUTE),
        (_said(handling.declare_deadlock, "bram", reason="No way"), Move.DEADLOCK),
        (_said(handling.refer, "bram", body="Court", reference="7"), Move.REFER),
        (_said(handling.carry_out, "bram"), Move.EXECUTE),
        (_said(handling.add_allegation, "bram", content="Late, too"), GOING),
        (decide, Move.DECIDE),
        (confirm, Move.CONFIRM),
        (close, Move.CLOSE),
        (reopen, Move.REOPEN),
        (_said(closing.withdraw, "amina", reason=""), Move.WITHDRAW),
        (merge, Move.MERGE),
        (_said(merging.unmerge, "bram", reason="They differ"), "merged"),
        (change_grade, GOING),
        (pause, GOING),
        (resume, "paused"),
        (extend, GOING),
        (record, "anything"),
        (propose_remedy, GOING),
        (go_on_with_remedy, "remedy"),
        (ask_outside, GOING),
        (answer_outside, "asked"),
        (end_outside, "asked"),
        (find_cause, "anything"),
        (strike_cause, "cause"),
        (begin_action, "anything"),
        (add_task, GOING),
        (see_to_task, "task"),
        (hear, GOING),
        (leave_usual_path, GOING),
        (about_bram, "anything"),
        (bram_leaves, "anything"),
        (_said(write_to_complainant, "bram", body="Still at it"), GOING),
        (_said(write_from_complainant, "amina", body="Well?"), GOING),
        (_said(checking.waive, "chen", reason="Plain enough"), GOING),
        (_said(checking.take_up, "chen"), GOING),
    )
}
"""By name, with what has to be there."""
