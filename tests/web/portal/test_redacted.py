"""A redacted copy: from then on everybody is handed the copy, the original is opened by right alone."""

from __future__ import annotations

from uuid import UUID

from amends.evidence.intake import Upload, receive
from amends.evidence.operations import evidence_of
from amends.evidence.redacted import apart
from amends.evidence.store import open_store
from amends.outside import opening, operations
from amends.outside.operations import Question, requests_of
from amends.outside.rules import Shares, parties
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.world import World

BLACKENED = ("blackened.txt", b"Mrs ### saw it", "text/plain")


async def written(world: World) -> tuple[UUID, UUID]:
    """A complaint with a letter in which somebody is named; and the letter."""
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=world.id, uploads=[Upload("letter.txt", b"Mrs Wang saw it")])
    case = (await world.lodge(evidence=stored)).complaint_id
    async with world.scope():
        [file] = await evidence_of(case)
    return case, file.id


async def test_everybody_is_handed_the_copy_and_the_original_stays(world: World, enter: Enter) -> None:
    case, file = await written(world)
    ines, chen = await enter("ines"), await enter("chen")
    url, path = f"/portal/cases/{case}", f"/portal/cases/{case}/evidence/{file}"
    page = await ines.get(url)
    assert (await ines.get(path)).response.content == b"Mrs Wang saw it"
    same = await ines.submit(page, "/redaction", files=[("letter.txt", b"Mrs Wang saw it", "text/plain")])
    assert (same.status, "the original itself" in same.words) == (422, True)
    page = await ines.submit(same, "/redaction", files=[BLACKENED])
    assert "redacted blackened.txt" in page.words
    assert (await ines.get(path)).response.content == b"Mrs ### saw it"
    assert (await ines.get(f"{path}/original")).status == 403
    assert (await chen.get(f"{path}/original")).response.content == b"Mrs Wang saw it"
    assert [act for act in await world.acts(case) if act in ("evidence-redacted", "open-original")] == [
        "evidence-redacted",
        "open-original",
    ]
    later = await ines.submit(page, "/redaction", files=[("more.txt", b"### saw it", "text/plain")])
    assert (await ines.get(path)).response.content == b"### saw it"
    assert "more.txt" in later.words
    async with world.scope():
        files, copies = apart(await evidence_of(case))
    assert ([row.id for row in files], copies[file].name) == ([file], "more.txt")
    zh = await (await enter("ines", language="zh")).get(url)
    assert "已遮盖" in zh.words


async def test_complainants_and_parties_outside_get_the_copy(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    case, file = await written(world)
    bram = await enter("bram")
    async with world.at_desk() as desk:
        asked = Question(
            kind=next(iter(parties(desk.policy))), party="Lifts Ltd", email="lifts@example.com", language="en",
            question="When?", shares=Shares(files=(file,)),
        )  # fmt: skip
        await operations.ask(desk, case, asked=asked, by=world.actor("bram"), now=world.at())
    await bram.submit(await bram.get(f"/portal/cases/{case}"), "/redaction", files=[BLACKENED])
    async with world.scope():
        [request] = await requests_of(case)
        seen = await opening.opened(request.id, key_number=1)
        handed = await opening.file_of(seen, file)
    assert ([each.name for each in seen.files], handed.name) == (["blackened.txt"], "blackened.txt")
    store = open_store(world.settings.store_url)
    assert await store.get(handed.object_name, sha256=handed.sha256) == b"Mrs ### saw it"


async def test_a_copy_is_no_file_of_its_own_and_no_stranger_adds_one(world: World, enter: Enter) -> None:
    case, file = await written(world)
    other, _ = await written(world)
    bram, dora = await enter("bram"), await enter("dora")
    page = await bram.get(f"/portal/cases/{other}")
    foreign = {**page.form("/redaction").values, "file": [str(file)]}
    assert (await bram.send(f"/portal/cases/{other}/redaction", foreign, files=[BLACKENED])).status == 404
    own = (await dora.get("/portal")).form("/sign-out").values
    sent = {**own, "file": [str(file)], "form_id": ["x"]}
    assert (await dora.send(f"/portal/cases/{case}/redaction", sent, files=[BLACKENED])).status == 404
    await bram.submit(await bram.get(f"/portal/cases/{case}"), "/redaction", files=[BLACKENED])
    page = await bram.get(f"/portal/cases/{case}")
    async with world.scope():
        copy = apart(await evidence_of(case))[1][file].id
    again = {**page.form("/redaction").values, "file": [str(copy)]}
    assert (await bram.send(f"/portal/cases/{case}/redaction", again, files=[BLACKENED])).status == 404
    assert page.html.count('name="file"') == 1
