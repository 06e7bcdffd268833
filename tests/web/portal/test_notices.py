"""What Bram is told in the portal."""

from __future__ import annotations

from amends.correspondence.operations import write_from_complainant
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_news_of_a_case_are_counted_on_every_page_until_read(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(write_from_complainant, case, by="amina", body="When do I hear from you?")
    bram = await enter("bram")
    for path in ("/portal", f"/portal/cases/{case}", "/portal/intake", "/portal/notices"):
        assert '<span class="count">1</span>' in (await bram.get(path)).html
    page = await bram.get("/portal/notices")
    assert "When do I hear from you?" in page.words
    assert page.link("/portal/cases/") == f"/portal/cases/{case}"
    page = await bram.submit(page, "/portal/notices/read")
    assert '<span class="count">' not in page.html
    assert "When do I hear from you?" in page.words


async def test_nobody_reads_or_settles_somebody_elses(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(write_from_complainant, case, by="amina", body="When do I hear from you?")
    bram, otto = await enter("bram"), await enter("otto")
    assert "No notices" in (await otto.get("/portal/notices")).words
    form = (await bram.get("/portal/notices")).form("/portal/notices/read")
    await otto.get("/portal")
    await otto.send(form.action, {"_csrf_token": [otto.http.cookies.get("csrftoken") or ""]})
    assert '<span class="count">1</span>' in (await bram.get("/portal")).html
