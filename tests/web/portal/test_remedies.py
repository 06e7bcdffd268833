"""The page of a case's remedies, and what the complainant answers: four eyes asked for from outside."""

from __future__ import annotations

from uuid import UUID

from amends.complaints.access import access_code
from amends.complaints.concerned import name_concerned
from amends.people.tables import Person
from amends.remedies.operations import grant, remedies_of
from tests.amends.complaints.cases import decided, investigated
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World


async def hold(world: World, name: str, *roles: str) -> None:
    async with world.scope():
        await Person.update({Person.roles: list(roles)}).where(Person.id == world.actor(name).id)


async def standing(world: World, case: UUID) -> str:
    async with world.scope():
        [row] = await remedies_of(case)
    return str(row.standing)


async def opened(world: World, amina: Visitor, case: UUID) -> Page:
    row = await world.complaint(case)
    code = access_code(world.settings.secret, complaint_id=case, number=int(row.access_code_number))
    return await amina.submit(await amina.get("/track"), "/track", number=str(row.number), code=code)


async def test_a_large_refund_is_proposed_by_one_and_approved_by_two_others(
    world: World, enter: Enter
) -> None:
    case = await investigated(world)
    url = f"/portal/cases/{case}/remedies"
    await hold(world, "bram", "handler", "leader")
    await hold(world, "chen", "supervisor", "leader")
    await hold(world, "otto", "auditor", "finance")
    bram, chen, otto, ines = [await enter(name) for name in ("bram", "chen", "otto", "ines")]
    page = await bram.submit(
        await bram.get(url), "/proposal", code="RM-REFUND", description="Fees", amount="6,000"
    )
    assert "awaits approval" in page.words
    assert "Leader in charge" in page.words
    assert not any(f'{url}/{act}"' in page.html for act in ("approval", "done"))
    case_page = await bram.get(f"/portal/cases/{case}")
    assert "has to be approved first" in case_page.words
    assert "/decision" not in case_page.html

    form = (await chen.get(url)).form("/approval").values
    for visitor in (bram, ines):
        own = (await visitor.get(url)).form("/sign-out").values
        refused = await visitor.send(f"{url}/approval", {**form, **own})
        assert (refused.status, await standing(world, case)) == (403, "awaiting")
    assert (await (await enter("dora")).get(url)).status == 404

    page = await chen.submit(await chen.get(url), "/approval")
    assert (page.status, await standing(world, case)) == (200, "awaiting")
    page = await otto.submit(await otto.get(url), "/return", reason="")
    assert page.status == 422
    page = await otto.submit(page, "/approval")
    assert (page.status, await standing(world, case)) == (200, "granted")
    assert [act for act in await world.acts(case) if act.startswith("remedy")] == [
        "remedy-proposed",
        "remedy-approved",
        "remedy-approved",
    ]


async def test_whom_the_complaint_is_about_approves_nothing(world: World, enter: Enter) -> None:
    case = await investigated(world)
    await world.do(grant, case, by="bram", code="RM-REFUND", description="", amount="800")
    await hold(world, "chen", "supervisor", "department_head")
    chen = await enter("chen")
    page = await chen.get(f"/portal/cases/{case}/remedies")
    await world.do(name_concerned, case, by="bram", person_id=world.actor("chen").id)
    assert (await chen.submit(page, "/approval")).status == 403
    assert await standing(world, case) == "awaiting"


async def test_carried_out_with_proof_the_complainant_disputes_and_then_confirms_it(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    case, later = await decided(world), world.at(hours=4)
    world.move_to(later)
    given = {"code": "RM-REFUND", "description": "", "amount": "86"}
    await world.do(grant, case, by="bram", now=later, **given)
    bram, amina, url = await enter("bram"), arrive(), f"/portal/cases/{case}/remedies"
    page = await bram.submit(await bram.get(url), "/done", at="2030-01-01T09:00", how="Transfer 77")
    assert (page.status, page.form("/done").values["how"]) == (422, ["Transfer 77"])
    proof = ("receipt.txt", b"paid", "text/plain")
    page = await bram.submit(page, "/done", at="", how="Transfer 77", files=[proof])
    assert "receipt.txt" in page.words

    seen = await opened(world, amina, case)
    empty = await amina.submit(seen, "/remedy-dispute", reason="")
    assert empty.status == 422
    seen = await amina.submit(empty, "/remedy-dispute", reason="It did not arrive")
    assert await standing(world, case) == "disputed"
    assert "Carry a remedy out" in (await bram.get(f"/portal/cases/{case}")).words
    page = await bram.submit(await bram.get(url), "/done", at="", how="Sent again")
    assert "It did not arrive" in page.words
    seen = await amina.submit(await amina.get(f"/complaints/{case}"), "/remedy-confirmation")
    assert (seen.status, await standing(world, case)) == (200, "confirmed")
    assert "/remedy-confirmation" not in seen.html
