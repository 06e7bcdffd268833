"""Loading the demonstration: each organisation whole in one transaction or not at all, and only once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from amends.complaints.desk import Desk
from amends.config import Settings
from amends.database.scope import execute, platform_scope
from amends.evidence.intake import Stored, Upload, receive
from amends.evidence.store import ObjectStore
from amends.people.actor import SYSTEM, Actor, ActorKind
from amends.people.operations import accept_invitation, invitation_token, invite
from amends.people.rights import rights_of
from amends.people.secrets import hash_password
from amends.people.tables import Department, Invitation, Person
from amends.tenancy.operations import NewTenant, tenant_by_id
from amends.tenancy.operators import create_operator
from amends.tenancy.tables import Operator, Tenant
from tenants.demo.drawings import photo
from tenants.demo.houses import add_days, draw_logo, furnish, house_of
from tenants.demo.logins import OPERATOR, PASSWORD, DemoLogins, demo_logins
from tenants.demo.playing import Stage, perform
from tenants.demo.script import Member, Show, shows
from tenants.demo.standing import stand
from tenants.demo.writing import write
from tenants.desks import desk_in_force
from tenants.provisioning import create_tenant

ONBOARDED = timedelta(days=40)
"""So long before now, and so before the first complaint."""
_SEEN = timedelta(days=2)
"""Notices in the portal older than this have been read."""


async def load_demo(settings: Settings, store: ObjectStore, *, now: datetime) -> DemoLogins | None:
    """What is not there yet; None when all of it is. A production's password is a fresh one."""
    password = secrets.token_urlsafe(15) if settings.production else PASSWORD
    async with platform_scope():
        missing = [show for show in shows() if not await Tenant.exists().where(Tenant.slug == show.slug)]
        no_operator = not await Operator.exists().where(Operator.email == OPERATOR)
    if not missing and not no_operator:
        return None
    password_hash = await hash_password(password)
    if no_operator:
        await _add_operator(password_hash, now=now)
    for show in missing:
        await _load(show, settings, store, password_hash, now=now)
    return demo_logins(settings, password=password)


async def _add_operator(password_hash: str, *, now: datetime) -> None:
    async with platform_scope():
        await create_operator(
            email=OPERATOR, name="Demo Operator", password_hash=password_hash, language="en", now=now
        )


async def _load(
    show: Show, settings: Settings, store: ObjectStore, password_hash: str, *, now: datetime
) -> None:
    tenant_id = uuid4()
    photos = await _photos(show, store, tenant_id)
    house = house_of(show.slug)
    logo = await draw_logo(house, show.colour, store, tenant_id=tenant_id)
    async with platform_scope():
        began = now - ONBOARDED
        tenant = await _onboard(show, settings, tenant_id, now=began)
        desk = await desk_in_force(tenant, settings)
        people = await _people(show, desk, settings, password_hash, now=began)
        admin = people[show.people[0].key]
        await furnish(house, tenant, logo, by=admin, now=began)
        await add_days(house, tenant, by=admin, began=began, now=now)
        desk = await desk_in_force(await tenant_by_id(tenant_id), settings)
        departments = {str(row.code): row.id for row in await Department.objects()}
        await stand(show, people, began=began, now=now)
        await write(show, people, now=began)
        await perform(show, Stage(desk, people, departments, photos), now=now)
        await _let_the_past_rest(now=now)


async def _photos(show: Show, store: ObjectStore, tenant_id: UUID) -> dict[str, Stored]:
    stored = {}
    for key, wanted in show.photos.items():
        upload = Upload(wanted.name, photo(wanted.scene))
        [stored[key]] = await receive(store, tenant_id=tenant_id, uploads=[upload])
    return stored


async def _onboard(show: Show, settings: Settings, tenant_id: UUID, *, now: datetime) -> Tenant:
    wanted = NewTenant(
        slug=show.slug,
        name_zh=show.name_zh,
        name_en=show.name_en,
        template=show.template,
        time_zone=show.time_zone,
        language=show.language,
        contact_phone=show.contact_phone,
        contact_email=show.contact_email,
        colour=show.colour,
        live=True,
        id=tenant_id,
    )
    admin = show.people[0]
    return await create_tenant(
        wanted,
        admin_email=show.email_of(admin),
        admin_name=admin.name,
        settings=settings,
        by=SYSTEM,
        now=now,
    )


async def _people(
    show: Show, desk: Desk, settings: Settings, password_hash: str, *, now: datetime
) -> dict[str, Actor]:
    """The administrator opens the invitation of the onboarding and invites the others, who open theirs."""
    found: dict[str, Actor] = {}
    departments = {str(row.code): row.id for row in await Department.objects()}
    for member in show.people:
        if found:
            await invite(
                desk,
                email=show.email_of(member),
                name=member.name,
                roles=member.roles,
                department_id=departments[member.department] if member.department else None,
                language=member.language,
                secret=settings.secret,
                by=found[show.people[0].key],
                now=now,
            )
        found[member.key] = await _join(show.email_of(member), member, settings, password_hash, now=now)
    return found


async def _join(
    email: str, member: Member, settings: Settings, password_hash: str, *, now: datetime
) -> Actor:
    person = await Person.objects().get(Person.email == email)
    assert person is not None
    invitation = await Invitation.objects().get(Invitation.person_id == person.id)
    assert invitation is not None
    token = invitation_token(settings.secret, invitation.id)
    await accept_invitation(token=token, secrets=settings.secrets, password_hash=password_hash, now=now)
    await Person.update({Person.language: member.language}).where(Person.id == person.id)
    return Actor(
        ActorKind.PERSON,
        id=person.id,
        name=member.name,
        email=email,
        language=member.language,
        roles=member.roles,
        rights=rights_of(member.roles),
        department_id=person.department_id,
    )


async def _let_the_past_rest(*, now: datetime) -> None:
    """The mails of the past are not sent today, and what happened long ago is no news."""
    await execute("UPDATE outbox SET settled_at = created_at WHERE settled_at IS NULL")
    await execute("UPDATE notice SET sent_at = created_at WHERE sent_at IS NULL")
    await execute(
        "UPDATE notice SET read_at = created_at WHERE channel = 'app' AND created_at < $1", now - _SEEN
    )
