"""What Bram is told in the portal."""

from __future__ import annotations

import re

import pytest

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
    page = await bram.submit(page, "/portal/notices/read")
    assert '<span class="count">' not in page.html
    assert "When do I hear from you?" in page.words


async def test_one_is_read_by_following_it_or_by_saying_so(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    for body in ("First", "Second", "Third"):
        await world.do(write_from_complainant, case, by="amina", body=body)
    bram = await enter("bram")
    page = await bram.get("/portal/notices?show=unread")
    assert page.html.count('<article class="notice') == 3
    opened = await bram.get(page.link("/portal/notices/"))
    assert opened.path == f"/portal/cases/{case}"
    page = await bram.get("/portal/notices?show=unread")
    assert page.html.count('<article class="notice') == 2
    one = re.search(r'action="(/portal/notices/[0-9a-f-]{36}/read)"', page.html)
    assert one is not None
    page = await bram.submit(page, one[1])
    assert page.html.count('<article class="notice') == 1, "back in the list of those not read yet"
    page = await bram.submit(page, "/portal/notices/read")
    assert "Nothing unread" in (await bram.get("/portal/notices?show=unread")).words
    assert (await bram.get("/portal/notices")).html.count('<article class="notice') == 3


async def test_older_ones_are_on_further_pages(
    world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.notices.queries.PAGE", 2)
    case = (await world.lodge()).complaint_id
    for minute in range(3):
        now = world.at(minutes=minute)
        await world.do(write_from_complainant, case, by="amina", now=now, body=f"Message {minute}")
    bram = await enter("bram")
    newest = await bram.get("/portal/notices")
    assert "Message 2" in newest.words
    assert "Message 0" not in newest.words
    assert "Message 0" in (await bram.get("/portal/notices?page=2")).words
    for odd in ("0", "-1", "x", "９", "99999999999"):
        assert (await bram.look(f"/portal/notices?page={odd}")).status == 200


async def test_nobody_reads_or_settles_somebody_elses(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(write_from_complainant, case, by="amina", body="When do I hear from you?")
    bram, otto = await enter("bram"), await enter("otto")
    assert "No notices" in (await otto.get("/portal/notices")).words
    form = (await bram.get("/portal/notices")).form("/portal/notices/read")
    await otto.get("/portal")
    await otto.send(form.action, {"_csrf_token": [otto.http.cookies.get("csrftoken") or ""]})
    assert '<span class="count">1</span>' in (await bram.get("/portal")).html
