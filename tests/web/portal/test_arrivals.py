"""The tray in the portal: a missed call is written down, found late, and becomes a complaint; a mail goes to its case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from amends.arrivals.receiving import NewArrival, receive
from amends.arrivals.rules import Kind
from amends.evidence.intake import Upload
from amends.evidence.intake import receive as store_files
from amends.evidence.operations import evidence_of
from amends.evidence.store import open_store
from amends.people.actor import SYSTEM
from tests.web.portal.conftest import Enter
from tests.world import World

_TRAY = "/portal/arrivals"


async def test_a_missed_call_becomes_a_complaint(world: World, enter: Enter) -> None:
    ines, zh = await enter("ines"), await enter("bram", language="zh")
    form = await ines.get(f"{_TRAY}/new")
    empty = await ines.submit(form, "/arrivals/new", kind="call", body="")
    assert empty.errors == {"body": "Please fill this in."}
    listed = await ines.submit(
        empty, "/arrivals/new", body="Rang twice, hung up", phone="138 0000 0000", name="Mr Li"
    )
    assert "Rang twice, hung up" in listed.words
    assert (await ines.submit(empty, "/arrivals/new", body="Rang twice, hung up", phone="138 0000 0000", name="Mr Li")).words.count("Rang twice") == 1  # fmt: skip
    assert "未接来电" in (await zh.get(_TRAY)).words
    one = await zh.get(listed.link(r"/portal/arrivals/[0-9a-f-]{36}"))
    begun = one.form("/complaint").values
    assert (begun["narrative"], begun["phone"], begun["name"]) == (
        ["Rang twice, hung up"],
        ["138 0000 0000"],
        ["Mr Li"],
    )
    more = await zh.submit(one, "/complaint", category="A", subject="Nobody answers the telephone")
    done = more if more.status == 200 else await zh.submit(more, "/complaint", **await answers(world))
    [case] = await world.complaints()
    assert f"/portal/cases/{case.id}" in done.html
    assert case.complainant_phone == "138 0000 0000"
    assert "已登记为投诉" in done.words


async def test_a_mail_goes_to_its_case_with_its_files_and_its_source(world: World, enter: Enter) -> None:
    case = await world.lodge()
    arrival = await mailed(world, case_hint=case.complaint_id)
    bram, chen, otto, dora = [await enter(name) for name in ("bram", "chen", "otto", "dora")]
    page = await bram.get(f"{_TRAY}/{arrival}")
    assert (await bram.get(f"{_TRAY}/{arrival}/source")).response.content == b"From: amina"
    for visitor, status in ((otto, 403), (dora, 404)):
        assert (await visitor.get(f"{_TRAY}/{arrival}/source")).status == status
    late = (await chen.get(f"{_TRAY}/{arrival}")).form("/message")
    wrong = await bram.submit(page, "/message", number="NONE-1")
    assert wrong.errors == {"message-number": "There is no complaint with this number."}
    own = page.form("/message")
    done = await bram.send(own.action, {**own.values, "number": [case.number]})
    assert "added to a case" in done.words
    async with world.scope():
        assert [file.name for file in await evidence_of(case.complaint_id)] == ["lift.txt"]
    stale = await chen.send(own.action, {**late.values, "number": [case.number]})
    assert (stale.status, "Somebody has settled this already" in stale.words) == (409, True)


async def test_what_is_no_complaint_is_put_aside_and_had_back(world: World, enter: Enter) -> None:
    arrival, ines = await mailed(world), await enter("ines")
    page = await ines.get(f"{_TRAY}/{arrival}")
    aside = await ines.submit(page, "/dismissal", reason="An advertisement")
    assert "An advertisement" in (await ines.get(f"{_TRAY}?show=dismissed")).words
    again = await ines.submit(aside, "/return")
    held = await ines.submit(again, "/hold", reason="Asked her", until="2026-03-04")
    assert "Asked her" in held.words
    assert "Held 1" in (await ines.get(_TRAY)).words


async def mailed(world: World, **given: Any) -> UUID:
    store = open_store(world.settings.store_url)
    uploads = [Upload("lift.txt", b"Stopped"), Upload("source.txt", b"From: amina")]
    lift, source = await store_files(store, tenant_id=world.id, uploads=uploads)
    mail = NewArrival(
        key="<1@example.com>", kind=Kind.MAIL, arrived_at=world.at(), subject="The lift", body="Again",
        email="amina@example.com", files=[lift], source=source, **given,
    )  # fmt: skip
    async with world.at_desk() as desk:
        arrival_id = await receive(desk, mail, by=SYSTEM, now=world.at())
    assert arrival_id is not None
    return arrival_id


async def answers(world: World) -> dict[str, Any]:
    """To what the category asks."""
    async with world.at_desk() as desk:
        asked = desk.policy.categories["A"].fields
    return {f"answers.{code}": "1" for code in asked}
