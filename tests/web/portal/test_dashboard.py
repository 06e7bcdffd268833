"""The dashboard: every figure leads to as many cases as it says, to those who may see it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from amends.complaints.handling import assign
from amends.policy.categories import ancestors
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World

DASHBOARD, CASES = "/portal/dashboard", "/portal/dashboard/cases?"


def leading(page: Page) -> set[tuple[str, int]]:
    """Addresses of cases and the number that leads there."""
    links = re.findall(r'<a [^>]*href="(/portal/dashboard/cases\?[^"]+)"[^>]*>(\d+)</a>', page.html)
    return {(unescape(url), int(number)) for url, number in links}


async def as_many(visitor: Visitor, page: Page) -> int:
    for url, number in leading(page):
        behind = await visitor.get(url)
        assert len(re.findall(r'<span class="code">', behind.html)) == number, url
    return len(leading(page))


async def test_every_figure_leads_to_as_many_cases(world: World, enter: Enter) -> None:
    cases = [(await world.lodge(now=world.at(hours=-hours))).complaint_id for hours in (1, 40, 200)]
    await world.other.lodge()
    row = await world.complaint(cases[0])
    await world.do(
        assign, cases[0], by="ines", department_id=row.department_id, assignee_id=world.actor("bram").id
    )
    chen = await enter("chen")
    page = await chen.get(DASHBOARD)
    assert await as_many(chen, page) >= 12
    async with world.scope():
        policy = (await world.desk()).policy
    above = [*ancestors(policy, str(row.category)), str(row.category)][-1]
    by_month = await chen.get(f"{DASHBOARD}?step=month&category={above}&days=365")
    assert ("All categories" in by_month.words, "12 months" in by_month.words) == (True, True)
    assert await as_many(chen, by_month) >= 12
    assert (f"{CASES}figure=new_today", 1) in leading(await (await enter("dora")).get(DASHBOARD))


async def test_figures_of_others_are_for_those_who_oversee_the_work(world: World, enter: Enter) -> None:
    await world.lodge()
    bram, chen = await enter("bram"), world.actor("chen").id
    page = await bram.get(DASHBOARD)
    assert ("My figures" in page.words, "Departments" in page.words, "Satisfaction" in page.words) == (
        True,
        False,
        False,
    )
    refused = await bram.get(f"{CASES}figure=open&person={chen}")
    assert refused.response.status_code == 403
    assert (await bram.get(f"{CASES}figure=open&person={world.actor('bram').id}")).response.status_code == 200


@pytest.mark.parametrize(("language", "nothing"), [("en", "Nothing came in"), ("zh", "没有新的案件")])
async def test_an_empty_dashboard_says_so(enter: Enter, language: str, nothing: str) -> None:
    chen = await enter("chen", language=language)
    page = await chen.get(DASHBOARD)
    assert nothing in page.words
    assert {number for _, number in leading(page)} == {0}
    assert (await chen.get(f"{CASES}figure=overdue")).response.status_code == 200


async def test_each_figure_has_its_definition(enter: Enter) -> None:
    chen = await enter("chen")
    page = await chen.get(DASHBOARD)
    definitions = await chen.get(f"{DASHBOARD}/definitions")
    wanted = set(re.findall(r"/portal/dashboard/definitions#(\w+)", page.html))
    assert (
        {"overdue", "received", "satisfaction"} <= wanted <= set(re.findall(r'id="(\w+)"', definitions.html))
    )


@pytest.mark.parametrize(
    "odd",
    [
        "figure=%00",
        "since=2026-02-30",
        "since=9999-12-31&until=0001-01-01",
        "page=0",
        "person=x",
        "category=%27",
    ],
)
async def test_odd_addresses_mean_the_usual(enter: Enter, odd: str) -> None:
    assert (await (await enter("chen")).get(f"{CASES}figure=received&{odd}")).response.status_code == 200
