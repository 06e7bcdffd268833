"""One page to work from: what is promised and why, and only what may be done now."""

from __future__ import annotations

import re

import pytest

from amends.complaints.closing import withdraw
from amends.complaints.deciding import accept
from amends.complaints.handling import investigate
from amends.correspondence.operations import write_from_complainant
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page
from tests.world import World
from web.portal.acts import MARKS

_INTAKE = {"concerned", "exception", "assignment", "note", "evidence", "details", "withdrawal"}
_WORK = {
    "concerned",
    "exception",
    "help",
    "message",
    "note",
    "task",
    "allegation",
    "evidence",
    "details",
    "remedy",
    "withdrawal",
}


def acts(page: Page) -> set[str]:
    """But for those that everybody has on every case."""
    return set(re.findall(r'action="/portal/cases/[0-9a-f-]{36}/([a-z-]+)"', page.html)) - MARKS


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("ines", _INTAKE | {"acceptance", "refusal", "forwarding"}),
        ("bram", _WORK),
        ("chen", _INTAKE | _WORK | {"acceptance", "refusal", "forwarding"}),
        ("ada", {"assignment", "exception", "note"}),
        ("otto", set()),
    ],
)
async def test_a_role_sees_what_it_may_do(world: World, enter: Enter, name: str, offered: set[str]) -> None:
    case = (await world.lodge()).complaint_id
    assert acts(await (await enter(name)).get(f"/portal/cases/{case}")) == offered


async def test_a_state_allows_what_it_allows(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    chen = await enter("chen")
    always = _INTAKE | _WORK
    await world.do(accept, case, by="ines")
    assert acts(await chen.get(f"/portal/cases/{case}")) == always | {"investigation", "forwarding"}
    await world.do(investigate, case, by="bram")
    assert acts(await chen.get(f"/portal/cases/{case}")) == always | {"offer", "decision", "forwarding"}
    await world.do(withdraw, case, by="amina", reason="")
    assert acts(await chen.get(f"/portal/cases/{case}")) == {"message", "note", "task", "reopening"}


async def test_promises_explain_themselves(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    page = await (await enter("bram")).get(f"/portal/cases/{case}")
    assert "Result" in page.words
    assert "by the end of 11 Mar 2026" in page.words
    assert "7 working days, begun on 2 Mar 2026, 09:00." in page.words
    assert "Counted: Tue 3 Mar to Fri 6 Mar, Mon 9 Mar to Wed 11 Mar." in page.words
    assert "Mon 2 Mar (the day it began); Sat 7 Mar to Sun 8 Mar (not a working day)" in page.words
    assert "24 hours from 2 Mar 2026, 09:00, nights and days off included." in page.words


async def test_promises_explain_themselves_in_chinese(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    page = await (await enter("bram", language="zh")).get(f"/portal/cases/{case}")
    assert "2026年3月11日结束前" in page.words
    assert "自2026年3月2日 09:00起算，7个工作日。" in page.words
    assert "3月7日周六至3月8日周日（非工作日）" in page.words


async def test_a_broken_promise_is_derived_from_the_clock(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    world.move_to(world.at(hours=24, minutes=1))
    page = await (await enter("bram")).get(f"/portal/cases/{case}")
    assert 'class="next-promise broken_running"' in page.html


async def test_history_says_who_did_what(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(accept, case, by="ines")
    await world.do(write_from_complainant, case, by="amina", body="When do I hear from you?")
    page = await (await enter("otto")).get(f"/portal/cases/{case}")
    told = page.words[page.words.index("History") :]
    assert told.index("Message from the complainant Amina") < told.index("Complaint accepted Ines")
    assert "When do I hear from you?" in page.words


async def test_the_policy_it_was_lodged_under_is_named(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    assert "General service, version 1" in (await (await enter("bram")).get(f"/portal/cases/{case}")).words


async def test_an_anonymous_complaint_has_a_page(world: World, enter: Enter) -> None:
    case = (await world.lodge(name="", email="")).complaint_id
    page = await (await enter("bram")).get(f"/portal/cases/{case}")
    assert (page.status, "anonymous" in page.words) == (200, True)


async def test_nothing_a_complainant_types_becomes_markup(world: World, enter: Enter) -> None:
    case = (await world.lodge(subject="<b>bold</b>", narrative="<script>alert(1)</script>")).complaint_id
    page = await (await enter("bram")).get(f"/portal/cases/{case}")
    assert "<b>bold" not in page.html
    assert "<script>alert" not in page.html
