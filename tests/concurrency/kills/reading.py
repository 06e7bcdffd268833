"""What is held, read from the database and the store in one go once everything has come to rest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from amends import clock
from amends.audit.seals import copies_outside
from amends.audit.verify import verify_tenant
from amends.complaints.access import access_code
from amends.complaints.facts import row_facts
from amends.complaints.tables import Complaint
from amends.database.scope import fetch
from amends.deadlines.operations import facts
from amends.deadlines.rules import is_broken
from amends.deadlines.starting import clocks_of, ends_with, outlives, starts_with
from amends.deadlines.tables import Promise
from amends.evidence.intake import sweep
from amends.evidence.operations import object_names
from amends.evidence.store import ObjectStore, StoreError, open_store
from amends.policy.conditions import holds
from amends.policy.document import Policy
from amends.tasks.tables import SEEN_TO_ELSEWHERE
from tests.concurrency.kills.held import Debt, Held, HeldCase, HeldClock, HeldNotice, HeldPromise, in_seconds
from tests.world import Organisation

Row = Mapping[str, Any]
_ASKED = """SELECT complaint_id, array_agg('survey'::text) AS letters
    FROM survey, generate_series(1, (invited_at IS NOT NULL)::integer + (reminded_at IS NOT NULL)::integer)
    WHERE way = 'letter' GROUP BY 1"""
_NOTICES = "SELECT * FROM notice WHERE event <> 'invitation'"  # tests.world sends none out
_BY_THE_CLOCK = frozenset({"promise-warning", "promise-broken", "promise-still-broken"})

_OF_TASKS = frozenset({"task-opened", "task-overdue", "task-raised"})
_OF_SURVEYS = frozenset({"survey-invited", "survey-reminded", "survey-ended"})
"""What the policy's steps and the clock ask for and speak of beside what people do."""


def _ended_with_what_it_is_about(row: Row) -> bool:
    """Of an act that is told of itself: a remedy carried out, an approval given."""
    return row["act"] == "task-done" and json.loads(row["detail"])["kind"] in SEEN_TO_ELSEWHERE


async def read(of: Organisation) -> Held:
    held = Held()
    async with of.at_desk() as desk:
        cases = await _cases(of, desk.policy)
        held.notices = [_notice(row) for row in await fetch(_NOTICES)]
        held.outbox = [_debt(row) for row in await fetch("SELECT * FROM outbox WHERE payload ? 'notice_id'")]
        held.asked = {str(row["complaint_id"]): row["letters"] for row in await fetch(_ASKED)}
        (unfired,) = await fetch(
            "SELECT count(*) AS n FROM due_row WHERE fired_at IS NULL AND kind <> 'again'"
        )
        held.waiting = unfired["n"]
        entered = await fetch(
            "SELECT actor_id, count(*) AS n FROM history_entry WHERE act = 'sign-in' GROUP BY 1"
        )
        held.sign_ins = {str(row["actor_id"]): row["n"] for row in entered}
    held.cases = list(cases.values())
    await _read_store(of, held)
    return held


async def _cases(of: Organisation, policy: Policy) -> dict[UUID, HeldCase]:
    cases = {row.id: _case(of, row, policy) for row in await Complaint.objects()}
    for row in await fetch(
        "SELECT * FROM history_entry WHERE complaint_id IS NOT NULL ORDER BY chain_id, seq"
    ):
        case = cases[row["complaint_id"]]
        if row["act"] in _BY_THE_CLOCK:
            case.clock.append(_told(row["act"], json.loads(row["detail"])))
        elif row["act"] in _OF_TASKS | _OF_SURVEYS or _ended_with_what_it_is_about(row):
            continue
        elif row["act"] == "escalate":
            detail = json.loads(row["detail"])
            case.escalated.add((detail["trigger"], detail.get("promise", ""), row["at"].isoformat()))
        else:
            case.acts.append(row["act"])
    for row in await fetch("SELECT * FROM allegation"):
        cases[row["complaint_id"]].allegations.append(row["content"])
    for row in await fetch("SELECT * FROM message"):
        cases[row["complaint_id"]].messages.append((row["kind"], row["body"]))
    for row in await fetch("SELECT * FROM remedy"):
        done = row["carried_out_at"] is not None
        cases[row["complaint_id"]].remedies.append((str(row["id"]), row["description"], done))
    for row in await fetch("SELECT * FROM evidence"):
        cases[row["complaint_id"]].files.append(row["sha256"])
    for promise in await Promise.objects():
        cases[promise.complaint_id].promises.append(_promise(promise))
    return cases


def _case(of: Organisation, row: Complaint, policy: Policy) -> HeldCase:
    facts = row_facts(policy, row)
    uses = clocks_of(policy, str(row.category), str(row.level), str(row.kind))
    number = int(row.access_code_number)
    return HeldCase(
        id=str(row.id),
        number=str(row.number),
        code=access_code(of.settings.secret, complaint_id=row.id, number=number),
        subject=str(row.subject),
        state=str(row.state),
        clocks={
            kind: HeldClock(
                starts=str(starts_with(policy, kind, use)),
                ends=str(ends_with(policy, kind)),
                also_ends=frozenset(map(str, policy.clocks[kind].also_ends)),
                repeats=policy.clocks[kind].repeats,
                outlives=outlives(policy, kind),
            )
            for kind, use in uses.items()
            if holds(use.when, facts)
        },
    )


def _told(act: str, detail: dict[str, Any]) -> tuple[str, str]:
    part = f":{detail['percent']}" if act == "promise-warning" else ""
    return f"{act}{part}", detail["promise"]


def _promise(row: Promise) -> HeldPromise:
    return HeldPromise(
        id=str(row.id),
        kind=str(row.kind),
        due=in_seconds(row.due_at),
        ended=row.ended_at is not None,
        broken=is_broken(facts(row), clock.now()),
    )


def _notice(row: Row) -> HeldNotice:
    return HeldNotice(
        id=str(row["id"]),
        case=str(row["complaint_id"] or ""),
        event=row["event"],
        channel=row["channel"],
        person=str(row["person_id"] or ""),
        message_id=row["message_id"],
        sent=row["sent_at"] is not None,
        folded=str(row["folded_into"] or ""),
    )


def _debt(row: Row) -> Debt:
    return Debt(
        key=row["dedup_key"],
        notice=json.loads(row["payload"])["notice_id"],
        settled=row["settled_at"] is not None,
        dead=row["dead_at"] is not None,
    )


async def _read_store(of: Organisation, held: Held) -> None:
    store = open_store(of.settings.store_url)
    copies = await copies_outside(store, tenant_id=of.id)
    async with of.scope():
        checked = await verify_tenant(secrets=[of.settings.secret], copies=copies)
        held.broken_history = [str(problem) for problem in checked.problems]
        files = await fetch("SELECT object_name, sha256, copy_name, copy_sha256 FROM evidence")
        names = await object_names()

    async def referenced() -> set[str]:
        return names

    # Objects carry the real time, whatever our clocks say: nothing is too young for this sweep.
    await sweep(
        store,
        tenant_id=of.id,
        referenced=referenced,
        older_than=datetime.max.replace(tzinfo=UTC) - timedelta(1),
    )
    held.stored = [entry.name async for entry in store.list(str(of.id))]
    held.referenced = sorted(names)
    for row in files:
        held.damaged += await _damaged(store, row["object_name"], row["sha256"])
        if row["copy_name"]:
            held.damaged += await _damaged(store, row["copy_name"], row["copy_sha256"])


async def _damaged(store: ObjectStore, name: str, sha256: str) -> list[str]:
    try:
        await store.get(name, sha256=sha256)
    except StoreError as error:
        return [error.reason]
    return []


async def copied_outside(of: Organisation) -> bool:
    """Whether every seal has its copy."""
    async with of.scope():
        (seals,) = await fetch("SELECT count(*) AS n FROM seal")
    return len(await copies_outside(open_store(of.settings.store_url), tenant_id=of.id)) == int(seals["n"])


async def claimed_now(of: Organisation) -> frozenset[str]:
    """The Message-IDs somebody has claimed and not settled."""
    async with of.scope():
        rows = await fetch(
            """SELECT message_id FROM notice WHERE id IN
            (SELECT (payload ->> 'notice_id')::uuid FROM outbox WHERE claimed_until IS NOT NULL)"""
        )
    return frozenset(row["message_id"] for row in rows)
