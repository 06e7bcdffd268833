"""An answer that needs approval: read, approved by somebody else, sent back, withdrawn, lapsed; four eyes from outside."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from msgspec import structs

from amends.approvals.queries import given_to, requests_of
from amends.approvals.tables import ApprovalRequest
from amends.complaints.concerned import name_concerned
from amends.database.scope import fetch
from amends.people.tables import Person
from amends.policy.document import Condition
from amends.remedies.operations import grant
from tests.amends.complaints.cases import investigated, state
from tests.governing import govern
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import PASSWORD, World


async def approvals_asked(world: World, *roles: str, **more: Any) -> None:
    async with world.at_desk() as desk:
        notices = dict(desk.policy.notices)
    more = {"approved_by": roles, **more}
    await govern(world, notices={**notices, "decision": structs.replace(notices["decision"], **more)})


async def hold(world: World, name: str, *roles: str) -> None:
    async with world.scope():
        await Person.update({Person.roles: list(roles)}).where(Person.id == world.actor(name).id)


async def proposed(world: World, staff: Visitor, case: UUID) -> Page:
    fields: dict[str, Any] = {}
    for row in await world.allegations(case):
        fields |= {f"outcome__{row.id}": "upheld", f"ground__{row.id}": "The queue was not staffed"}
    page = await staff.get(f"/portal/cases/{case}")
    return await staff.submit(page, "/decision", result="We are sorry", **fields)


async def latest(world: World, case: UUID) -> ApprovalRequest:
    async with world.scope():
        return (await requests_of(case))[0]


async def letters(world: World, case: UUID) -> list[str]:
    async with world.scope():
        rows = await fetch(
            "SELECT body FROM notice WHERE complaint_id = $1 AND event = 'decision' AND person_id IS NULL",
            case,
        )
    return [str(row["body"]) for row in rows]


async def test_nothing_leaves_before_two_others_have_approved_it_and_then_exactly_what_they_read(
    world: World, enter: Enter
) -> None:
    await approvals_asked(world, "leader", "finance", approval_signed=True)
    case = await investigated(world)
    url = f"/portal/cases/{case}/approval"
    await hold(world, "bram", "handler", "leader")
    await hold(world, "chen", "supervisor", "leader", "finance")
    await hold(world, "otto", "auditor", "leader")
    bram, chen, otto, ines = [await enter(name) for name in ("bram", "chen", "otto", "ines")]
    page = await proposed(world, bram, case)
    assert page.path.startswith(url)
    assert "The queue was not staffed" in page.words
    assert (await state(world, case), await letters(world, case)) == ("INVESTIGATING", [])
    case_page = await bram.get(f"/portal/cases/{case}")
    assert "It waits for approval by" in case_page.words
    assert "/decision" not in case_page.html
    assert f'{url}/given"' not in page.html

    form = (await chen.get(url)).form("/given").values
    for visitor in (bram, ines):
        own = (await visitor.get(url)).form("/sign-out").values
        refused = await visitor.send(f"{url}/given", {**form, **own, "password": [""]})
        assert (refused.status, (await latest(world, case)).state) == (403, "asked")
    assert (await (await enter("dora")).get(url)).status == 404

    unsigned = await chen.submit(await chen.get(url), "/given")
    wrong = await chen.submit(unsigned, "/given", password="not hers")
    assert (unsigned.status, wrong.status) == (422, 422)
    page = await chen.submit(wrong, "/given", password=PASSWORD)
    # She holds both roles, and stands for one of them.
    assert ((await latest(world, case)).state, await letters(world, case)) == ("asked", [])
    assert "approved, signed electronically" in page.words
    assert "/given" not in page.html
    await otto.submit(await otto.get(url), "/given", password=PASSWORD)
    request = await latest(world, case)
    assert (request.state, await state(world, case)) == ("approved", "DECIDED")
    assert set(await letters(world, case)) == {request.body}
    async with world.scope():
        given = (await given_to([request]))[request.id]
        tasks = await fetch("SELECT done_at FROM task WHERE kind = 'answer-approval'")
    assert [(each.signed, each.sha256, each.meaning) for each in given] == [
        (True, request.sha256, "approved")
    ] * 2
    assert len(tasks) == 2
    assert all(task["done_at"] for task in tasks)
    acts = [act for act in await world.acts(case) if act.startswith("answer-") or act == "decide"]
    assert acts == ["answer-proposed", "answer-approved", "answer-approved", "decide"]
    zh = await (await enter("otto", language="zh")).get(url)
    assert "已批准" in zh.words


async def test_it_lapses_when_the_case_would_say_something_else_by_now(world: World, enter: Enter) -> None:
    await approvals_asked(world, "supervisor")
    case = await investigated(world)
    bram, chen = await enter("bram"), await enter("chen")
    await proposed(world, bram, case)
    page = await chen.get(f"/portal/cases/{case}/approval")
    await world.do(grant, case, by="bram", code="RM-APOLOGY", description="In writing", amount="")
    page = await chen.submit(page, "/given")
    assert "lapsed" in page.words
    assert ((await latest(world, case)).state, await letters(world, case)) == ("lapsed", [])
    again = await bram.get(f"/portal/cases/{case}")
    # What was typed stands in its form again.
    assert again.form("/decision").values["result"] == ["We are sorry"]
    page = await bram.submit(again, "/decision")
    page = await chen.submit(await chen.get(f"/portal/cases/{case}/approval"), "/given")
    assert ((await latest(world, case)).state, len(set(await letters(world, case)))) == ("approved", 1)


async def test_sent_back_with_a_reason_and_never_by_whom_the_complaint_is_about(
    world: World, enter: Enter
) -> None:
    await approvals_asked(world, "supervisor", approved_when=Condition(field="case.anonymous", value="no"))
    case = await investigated(world)
    bram, chen = await enter("bram"), await enter("chen")
    await proposed(world, bram, case)
    page = await chen.get(f"/portal/cases/{case}/approval")
    refused = await chen.submit(page, "/return", reason="")
    assert refused.status == 422
    await world.do(name_concerned, case, by="bram", person_id=world.actor("chen").id)
    assert (await chen.submit(refused, "/return", reason="Too short")).status == 403
    assert (await chen.submit(page, "/given")).status == 403
    assert (await latest(world, case)).state == "asked"


async def test_of_two_approvals_and_a_withdrawal_at_once_one_counts(world: World, enter: Enter) -> None:
    await approvals_asked(world, "supervisor")
    case = await investigated(world)
    await hold(world, "otto", "auditor", "supervisor")
    url = f"/portal/cases/{case}/approval"
    bram, chen, otto = await enter("bram"), await enter("chen"), await enter("otto")
    await proposed(world, bram, case)
    first, second, theirs = await chen.get(url), await otto.get(url), await bram.get(url)
    answers = await asyncio.gather(
        chen.submit(first, "/given"), otto.submit(second, "/given"), bram.submit(theirs, "/withdrawal")
    )
    assert sorted(answer.status for answer in answers) == [200, 409, 409]
    ended = (await latest(world, case)).state
    acts = [act for act in await world.acts(case) if act in ("decide", "answer-withdrawn", "answer-approved")]
    assert acts in (["answer-approved", "decide"], ["answer-withdrawn"])
    assert (ended == "approved") == ("decide" in acts)
    assert bool(await letters(world, case)) == ("decide" in acts)
