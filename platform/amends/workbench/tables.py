"""Words put on cases, who follows which, lists that somebody keeps, and what was done to many cases at once."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Boolean, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class CaseTag(WalledTable, tablename="case_tag"):
    complaint_id = UUID(default=None)
    word = Text()
    """As `workbench.tags.tidy` leaves it."""
    added_at = Timestamptz(default=None)
    added_by = UUID(default=None)


class CaseFollower(WalledTable, tablename="case_follower"):
    complaint_id = UUID(default=None)
    person_id = UUID(default=None)
    since = Timestamptz(default=None)


class SavedView(WalledTable, tablename="saved_view"):
    """An address of the queue under a name; the person's own, or shown to everybody."""

    person_id = UUID(default=None)
    name = Text()
    query = Text()
    """What follows the question mark; read as any address is, so a code that is gone is left out."""
    saved_at = Timestamptz(default=None)
    shared = Boolean(default=False)


class BulkRun(WalledTable, tablename="bulk_run"):
    form_id = Text()
    """Sent again it goes on where it stopped: what is done is not done twice."""
    act = Text()
    person_id = UUID(default=None)
    started_at = Timestamptz(default=None)
    cases = Integer()


class BulkLine(WalledTable, tablename="bulk_line"):
    """Of one case: written in the transaction in which it was done."""

    run_id = UUID(default=None)
    complaint_id = UUID(default=None)
    refused = Text()
    """Why it was not, as whoever did it was told; "": it was."""
    before = JSONB()
    """What undoing brings back; {}: nothing can be."""
    undone_at = Timestamptz(default=None, null=True)
