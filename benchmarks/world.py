"""What is measured: throw-away servers that write durably, one organisation, its staff, and cases to work on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from amends import clock, config
from amends.complaints import deciding, handling, lodging
from amends.complaints.desk import Desk
from amends.complaints.intake import Lodgement
from amends.config import Settings
from amends.correspondence import operations as correspondence
from amends.database.embedded.servers import EmbeddedServers, Urls
from amends.database.scope import platform_scope
from amends.people.actor import COMPLAINANT, SYSTEM, Actor, ActorKind
from amends.people.rights import Role, rights_of
from amends.people.sessions import start_session
from amends.people.tables import Department, Person, PersonStatus
from amends.policy.document import Policy
from amends.remedies import operations as remedies
from amends.tenancy.operations import NewTenant
from amends.tenancy.tables import Tenant
from tenants.desks import desk_in_force
from tenants.provisioning import create_tenant

BASE_DOMAIN = "bench.localhost"
_STAFF = {"ines": Role.INTAKE, "bram": Role.HANDLER, "chen": Role.SUPERVISOR}
_ADVICE = "The technician came twice and left without a word; we have asked for the log of the visits. " * 3


@dataclass(frozen=True)
class Bench:
    settings: Settings
    urls: Urls
    tenant: Tenant
    people: dict[str, Actor]
    token: str
    """Chen's session: a supervisor sees every act a case allows."""
    pattern: UUID
    """A case in hand as most are: the queue is filled with its like."""
    rich: UUID
    """A case with a history: messages, notes, allegations, remedies."""

    @property
    def host(self) -> str:
        return f"{self.tenant.slug}.{BASE_DOMAIN}"


@contextmanager
def servers() -> Iterator[tuple[Urls, Path]]:
    """As `amends up` runs them: what is committed is on the disk."""
    home, running = Path(tempfile.mkdtemp(prefix="amends-bench-")), EmbeddedServers()
    try:
        yield running.start(home), home
    finally:
        running.stop()
        shutil.rmtree(running.data, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


def settings_for(urls: Urls, home: Path, *, port: int, pool: int) -> Settings:
    return config.load(
        {
            "AMENDS_MODE": "production",
            "AMENDS_HOME": str(home),
            "AMENDS_DATABASE_URL": urls.app_url,
            "AMENDS_REDIS_URL": urls.redis_url,
            "AMENDS_SMTP_URL": "smtp://127.0.0.1:9",
            "AMENDS_STORE_URL": f"file://{home}/store",
            "AMENDS_SECRET": urls.secret,
            "AMENDS_BASE_DOMAIN": BASE_DOMAIN,
            "AMENDS_PUBLIC_SCHEME": "http",
            "AMENDS_TRUSTED_PROXIES": "127.0.0.1",
            "AMENDS_POOL_SIZE": str(pool),
            "PORT": str(port),
        }
    )


async def make_bench(settings: Settings, urls: Urls) -> Bench:
    now = clock.now()
    began = now - timedelta(days=30)
    wanted = NewTenant(
        "harbour", "海湾服务", "Harbour", "service", "Asia/Shanghai", "zh", "400-1000", live=True
    )
    async with platform_scope():
        tenant = await create_tenant(
            wanted, admin_email="ada@example.com", admin_name="Ada", settings=settings, by=SYSTEM, now=began
        )
        desk = await desk_in_force(tenant, settings)
        people = await _hire(desk, now=began)
        token = await start_session(person_id=people["chen"].id or uuid4(), now=now)
        pattern = await lodged(desk, now=began)
        rich = await _handled(desk, people, now=now - timedelta(days=2))
    return Bench(settings, urls, tenant, people, token, pattern, rich)


def lodgement(policy: Policy) -> Lodgement:
    """One of the first category, everything answered, with an address to write to."""
    code = min(policy.categories, key=lambda each: (policy.categories[each].rank, each))
    answers = {
        name: _ANSWERS.get(policy.fields[name].type, "Room 3") for name in policy.categories[code].fields
    }
    for name in answers:
        answers[name] = next(iter(policy.fields[name].choices), answers[name])
    return Lodgement(
        category=code,
        subject="Nobody answered at the counter",
        narrative="I waited for an hour and was sent away. " * 5,
        demand="Please give me a new appointment.",
        answers=answers,
        name="Amina",
        email="amina@example.com",
        phone="400 12345",
        language="zh",
    )


_ANSWERS = {"yes_no": "yes", "number": "120", "amount": "120", "date": "2026-02-27", "time": "14:30"}


async def _hire(desk: Desk, *, now: datetime) -> dict[str, Actor]:
    code = desk.policy.categories[lodgement(desk.policy).category].department
    department = await Department.objects().get(Department.code == code)
    people = {}
    for name, role in _STAFF.items():
        person = Person(
            id=uuid4(),
            email=f"{name}@example.com",
            name=name.title(),
            roles=[str(role)],
            department_id=department.id if department else None,
            language="zh",
            status=PersonStatus.ACTIVE,
            created_at=now,
        )
        await Person.insert(person)
        rights = rights_of([role])
        people[name] = Actor(ActorKind.PERSON, id=person.id, name=name.title(), language="zh", rights=rights)
    return people


async def lodged(desk: Desk, *, now: datetime) -> UUID:
    given = lodgement(desk.policy)
    case = await lodging.lodge(desk, given, form_id=uuid4().hex, by=COMPLAINANT, now=now)
    return case.complaint_id


async def _handled(desk: Desk, people: dict[str, Actor], *, now: datetime) -> UUID:
    case = await lodged(desk, now=now)
    bram, department = people["bram"], await Department.objects().first()
    await deciding.accept(desk, case, by=people["ines"], now=now)
    await handling.assign(
        desk, case, department_id=department.id if department else uuid4(), assignee_id=bram.id,
        by=people["chen"], now=now,
    )  # fmt: skip
    await handling.investigate(desk, case, by=bram, now=now)
    await handling.add_allegation(
        desk, case, content="The queue was closed without a word.", by=bram, now=now
    )
    for hour in range(1, 5):
        then = now + timedelta(hours=hour)
        await correspondence.note(desk, case, body=_ADVICE, by=bram, now=then)
        await correspondence.write_to_complainant(desk, case, body=_ADVICE, by=bram, now=then)
        await correspondence.write_from_complainant(desk, case, body=_ADVICE, by=COMPLAINANT, now=then)
    plain = next(code for code, kind in desk.policy.remedies.items() if not kind.with_amount)
    await remedies.grant(
        desk, case, code=plain, description="A letter by the director", amount="", by=bram,
        now=now + timedelta(hours=5),
    )  # fmt: skip
    return case
