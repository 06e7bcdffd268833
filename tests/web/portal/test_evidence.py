"""Evidence in the portal: shown as a copy, opened as an original only by right and on record."""

from __future__ import annotations

from uuid import UUID

from amends.evidence.intake import Upload, receive
from amends.evidence.operations import evidence_of
from amends.evidence.store import open_store
from tests.amends.evidence.files import photo as picture
from tests.web.portal.conftest import Enter
from tests.world import World


async def photographed(world: World) -> tuple[UUID, bytes]:
    """A complaint with a photo that says where it was taken."""
    photo = picture()
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=world.id, uploads=[Upload("电梯 lift.jpg", photo)])
    return (await world.lodge(evidence=stored)).complaint_id, photo


async def test_what_is_shown_is_a_copy_handed_out_as_an_attachment(world: World, enter: Enter) -> None:
    case, photo = await photographed(world)
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    answer = (await bram.get(page.link("/evidence/"))).response
    assert answer.status_code == 200
    assert answer.content != photo
    assert answer.content.startswith(b"\xff\xd8")
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%E7%94%B5%E6%A2%AF%20lift.jpg" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "/original" not in page.html


async def test_opening_an_original_is_a_right_and_recorded(world: World, enter: Enter) -> None:
    case, photo = await photographed(world)
    chen, bram = await enter("chen"), await enter("bram")
    path = (await chen.get(f"/portal/cases/{case}")).link("/original")
    assert (await bram.get(path)).status == 403
    assert "open-original" not in await world.acts(case)
    assert (await chen.get(path)).response.content == photo
    assert (await world.acts(case))[-1] == "open-original"


async def test_a_file_belongs_to_its_own_case(world: World, enter: Enter) -> None:
    case, _ = await photographed(world)
    other = (await world.lodge()).complaint_id
    async with world.scope():
        [file] = await evidence_of(case)
    bram = await enter("bram")
    assert (await bram.get(f"/portal/cases/{other}/evidence/{file.id}")).status == 404


async def test_staff_add_files_and_the_history_keeps_their_fingerprints(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    ines = await enter("ines")
    page = await ines.get(f"/portal/cases/{case}")
    page = await ines.submit(page, "/evidence", files=[("scan.txt", b"A letter", "text/plain")])
    assert "scan.txt" in page.words
    entry = (await world.history(case))[-1]
    assert entry.act == "evidence"
    async with world.scope():
        [file] = await evidence_of(case)
    assert str(file.sha256) in str(entry.detail)
    page = await ines.submit(page, "/evidence")
    assert page.errors == {"evidence-files": "Please choose a file."}
    page = await ines.submit(page, "/evidence", files=[("a.exe", b"MZ\x90\x00", "application/x-msdownload")])
    assert page.errors["evidence-files"].startswith("a.exe: This kind of file is not taken.")
