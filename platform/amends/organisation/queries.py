"""An organisation's settings as they are in force: read once a version by each process, then kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

import msgspec

from amends.database.rows import select_one
from amends.organisation.declarations import SETTINGS, OrganisationSettings
from amends.organisation.tables import OrganisationRow
from amends.organisation.values import Both
from amends.tenancy.tables import Tenant

_MOST_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in the store; its address carries the fingerprint, so it may be cached for good."""

    object_name: str
    size: int
    sha256: str

    @property
    def fingerprint(self) -> str:
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class InForce:
    version: int
    settings: OrganisationSettings
    logo: Logo | None = None


NOTHING_SET = InForce(0, OrganisationSettings())
_kept: OrderedDict[UUID, InForce] = OrderedDict()


def kept(tenant: Tenant) -> InForce | None:
    """Without asking the database; None when this process has not met this version yet."""
    version = int(tenant.settings_version or 0)
    found = NOTHING_SET if version == 0 else _kept.get(tenant.id)
    if found is None or found.version < version:
        return None
    return InForce(found.version, with_register(found.settings, tenant), found.logo)


async def in_force(tenant: Tenant) -> InForce:
    """Needs the tenant's scope when it is not kept."""
    if (found := kept(tenant)) is not None:
        return found
    row = await select_one(OrganisationRow, "")
    # A row that is newer than the register we read is in force already.
    found = NOTHING_SET if row is None else in_force_of(row)
    if row is not None:
        _kept[tenant.id] = found
        _kept.move_to_end(tenant.id)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return InForce(found.version, with_register(found.settings, tenant), found.logo)


def in_force_of(row: OrganisationRow) -> InForce:
    """A key of a later version of the program is passed over."""
    settings = msgspec.json.decode(str(row.document), type=OrganisationSettings)
    logo = Logo(row.logo_object, int(row.logo_size), row.logo_sha256) if row.logo_object else None
    return InForce(int(row.version), settings, logo)


def with_register(settings: OrganisationSettings, tenant: Tenant) -> OrganisationSettings:
    """What the register holds is true there."""
    held = {key: _held(tenant, setting.register) for key, setting in SETTINGS.items() if setting.register}
    return msgspec.structs.replace(settings, **held)


def _held(tenant: Tenant, columns: tuple[str, ...]) -> str | Both:
    values = [str(getattr(tenant, column)) for column in columns]
    return Both(*values) if len(values) == 2 else values[0]
