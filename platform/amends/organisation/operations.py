"""Changing an organisation's settings: one version after the other, each in the history with before and after."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

import msgspec
from piccolo.columns import Column

from amends.audit.operations import record
from amends.database.rows import select_one
from amends.database.scope import current_tenant, execute
from amends.errors import DomainError
from amends.organisation.declarations import SETTINGS, OrganisationSettings, of_page
from amends.organisation.declaring import Page
from amends.organisation.queries import InForce, Logo, in_force_of, with_register
from amends.organisation.tables import OrganisationRow
from amends.organisation.values import Both
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.tenancy.tables import Tenant


class SettingsChanged(DomainError):
    """Somebody else was faster; nobody's words are overwritten unseen."""

    code = "settings-changed"
    status = 409
    message = "Somebody else saved this page while you were editing it."
    hint = "What you typed is still here. Compare it with what is in force now, and save again to replace it."


def seen(page: Page, settings: OrganisationSettings) -> str:
    """What a form carries to say which state of its page it was made from."""
    values = {key: getattr(settings, key) for key in of_page(page)}
    return hashlib.sha256(msgspec.json.encode(values)).hexdigest()[:24]


async def save(
    page: Page, values: Mapping[str, object], *, seen_before: str | None, by: Actor, now: datetime
) -> InForce:
    """`values` by key, as `reading` makes them; `seen_before` None: whatever was there. Needs the tenant's scope."""
    _demand(by)
    row, tenant, before = await _locked(now)
    if seen_before is not None and seen_before != seen(page, before.settings):
        raise SettingsChanged()
    changed = {key: value for key, value in values.items() if getattr(before.settings, key) != value}
    if not changed:
        return before
    after = msgspec.structs.replace(before.settings, **changed)
    version = before.version + 1
    await _write(row, tenant, after, version=version, now=now)
    texts = {f"{key} before": words(getattr(before.settings, key)) for key in changed}
    texts |= {f"{key} after": words(value) for key, value in changed.items()}
    await record(
        act="change-settings",
        by=by,
        now=now,
        detail={"page": page, "settings": sorted(changed), "version": version},
        personal=texts,
    )
    return InForce(version, after, before.logo)


async def set_logo(logo: Logo | None, *, by: Actor, now: datetime) -> None:
    """Of an object that is stored already; None takes it away. What no row names any more is swept."""
    _demand(by)
    row, _, before = await _locked(now)
    if logo == before.logo:
        return
    await execute(
        """UPDATE organisation_settings SET version = version + 1, changed_at = $2, logo_object = $3,
        logo_size = $4, logo_sha256 = $5 WHERE id = $1""",
        row.id,
        now,
        logo.object_name if logo else None,
        logo.size if logo else None,
        logo.sha256 if logo else None,
    )
    await _number(before.version + 1)
    hashes = {"before": before.logo.sha256 if before.logo else "", "after": logo.sha256 if logo else ""}
    await record(
        act="change-settings",
        by=by,
        now=now,
        detail={"page": Page.LOOK, "settings": ["logo"], "version": before.version + 1, "logo": hashes},
    )


async def logo_objects() -> set[str]:
    """What the sweep of the store must leave."""
    row = await select_one(OrganisationRow, "")
    return {row.logo_object} if row is not None and row.logo_object else set()


def words(value: object) -> str:
    """A setting as the history keeps it: readable text where it is one, its parts otherwise."""
    if isinstance(value, str):
        return value
    if isinstance(value, Both) and not value:
        return ""
    return msgspec.json.encode(value).decode()


def _demand(by: Actor) -> None:
    if by.kind is ActorKind.PERSON:
        by.demand(Right.MANAGE_SETTINGS)


async def _locked(now: datetime) -> tuple[OrganisationRow, Tenant, InForce]:
    """The second of two who save at once waits here, and then sees what the first one wrote."""
    await execute(
        """INSERT INTO organisation_settings (id, tenant_id, version, document, changed_at)
        VALUES ($1, $2, 1, '{}', $3) ON CONFLICT (tenant_id) DO NOTHING""",
        uuid4(),
        current_tenant(),
        now,
    )
    row = await select_one(OrganisationRow, "FOR UPDATE")
    tenant = await select_one(Tenant, "WHERE id = $1", current_tenant())
    assert row is not None, "inserted above"
    assert tenant is not None, "the scope's own"
    found = in_force_of(row)
    return row, tenant, InForce(found.version, with_register(found.settings, tenant), found.logo)


async def _write(
    row: OrganisationRow, tenant: Tenant, after: OrganisationSettings, *, version: int, now: datetime
) -> None:
    await execute(
        "UPDATE organisation_settings SET document = $2, version = $3, changed_at = $4 WHERE id = $1",
        row.id,
        _document(str(row.document), after),
        version,
        now,
    )
    register = {
        column: text
        for key, setting in SETTINGS.items()
        for column, text in zip(setting.register, _texts(getattr(after, key)), strict=False)
    }
    changed: dict[Column | str, str] = {
        column: text for column, text in register.items() if getattr(tenant, column) != text
    }
    if changed:
        await Tenant.update(changed).where(Tenant.id == tenant.id)
    await _number(version)


async def _number(version: int) -> None:
    await execute("UPDATE tenant SET settings_version = $2 WHERE id = $1", current_tenant(), version)


def _document(kept: str, after: OrganisationSettings) -> str:
    """Keys that this version of the program does not know stay as they are."""
    unknown = {key: value for key, value in msgspec.json.decode(kept).items() if key not in SETTINGS}
    known = msgspec.to_builtins(after)
    ours = {key: value for key, value in known.items() if not SETTINGS[key].register}
    return msgspec.json.encode({**unknown, **ours}).decode()


def _texts(value: object) -> tuple[str, ...]:
    return (value.zh, value.en) if isinstance(value, Both) else (str(value),)
