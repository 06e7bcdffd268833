"""What is looked into: lines checked, people heard, findings and what they rest on, goods in custody.

Nothing here is written over, but for what is lifted again. `place`: of a case, in the order they were written.
"""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class ChecklistEntry(WalledTable, tablename="checklist_entry"):
    """One line, checked once; the latest entry of a line counts."""

    complaint_id = UUID(default=None)
    list = Text()
    line = Text()
    applies = Boolean(default=True)
    found = Text()
    """What came of it; where it does not apply, why."""
    checked_at = Timestamptz(default=None)
    evidence_id = UUID(default=None, null=True)
    signed = Boolean(default=False)
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None, null=True)
    place = Integer(default=1)


class Waiver(WalledTable, tablename="investigation_waiver"):
    """Decided without an investigation."""

    complaint_id = UUID(default=None)
    reason = Text()
    waived_at = Timestamptz(default=None)
    waived_by = UUID(default=None, null=True)
    lifted_at = Timestamptz(default=None, null=True)
    lifted_by = UUID(default=None, null=True)


class Part(StrEnum):
    """Who somebody is to the matter."""

    COMPLAINANT = "complainant"
    STAFF = "staff"
    """Whom the complaint is about, or who was there."""
    WITNESS = "witness"
    OTHER = "other"


class Way(StrEnum):
    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    VIDEO = "video"
    WRITING = "writing"


class Interview(WalledTable, tablename="interview"):
    complaint_id = UUID(default=None)
    part = Text()
    person_id = UUID(default=None, null=True)
    name = Text()
    way = Text()
    told_at = Timestamptz(default=None, null=True)
    """When a member of staff learnt of the complaint, and that they would be heard."""
    heard_at = Timestamptz(default=None)
    account = Text()
    read_back = Boolean(default=False)
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None, null=True)
    place = Integer(default=1)


class HearingNotice(WalledTable, tablename="hearing_notice"):
    """What a member of staff was told of a complaint about them, or (`unheard`) why it is decided without their account."""

    complaint_id = UUID(default=None)
    person_id = UUID(default=None)
    unheard = Boolean(default=False)
    content = Text()
    venue = Text()
    hear_at = Timestamptz(default=None, null=True)
    hearer_id = UUID(default=None, null=True)
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None, null=True)
    place = Integer(default=1)


class Finding(WalledTable, tablename="investigation_finding"):
    complaint_id = UUID(default=None)
    content = Text()
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None, null=True)
    place = Integer(default=1)


class Ground(WalledTable, tablename="finding_ground"):
    """What a finding rests on: a file or a line that was checked."""

    finding_id = UUID(default=None)
    evidence_id = UUID(default=None, null=True)
    entry_id = UUID(default=None, null=True)


class EvidenceRisk(WalledTable, tablename="evidence_risk"):
    complaint_id = UUID(default=None)
    reason = Text()
    flagged_at = Timestamptz(default=None)
    flagged_by = UUID(default=None, null=True)
    lifted_at = Timestamptz(default=None, null=True)
    lifted_by = UUID(default=None, null=True)
    lifted_reason = Text(default=None, null=True)


class CustodyItem(WalledTable, tablename="custody_item"):
    """Goods or a sample."""

    complaint_id = UUID(default=None)
    what = Text()
    label = Text()
    seal_number = Text()
    condition = Text()
    storage = Text()
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None, null=True)
    place = Integer(default=1)


class CustodyAct(StrEnum):
    RECEIVED = "received"
    SEALED = "sealed"
    OPENED = "opened"
    HANDED_OVER = "handed_over"
    TESTED = "tested"
    RETURNED = "returned"
    DESTROYED = "destroyed"


class CustodyEntry(WalledTable, tablename="custody_entry"):
    """One link of an item's chain; `seq` has no gaps."""

    item_id = UUID(default=None)
    seq = Integer(default=1)
    act = Text()
    happened_at = Timestamptz(default=None)
    to_whom = Text()
    note = Text()
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None, null=True)
