"""Business records kept elsewhere: named by answers and by staff, led to and never fetched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from msgspec import ValidationError, convert, structs

from amends.policy.document import BusinessRecord, Field, FieldUse, Text
from tests.governing import govern
from tests.web.portal.conftest import Enter
from tests.world import World, lodgement

NAMED: dict[str, str] = {"zh": "订单", "en": "Order"}
ADDRESS = "https://shop.example/orders/{number}?from=amends"


async def kept_elsewhere(world: World, *, readable_by: tuple[str, ...] = ()) -> UUID:
    """A complaint whose answer names an order; contracts are named by staff."""
    async with world.at_desk() as desk:
        policy = desk.policy
    order = Field(name=Text(zh="订单号", en="Order number"), visible_to=readable_by)
    await govern(
        world,
        fields={**policy.fields, "order": order},
        common_fields={**policy.common_fields, "order": FieldUse(required=False)},
        records={
            "orders": BusinessRecord(name=Text(**NAMED), address=ADDRESS, field="order"),
            "contracts": BusinessRecord(name=Text(zh="合同", en="Contract"), rank=1),
        },
    )
    async with world.at_desk() as desk:
        answers = {**lodgement(desk.policy).answers, "order": "47/11 #?<b>"}
    return (await world.lodge(answers=answers)).complaint_id


async def test_an_answer_leads_to_its_record_and_nowhere_else(world: World, enter: Enter) -> None:
    case = await kept_elsewhere(world)
    page = await (await enter("bram", language="zh")).get(f"/portal/cases/{case}")
    link = 'href="https://shop.example/orders/47%2F11%20%23%3F%3Cb%3E?from=amends" target="_blank" rel="noopener noreferrer"'
    assert link in page.html
    assert "订单 47/11" in page.words


async def test_who_may_not_read_the_answer_does_not_see_the_record(world: World, enter: Enter) -> None:
    case = await kept_elsewhere(world, readable_by=("supervisor",))
    for name, seen in (("bram", False), ("chen", True)):
        page = await (await enter(name)).get(f"/portal/cases/{case}")
        assert ("47%2F11" in page.html) is seen


async def test_staff_name_one_once_and_take_it_back(world: World, enter: Enter) -> None:
    case = await kept_elsewhere(world)
    bram, url = await enter("bram"), f"/portal/cases/{case}"
    page = await bram.get(url)
    empty = await bram.submit(page, "/reference", kind="contracts", number=" ", note="From 2024")
    assert (empty.status, empty.form("/reference").values["note"]) == (422, ["From 2024"])
    await bram.submit(empty, "/reference", number="HT-9")
    page = await bram.submit(await bram.get(url), "/reference", kind="contracts", number="HT-9")
    assert page.words.count("HT-9") == 2  # once for its button
    assert "From 2024" in page.words
    page = await bram.submit(page, "/reference-removal")
    assert (
        "HT-9"
        not in page.html.partition('id="history"')[0].partition('id="records"')[2].partition("</section>")[0]
    )
    assert [act for act in await world.acts(case) if act.startswith("record-")] == [
        "record-named",
        "record-taken-back",
    ]


async def test_only_who_may_note_names_one_and_no_stranger(world: World, enter: Enter) -> None:
    case = await kept_elsewhere(world)
    given = {"kind": ["contracts"], "number": ["HT-9"], "form_id": ["f"]}
    for name, status in (("otto", 403), ("dora", 404)):
        visitor = await enter(name)
        own = (await visitor.get("/portal")).form("/sign-out").values
        assert (await visitor.send(f"/portal/cases/{case}/reference", {**own, **given})).status == status
    bram = await enter("bram")
    unknown = await bram.submit(
        await bram.get(f"/portal/cases/{case}"), "/reference", kind="made-up", number="1"
    )
    assert unknown.status == 422


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert({number})",
        "http://shop.example/{number}",
        "https://{number}/orders",
        "https://shop.example{number}",
        "https://shop.example/orders",
        "https://shop.example/{number}/{name}",
        'https://shop.example/"{number}',
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    given: dict[str, Any] = {"name": NAMED, "address": address}
    with pytest.raises(ValidationError):
        convert(given, BusinessRecord)
    assert structs.asdict(convert({**given, "address": ADDRESS}, BusinessRecord))["address"] == ADDRESS
