"""What one organisation has is nowhere in another's scope, and no scope means no rows but an error."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from amends import clock
from amends.access.visits import guest_of, note_look
from amends.announcements.operations import put_aside
from amends.audit.seals import seal_day
from amends.channels.tables import Gateway, PushSubscription
from amends.complaints.tables import Complaint
from amends.correspondence.operations import note, write_to_complainant
from amends.database.engine import OutsideScope
from amends.database.scope import enter_tenant, execute, fetch, fetch_one, platform_scope, tenant_scope
from amends.database.tables import WALLED
from amends.escalation.tables import Escalation, EscalationGap, Incident
from amends.evidence.intake import Stored
from amends.letters.tables import Letter, LetterState
from amends.notices.tables import NoticeRow
from amends.organisation.declaring import Page
from amends.organisation.operations import save
from amends.people import resets, steps
from amends.people.absences import record_absence
from amends.people.actor import SYSTEM
from amends.people.rates import LODGING, count_try
from amends.people.realms import STAFF
from amends.people.records import Certificate, Lesson, add_qualification, add_training
from amends.people.second_factor import key_to_enrol, renew_codes
from amends.people.sessions import start_session
from amends.people.tables import DutyNote, DutyShift
from amends.policy.overriding import put
from amends.remedies.operations import grant
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind
from amends.tenancy.domains import Purpose, claim
from amends.tenancy.tables import HostName
from tenants.confirming import confirm_source
from tenants.drafts import save as save_draft
from tenants.simulations import ask as ask_simulation
from tenants.working import at_work, edit
from tests.amends.database.casework import worked
from tests.guests import announced, granted
from tests.world import MONDAY, World
from workers.indexing import Indexing


async def fill(world: World) -> UUID:
    """At least one row of Harbour's in every walled table."""
    photo = Stored(object_name=f"{world.id}/1", name="photo.jpg", mime="image/jpeg", size=1, sha256="0" * 64)
    case = (await world.lodge(evidence=[photo])).complaint_id
    await world.do(note, case, by="bram", body="Called her")
    await world.do(write_to_complainant, case, by="bram", body="We are looking into it")
    await world.do(grant, case, by="bram", code="RM-APOLOGY", description="", amount="")
    call = NewTask(kind=TaskKind.CALL, cause=f"call:{case}", due_at=MONDAY, complaint_id=case)
    await Indexing().once()
    async with world.at_desk() as desk:
        await opened([call], by=SYSTEM, now=MONDAY)
        await Letter.insert(_letter(case))
        bram = world.people["bram"].id or uuid4()
        await start_session(person_id=bram, now=MONDAY)
        await key_to_enrol(STAFF, bram, secrets=world.settings.secrets, now=MONDAY)
        await renew_codes(STAFF, bram, now=MONDAY)
        await steps.begin(STAFF, bram, now=MONDAY)
        await resets.ask(
            email="bram@harbour.example.com", address="", secret=world.settings.secret, now=MONDAY
        )
        await claim(
            Purpose.PAGES,
            "tousu.harbour.example.com",
            base_domain="localhost",
            by=world.people["ada"],
            now=MONDAY,
        )
        await HostName(host="complaints.harbour.example.com", created_at=MONDAY).save()
        await seal_day(desk, secret=world.settings.secret, now=world.at(days=1))
    await count_try(LODGING, "somebody", tenant_id=world.id, now=MONDAY)
    await worked(world, case)
    await _say_more_of(world, bram)
    await _on_duty(world, bram)
    await _escalated(world, case)
    await _told_otherwise(world, bram)
    await _let_somebody_look(world, case, bram)
    return case


def _letter(case: UUID) -> Letter:
    return Letter(
        complaint_id=case,
        document="receipt",
        state=LetterState.DRAFT,
        language="en",
        recipient="Wang",
        address="2 Quay",
        subject="",
        blanks="{}",
        own_words="",
        created_at=MONDAY,
    )


async def _say_more_of(world: World, person_id: UUID) -> None:
    """Away, certified and trained, in an organisation that has settled something."""
    ada, day, settled = world.actor("ada"), date(2026, 3, 2), {"website": "https://harbour.example.com"}
    certificate = Certificate(code="first-aid", label="First aid", issued_on=day, expires_on=None)
    lesson = Lesson(title="Listening", held_on=day, hours=Decimal(2))
    async with world.scope():
        await record_absence(
            person_id,
            kind="leave",
            note="",
            first_day=day,
            last_day=None,
            zone=ZoneInfo("Asia/Shanghai"),
            by=ada,
            now=MONDAY,
        )
        await add_qualification(person_id, given=certificate, by=ada, now=MONDAY)
        await add_training(person_id, given=lesson, by=ada, now=MONDAY)
        await save(Page.CONTACTS, settled, seen_before=None, by=ada, now=MONDAY)
        work = await at_work(world.tenant)
        change = edit(put, ("handling", "reopen_within_days"), 14)
        await save_draft(world.tenant, change, seen=work.seen, by=ada, now=MONDAY)
        await ask_simulation(world.tenant, days=30, by=ada, now=MONDAY)
        await confirm_source("CPL", note="Compared", by=ada, now=MONDAY)


async def _on_duty(world: World, person_id: UUID) -> None:
    """With something to hand over."""
    async with world.scope():
        await DutyShift(
            roster="hotline",
            person_id=person_id,
            begins_at=MONDAY,
            ends_at=world.at(days=1),
            entered_at=MONDAY,
        ).save()
        await DutyNote(
            roster="hotline", note="Mr Wang calls back.", written_at=MONDAY, written_by=person_id
        ).save()


async def _escalated(world: World, case: UUID) -> None:
    """To somebody who is to answer, to nobody, and as far as it goes."""
    raised = {"complaint_id": case, "trigger": "breach", "step": "L2"}
    async with world.scope():
        await Escalation(
            **raised, rank=1, raised_at=MONDAY, told="[]", answer_by=MONDAY, look_at=MONDAY
        ).save()
        await EscalationGap(**raised, reason="nobody", noted_at=MONDAY, told="[]").save()
        await Incident(complaint_id=case, plan="", declared_at=MONDAY).save()


async def _told_otherwise(world: World, person_id: UUID) -> None:
    """By a service of its own, and in a browser."""
    async with world.scope():
        await Gateway(
            kind="sms", preset="sms-json", label="SMS", recipe={}, added_at=MONDAY, changed_at=MONDAY
        ).save()
        await PushSubscription(
            person_id=person_id,
            endpoint="https://push.example.com/bram",
            endpoint_digest=b"bram",
            browser_key="key",
            browser_secret="secret",
            our_key="key",
            device="",
            added_at=MONDAY,
        ).save()


async def _let_somebody_look(world: World, case: UUID, bram: UUID) -> None:
    let_in = await granted(world)
    announcement = await announced(let_in.operator)
    async with world.scope():
        guest = await guest_of(token=let_in.token, now=clock.now())
        assert guest is not None
        await note_look(guest, "/portal", complaint_id=case, now=clock.now())
        await put_aside(announcement, person_id=bram, now=clock.now())


async def counted(table: str, whose: UUID) -> int:
    row = await fetch_one(f"SELECT count(*) AS n FROM {table} WHERE tenant_id = $1", whose)
    assert row is not None
    return int(row["n"])


async def test_nobody_sees_over_the_wall(world: World) -> None:
    await fill(world)
    for table in WALLED:
        name = table._meta.tablename
        async with world.scope():
            assert await counted(name, world.id) > 0, f"{name}: nothing to hide, the test proves nothing"
        async with world.other.scope():
            assert await counted(name, world.id) == 0, name


async def test_nobody_writes_over_the_wall(world: World) -> None:
    case = await fill(world)
    async with world.other.scope():
        await execute("UPDATE complaint SET subject = 'gone' WHERE id = $1", case)
        await execute("DELETE FROM due_row WHERE complaint_id = $1", case)
    assert (await world.complaint(case)).subject != "gone"
    assert await world.due_rows(case) != []
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with world.other.scope():
            await NoticeRow.insert(_notice(tenant_id=world.id))
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with world.scope():
            await execute("UPDATE complaint SET tenant_id = $1 WHERE id = $2", world.other.id, case)


async def test_no_row_may_point_over_the_wall(world: World) -> None:
    case = await fill(world)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with world.other.scope():
            await NoticeRow.insert(_notice(complaint_id=case))


async def test_no_scope_is_an_error_and_no_empty_list(world: World) -> None:
    await fill(world)
    for table in WALLED:
        with pytest.raises(asyncpg.PostgresError, match=r"amends\.tenant|invalid input syntax for type uuid"):
            async with platform_scope():
                await fetch(f"SELECT * FROM {table._meta.tablename}")


KEPT_PLANS = (
    "SELECT tenant_id FROM complaint",
    "SELECT c.tenant_id FROM department d, LATERAL (SELECT tenant_id FROM complaint WHERE department_id = d.id) c",
    "SELECT tenant_id FROM notice n WHERE EXISTS (SELECT FROM outbox o WHERE o.payload ->> 'notice_id' = n.id::text)",
    "WITH met AS (UPDATE promise SET kind = kind RETURNING tenant_id) SELECT tenant_id FROM met",
    "SELECT (SELECT h.tenant_id FROM history_entry h WHERE h.complaint_id = c.id LIMIT 1) AS tenant_id FROM complaint c",
)


@pytest.mark.parametrize("sql", KEPT_PLANS)
async def test_a_plan_kept_by_a_connection_belongs_to_no_tenant(world: World, sql: str) -> None:
    """Prepared once, carried out for one organisation after the other, between them for none and after failures."""
    for organisation in (world, world.other):
        await organisation.lodge(email="amina@example.com")
    connections = set()
    for _ in range(3):
        for organisation in (world, world.other):
            async with organisation.scope():
                await execute("SET LOCAL plan_cache_mode = force_generic_plan")
                connections.add((await fetch("SELECT pg_backend_pid() AS pid"))[0]["pid"])
                assert {row["tenant_id"] for row in await fetch(sql)} == {organisation.id}
            with pytest.raises(asyncpg.PostgresError, match="invalid input syntax for type uuid"):
                async with platform_scope():
                    await fetch(sql)
            with pytest.raises(asyncpg.DivisionByZeroError):
                async with organisation.scope():
                    await execute("SELECT 1 / 0")
    assert len(connections) == 1, "several connections: the test proves nothing"


async def test_a_plan_kept_by_a_function_belongs_to_no_tenant(world: World) -> None:
    """Loops inside the server keep their plans across executions, too."""
    for organisation in (world, world.other):
        await organisation.lodge()
    async with world.scope():
        await execute(f"""DO $$
        DECLARE wanted uuid; found uuid[];
        BEGIN
            SET LOCAL plan_cache_mode = force_generic_plan;
            FOR turn IN 1..6 LOOP
                FOREACH wanted IN ARRAY ARRAY['{world.id}', '{world.other.id}']::uuid[] LOOP
                    PERFORM set_config('amends.tenant', wanted::text, true);
                    SELECT array_agg(DISTINCT tenant_id) INTO found FROM complaint;
                    IF found IS DISTINCT FROM ARRAY[wanted] THEN RAISE 'saw % as %', found, wanted; END IF;
                END LOOP;
            END LOOP;
        END $$""")


async def test_the_engine_itself_refuses_statements_outside_a_scope(world: World) -> None:
    with pytest.raises(OutsideScope):
        await Complaint.objects()
    with pytest.raises(OutsideScope):
        await execute("SELECT 1")
    with pytest.raises(OutsideScope):
        Complaint(subject="whose?")


async def test_the_tenant_ends_with_its_scope(world: World) -> None:
    """The connection goes back to the pool without it."""
    async with world.scope():
        await fetch("SELECT 1")
    async with platform_scope():
        row = await fetch_one("SELECT current_setting('amends.tenant', true) AS tenant")
    assert row is not None
    assert not row["tenant"]


async def test_there_is_no_way_on_to_a_second_tenant(world: World) -> None:
    with pytest.raises(OutsideScope):
        async with world.scope():
            await enter_tenant(world.other.id)
    with pytest.raises(Exception, match=r"(?i)nested|transaction"):
        async with world.scope(), tenant_scope(world.other.id):
            pass


async def test_who_serves_cannot_take_a_wall_down(world: World) -> None:
    for statement in (
        "ALTER TABLE complaint DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE complaint NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY tenant_wall ON complaint",
        "SET ROLE amends_owner",
        "TRUNCATE complaint",
        "SELECT * FROM outbox_index",
        "UPDATE history_entry SET act = 'nothing'",
        "DELETE FROM history_entry",
        "DELETE FROM complaint",
    ):
        with pytest.raises(asyncpg.PostgresError):
            async with world.scope():
                await execute(statement)


async def test_narrow_functions_read_no_table_of_their_caller_s(world: World) -> None:
    """A temporary table under the name of an index table: the function would use it with its owner's rights."""
    async with temporary_tables_allowed(world), platform_scope():
        await execute(
            """CREATE TEMPORARY TABLE due_index ON COMMIT DROP AS SELECT gen_random_uuid() AS tenant_id,
            gen_random_uuid() AS due_row_id, '2000-01-01Z'::timestamptz AS fire_at, 0 AS attempts"""
        )
        assert len(await fetch("SELECT FROM due_index")) == 1
        assert await fetch("SELECT * FROM due_rows($1, 9)", MONDAY) == []


@asynccontextmanager
async def temporary_tables_allowed(world: World) -> AsyncIterator[None]:
    """As in a database that was made without deploy/roles.sql."""
    owner = await asyncpg.connect(world.owner_url)
    database = await owner.fetchval("SELECT quote_ident(current_database())")
    await owner.execute(f"GRANT TEMPORARY ON DATABASE {database} TO amends_app")
    try:
        yield
    finally:
        await owner.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM amends_app")
        await owner.close()


async def test_even_the_owner_sees_nothing_by_accident(world: World) -> None:
    await fill(world)
    async with world.as_owner() as owner:
        assert await owner.fetchval("SELECT count(*) FROM complaint") == 0


async def test_backups_see_everything_and_change_nothing(world: World) -> None:
    await fill(world)
    connection = await asyncpg.connect(world.backup_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM complaint") == 2
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("UPDATE complaint SET subject = ''")
    finally:
        await connection.close()


def _notice(**given: object) -> NoticeRow:
    usual = {
        "id": uuid4(),
        "event": "message",
        "channel": "app",
        "language": "en",
        "subject": "s",
        "body": "b",
        "message_id": f"<{uuid4()}@x>",
        "created_at": MONDAY,
    }
    return NoticeRow(**(usual | given))
