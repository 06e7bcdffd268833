"""One row an organisation: the version of its settings in force."""

from __future__ import annotations

from piccolo.columns import JSONB, BigInt, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class OrganisationRow(WalledTable, tablename="organisation_settings"):
    version = Integer()
    document = JSONB()
    """What the register does not hold; see `declarations`."""
    logo_object = Text(default=None, null=True)
    logo_size = BigInt(default=None, null=True)
    logo_sha256 = Text(default=None, null=True)
    changed_at = Timestamptz(default=None)
