"""What operators tell all organisations, and who has put it aside."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import UUID, Text, Timestamptz

from amends.database.tables import PlatformTable, WalledTable


class Kind(StrEnum):
    INFO = "info"
    WARNING = "warning"


class Audience(StrEnum):
    ADMINS = "admins"
    STAFF = "staff"


class Announcement(PlatformTable, tablename="announcement"):
    kind = Text()
    audience = Text()
    title_zh = Text()
    title_en = Text()
    text_zh = Text()
    text_en = Text()
    template = Text(default=None, null=True)
    """Seen only where this one was adopted, in another version than `template_version`; none: everywhere."""
    template_version = Text(default=None, null=True)
    begins_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    operator_id = UUID(default=None, null=True)
    created_at = Timestamptz(default=None)
    changed_at = Timestamptz(default=None, null=True)
    withdrawn_at = Timestamptz(default=None, null=True)


class Dismissal(WalledTable, tablename="announcement_dismissal"):
    person_id = UUID(default=None)
    announcement_id = UUID(default=None)
    at = Timestamptz(default=None)
