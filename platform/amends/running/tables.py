"""Which processes run."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import Integer, Text, Timestamptz

from amends.database.tables import PlatformTable


class Kind(StrEnum):
    WEB = "web"
    WORKER = "worker"
    CLOCK = "clock"
    MAIL = "mail"
    """Takes mail in; not every deployment does."""


ALWAYS = (Kind.WEB, Kind.WORKER, Kind.CLOCK)


class Process(PlatformTable, tablename="process"):
    """One running process; it writes `seen_at` anew every few seconds and removes its row when it stops."""

    kind = Text()
    host = Text()
    pid = Integer()
    version = Text()
    level = Text()
    """The last migration it was built for."""
    started_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
