"""Causes and corrective actions over HTTP: found, told, acted on, looked at by somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.web.portal.conftest import Enter
from tests.web.visitor import Visitor
from tests.world import World, new_form_id


async def forged(visitor: Visitor, address: str, **values: str) -> int:
    """The answer to a form that no page offered."""
    page = await visitor.get("/portal/notices")
    data = {**page.form("/portal/sign-out").values, "form_id": new_form_id()}
    return (await visitor.send(address, {**data, **values})).status


async def test_a_cause_leads_to_an_action_that_somebody_else_finds_to_work(
    world: World, enter: Enter
) -> None:
    case, other = await world.lodge(), await world.lodge()
    row = await world.complaint(case.complaint_id)
    async with world.as_owner("department") as database:
        await database.execute(
            "UPDATE department SET head_id = $2 WHERE id = $1", row.department_id, world.actor("chen").id
        )
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case.complaint_id}/causes")
    assert "No cause was found yet" in page.words
    unsaid = await bram.submit(page, "/addition", depth="root", content=" ", why__1="Nobody was asked")
    assert unsaid.status == 422
    assert "Nobody was asked" in unsaid.html, "what was typed is still there"
    page = await bram.submit(
        unsaid, "/addition", depth="root", content="No plan", branch="methods", department=str(row.department_id)
    )  # fmt: skip
    page = await bram.submit(page, "/notice", body="The logbook is nobody's")
    assert "no answer yet" in page.words
    today = world.at().date()
    days: dict[str, Any] = {
        name: (today + timedelta(days=n)).isoformat() for name, n in (("due_on", 7), ("check_on", 21))
    }
    page = await bram.submit(
        page, "/action", kind="corrective", title="Keep a logbook", measures="Weekly", owner=str(world.actor("bram").id),
        checker="", **days,
    )  # fmt: skip
    assert "Keep a logbook" in page.words
    address = page.link(r"/portal/actions/[0-9a-f-]{36}")
    action = await bram.get(address)
    action = await bram.submit(action, "/link", number=str(other.number))
    action = await bram.submit(action, "/done", note="It lies in the lobby")
    assert "You carried it out, so somebody else says whether it worked." in action.words
    assert "/check" not in action.html
    assert await forged(bram, f"{address}/check", effective="yes", note="It works") == 403
    chen = await enter("chen")
    answered = await chen.get("/portal/tasks?show=mine")
    assert "Answer what your department does about the cause of a complaint" in answered.words
    works = await chen.submit(await chen.get(address), "/check", effective="yes", note="Kept for weeks")
    assert "works" in works.words
    listed = await chen.get("/portal/actions?show=over")
    assert "Keep a logbook" in listed.words
    history = await bram.get(f"/portal/cases/{other.complaint_id}")
    assert "Corrective action works" in history.words, "every case it is for says so"


async def test_whom_one_of_its_cases_is_about_and_others_staff_do_nothing_to_an_action(
    world: World, enter: Enter
) -> None:
    case = await world.lodge()
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case.complaint_id}/causes")
    day = (world.at().date() + timedelta(days=7)).isoformat()
    page = await bram.submit(
        page, "/action", kind="preventive", title="Train", measures="An hour", owner=str(world.actor("ines").id),
        due_on=day, check_on=day, checker="",
    )  # fmt: skip
    address = page.link(r"/portal/actions/[0-9a-f-]{36}")
    dora = await enter("dora")
    assert (await dora.get(address)).status == 404
    assert await forged(dora, f"{address}/done", note="Done") == 404
    otto = await enter("otto")
    assert await forged(otto, f"{address}/done", note="Done") == 403
