"""The calendar's page: what is in force, what renewing would move, one act that moves it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from amends.deadlines.explain import explain
from amends.deadlines.operations import draw
from amends.deadlines.period import parse_period
from amends.deadlines.starting import NewPromise
from tests.tenants.announcements import announce
from tests.web.portal.conftest import Enter
from tests.web.visitor import Visitor
from tests.world import World

CALENDAR = "/portal/settings/calendar"
DECEMBER = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _announced(monkeypatch: pytest.MonkeyPatch) -> None:
    announce(monkeypatch, 2026)


@pytest.fixture
async def ada(enter: Enter, world: World) -> Visitor:
    return await enter("ada")


async def _promise(world: World) -> str:
    case = (await world.lodge(now=DECEMBER)).complaint_id
    async with world.at_desk() as desk:
        why = explain(DECEMBER, parse_period("5 wd"), desk.calendar)
        await draw(case, [NewPromise("visit", why.start, why.due, why, warn_at=(80,))]).write()
    return str((await world.complaint(case)).number)


async def test_the_year_in_force_is_shown_and_what_is_missing_said(ada: Visitor) -> None:
    page = await ada.get(CALENDAR)
    assert "Thu 1 Oct to Wed 7 Oct public holiday National Day" in page.words
    assert "Sat 10 Oct working day National Day: 09:00–18:00" in page.words
    assert "The public holidays of 2027 are not in this calendar" in page.words
    assert "Renew the calendar" not in page.words
    next_year = await ada.get(f"{CALENDAR}?year=2027")
    assert "No day of 2027 differs from its weekday" in next_year.words


async def test_what_would_move_is_shown_and_moves_with_a_reason(
    enter: Enter, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await _promise(world)
    world.move_to(DECEMBER)
    ada = await enter("ada")
    announce(monkeypatch, 2026, 2027)
    page = await ada.get(CALENDAR)
    assert number in page.words
    assert "by the end of 4 Jan 2027" in page.words
    assert "by the end of 5 Jan 2027" in page.words
    again = await ada.submit(page, "/renewal", reason="")
    assert again.status == 422
    done = await ada.submit(again, "/renewal", reason="The State Council announced 2027")
    assert "The calendar is renewed" in done.words
    assert "Renew the calendar" not in done.words
    assert "The State Council announced 2027" in done.words
    sent_again = await ada.submit(page, "/renewal", reason="x")
    assert sent_again.status == 409


async def test_days_told_otherwise_are_published_anew_for_what_comes(
    ada: Visitor, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(monkeypatch, 2026, d20260903="National Day")
    page = await ada.get(CALENDAR)
    assert "Thu 3 Sep 2026 free National Day" in page.words
    done = await ada.submit(page, "/publication", reason="A day more")
    assert "The calendar is published" in done.words
    assert "Thu 3 Sep public holiday National Day" in done.words
    assert "told otherwise" not in done.words


async def test_another_time_zone_is_another_calendar(ada: Visitor, world: World) -> None:
    names = await ada.get("/portal/settings/names")
    await ada.submit(names, "/names", time_zone="Asia/Tokyo")
    page = await ada.get(CALENDAR)
    assert "Asia/Tokyo" in page.words
    assert "number 2" in page.words
