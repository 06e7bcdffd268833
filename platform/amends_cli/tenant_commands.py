"""`amends tenant create|list|suspend|resume|reset-second-factor`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from amends import clock
from amends.config import Settings
from amends.database.scope import platform_scope, tenant_scope
from amends.people.colleagues import reset_from_outside
from amends.tenancy import operations
from amends.tenancy.operations import DEFAULT_COLOUR, NewTenant
from amends.tenancy.tables import Tenant, TenantStatus
from amends_cli.domain import COMMAND_LINE, carry_out
from amends_cli.says import say
from tenants.desks import desk_in_force
from tenants.provisioning import create_tenant

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers


def add(to: Subparsers) -> None:
    _add_create(to.add_parser("create", help="onboard an organisation and invite its first administrator"))
    to.add_parser("list", help="show all organisations").set_defaults(run=_list)
    for name, run, help_ in (
        ("suspend", _suspend, "close an organisation's pages; its clocks run on"),
        ("resume", _resume, "open them again"),
    ):
        parser = to.add_parser(name, help=help_)
        parser.add_argument("slug")
        if run is _suspend:
            parser.add_argument(
                "--reason", default="", help="kept among what operators did to the organisation"
            )
        parser.set_defaults(run=run)
    help_ = "forget somebody's second factor, for an only administrator whose phone is lost"
    parser = to.add_parser("reset-second-factor", help=help_, description=help_)
    parser.add_argument("slug")
    parser.add_argument("email")
    parser.set_defaults(run=_reset_second_factor)


def _add_create(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="short name: its pages are at <slug>.<base domain>")
    parser.add_argument("--name-zh", required=True, metavar="NAME")
    parser.add_argument("--name-en", required=True, metavar="NAME")
    parser.add_argument("--template", required=True, help="industry template, a folder of templates/industry")
    parser.add_argument("--admin-email", required=True, metavar="ADDRESS")
    parser.add_argument("--admin-name", required=True, metavar="NAME")
    parser.add_argument("--time-zone", required=True, metavar="ZONE", help="for instance Asia/Shanghai")
    parser.add_argument("--language", required=True, choices=("zh", "en"))
    parser.add_argument("--phone", default="", help="whom to call when the pages are closed")
    parser.add_argument("--email", default="", help="whom to write to")
    parser.add_argument("--colour", default=DEFAULT_COLOUR, metavar="#RRGGBB")
    parser.add_argument(
        "--live",
        action="store_true",
        help="its complaints count from the first (otherwise it begins as a trial)",
    )
    parser.set_defaults(run=_create)


def _create(given: argparse.Namespace) -> int:
    wanted = NewTenant(
        slug=given.slug,
        name_zh=given.name_zh,
        name_en=given.name_en,
        template=given.template,
        time_zone=given.time_zone,
        language=given.language,
        contact_phone=given.phone,
        contact_email=given.email,
        colour=given.colour,
        live=given.live,
    )

    async def work(settings: Settings) -> None:
        async with platform_scope():
            tenant = await create_tenant(
                wanted,
                admin_email=given.admin_email,
                admin_name=given.admin_name,
                settings=settings,
                by=COMMAND_LINE,
                now=clock.now(),
            )
            region = (await desk_in_force(tenant, settings)).policy.calendar.holidays
        say(f"{given.slug} is at {settings.address(f'{given.slug}.{settings.base_domain}')}")
        if not given.live:
            say("it begins as a trial: its administrators take it live in the portal's settings")
        say(
            f"public holidays: those of {region}"
            if region
            else f"public holidays: none, as no country is known for {given.time_zone}; its settings can name one"
        )
        say(f"an invitation will be mailed to {given.admin_email}")

    return carry_out(work)


def _list(_given: argparse.Namespace) -> int:
    async def work(_: Settings) -> None:
        async with platform_scope():
            found = await operations.tenants()
        for tenant in found:
            print(_line(tenant))
        if not found:
            say("no organisation yet: amends tenant create")

    return carry_out(work, on_existing_data=True)


def _line(tenant: Tenant) -> str:
    """Short name, state (trial, live, suspended), template with the version in force, names."""
    state = (
        "suspended" if tenant.status == TenantStatus.SUSPENDED else ("trial" if tenant.in_trial else "live")
    )
    template = f"{tenant.template} {tenant.template_version or '?'}"
    return f"{tenant.slug:<24} {state:<10} {template:<20} {tenant.name_zh} / {tenant.name_en}"


def _suspend(given: argparse.Namespace) -> int:
    async def work(_: Settings) -> None:
        async with platform_scope():
            await operations.suspend(slug=given.slug, reason=given.reason, by=COMMAND_LINE, now=clock.now())
        say(f"{given.slug} is suspended: its pages say whom to call, its clocks run on")

    return carry_out(work, on_existing_data=True)


def _resume(given: argparse.Namespace) -> int:
    async def work(_: Settings) -> None:
        async with platform_scope():
            await operations.resume(slug=given.slug, by=COMMAND_LINE, now=clock.now())
        say(f"{given.slug} is active again")

    return carry_out(work, on_existing_data=True)


def _reset_second_factor(given: argparse.Namespace) -> int:
    async def work(settings: Settings) -> None:
        async with platform_scope():
            tenant = await operations.tenant_by_slug(given.slug)
        async with tenant_scope(tenant.id):
            desk = await desk_in_force(tenant, settings)
            await reset_from_outside(desk, email=given.email, by=COMMAND_LINE, now=clock.now())
        say(f"{given.email} was signed out, signs in by the password and can set a second factor up again")

    return carry_out(work, on_existing_data=True)
