"""The investigation's page: a line saved by itself, signed where the policy asks for it, and everything beside it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from msgspec import structs

from amends.policy.document import Checklist, ChecklistLine, Text
from tests.amends.complaints.cases import investigated
from tests.governing import govern
from tests.web.portal.conftest import Enter
from tests.world import PASSWORD, World


def _text(text: str) -> Text:
    return Text(zh=text, en=text)


RECORDS = Checklist(
    name=_text("The records"),
    before="decide",
    lines={
        "read": ChecklistLine(name=_text("Records read"), rank=1),
        "records_signed_for_by_whoever_read_them": ChecklistLine(
            name=_text("Records signed for"), rank=2, signature=True
        ),
        "expert": ChecklistLine(name=_text("Seen by legal"), rank=3, role="auditor", required=False),
        "photographed": ChecklistLine(
            name=_text("Photographed"), rank=4, attachment=True, signature=True, required=False
        ),
    },
)


async def opened(world: World, *names: str) -> UUID:
    """With these lines of the list, or all."""
    lines = {name: RECORDS.lines[name] for name in names} or RECORDS.lines
    await govern(world, checklists={"investigation": structs.replace(RECORDS, lines=lines)})
    return await investigated(world)


async def test_lines_are_saved_one_by_one_and_the_case_says_what_is_missing(
    world: World, enter: Enter
) -> None:
    case = await opened(world)
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    assert "Still missing: 2" in page.words
    assert "Finish the checklist “The records” first" in page.words
    page = await bram.get(f"/portal/cases/{case}/investigation")
    later = await bram.submit(
        page, "#line-investigation--read", applies="yes", found="All there", at="2030-01-01T09:00"
    )
    assert (later.status, "This is in the future" in later.words) == (422, True)
    page = await bram.submit(later, "#line-investigation--read", applies="yes", found="All there", at="")
    assert "1 of 4" in page.words
    assert "All there" in page.words
    assert "Still missing: 1" in (await bram.get(f"/portal/cases/{case}")).words


async def test_a_signature_is_ones_own_password(world: World, enter: Enter) -> None:
    case = await opened(world, "records_signed_for_by_whoever_read_them")
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}/investigation")
    line: dict[str, Any] = {"applies": "yes", "found": "Signed for"}
    refusals = {"": "Please sign with your password.", "guessed by somebody": "not your present password"}
    for password, wrong in refusals.items():
        page = await bram.submit(
            page, "#line-investigation--records_signed_for_by_whoever_read_them", **line, password=password
        )
        assert (page.status, wrong in page.words) == (422, True)
        assert "Signed for" in page.html
        assert "guessed by somebody" not in page.html
    page = await bram.submit(
        page, "#line-investigation--records_signed_for_by_whoever_read_them", **line, password=PASSWORD
    )
    assert page.status == 200
    assert "signed" in (await bram.get(f"/portal/cases/{case}/investigation")).words
    assert PASSWORD not in str([entry.detail for entry in await world.history(case)])


async def test_a_file_sent_with_a_line_becomes_evidence_with_it_or_not_at_all(
    world: World, enter: Enter
) -> None:
    case = await opened(world, "photographed")
    bram, url, line = (
        await enter("bram"),
        f"/portal/cases/{case}/investigation",
        "#line-investigation--photographed",
    )
    photo = ("shelf.txt", b"empty", "text/plain")
    page = await bram.submit(await bram.get(url), line, applies="yes", found="Looked", password=PASSWORD)
    assert (page.status, "This line needs a file" in page.words) == (422, True)
    page = await bram.submit(page, line, applies="yes", found="Looked", password="guessed", files=[photo])
    assert (page.status, "shelf.txt" in page.words, "Looked" in page.html) == (422, True, True)
    assert "shelf.txt" not in (await bram.get(f"/portal/cases/{case}")).words
    page = await bram.submit(page, line, applies="yes", found="Looked", password=PASSWORD)
    assert (page.status, page.words.count("shelf.txt") > 0) == (200, True)
    assert "shelf.txt" in (await bram.get(f"/portal/cases/{case}")).words
    checked, added = (await world.history(case))[-1], (await world.history(case))[-2]
    assert (added.act, checked.act) == ("evidence", "checklist-line")
    two = [photo, ("till.txt", b"open", "text/plain")]
    page = await bram.submit(page, line, applies="yes", found="Again", password=PASSWORD, files=two)
    assert (page.status, "Please add one file to each line." in page.words) == (422, True)


async def test_a_line_of_a_role_is_its_holders_alone(world: World, enter: Enter) -> None:
    case = await opened(world, "expert", "read")
    otto = await enter("otto")
    page = await otto.get(f"/portal/cases/{case}/investigation")
    page = await otto.submit(page, "#line-investigation--expert", applies="yes", found="No objection")
    assert "No objection" in page.words
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}/investigation")
    theirs: dict[str, Any] = {"line": "investigation.expert", "applies": "yes", "found": "Mine"}
    not_theirs = await bram.submit(page, "#line-investigation--read", **theirs)
    assert not_theirs.status == 403


async def test_accounts_findings_samples_and_risks_stand_on_one_page(world: World, enter: Enter) -> None:
    case = await opened(world)
    bram = await enter("bram")
    url = f"/portal/cases/{case}/investigation"
    page = await bram.submit(
        await bram.get(url), "/interview", part="witness", name="Mr Li", way="telephone", account="I saw it."
    )
    assert "I saw it." in page.words
    page = await bram.submit(page, "#line-investigation--read", applies="yes", found="All there")
    [ground] = set(re.findall(r'value="(line:[^"]+)"', page.html))
    page = await bram.submit(page, "/finding", content="The queue was not staffed", grounds=ground)
    assert "The queue was not staffed" in page.words
    page = await bram.submit(page, "/item", what="A pack", condition="Whole", storage="Cabinet 3")
    [item] = set(re.findall(r"custody#(item-[0-9a-f-]+)", page.html))
    page = await bram.submit(page, f"#{item}", act="handed_over", to_whom="The laboratory")
    assert "Handed over : The laboratory" in page.words
    page = await bram.submit(page, "/risk", reason="CCTV is written over")
    shown = await bram.get(f"/portal/cases/{case}")
    assert "CCTV is written over" in shown.words
    await bram.submit(page, "/risk-lifted", reason="Copied")
    shown = await bram.get(f"/portal/cases/{case}")
    assert '<div class="alert bad" role="status">' not in shown.html
    dora = await enter("dora")
    assert (await dora.get(url)).status == 404


async def test_deciding_without_an_investigation_is_said_with_a_name(world: World, enter: Enter) -> None:
    case = await opened(world)
    chen = await enter("chen")
    page = await chen.get(f"/portal/cases/{case}/investigation")
    page = await chen.submit(page, "/waiver", reason="Settled by the first complaint")
    assert "Decided without an investigation" in page.words
    assert "Chen" in page.words
    shown = await chen.get(f"/portal/cases/{case}")
    assert "Finish the checklist" not in shown.words
    page = await chen.submit(page, "/resumption")
    assert "Finish the checklist" in (await chen.get(f"/portal/cases/{case}")).words
