"""Why it came to a complaint, as far as it was found out (S-TR-02, S-TR-03)."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Text, Timestamptz

from amends.database.tables import WalledTable


class Depth(StrEnum):
    DIRECT = "direct"
    """A slip, an attitude, a faulty product."""
    INDIRECT = "indirect"
    """Management, process, training."""
    ROOT = "root"
    """Organisation, culture, strategy."""


class Branch(StrEnum):
    """Of a fishbone."""

    PEOPLE = "people"
    METHODS = "methods"
    EQUIPMENT = "equipment"
    MATERIALS = "materials"
    SURROUNDINGS = "surroundings"
    MANAGEMENT = "management"


class Cause(WalledTable, tablename="cause"):
    complaint_id = UUID(default=None)
    depth = Text()
    branch = Text()
    """Empty: none named."""
    content = Text()
    whys = JSONB()
    """What each "why?" was answered with, the first question first."""
    department_id = UUID(default=None, null=True)
    """Where the fault lies, if it lies here."""
    party = Text()
    """Somebody outside it lies with; empty: nobody."""
    added_at = Timestamptz(default=None)
    added_by = UUID(default=None, null=True)
    struck_at = Timestamptz(default=None, null=True)
    """It was none after all; it stays to be read."""
    struck_by = UUID(default=None, null=True)
    struck_reason = Text(default=None, null=True)
    told_at = Timestamptz(default=None, null=True)
    """When the department's head was told in writing (S-DS-08)."""
    told_by = UUID(default=None, null=True)
    task_id = UUID(default=None, null=True)
    """The head's, to answer."""
