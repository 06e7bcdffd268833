"""Ways out that somebody else runs, and the browsers staff asked to be told in."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Bytea, Text, Timestamptz

from amends.database.tables import WalledTable


class Gateway(WalledTable, tablename="gateway"):
    kind = Text()
    """A `Kind` (amends.channels.recipe)."""
    preset = Text()
    """What it was begun from (amends.channels.presets)."""
    label = Text()
    recipe = JSONB()
    """How a message is handed over; nothing secret."""
    sealed = Text(default=None, null=True)
    """Its keys, sealed; None: it has none."""
    department_id = UUID(default=None, null=True)
    """Whose chat group it writes to; None: everybody's."""
    on_since = Timestamptz(default=None, null=True)
    """None: switched off."""
    added_at = Timestamptz(default=None)
    added_by = UUID(default=None, null=True)
    changed_at = Timestamptz(default=None)
    tested_at = Timestamptz(default=None, null=True)
    test_outcome = Text(default=None, null=True)
    test_answer = Text(default=None, null=True)


class PushSubscription(WalledTable, tablename="push_subscription"):
    person_id = UUID(default=None)
    endpoint = Text()
    endpoint_digest = Bytea()
    browser_key = Text()
    """What is meant for the browser is encrypted for this key (RFC 8291)."""
    browser_secret = Text()
    our_key = Text()
    """The public key it was made with: its service takes what the private one signs (RFC 8292)."""
    device = Text()
    added_at = Timestamptz(default=None)
    taken_at = Timestamptz(default=None, null=True)
    """When its service last took something."""
