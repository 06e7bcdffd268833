"""The documents of a case as PDF: what stands on them, for whom, and that each template's can all be made."""

from __future__ import annotations

import hashlib
from io import BytesIO
from uuid import UUID

import msgspec
import pytest
from pypdf import PdfReader

from amends.complaints.deciding import accept
from amends.complaints.handling import Finding, investigate, resolve
from amends.database.scope import fetch
from amends.policy.conditions import Facts
from amends.policy.document import Condition
from amends.remedies.operations import grant
from amends.tenancy.operations import NewTenant
from tenants.templates import pickable_templates
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import MONDAY, Organisation, World, add_organisation, lodgement
from web.portal.documents import fitting


def text_of(pdf: bytes) -> str:
    """Without what line breaks put between the signs of one word."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


async def made(visitor: Visitor, page: Page, document: str, language: str) -> bytes:
    form = page.form("/documents/pdf")
    answer = await visitor.send(form.action, {**form.values, "document": document, "language": language})
    assert (answer.status, answer.response.headers["content-type"]) == (200, "application/pdf"), document
    return answer.response.content


async def lighthouse(world: World, template: str) -> Organisation:
    wanted = NewTenant("lighthouse", "灯塔", "Lighthouse", template, "Asia/Shanghai", "zh", "400-3000")
    return await add_organisation(world.settings, wanted)


async def test_a_record_says_what_happened_in_either_language_and_is_remembered(
    world: World, enter: Enter
) -> None:
    case = (await world.lodge(demand="An apology")).complaint_id
    await world.do(accept, case, by="ines", now=MONDAY)
    await world.do(investigate, case, by="bram", now=MONDAY)
    await world.do(
        grant, case, by="bram", now=MONDAY, code="RM-APOLOGY", description="By the manager", amount=""
    )
    findings = {row.id: Finding("upheld", "The log shows it") for row in await world.allegations(case)}
    await world.do(resolve, case, by="bram", now=MONDAY, findings=findings, result="You were right.")
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}/documents")
    assert "Complaint record form" in page.words
    assert "Monthly complaint report" not in page.words, "it is about many complaints"
    number = str((await world.complaint(case)).number)
    english = await made(bram, page, "record_form", "en")
    for fact in (
        number, "Harbour", "Complaintrecordform", "Amina", "amina@example.com", "Anapology", "Iwaitedforanhour",
        "Thelogshowsit", "Youwereright.", "Bythemanager", "Bram", "Page1of", "2Mar2026",
    ):  # fmt: skip
        assert fact in text_of(english), fact
    chinese = await made(bram, page, "record_form", "zh")
    for fact in (number, "客户投诉记录表", "Iwaitedforanhour", "投诉人", "第1页"):
        assert fact in text_of(chinese), fact
    assert await made(bram, page, "record_form", "en") == english, "the same data are the same bytes"
    assert await remembered(world, case) == [
        ("record_form", language, hashlib.sha256(pdf).hexdigest())
        for language, pdf in (("en", english), ("zh", chinese), ("en", english))
    ]
    assert "Document made as PDF" in (await bram.get(f"/portal/cases/{case}")).words


async def remembered(organisation: Organisation, case: UUID) -> list[tuple[str, str, str]]:
    async with organisation.scope():
        rows = await fetch(
            "SELECT detail FROM history_entry WHERE complaint_id = $1 AND act = 'document-printed' ORDER BY seq",
            case,
        )
    found = [msgspec.json.decode(row["detail"]) for row in rows]
    return [(each["document"], each["language"], each["pdf"]) for each in found]


async def test_nobody_gets_on_paper_what_they_are_not_shown(world: World, enter: Enter) -> None:
    pharma = await lighthouse(world, "pharma")
    async with pharma.at_desk() as desk:
        asked = next(
            code for code, each in desk.policy.categories.items() if "medical_history" in each.fields
        )
        usual = lodgement(desk.policy, category=asked).answers
    said = {**usual, "adverse_event": "yes", "medical_history": "Hidden ulcer", "batch_no": "B-778899"}
    case = (await pharma.lodge(category=asked, answers=said)).complaint_id
    for name, sees in (("bram", True), ("ada", False)):
        visitor = await enter(name, of=pharma)
        page = await visitor.get(f"/portal/cases/{case}/documents")
        for document in ("adr_report", "receipt_record"):
            paper = text_of(await made(visitor, page, document, "en"))
            assert "B-778899" in paper
            assert ("Hiddenulcer" in paper, "notshowntoyou" in paper) == (sees, not sees), (name, document)


async def test_others_find_nothing_and_whom_it_is_about_makes_nothing(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    bram, dora = await enter("bram"), await enter("dora")
    address = f"/portal/cases/{case}/documents"
    page = await bram.get(address)
    assert (await dora.get(address)).status == 404
    own = await dora.get("/portal/notices")
    values = {**own.form("/portal/sign-out").values, "document": "record_form", "language": "en"}
    assert (await dora.send(f"{address}/pdf", values)).status == 404
    form = page.form("/documents/pdf").values
    for code in ("settlement", "monthly_report", "procedure", "unheard-of"):
        assert (await bram.send(f"{address}/pdf", {**form, "document": code})).status == 422
    async with world.as_owner("complaint") as database:
        concerned = f'["{world.actor("bram").id}"]'
        await database.execute("UPDATE complaint SET concerned = $2 WHERE id = $1", case, concerned)
    assert "/documents/pdf" not in (await bram.get(address)).html
    assert (await bram.send(f"{address}/pdf", {**form, "document": "record_form"})).status == 403
    assert await remembered(world, case) == []


@pytest.mark.parametrize("template", sorted(pickable_templates()))
async def test_every_document_of_every_template_can_be_made(
    world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.setattr(fitting, "holds", always)
    house = await lighthouse(world, template)
    case = (await house.lodge()).complaint_id
    chen = await enter("chen", of=house)
    page = await chen.get(f"/portal/cases/{case}/documents")
    async with house.at_desk() as desk:
        documents = fitting.documents_for(desk.policy, {})
    assert len(documents) >= 2
    for code, document in documents.items():
        assert document.name.en in page.words
        paper = text_of(await made(chen, page, code, "zh"))
        assert "".join(document.name.zh.split()) in paper


def always(condition: Condition | None, facts: Facts) -> bool:
    """Whatever a document is needed for, it is."""
    return True
