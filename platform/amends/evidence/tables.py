"""Photos and documents: the original untouched, beside it the copy that is shown."""

from __future__ import annotations

from piccolo.columns import UUID, BigInt, Text, Timestamptz

from amends.database.tables import WalledTable


class Evidence(WalledTable, tablename="evidence"):
    complaint_id = UUID(default=None)
    message_id = UUID(default=None, null=True)
    name = Text()
    mime = Text()
    size = BigInt()
    sha256 = Text()
    object_name = Text()
    copy_name = Text(default=None, null=True)
    copy_mime = Text(default=None, null=True)
    copy_size = BigInt(default=None, null=True)
    copy_sha256 = Text(default=None, null=True)
    added_by = UUID(default=None, null=True)
    added_at = Timestamptz(default=None)
    outside_id = UUID(default=None, null=True)
    """The request to somebody outside that it came with."""
    copy_of = UUID(default=None, null=True)
    """The file whose redacted copy it is (`amends.evidence.redacted`)."""


class FileScan(WalledTable, tablename="file_scan"):
    """What a scanner said of an original (`amends.evidence.scanning`)."""

    object_name = Text()
    sha256 = Text()
    evidence_id = UUID(default=None, null=True)
    arrival_id = UUID(default=None, null=True)
    handover_in_id = UUID(default=None, null=True)
    standing = Text()
    found = Text()
    """What the scanner calls it."""
    owed_at = Timestamptz(default=None)
    looked_at = Timestamptz(default=None, null=True)
