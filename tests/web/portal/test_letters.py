"""Letters on the portal's pages: written, read, printed, posted, one by one and many at once."""

from __future__ import annotations

from uuid import UUID

import pytest
from msgspec import structs

from amends.evidence.operations import evidence_of
from amends.letters.queries import letter as the_letter
from amends.letters.queries import letters_of
from amends.letters.tables import Letter
from tests.governing import govern
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World

ADDRESS = "2 Quay Road\n200120 Shanghai"


async def written(staff: Visitor, case: UUID, *, finish: bool = True) -> Page:
    page = await staff.submit(
        await staff.get(f"/portal/cases/{case}/letters/new"), "/letters/new", pattern="document:receipt"
    )
    return await staff.submit(
        page,
        "/draft",
        recipient="Amina",
        address=ADDRESS,
        own_words="#set page(fill: red) 你好",
        next="finish" if finish else "save",
    )


async def only(world: World, case: UUID) -> Letter:
    async with world.scope():
        (found,) = await letters_of(case)
    return found


async def test_from_the_case_to_the_post(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    staff = await enter("bram")
    page = await written(staff, case)
    assert (page.status, page.path.split("?")[0]) == (200, f"/portal/letters/{(await only(world, case)).id}")
    assert "#set page(fill: red) 你好" in page.words
    early = await staff.submit(page, "/posting")
    assert (early.status, "Print it first" in early.words) == (409, True)
    pdf = await staff.look(page.link(r"letter\.pdf$"))
    assert pdf.response.content.startswith(b"%PDF")
    async with world.scope():
        (kept,) = await evidence_of(case)
    assert (kept.mime, kept.id) == ("application/pdf", (await only(world, case)).evidence_id)
    done = await staff.submit(await staff.get(page.path), "/posting")
    assert "Posted on" in done.words
    assert (await only(world, case)).state == "posted"
    again = await staff.look(page.link(r"letter\.pdf$"))
    assert again.response.content == pdf.response.content


async def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    staff = await enter("bram")
    page = await staff.submit(
        await staff.get(f"/portal/cases/{case}/letters/new"), "/letters/new", pattern="document:apology"
    )
    failed = await staff.submit(page, "/draft", own_words="Typed with care", next="finish")
    assert failed.status == 422
    assert {"draft-address", "draft-blanks.reason", "draft-blanks.date"} <= failed.errors.keys()
    assert "Typed with care" in failed.html


async def test_a_draft_is_kept_and_says_that_it_is_one(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    staff = await enter("bram")
    page = await written(staff, case, finish=False)
    assert page.form("/draft").values["own_words"] == ["#set page(fill: red) 你好"]
    assert (await staff.look(page.link(r"letter\.pdf$"))).response.content.startswith(b"%PDF")
    async with world.scope():
        assert await evidence_of(case) == []
    old = page.form("/draft").values | {"seen": ["0"], "form_id": ["another"]}
    assert (await staff.send(page.form("/draft").action, old)).status == 409


async def test_somebody_else_approves_it_or_gives_it_back(world: World, enter: Enter) -> None:
    async with world.at_desk() as desk:
        receipt = structs.replace(desk.policy.documents["receipt"], approved_by="supervisor")
    await govern(world, documents={**desk.policy.documents, "receipt": receipt})
    case = (await world.lodge()).complaint_id
    bram, chen = await enter("bram"), await enter("chen")
    page = await written(bram, case)
    assert "waits until somebody" in page.words
    shown = await chen.get(page.path)
    back = await chen.submit(shown, "/return", reason="")
    assert (back.status, "return-reason" in back.errors) == (422, True)
    await chen.submit(back, "/return", reason="Say when.")
    page = await bram.get(page.path)
    assert "Say when." in page.words
    await bram.submit(page, "/draft", next="finish")
    await chen.submit(await chen.get(page.path), "/approval")
    found = await only(world, case)
    assert (found.state, found.approved_by) == ("approved", world.people["chen"].id)


async def test_all_that_wait_are_printed_and_posted_at_once(world: World, enter: Enter) -> None:
    staff = await enter("bram")
    cases = [(await world.lodge()).complaint_id for _ in range(3)]
    for case in cases:
        await written(staff, case)
    page = await staff.get("/portal/letters")
    ids = page.form("/posting").values["letter"]
    assert len(ids) == 3
    early = await staff.submit(page, "/posting")
    assert early.status == 409
    token = {"_csrf_token": page.form("/posting").values["_csrf_token"]}
    pdf = await staff.send("/portal/letters/printing", token | {"letter": ids})
    assert pdf.response.headers["content-type"] == "application/pdf"
    nothing = await staff.send("/portal/letters/printing", token)
    assert (nothing.status, "choose the letters" in nothing.words) == (422, True)
    await staff.submit(await staff.get("/portal/letters"), "/posting")
    for each in ids:
        async with world.scope():
            assert (await the_letter(UUID(each))).state == "posted"
    assert "Nothing to print" in (await staff.get("/portal/letters")).words
    assert (await staff.get("/portal/letters?show=posted")).words.count("Amina") == 3


async def test_the_code_stands_on_the_sheet_that_is_posted_alone(world: World, enter: Enter) -> None:
    """Nothing at rest opens a case: neither the letter's row nor the kept copy."""
    lodged = await world.lodge(by="bram", email="", reply_by="letter", address=ADDRESS)
    letter = await only(world, lodged.complaint_id)
    assert "access-code" in str(letter.paper)
    staff = await enter("bram")
    page = await staff.get(f"/portal/letters/{letter.id}")
    assert "\u2022\u2022\u2022\u2022" in page.words
    first = await staff.look(f"/portal/letters/{letter.id}/letter.pdf")
    await staff.submit(await staff.get(f"/portal/letters/{letter.id}"), "/posting")
    kept = await staff.look(f"/portal/letters/{letter.id}/letter.pdf")
    assert first.response.content.startswith(b"%PDF")
    assert kept.response.content != first.response.content


@pytest.mark.parametrize("show", ["print", "approve", "posted", "nonsense"])
async def test_empty_lists_say_what_stands_there(enter: Enter, show: str) -> None:
    page = await (await enter("otto")).get(f"/portal/letters?show={show}")
    assert (page.status, "Nothing" in page.words) == (200, True)


async def test_who_only_reads_writes_nothing(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    page = await written(await enter("bram"), case)
    otto = await enter("otto")
    shown = await otto.get(page.path)
    assert "allows nothing else" in shown.words
    assert (await otto.look(f"/portal/cases/{case}/letters/new")).status == 403
