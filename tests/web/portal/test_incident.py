"""An incident has an owner, a plan, a log and an end; who sees to it is never whom the complaint is about."""

from __future__ import annotations

from uuid import UUID

from amends.complaints.case import take
from amends.complaints.concerned import name_concerned
from amends.escalation.incidents import declare, incident_of
from amends.people.actor import SYSTEM
from tests.web.portal.conftest import Enter
from tests.world import World


async def declared(world: World, owner: str) -> UUID:
    """As a step of the chain does it."""
    case = (await world.lodge()).complaint_id
    async with world.at_desk() as desk:
        held = await take(desk, case)
        await declare(held, owner_id=world.actor(owner).id, plan="", by=SYSTEM, now=world.at())
    return case


async def owner_of(world: World, case: UUID) -> object:
    async with world.scope():
        found = await incident_of(case)
    assert found is not None
    return found.owner_id


async def test_its_owner_plans_writes_down_hands_it_on_and_ends_it(world: World, enter: Enter) -> None:
    case = await declared(world, "bram")
    world.move_to(world.at(hours=2))
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    assert "This case is an incident." in page.words
    assert "An incident is open." in page.words
    page = await bram.get(f"/portal/cases/{case}/incident")
    planned = await bram.submit(page, "/plan", plan="Power off tonight, then repair")
    assert "Power off tonight, then repair" in planned.words
    late = await bram.submit(planned, "/note", content="Told the fire brigade", at="2030-01-01T09:00")
    assert (late.status, "This is in the future" in late.words) == (422, True)
    noted = await bram.submit(late, "/note", content="Told the fire brigade", at="")
    assert "Told the fire brigade" in noted.words
    given = await bram.submit(noted, "/owner", owner=str(world.actor("chen").id))
    assert "Chen" in given.words
    [letter] = await world.notices(event="case_news", to="chen", channel="app")
    assert "incident" in letter.body
    chen = await enter("chen")
    page = await chen.get(f"/portal/cases/{case}/incident")
    nobody = await chen.submit(page, "/end", reason="")
    assert (nobody.status, "Please say why." in nobody.words) == (422, True)
    over = await chen.submit(nobody, "/end", reason="The water is gone")
    assert "The water is gone" in over.words
    listed = await chen.get("/portal/escalations")
    assert "No incident is open" in listed.words
    acts = [line.act for line in await world.history(case) if line.act.startswith("incident-")]
    assert sorted(acts) == [
        "incident-declared",
        "incident-ended",
        "incident-given",
        "incident-noted",
        "incident-planned",
    ]


async def test_a_form_that_was_open_meanwhile_changes_nothing_and_keeps_what_was_typed(
    world: World, enter: Enter
) -> None:
    case = await declared(world, "bram")
    chen, ada = await enter("chen"), await enter("ada")
    opened = await chen.get(f"/portal/cases/{case}/incident")
    await ada.submit(await ada.get(f"/portal/cases/{case}/incident"), "/plan", plan="By the book")
    refused = await chen.submit(opened, "/plan", plan="My own idea")
    assert (refused.status, "My own idea" in refused.html, "By the book" in refused.words) == (
        409,
        True,
        True,
    )
    assert "Somebody has changed the incident" in refused.words
    sent_again = await chen.submit(refused, "/plan", plan="My own idea")
    assert "My own idea" in sent_again.words


async def test_whom_the_complaint_is_about_loses_it_and_never_gets_it(world: World, enter: Enter) -> None:
    case = await declared(world, "bram")
    await world.do(name_concerned, case, by="ines", person_id=world.actor("bram").id)
    assert await owner_of(world, case) is None
    chen = await enter("chen")
    page = await chen.get(f"/portal/cases/{case}/incident")
    refused = await chen.submit(page, "/owner", owner=str(world.actor("bram").id))
    assert (refused.status, await owner_of(world, case)) == (422, None)
    bram = await enter("bram")
    seen = await bram.get(f"/portal/cases/{case}/incident")
    assert "/incident/" not in seen.html


async def test_whoever_assigns_cases_makes_one_and_one_that_is_over_begins_again(
    world: World, enter: Enter
) -> None:
    case = (await world.lodge()).complaint_id
    ines = await enter("ines")
    page = await ines.get(f"/portal/cases/{case}/incident")
    owner = str(world.actor("chen").id)
    made = await ines.submit(page, "/declaration", owner=owner, plan="Call the engineer")
    over = await ines.submit(made, "/end", reason="False alarm")
    again = await ines.submit(over, "/declaration", owner=str(world.actor("bram").id), plan="")
    assert await owner_of(world, case) == world.actor("bram").id
    assert "False alarm" in again.words
