"""Two organisations with named people, and short ways to let them act: what most tests begin with.

Amina complains. In Harbour, Ines takes in, Bram handles, Chen approves, Ada administers, Otto audits. Dora belongs
to Garden, the other organisation, where she may do everything.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import asyncpg

from amends import clock
from amends.audit.tables import HistoryEntry
from amends.complaints.desk import Desk
from amends.complaints.intake import Lodgement
from amends.complaints.lodging import Lodged, lodge
from amends.complaints.tables import Allegation, Complaint
from amends.config import Settings
from amends.database.scope import Scope, platform_scope, tenant_scope
from amends.deadlines.tables import DueRow, Promise
from amends.evidence.intake import Stored
from amends.notices.tables import NoticeRow
from amends.outbox.tables import Outbox
from amends.people.actor import COMPLAINANT, SYSTEM, Actor, ActorKind
from amends.people.rights import Role, rights_of
from amends.people.secrets import hash_password
from amends.people.tables import Department, Person, PersonStatus
from amends.policy.document import Field, FieldType, Policy
from amends.tenancy.operations import NewTenant
from amends.tenancy.tables import Tenant
from tenants.desks import desk_in_force
from tenants.provisioning import create_tenant
from tenants.templates import Template

T = TypeVar("T")

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""When every test begins: the clock of the process stands here, too (see `World.move_to`)."""

PASSWORD = "a long enough password"
"""Everybody's."""

STAFF: Mapping[str, tuple[Role, ...]] = {
    "bram": (Role.HANDLER,),
    "ines": (Role.INTAKE,),
    "chen": (Role.SUPERVISOR,),
    "otto": (Role.AUDITOR,),
}
_ENGLISH_READERS = ("bram", "otto", "dora")
_hash: list[str] = []


@dataclass(frozen=True)
class Organisation:
    """One tenant and its people. Everything here opens its own scope, except `desk`."""

    tenant: Tenant
    settings: Settings
    people: Mapping[str, Actor]

    @property
    def id(self) -> UUID:
        tenant_id: UUID = self.tenant.id
        return tenant_id

    @property
    def host(self) -> str:
        return f"{self.tenant.slug}.{self.settings.base_domain}"

    def actor(self, name: str) -> Actor:
        """Somebody of this organisation, or `amina`, who complains."""
        return COMPLAINANT if name == "amina" else self.people[name]

    def scope(self) -> AbstractAsyncContextManager[Scope]:
        return tenant_scope(self.id)

    async def desk(self) -> Desk:
        """Needs this organisation's scope."""
        return await desk_in_force(self.tenant, self.settings)

    @asynccontextmanager
    async def at_desk(self) -> AsyncIterator[Desk]:
        """A scope and the desk in it."""
        async with self.scope():
            yield await self.desk()

    async def lodge(
        self,
        *,
        by: str = "amina",
        now: datetime = MONDAY,
        form_id: str | None = None,
        evidence: Sequence[Stored] = (),
        **given: Any,
    ) -> Lodged:
        """A complaint of Amina's, whole and valid unless `given` (fields of Lodgement) says otherwise."""
        async with self.at_desk() as desk:
            return await lodge(
                desk,
                lodgement(desk.policy, **given),
                form_id=form_id or new_form_id(),
                by=self.actor(by),
                now=now,
                evidence=evidence,
            )

    async def do(
        self,
        operation: Callable[..., Awaitable[T]],
        complaint_id: UUID,
        *,
        by: str,
        now: datetime = MONDAY,
        **given: Any,
    ) -> T:
        """One operation on a case, in a scope of its own: `await world.do(accept, case, by="ines")`."""
        async with self.at_desk() as desk:
            return await operation(desk, complaint_id, by=self.actor(by), now=now, **given)

    async def complaint(self, complaint_id: UUID) -> Complaint:
        async with self.scope():
            row = await Complaint.objects().get(Complaint.id == complaint_id)
        assert row is not None
        return row

    async def complaints(self) -> list[Complaint]:
        async with self.scope():
            return list(await Complaint.objects().order_by(Complaint.lodged_at))

    async def allegations(self, complaint_id: UUID) -> list[Allegation]:
        async with self.scope():
            rows = Allegation.objects().where(Allegation.complaint_id == complaint_id)
            return list(await rows.order_by(Allegation.rank))

    async def promises(self, complaint_id: UUID) -> dict[str, Promise]:
        """The latest of each kind."""
        async with self.scope():
            rows = Promise.objects().where(Promise.complaint_id == complaint_id)
            return {str(row.kind): row for row in await rows.order_by(Promise.started_at)}

    async def due_rows(self, complaint_id: UUID) -> list[DueRow]:
        async with self.scope():
            rows = DueRow.objects().where(DueRow.complaint_id == complaint_id)
            return list(await rows.order_by(DueRow.fire_at))

    async def outbox(self) -> list[Outbox]:
        """What is or was owed to the outside, oldest first."""
        async with self.scope():
            return list(await Outbox.objects().order_by(Outbox.created_at))

    async def notices(
        self, *, event: str | None = None, channel: str | None = None, to: str | None = None
    ) -> list[NoticeRow]:
        """Oldest first; `to` is a member of staff or `amina`."""
        async with self.scope():
            rows = await NoticeRow.objects().order_by(NoticeRow.created_at)
        person_id = self.actor(to).id if to else None
        return [
            row
            for row in rows
            if (event is None or row.event == event)
            and (channel is None or row.channel == channel)
            and (to is None or row.person_id == person_id)
        ]

    async def history(self, complaint_id: UUID | None = None) -> list[HistoryEntry]:
        """A case's chain, or the organisation's own."""
        async with self.scope():
            rows = HistoryEntry.objects().where(HistoryEntry.chain_id == (complaint_id or self.id))
            return list(await rows.order_by(HistoryEntry.seq))

    async def acts(self, complaint_id: UUID | None = None) -> list[str]:
        return [str(entry.act) for entry in await self.history(complaint_id)]


@dataclass(frozen=True)
class World(Organisation):
    """Harbour, where most tests play; `other` is Garden."""

    other: Organisation = field(kw_only=True)
    owner_url: str = field(kw_only=True, repr=False)
    backup_url: str = field(kw_only=True, repr=False)

    def at(self, **later: float) -> datetime:
        """Some time after the test's beginning: `world.at(hours=2)`."""
        return MONDAY + timedelta(**later)

    def move_to(self, moment: datetime) -> None:
        """Set the clock of this process and of those that use `settings`; it goes on from there."""
        set_clock(self.settings, moment)

    @asynccontextmanager
    async def as_owner(self, *unwalled: str) -> AsyncIterator[asyncpg.Connection]:
        """The owner's connection in one transaction, with the walls of the named tables down: for forgers."""
        connection = await asyncpg.connect(self.owner_url)
        try:
            async with connection.transaction():
                for table in unwalled:
                    await connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
                yield connection
                await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
                for table in unwalled:
                    await connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        finally:
            await connection.close()


async def make_world(settings: Settings, *, owner_url: str, backup_url: str) -> World:
    harbour = NewTenant("harbour", "海湾服务", "Harbour", "service", "Asia/Shanghai", "zh", "400-1000")
    garden = NewTenant("garden", "花园物业", "Garden", "property", "Europe/London", "en", "400-2000")
    home = await _organisation(harbour, settings, admin="ada", others=STAFF)
    other = await _organisation(garden, settings, admin="dora", others={})
    return World(home.tenant, settings, home.people, other=other, owner_url=owner_url, backup_url=backup_url)


async def add_organisation(
    settings: Settings,
    wanted: NewTenant,
    *,
    trial: bool = False,
    templates: Mapping[str, Template] | None = None,
) -> Organisation:
    """A further one, with the same people as Harbour; live as those are, or still trying."""
    return await _organisation(wanted, settings, admin="ada", others=STAFF, trial=trial, templates=templates)


def lodgement(policy: Policy, **given: Any) -> Lodgement:
    """A valid one for the given category, or the policy's first."""
    code = given.pop("category", None) or first_category(policy)
    category = policy.categories[code]
    usual: dict[str, Any] = {
        "subject": "Nobody answered at the counter",
        "narrative": "I waited for an hour and was sent away.",
        "answers": {name: _answer(policy.fields[name]) for name in category.fields},
        "name": "Amina",
        "email": "amina@example.com",
        "language": "zh",
    }
    return Lodgement(category=code, **(usual | given))


def first_category(policy: Policy) -> str:
    return min(policy.categories, key=lambda code: (policy.categories[code].rank, code))


def new_form_id() -> str:
    return uuid4().hex


def set_clock(settings: Settings, moment: datetime) -> None:
    path = settings.clock_offset_file
    assert isinstance(path, Path)
    clock.use_offset_file(None)
    # In one step: a process that read an empty file would fall back to today.
    fresh = path.with_suffix(".new")
    fresh.write_text(str((moment - clock.now()).total_seconds()))
    fresh.replace(path)
    clock.use_offset_file(path)


async def _organisation(
    wanted: NewTenant,
    settings: Settings,
    *,
    admin: str,
    others: Mapping[str, Sequence[Role]],
    trial: bool = False,
    templates: Mapping[str, Template] | None = None,
) -> Organisation:
    async with platform_scope():
        tenant = await create_tenant(
            replace(wanted, live=not trial),
            admin_email=_address(admin, wanted),
            admin_name=admin.title(),
            settings=settings,
            by=SYSTEM,
            now=MONDAY,
            templates=templates,
        )
    async with tenant_scope(tenant.id):
        roles = list(Role) if not others else [Role.ADMIN]
        await Person.update(
            {
                Person.status: PersonStatus.ACTIVE,
                Person.password_hash: await _password_hash(),
                Person.language: _language(admin),
                Person.roles: [str(role) for role in roles],
            }
        ).where(Person.email == _address(admin, wanted))
        if others:
            department_id, password_hash = await _department(tenant, settings), await _password_hash()
            members = (
                _member(name, roles, wanted, department_id, password_hash) for name, roles in others.items()
            )
            await Person.insert(*members)
        people = {str(row.name).lower(): _actor(row) for row in await Person.objects()}
        # The invitation is a story of its own: other tests begin with nothing to send.
        await Outbox.delete(force=True)
    return Organisation(tenant, settings, people)


async def _department(tenant: Tenant, settings: Settings) -> UUID:
    """The one that looks after the policy's first category, so that Bram hears of Amina's complaint."""
    policy = (await desk_in_force(tenant, settings)).policy
    code = policy.categories[first_category(policy)].department
    row = await Department.objects().get(Department.code == code)
    assert row is not None
    department_id: UUID = row.id
    return department_id


def _member(
    name: str, roles: Sequence[Role], wanted: NewTenant, department_id: UUID, password_hash: str
) -> Person:
    return Person(
        id=uuid4(),
        email=_address(name, wanted),
        name=name.title(),
        password_hash=password_hash,
        roles=[str(role) for role in roles],
        department_id=department_id,
        language=_language(name),
        status=PersonStatus.ACTIVE,
        created_at=MONDAY,
    )


def _actor(row: Person) -> Actor:
    return Actor(
        ActorKind.PERSON,
        id=row.id,
        name=str(row.name),
        email=str(row.email),
        language=str(row.language),
        rights=rights_of(row.roles),
        department_id=row.department_id,
    )


def _address(name: str, wanted: NewTenant) -> str:
    return f"{name}@{wanted.slug}.example.com"


def _language(name: str) -> str:
    return "en" if name in _ENGLISH_READERS else "zh"


def _answer(asked: Field) -> str:
    """One that leads to nothing in particular: nobody is hurt, nothing must be read first."""
    match asked.type:
        case FieldType.CHOICE:
            return next(code for code in asked.choices if code not in asked.stops)
        case FieldType.YES_NO:
            return "no"
        case FieldType.NUMBER | FieldType.AMOUNT:
            return "120"
        case FieldType.DATE:
            return "2026-02-27"
        case FieldType.TIME:
            return "14:30"
    return "Not known"


async def _password_hash() -> str:
    """Made once: hashing is slow on purpose."""
    if not _hash:
        _hash.append(await hash_password(PASSWORD))
    return _hash[0]
