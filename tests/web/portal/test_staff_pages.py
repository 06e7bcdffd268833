"""Ada looks after Harbour's people: finds them, names a deputy, records an absence, lets somebody go."""

from __future__ import annotations

from amends.complaints.handling import assign
from amends.people.tables import Person, PersonStatus
from tests.web.portal.conftest import Enter
from tests.world import World


def page_of(world: World, name: str) -> str:
    return f"/portal/people/{world.actor(name).id}"


async def test_the_list_is_searched_and_says_who_is_away(world: World, enter: Enter) -> None:
    ada = await enter("ada")
    url = page_of(world, "bram")
    form = await ada.get(f"{url}/facts")
    page = await ada.submit(form, f"{url}/facts", deputy=world.actor("chen").id, position="Senior handler")
    assert "Chen" in page.words
    await ada.submit(await ada.get(f"{url}/absences"), f"{url}/absences", kind="leave", last_day="")
    page = await ada.get("/portal/people?show=away")
    assert "Bram" in page.words
    assert "Deputy: Chen" in page.words
    page = await ada.get("/portal/people?q=nobody-of-that-name")
    assert "Nobody found" in page.words
    assert "Meanwhile this person’s duties go to: Chen" in (await ada.get(url)).words


async def test_why_somebody_is_away_is_for_them_and_the_administrators(world: World, enter: Enter) -> None:
    ada, chen, url = await enter("ada"), await enter("chen"), page_of(world, "bram")
    form = await ada.get(f"{url}/absences")
    page = await ada.submit(form, f"{url}/absences", kind="sick", note="Surgery", last_day="")
    assert ("Sick leave" in page.words, "Surgery" in page.words) == (True, True)
    hers = await chen.get(url)
    assert "until further notice" in hers.words
    assert ("Sick leave" in hers.words, "Surgery" in hers.words) == (False, False)


async def test_a_form_that_is_refused_keeps_what_was_typed(world: World, enter: Enter) -> None:
    ada, url = await enter("ada"), page_of(world, "bram")
    refused = await ada.submit(await ada.get(f"{url}/facts"), f"{url}/facts", name="", position="Plumber")
    assert (refused.status, list(refused.errors)) == (422, ["name"])
    assert refused.form("/facts").values["position"] == ["Plumber"]
    refused = await ada.submit(
        await ada.get(f"{url}/qualifications"), "/qualifications", label="Lifts", code="lift"
    )
    assert list(refused.errors) == ["issued_on"]
    page = await ada.submit(refused, "/qualifications", issued_on="2025-03-01", expires_on="2026-03-22")
    assert "expires in 20 days" in page.words


async def test_somebody_leaves_and_the_cases_are_chens(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    bram, chen = world.actor("bram"), world.actor("chen")
    await world.do(assign, case, by="ines", department_id=bram.department_id, assignee_id=bram.id)
    ada, url = await enter("ada"), page_of(world, "bram")
    preview = await ada.get(f"{url}/departure")
    assert "1 open case" in preview.words
    page = await ada.submit(preview, f"{url}/departure", successor=chen.id)
    assert page.path.startswith(url)
    assert "has left" in page.words
    assert (await world.complaint(case)).assignee_id == chen.id
    async with world.scope():
        row = await Person.objects().get(Person.id == bram.id)
    assert row is not None
    assert row.status == PersonStatus.LEFT


async def test_suspending_asks_with_the_name_first(world: World, enter: Enter) -> None:
    ada, bram, url = await enter("ada"), await enter("bram"), page_of(world, "bram")
    question = await ada.get(f"{url}/suspension")
    assert "Suspend this person? Bram" in question.words
    await ada.submit(question, f"{url}/suspension", reason="Lost telephone")
    assert (await bram.look("/portal")).status == 303
    mine = page_of(world, "ada")
    refused = await ada.submit(await ada.get(f"{mine}/suspension"), f"{mine}/suspension")
    assert refused.status == 409


async def test_departments_are_added_headed_and_retired(world: World, enter: Enter) -> None:
    ada = await enter("ada")
    page = await ada.submit(
        await ada.get("/portal/people/departments"), "/portal/people/departments",
        name_zh="绿化部", name_en="Gardens", head=world.actor("bram").id,
    )  # fmt: skip
    assert "Gardens" in page.words
    async with world.scope():
        bram = await Person.objects().get(Person.id == world.actor("bram").id)
    assert bram is not None
    url = f"/portal/people/departments/{bram.department_id}/retirement"
    refused = await ada.submit(await ada.get(url), url)
    assert list(refused.errors) == ["successor"]
