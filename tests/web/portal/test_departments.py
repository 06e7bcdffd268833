"""The page of further departments: asked, answered by its head alone, ended; the case page says how it stands."""

from __future__ import annotations

import re

from tests.amends.complaints.cases import accepted
from tests.amends.joint.test_asking_departments import other_departments
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_asked_by_one_answered_by_the_other(world: World, enter: Enter) -> None:
    case = await accepted(world)
    finance, legal, *_ = await other_departments(world, case, head=world.actor("otto").id)
    bram, otto, dora = await enter("bram"), await enter("otto"), await enter("dora")
    address = f"/portal/cases/{case}/departments"
    page = await bram.get(address)
    refused = await bram.submit(page, "/question", department=str(finance), question="What?", until="soon")
    assert (refused.status, "What?" in refused.html) == (422, True)
    page = await bram.submit(refused, "/question", until="2026-03-06")
    assert "waiting for its answer" in page.words
    assert ": asked, by the end of" in (await bram.get(f"/portal/cases/{case}")).words
    page = await bram.submit(page, "/question", department=str(legal), question="Why?", until="2026-03-06")
    for question in set(re.findall(r"question-([0-9a-f-]{36})", page.html)):
        form = {"form_id": "x" * 32, "asked": question, "answer": "Not mine"}
        assert f'action="{address}/answer"' not in page.html
        sent = await bram.send(f"{address}/answer", {**page.form("/end").values, **form})
        assert sent.status == 403
    theirs = await otto.get(address)
    assert "/end" not in theirs.html
    done = await otto.submit(theirs, "/answer", answer="The fee may be waived")
    assert "Answer of Otto" in done.words
    page = await bram.submit(await bram.get(address), "/end", reason="Settled")
    assert "Settled" in page.words
    mine = await bram.get(f"/portal/cases/{case}")
    assert ": answered" in mine.words
    assert "The fee may be waived" in mine.words
    assert (await dora.get(address)).status == 404


async def test_in_chinese_with_the_task_of_the_department(world: World, enter: Enter) -> None:
    case = await accepted(world)
    finance, *_ = await other_departments(world, case)
    chen = await enter("chen", language="zh")
    page = await chen.get(f"/portal/cases/{case}/departments")
    page = await chen.submit(
        page, "/question", department=str(finance), question="费用多少？", until="2026-03-06"
    )
    assert "等待答复" in page.words
    assert "答复其他部门的协办请求" in (await chen.get("/portal/tasks?show=all")).words
    world.move_to(world.at(days=6))
    page = await (await enter("chen", language="zh")).get(f"/portal/cases/{case}/departments")
    assert "逾期未答复" in page.words
