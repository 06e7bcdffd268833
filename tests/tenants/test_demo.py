"""The demonstration: every state, promises kept and broken, loaded once, with nothing left to be sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from amends.audit.tables import HistoryEntry
from amends.complaints.lifecycle import State
from amends.complaints.tables import Complaint
from amends.config import Mode, Settings
from amends.correspondence.tables import Message, MessageKind
from amends.database.embedded.servers import Urls
from amends.database.scope import fetch, platform_scope, tenant_scope
from amends.deadlines import rules
from amends.deadlines.operations import facts
from amends.deadlines.rules import PromiseState
from amends.deadlines.tables import DueRow, Promise
from amends.evidence.store import ObjectStore, open_store
from amends.evidence.tables import Evidence
from amends.outbox.operations import hand_out
from amends.outbox.tables import Outbox
from amends.people.secrets import password_fits
from amends.people.sessions import stored_password
from amends.people.tables import Person, PersonStatus
from amends.tenancy import operators
from amends.tenancy.tables import Operator, Tenant
from tenants.demo import DemoLogins, load_demo
from tenants.demo.logins import OPERATOR, PASSWORD
from tenants.demo.script import moment, shows
from tests.emptying import Emptier

pytestmark = pytest.mark.xdist_group("demo")  # loaded once

WEDNESDAY = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
NEVER_REACHED = {State.ARCHIVED, State.MERGED}
"""No operation leads there yet."""


@dataclass(frozen=True)
class Loaded:
    logins: DemoLogins
    settings: Settings
    store: ObjectStore
    tenants: list[Tenant]


@pytest.fixture(scope="module")
async def demo(
    database: Urls, emptier: Emptier, session_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Loaded]:
    """Loaded on a Wednesday morning, once for all tests that only look."""
    store = open_store(tmp_path_factory.mktemp("store").as_uri())
    logins = await load_demo(session_settings, store, now=WEDNESDAY)
    assert logins is not None
    async with platform_scope():
        tenants = await Tenant.objects().order_by(Tenant.slug)
    yield Loaded(logins, session_settings, store, list(tenants))
    await emptier.empty()


async def test_every_state_is_shown(demo: Loaded) -> None:
    states: set[str] = set()
    for tenant in demo.tenants:
        async with tenant_scope(tenant.id):
            rows = await Complaint.objects()
        states |= {str(row.state) for row in rows}
        assert len(rows) >= 14
        assert {str(row.language) for row in rows} == {"zh", "en"}
    assert states == set(State) - NEVER_REACHED


async def test_promises_are_kept_broken_and_about_to_be(demo: Loaded) -> None:
    states: set[PromiseState] = set()
    for tenant in demo.tenants:
        async with tenant_scope(tenant.id):
            states |= {rules.state(facts(row), WEDNESDAY) for row in await Promise.objects()}
    assert states == set(PromiseState)


async def test_the_clocks_did_their_work_when_it_was_due(demo: Loaded) -> None:
    for tenant in demo.tenants:
        async with tenant_scope(tenant.id):
            assert not await DueRow.exists().where(DueRow.fired_at.is_null() & (DueRow.fire_at <= WEDNESDAY))
            breaches = await HistoryEntry.objects().where(HistoryEntry.act == "promise-broken")
            late = await fetch(
                "SELECT 1 FROM due_row WHERE kind = 'breach' AND fired_at > fire_at + interval '1 minute'"
            )
        assert breaches
        assert not late


async def test_nothing_is_sent_today(demo: Loaded) -> None:
    async with platform_scope():
        assert await hand_out(now=WEDNESDAY + timedelta(hours=1), most=100) == []
    for tenant in demo.tenants:
        async with tenant_scope(tenant.id):
            assert await Outbox.count() > 0
            assert not await Outbox.exists().where(Outbox.settled_at.is_null())


async def test_everybody_gets_in(demo: Loaded) -> None:
    password = demo.logins.password
    async with platform_scope():
        _, stored = await operators.stored_password(email=demo.logins.operator)
    assert await password_fits(password, stored)
    for tenant, organisation in zip(demo.tenants, demo.logins.organisations, strict=True):
        async with tenant_scope(tenant.id):
            people = await Person.objects()
            hashes = {(await stored_password(email=who.email))[1] for who in organisation.people}
        assert {str(person.email) for person in people} == {who.email for who in organisation.people}
        assert {str(person.status) for person in people} == {PersonStatus.ACTIVE}
        assert len(hashes) == 1
        assert await password_fits(password, hashes.pop())


async def test_messages_go_both_ways_and_photos_are_there(demo: Loaded) -> None:
    for tenant in demo.tenants:
        async with tenant_scope(tenant.id):
            kinds = {str(row.kind) for row in await Message.objects()}
            evidence = await Evidence.objects()
        assert kinds == set(MessageKind)
        assert len(evidence) >= 3
        for row in evidence:
            original = await demo.store.get(str(row.object_name), sha256=str(row.sha256))
            shown = await demo.store.get(str(row.copy_name), sha256=str(row.copy_sha256))
            assert b"Drawn for demonstration" in original
            assert b"Drawn for demonstration" not in shown


async def test_a_second_time_nothing_happens(demo: Loaded) -> None:
    assert await load_demo(demo.settings, demo.store, now=WEDNESDAY + timedelta(days=30)) is None


async def test_production_gets_a_password_of_its_own(demo: Loaded) -> None:
    async with platform_scope():
        await Operator.update({Operator.email: "somebody@else.example"}, force=True)
    logins = await load_demo(
        replace(demo.settings, mode=Mode.PRODUCTION), demo.store, now=WEDNESDAY + timedelta(hours=1)
    )
    async with platform_scope():
        _, stored = await operators.stored_password(email=OPERATOR)
        await Operator.update({Operator.email: "later@else.example"}).where(Operator.email == OPERATOR)
        await Operator.update({Operator.email: OPERATOR}).where(Operator.email == "somebody@else.example")
    assert logins is not None
    assert logins.password != PASSWORD
    assert len(logins.password) >= 20
    assert await password_fits(logins.password, stored)


def test_moments_count_working_days_back() -> None:
    def when(text: str) -> str:
        days = (1, 2, 3, 4, 5)
        return moment(text, now=WEDNESDAY, zone="Asia/Shanghai", working_days=days).isoformat()

    assert when("-1 09:40") == "2026-03-03T09:40:00+08:00"
    assert when("-3 09:40") == "2026-02-27T09:40:00+08:00"
    assert when("1.5h ago") == "2026-03-04T01:00:00+00:00"
    for wrong in ("3 09:40", "-3", "tomorrow"):
        with pytest.raises(ValueError, match="expected a moment"):
            when(wrong)


def test_a_photo_belongs_to_one_complaint() -> None:
    for show in shows():
        used = [key for story in show.complaints for key in story.photos]
        used += [key for story in show.complaints for step in story.steps for key in step.get("photos", ())]
        assert sorted(used) == sorted(show.photos)
