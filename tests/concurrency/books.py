"""The books must balance: what the database holds against what the complainants were told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from amends.audit.seals import copies_outside
from amends.audit.verify import verify_tenant
from amends.complaints.access import access_code
from amends.complaints.facts import row_facts
from amends.complaints.tables import Complaint
from amends.deadlines.starting import clocks_of, started_by
from amends.evidence.store import open_store
from amends.notices.tables import NoticeRow
from amends.policy.conditions import holds
from amends.policy.document import CaseEvent
from tests.concurrency.complainant import Receipt
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import repeats
from tests.concurrency.waiting import eventually
from tests.world import Organisation


async def demand_exactly(of: Organisation, told: Iterable[Receipt]) -> None:
    """Each complaint once, whole, with an unbroken history: the ones that were told of, and no others."""
    rows = await of.complaints()
    held = [Receipt(str(row.number), _code(of, row), str(row.subject)) for row in rows]
    assert sorted(held) == sorted(set(told))
    letters = Counter(letter.complaint_id for letter in await _owed(of) if letter.event == "lodged")
    assert letters == {row.id: 1 for row in rows}
    async with of.at_desk() as desk:
        policy = desk.policy
    for row in rows:
        uses = clocks_of(policy, str(row.category), str(row.level), str(row.kind))
        begun = started_by(policy, uses, {CaseEvent.RECEIVED, CaseEvent.AWARE, CaseEvent.ACKNOWLEDGED})
        facts = row_facts(policy, row)
        assert set(await of.promises(row.id)) == {
            kind for kind, use in begun.items() if holds(use.when, facts)
        }
        assert len(await of.allegations(row.id)) == 1
        acts = await of.acts(row.id)
        assert acts[0] == "lodge"
        assert Counter(acts)["lodge"] == Counter(acts)["acknowledge"] == 1
    await demand_unbroken_history(of)


async def demand_fired_once(of: Organisation) -> None:
    """Every due row has fired, and what it led to is there once. What stays broken is said again later on."""
    for row in await of.complaints():
        assert all(due.fired_at is not None for due in await of.due_rows(row.id) if due.kind != "again")
        told = Counter(
            (str(entry.act), json.loads(entry.detail)["promise"], json.loads(entry.detail).get("percent"))
            for entry in await of.history(row.id)
            if str(entry.act) in ("promise-warning", "promise-broken")
        )
        assert told
        assert set(told.values()) == {1}, told
    notices = Counter(
        (row.event, row.channel, row.complaint_id, row.person_id, row.body, row.created_at.date())
        for row in await of.notices()
    )
    assert set(notices.values()) == {1}, notices


async def demand_mailed(deployment: Deployment, of: Organisation, *, kills: int) -> None:
    """Everything that was owed has left, under its one Message-ID, with at most one repeat per kill."""

    async def all_left() -> bool:
        """A seal or a warning may have come to be owed a moment ago."""
        return all(letter.sent_at is not None for letter in await _owed(of))

    owed = await _owed(of)
    await eventually(all_left, within=30.0)
    for letter in owed:
        assert 1 <= len(repeats(deployment, str(letter.message_id))) <= 1 + kills


async def _owed(of: Organisation) -> list[NoticeRow]:
    """The notices that have a way out by mail, each one only. Debts first: one may be added while this reads."""
    debts = await of.outbox()
    letters = {str(notice.id): notice for notice in await of.notices(channel="mail")}
    owed = [json.loads(debt.payload) for debt in debts]
    return [letters[each["notice_id"]] for each in owed if "notice_id" in each]


async def demand_unbroken_history(of: Organisation) -> None:
    store = open_store(of.settings.store_url)
    copies = await copies_outside(store, tenant_id=of.id)
    async with of.scope():
        checked = await verify_tenant(secrets=[of.settings.secret], copies=copies, complete=False)
    assert checked.problems == ()


def _code(of: Organisation, row: Complaint) -> str:
    return access_code(of.settings.secret, complaint_id=row.id, number=int(row.access_code_number))
