"""What has arrived and is no numbered complaint yet (S-CH-17)."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class Arrival(WalledTable, tablename="arrival"):
    key = Text()
    """What it is known by where it comes from, such as a Message-ID: the same arrives once."""
    kind = Text()
    arrived_at = Timestamptz(default=None)
    """When it really came: a complaint's clocks start there."""
    recorded_at = Timestamptz(default=None)
    recorded_by = UUID(default=None, null=True)
    """None: by itself."""
    sender_name = Text()
    sender_email = Text()
    sender_phone = Text()
    sender_other = Text()
    subject = Text()
    body = Text()
    files = JSONB()
    """`evidence.intake.Stored`; the case's evidence once there is one."""
    source = JSONB(default=None, null=True)
    """The message as it came, a `Stored` too; None of what was written down by hand."""
    signs = JSONB()
    """What was found out about it on its way in, by name."""
    case_hint = UUID(default=None, null=True)
    """The case it says it belongs to."""
    standing = Text()
    reason = Text(default=None, null=True)
    due_at = Timestamptz(default=None)
    """Until when somebody is to look at it; late after that."""
    turns = Integer(default=0)
    """How often it began to wait: each time is a task of its own."""
    settled_at = Timestamptz(default=None, null=True)
    settled_by = UUID(default=None, null=True)
    complaint_id = UUID(default=None, null=True)
