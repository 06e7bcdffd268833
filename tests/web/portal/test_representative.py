"""The page of whoever speaks for a complainant: offered at the desk, asked for proof, accepted by whoever handles it."""

from __future__ import annotations

import re

from tests.amends.complaints.cases import accepted
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_from_the_offer_to_the_end(world: World, enter: Enter) -> None:
    case = await accepted(world)
    address = f"/portal/cases/{case}/representative"
    ines, bram, otto = await enter("ines"), await enter("bram"), await enter("otto")
    page = await ines.get(address)
    refused = await ines.submit(page, "/offer", name="Wu Fang", relation="", authority="Signed", until="soon")
    assert (refused.status, "Wu Fang" in refused.html, "2026-05-31" in refused.words) == (422, True, True)
    page = await ines.submit(
        refused, "/offer", relation="Daughter", email="wu@example.com", until="2026-12-31"
    )
    assert "to be looked at" in page.words
    assert "Until 31 Dec 2026" in page.words
    assert "/acceptance" not in page.html
    [which] = set(re.findall(r"representation-([0-9a-f-]{36})", page.html))
    page = await ines.submit(page, "/proof", items="The authorisation")
    assert "Last asked for proof" in page.words
    mine = await bram.get(f"/portal/cases/{case}")
    assert "Wu Fang (Representative)" in mine.words
    assert "Wu Fang wants to speak for the complainant" in mine.words
    page = await bram.get(address)
    refused = await bram.submit(page, "/acceptance", note="")
    assert (refused.status, "Please say what you looked at." in refused.words) == (422, True)
    page = await bram.submit(refused, "/acceptance", note="The original")
    assert "speaks for the complainant" in page.words
    read = await otto.get(address)
    assert "The original" in read.words
    assert "/end" not in read.html
    page = await bram.submit(page, "/end", representation=which, reason="Revoked by letter")
    assert "Revoked by letter" in page.words
    assert "Somebody wants to speak for the complainant" in page.words


async def test_in_chinese_and_to_no_other_organisation(world: World, enter: Enter) -> None:
    case = await accepted(world)
    chen, dora = await enter("chen", language="zh"), await enter("dora")
    page = await chen.get(f"/portal/cases/{case}/representative")
    page = await chen.submit(
        page, "/offer", name="吴芳", relation="女儿", authority="授权委托书", phone="13800138000"
    )
    assert "待核实" in page.words
    assert "吴芳要求代理投诉人" in (await chen.get(f"/portal/cases/{case}")).words
    assert "核实代理人的代理权限" in (await chen.get("/portal/tasks?show=all")).words
    assert (await dora.get(f"/portal/cases/{case}/representative")).status == 404
