"""Kinds beside complaints on the pages: what is asked, who reads it, what it becomes, and a case that nobody brought."""

from __future__ import annotations

from typing import Any

from amends.complaints.concerned import name_concerned
from amends.complaints.handling import assign
from amends.policy.overriding import put
from amends.tasks.acts import add
from amends.tenancy.operations import NewTenant
from tenants.working import edit
from tests.amends.search.test_finding import read
from tests.journeys.test_every_industry import qualify
from tests.looked_into import look_into, review
from tests.tenants.policies import publish_change
from tests.web.conftest import Arrive
from tests.web.filling import needed_answers
from tests.web.portal.conftest import Enter
from tests.world import MONDAY, World, add_organisation


async def test_a_report_needs_no_name_and_is_read_by_few(world: World, arrive: Arrive, enter: Enter) -> None:
    await publish_change(world, edit(put, ("handling", "anonymous"), False))
    amina = arrive()
    page = await amina.get("/complaints/new?category=A")
    assert "A suspected breach of rules" in page.words
    values: dict[str, Any] = {
        name.replace(".", "__"): value
        for name, value in {
            **needed_answers(page),
            "subject": "Bribes",
            "narrative": "At the counter.",
        }.items()
        if name not in ("name", "email", "phone")
    }
    refused = await amina.submit(page, "/complaints", **values, kind="complaint")
    assert "name" in refused.errors
    lodged = await amina.submit(refused, "/complaints", kind="report")
    assert lodged.status == 200
    [row] = await world.complaints()
    assert (row.kind, row.confidential) == ("report", True)
    assert not row.complainant_name
    url = f"/portal/cases/{row.id}"
    await read()

    async def reads(name: str) -> tuple[int, bool, bool]:
        staff = await enter(name)
        listed = str(row.number) in (await staff.get("/portal")).words
        found = await staff.get(f"/portal/search?q={row.number}")
        words = await staff.get("/portal/search?q=bribes")
        assert (found.response.url.path == url) is (url in words.html), "by its number or by its words"
        return (await staff.get(url)).status, listed, url in words.html

    everywhere, nowhere = (200, True, True), (404, False, False)
    assert [await reads(name) for name in ("bram", "ines", "chen", "otto")] == [
        nowhere,
        nowhere,
        everywhere,
        everywhere,
    ]
    handler = await enter("bram")
    assert (await handler.get(f"{url}/causes")).status == 404
    await world.do(add, row.id, by="chen", what="Ask the counter", due_on=MONDAY.date(), assignee_id=None)
    everybodys = "/portal/tasks?show=all"
    assert "Ask the counter" in (await (await enter("chen")).get(everybodys)).words
    assert "Ask the counter" not in (await handler.get(everybodys)).words
    bram = world.actor("bram").id
    await world.do(assign, row.id, by="chen", department_id=row.department_id, assignee_id=bram)
    assert await reads("bram") == everywhere
    await world.do(name_concerned, row.id, by="chen", person_id=world.actor("chen").id)
    assert await reads("chen") == nowhere
    assert (await (await enter("dora")).get(url)).status == 404


async def test_it_becomes_something_else_after_it_was_shown_what_that_changes(
    world: World, enter: Enter
) -> None:
    case = await world.lodge()
    ines = await enter("ines")
    page = await ines.get((await ines.get(f"/portal/cases/{case.complaint_id}")).link("/kind$"))
    shown = await ines.get(f"{page.path}?kind=enquiry")
    assert "Complaint → Enquiry" in shown.words
    refused = await ines.submit(shown, "/kind", reason="")
    assert (refused.status, set(refused.errors)) == (422, {"reason"})
    done = await ines.submit(refused, "/kind", reason="They only ask")
    assert (done.status, "Handled as something else" in done.words) == (200, True)
    assert case.number in (await ines.get("/portal?kind=enquiry")).words
    assert case.number not in (await ines.get("/portal?kind=complaint")).words
    stale = await ines.submit(shown, "/kind", reason="They only ask")
    assert (stale.status, set(stale.errors)) == (422, {"kind"})


async def test_a_finding_of_ones_own_goes_to_its_close_and_nobody_is_written_to(
    world: World, enter: Enter
) -> None:
    wanted = NewTenant("lantern", "灯笼制药", "Lantern", "pharma", "Asia/Shanghai", "zh", "400-5000")
    lantern = await add_organisation(world.settings, wanted)
    await qualify(lantern, "bram")
    ines, bram, chen = [await enter(name, of=lantern) for name in ("ines", "bram", "chen")]
    page = await ines.get("/portal/intake?category=PH2B")
    values = {
        name.replace(".", "__"): value
        for name, value in {
            **needed_answers(page),
            "answers.test_source": "retained",
            "answers.adverse_event": "no",
            "subject": "The retained sample fails",
            "narrative": "Found on observation after 12 months.",
        }.items()
    }
    page = await ines.submit(
        page, "/portal/intake", **values, kind="own_finding", name="Amina", email="amina@example.com"
    )
    [row] = await lantern.complaints()
    url = f"/portal/cases/{row.id}"
    assert (row.kind, row.channel, row.state) == ("own_finding", "own", "REVIEW")
    assert not row.complainant_name
    assert not row.complainant_email
    assert "nobody: found by ourselves" in page.words
    assert "resolve" in await lantern.promises(row.id)
    assert {"acknowledge", "respond", "update"} & (await lantern.promises(row.id)).keys() == set()
    await review(lantern, row.id, now=world.at(minutes=1))
    await ines.submit(await ines.get(url), "/acceptance")
    await lantern.do(
        assign, row.id, by="ines", department_id=row.department_id, assignee_id=lantern.actor("bram").id
    )
    page = await bram.submit(await bram.get(url), "/investigation")
    await look_into(lantern, row.id, now=world.at(minutes=2))
    page = await bram.get(url)
    offered = [
        act for act in ("decision", "message", "offer", "withdrawal") if f'action="{url}/{act}"' in page.html
    ]
    assert offered == ["decision"]
    [allegation] = await lantern.allegations(row.id)
    decision: dict[str, Any] = {
        f"outcome__{allegation.id}": "upheld",
        f"ground__{allegation.id}": "Tested twice",
        "result": "The batch is held back.",
    }
    page = await bram.submit(page, "/decision", **decision)
    hello = {**page.form("/note").values, "body": "Hello"}
    assert (await bram.send(f"{url}/message", hello)).status == 409
    page = await chen.submit(await chen.get(url), "/closure", reason="explained")
    assert (await lantern.complaint(row.id)).state == "CLOSED"
    assert [notice for notice in await lantern.notices() if notice.person_id is None] == []
