"""A policy published, a calendar renewed, a case moved: whatever is killed at the commit, it is whole or was never done,
and the same form sent again does it once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

import pytest

from amends import clock
from amends.database.scope import fetch
from amends.deadlines.explain import explain
from amends.deadlines.operations import draw
from amends.deadlines.period import parse_period
from amends.deadlines.starting import NewPromise
from amends.policy.overriding import put
from amends.policy.parts.calendar import CalendarPart
from tenants.calendars import put_in_force, resolve, write
from tenants.working import edit
from tests.concurrency.books import demand_unbroken_history
from tests.concurrency.browser import Browser, NotTold, hidden
from tests.concurrency.deployment import Deployment
from tests.concurrency.seams import RECORD
from tests.concurrency.wire import Moment
from tests.tenants.policies import REOPEN, changed, publish_change, renew
from tests.world import PASSWORD, Organisation

pytestmark = pytest.mark.slow
MOMENTS = pytest.mark.parametrize(
    ("moment", "kept"),
    [(Moment.COMMIT, False), (Moment.COMMITTED, True)],
    ids=["before commit", "after commit"],
)
WHY = "Because we agreed"
NIGHT_DESK = edit(put, ("departments", "night"), {"name": {"zh": "夜班", "en": "Night desk"}})
WEEK = edit(put, ("calendar", "week"), {"1": ["08:00-12:00"]})
LONGER = edit(put, ("levels", "T3", "clocks", "resolve", "period"), "20 wd")
LONG = "300 wd"
"""Reaches into years that the calendar of these tests does not know yet."""


@MOMENTS
async def test_publishing(deployment: Deployment, harbour: Organisation, moment: Moment, kept: bool) -> None:
    work = await changed(harbour, edit(put, REOPEN, 14), NIGHT_DESK, WEEK, now=clock.now())
    done = {
        "policy_version": 1, "calendar_version": 1, "policy_draft": -1, "policy_draft_state": -3, "department": 1,
        "act publish-policy": 1, "act calendar-published": 1,
    }  # fmt: skip
    form = {"seen": work.seen, "reason": WHY}
    await _killed_and_sent_again(
        deployment, harbour, "/portal/settings/policy/draft", "/publication", form,
        at="INSERT INTO policy_version ", moment=moment, kept=kept, done=done,
    )  # fmt: skip
    await renew(harbour)
    async with harbour.at_desk() as desk:
        assert desk.policy.handling.reopen_within_days == 14
        assert desk.calendar_version_id == harbour.tenant.calendar_version_id


@MOMENTS
async def test_renewing_a_calendar(
    deployment: Deployment, harbour: Organisation, moment: Moment, kept: bool
) -> None:
    await _promises_beyond_the_calendar(harbour, number=3)
    done = {
        "calendar_version": 1, "act calendar-renewed": 1, "act calendar-moved": 3, "promises moved": 3,
        "notice": 3, "outbox": 3,
    }  # fmt: skip
    await _killed_and_sent_again(
        deployment, harbour, "/portal/settings/calendar", "/renewal", {"seen": "2", "reason": WHY},
        at="INSERT INTO calendar_version ", moment=moment, kept=kept, done=done,
    )  # fmt: skip


@MOMENTS
async def test_moving_a_case(
    deployment: Deployment, harbour: Organisation, moment: Moment, kept: bool
) -> None:
    case = (await harbour.lodge(category="A", now=clock.now())).complaint_id
    await publish_change(harbour, LONGER, now=clock.now())
    done = {"act move-policy": 1, "promises moved": 1, "cases moved": 1, "notice": 1, "outbox": 1}
    await _killed_and_sent_again(
        deployment, harbour, f"/portal/cases/{case}/policy", "", {"to": "2", "anew": "yes", "reason": WHY},
        at=RECORD, moment=moment, kept=kept, done=done,
    )  # fmt: skip


async def _killed_and_sent_again(
    deployment: Deployment, of: Organisation, page: str, act: str, form: dict[str, str],
    *, at: str, moment: Moment, kept: bool, done: dict[str, int],
) -> None:  # fmt: skip
    await deployment.web.start()
    ada = deployment.browser(of)
    await ada.sign_in(str(of.people["ada"].email), PASSWORD)
    form = {**form, "_csrf_token": hidden(await ada.get(page), "_csrf_token")}
    before, dues, pins = await _counts(of), await _dues(of), await _pins(of)

    async def changes() -> dict[str, int]:
        now = await _counts(of)
        found = {name: now[name] - before[name] for name in now | before if now[name] != before[name]}
        moved = {
            "promises moved": len(dues.items() ^ (await _dues(of)).items()) // 2,
            "cases moved": len(pins.items() ^ (await _pins(of)).items()) // 2,
        }
        return found | {name: count for name, count in moved.items() if count}

    trap = deployment.web.kill_at(at, moment)
    with pytest.raises(NotTold):
        await ada.post(f"{page}{act}", form)
    assert trap.struck.is_set()
    assert await changes() == (done if kept else {})
    await deployment.web.start()
    assert await _sent(ada, f"{page}{act}", form) == (not kept)
    assert await changes() == done
    await demand_unbroken_history(of)


async def _sent(who: Browser, url: str, form: dict[str, str]) -> bool:
    """Whether it was done; otherwise a page says that it was done already."""
    answer = await who.post(url, form)
    assert answer.status_code in (303, 409, 422), answer.text
    return answer.status_code == 303


async def _promises_beyond_the_calendar(of: Organisation, *, number: int) -> None:
    """Of a calendar that was published when fewer years were known."""
    now = clock.now()
    async with of.at_desk() as desk:
        part = CalendarPart(week=desk.policy.calendar.week, holidays="GB")
        known = resolve(part, "Europe/London", range(now.year - 1, now.year + 1))
        await put_in_force(of.tenant, await write(known, by=of.people["ada"], now=now))
    for _ in range(number):
        case = (await of.lodge(now=now)).complaint_id
        async with of.at_desk() as desk:
            why = explain(now, parse_period(LONG), desk.calendar)
            assert why.uncovered
            await draw(case, [NewPromise("execute", why.start, why.due, why, warn_at=(80,))]).write()


async def _counts(of: Organisation) -> Counter[str]:
    tables = (
        "policy_version", "calendar_version", "policy_draft", "policy_draft_state", "department", "notice", "outbox",
        "promise", "due_row",
    )  # fmt: skip
    found: Counter[str] = Counter()
    async with of.scope():
        for table in tables:
            found[table] = (await fetch(f"SELECT count(*) AS n FROM {table}"))[0]["n"]
        acts = await fetch("SELECT act, count(*) AS n FROM history_entry GROUP BY act")
    return found + Counter({f"act {row['act']}": row["n"] for row in acts})


async def _dues(of: Organisation) -> dict[UUID, datetime]:
    async with of.scope():
        return {row["id"]: row["due_at"] for row in await fetch("SELECT id, due_at FROM promise")}


async def _pins(of: Organisation) -> dict[UUID, UUID]:
    async with of.scope():
        rows = await fetch("SELECT id, policy_version_id FROM complaint")
        return {row["id"]: row["policy_version_id"] for row in rows}
