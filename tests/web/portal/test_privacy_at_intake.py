"""What is sensitive is hidden until somebody asks for it, on record; callers are told of recordings, consent is kept."""

from __future__ import annotations

from uuid import UUID

import pytest
from msgspec import structs

from amends.policy.document import Field, FieldType, FieldUse, Text
from tests.amends.search.test_finding import read
from tests.governing import govern
from tests.web.portal.conftest import Enter
from tests.web.portal.test_intake import filled
from tests.web.portal.test_search import hits
from tests.world import World, first_category

FIELDS = {
    "injury_told": Field(
        name=Text(zh="伤情", en="What the injury is"), type=FieldType.LONG_TEXT, sensitive=True
    ),
    "agreed": Field(name=Text(zh="是否同意", en="May we use it?"), type=FieldType.YES_NO),
    "place": Field(name=Text(zh="地点", en="Where")),
}


@pytest.fixture
async def category(world: World) -> str:
    """Asks what the injury is, and whether that may be used; calls are recorded."""
    async with world.at_desk() as desk:
        policy, code = desk.policy, first_category(desk.policy)
    uses = {code: FieldUse(rank=rank, required=False) for rank, code in enumerate(FIELDS, 1)}
    await govern(
        world,
        fields={**policy.fields, **FIELDS},
        common_fields={},
        categories={**policy.categories, code: structs.replace(policy.categories[code], fields=uses)},
        guards={},
        routing={},
        handling=structs.replace(policy.handling, health_consent="agreed", calls_recorded=True),
    )
    return code


async def lodged(world: World, category: str, **answers: str) -> UUID:
    return (await world.lodge(category=category, answers=answers)).complaint_id


async def test_a_sensitive_answer_is_read_on_demand_and_on_record(
    world: World, enter: Enter, category: str
) -> None:
    case = await lodged(world, category, injury_told="A burnt hand", place="Hall 3")
    other = (await world.other.lodge()).complaint_id
    bram, ada, zh = await enter("bram"), await enter("ada"), await enter("chen", language="zh")
    page = await bram.get(f"/portal/cases/{case}")
    assert ("A burnt hand" in page.html, "What the injury is ••••••" in page.words) == (False, True)
    assert "Where Hall 3" in page.words
    assert "sensitive-read" not in await world.acts(case)

    shown = await bram.submit(page, "/sensitive")
    assert (shown.status, "What the injury is A burnt hand" in shown.words) == (200, True)
    assert "Hall 3" not in shown.words
    entry = (await world.history(case))[-1]
    assert (entry.act, entry.actor_id) == ("sensitive-read", world.actor("bram").id)
    assert "injury_told" in str(entry.detail)
    assert "A burnt hand" not in str(entry.detail)
    page = await bram.get(f"/portal/cases/{case}")
    assert ("A burnt hand" in page.html, "Sensitive answers read" in page.words) == (False, True)
    assert "A burnt hand" in (await zh.submit(await zh.get(f"/portal/cases/{case}"), "/sensitive")).words

    page = await ada.get(f"/portal/cases/{case}")
    assert "What the injury is not shown to you" in page.words
    assert "/sensitive" not in page.html
    assert (await ada.send(f"/portal/cases/{case}/sensitive", page.form("/note").values)).status == 403
    token = (await bram.get(f"/portal/cases/{case}")).form("/sensitive").values
    assert (await bram.send(f"/portal/cases/{other}/sensitive", token)).status == 404


async def test_no_search_finds_it_and_lists_do_not_hold_it(world: World, enter: Enter, category: str) -> None:
    await lodged(world, category, injury_told="Scalded", place="Hall 3")
    await read()
    bram = await enter("bram")
    assert hits(await bram.get("/portal/search?q=Hall"))
    assert not hits(await bram.get("/portal/search?q=Scalded"))
    for address in ("/portal", "/portal/search?q=Hall"):
        assert "Scalded" not in (await bram.get(address)).html


async def test_the_caller_is_told_of_the_recording_and_what_they_agree_to_is_kept(
    world: World, enter: Enter, category: str
) -> None:
    ines = await enter("ines")
    page, values = await filled(ines, category=category, name="Amina")
    assert "This call is recorded" in page.words
    assert "本次通话将被录音" in (await (await enter("ines", language="zh")).get("/portal/intake")).words
    answers = {"answers__injury_told": "A burnt hand", "answers__agreed": "no"}
    case = await ines.submit(page, "/portal/intake", recording_told="yes", **{**values, **answers})
    [row] = await world.complaints()
    [lodge] = [entry for entry in await world.history(row.id) if entry.act == "lodge"]
    detail = str(lodge.detail).replace(" ", "")
    assert '"recording_told":true' in detail
    assert '"health_consent":"no"' in detail
    assert "The caller was told that the call is recorded" in case.words
    assert "No consent to the use of health data" in case.words

    page, values = await filled(ines, category=category, name="Amina", subject="Again")
    case = await ines.submit(page, "/portal/intake", **{**values, "answers__injury_told": "A cut"})
    assert "Nobody told the caller that the call is recorded" in case.words
    assert "nobody said whether it may be used" in case.words
    page, values = await filled(ines, category=category, channel="letter", subject="By letter")
    case = await ines.submit(page, "/portal/intake", **values)
    assert "that the call is recorded" not in case.words
    assert "health data" not in case.words


async def test_details_are_completed_without_showing_what_is_hidden(
    world: World, enter: Enter, category: str
) -> None:
    case = await lodged(world, category, injury_told="A burnt hand")
    async with world.at_desk() as desk:
        policy = desk.policy
    uses = policy.categories[category].fields
    later = {**uses, "injury_told": structs.replace(uses["injury_told"], asked_of="staff")}
    await govern(
        world,
        categories={
            **policy.categories,
            category: structs.replace(policy.categories[category], fields=later),
        },
    )
    asked = (await world.lodge(category=category, answers={})).complaint_id
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{asked}")
    page = await bram.submit(page, "/details", answers__injury_told="A cut thumb")
    assert "A cut thumb" not in page.html
    assert "Answered, and hidden here. Leave it empty to keep it." in page.words
    page = await bram.submit(page, "/details", answers__injury_told="")
    assert "A cut thumb" in str((await world.complaint(asked)).answers)
    page = await bram.submit(page, "/details", answers__injury_told="A lost thumb")
    assert "A lost thumb" in str((await world.complaint(asked)).answers)
    assert "A burnt hand" in str((await world.complaint(case)).answers)
